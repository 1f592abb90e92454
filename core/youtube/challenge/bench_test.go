package challenge_test

import (
	"runtime"
	"strconv"
	"testing"

	"github.com/hilo-app/hilo/core/youtube/challenge"
)

// newestScript is the newest recorded player script, of 2026-06.
const newestScript = "c9168c90"

// BenchmarkFirstAnswer measures the time from the bytes of the newest recorded
// script to the first answer, and what the Solver keeps.
func BenchmarkFirstAnswer(b *testing.B) {
	script := recordedScript(b, newestScript)
	var s *challenge.Solver
	before := heap()
	for b.Loop() {
		var err error
		if s, err = challenge.New(script); err != nil {
			b.Fatal(err)
		}
		if _, err := s.N("ZdZIqFPQK-Ty8wId"); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(heap()-before)/(1<<20), "MB-kept")
	runtime.KeepAlive(s)
}

// BenchmarkFurtherAnswer measures one more answer to an n parameter.
func BenchmarkFurtherAnswer(b *testing.B) {
	s, err := challenge.New(recordedScript(b, newestScript))
	if err != nil {
		b.Fatal(err)
	}
	i := 0
	for b.Loop() {
		i++
		if _, err := s.N("ZdZIqFPQK-Ty8wId" + strconv.Itoa(i)); err != nil {
			b.Fatal(err)
		}
	}
}

// heap returns the bytes of live objects.
func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
