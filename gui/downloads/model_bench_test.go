package downloads_test

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/downloads"
)

// BenchmarkModel10000 makes the model of 10,000 rows; live-B is what it keeps of memory
// for each row.
func BenchmarkModel10000(b *testing.B) {
	test.NewTempApp(b)
	all := make([]*core.Status, 10_000)
	for i := range all {
		all[i] = &core.Status{ID: core.ID(fmt.Sprint("r", i)), Title: fmt.Sprint("Video ", i), Channel: "Bench", Quality: "720p", State: core.Queued, Duration: time.Minute}
	}
	now := time.Now()
	var before, after runtime.MemStats
	read := func(into *runtime.MemStats) {
		runtime.GC()
		runtime.GC() // what pools held
		runtime.ReadMemStats(into)
	}
	read(&before)
	var m *downloads.Model
	for b.Loop() {
		m = downloads.NewModel(all, now)
	}
	read(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(len(all)), "live-B")
	runtime.KeepAlive(m)
	runtime.KeepAlive(all)
}
