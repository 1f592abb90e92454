package downloads_test

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/downloads"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/internal/examples"
	"github.com/hilo-app/hilo/gui/widgets"
)

func TestFilterShowsOneGroup(t *testing.T) {
	var rows []*core.Status
	for _, s := range examples.Downloads(time.Now()) {
		rows = append(rows, &s)
	}
	m := downloads.NewModel(rows, time.Now())
	if m.Len() != 12 || m.Shown() != 12 {
		t.Fatalf("%d of %d rows are shown", m.Shown(), m.Len())
	}
	m.SetFilter(downloads.GroupFailed)
	if m.Shown() != 3 || m.Filter() != downloads.GroupFailed {
		t.Errorf("%d failed rows are shown", m.Shown())
	}
	// A download that fails is shown, and one that is tried again is not.
	moved := m.Apply(core.Update{Changed: []*core.Status{{ID: "a", State: core.Failed}, {ID: "e", State: core.Queued}, {ID: "i", State: core.Queued}}}, time.Now())
	if !moved || m.Shown() != 2 || m.Counts()[downloads.GroupFailed] != 2 {
		t.Errorf("changed %v, %d rows", moved, m.Shown())
	}
}

// TestFilterOffersCancelled holds that the chip of cancelled downloads is there only
// when there are some.
func TestFilterOffersCancelled(t *testing.T) {
	test.NewTempApp(t)
	f := downloads.NewFilter(func(downloads.Group) {})
	m := downloads.NewModel([]*core.Status{{ID: "a", State: core.Done}}, time.Now())
	f.Set(m.Counts(), m.Filter())
	last := f.View.Objects[len(f.View.Objects)-1].(*widgets.Button)
	if last.Visible() {
		t.Errorf("%q is offered", last.Label())
	}
	m.Apply(core.Update{Changed: []*core.Status{{ID: "a", State: core.Cancelled}}}, time.Now())
	if f.Set(m.Counts(), m.Filter()); !last.Visible() {
		t.Error("cancelled downloads are not offered")
	}
}

func ExampleModel() {
	m := downloads.NewModel([]*core.Status{
		{ID: "a", State: core.Downloading, Received: 40e6, Total: 100e6, Speed: 5e6},
		{ID: "b", State: core.Paused},
		{ID: "c", State: core.Done},
	}, time.Now())
	now := time.Now()
	fmt.Println(m.Totals().Active, m.Totals().Paused, m.Totals().Finished, m.End(time.Time{}, now).Sub(now))
	// Output: 1 1 1 12s
}

func ExampleExplain() {
	i18n.Load()
	e := downloads.Explain(&core.Problem{Class: core.DiskFull})
	fmt.Println(e.Remedy == downloads.RemedyFolder, e.Cause == downloads.Cause(lang.L(string(downloads.CauseComputer))))
	// Output: true true
}
