package e2e

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
)

// fault is a row of the table and the test that plays it.
type fault struct {
	Fault
	run func(t *testing.T) outcome
}

// outcome is what a fault led to.
type outcome struct {
	told      messages
	result    string // what became of the file
	took      time.Duration
	refetched int64 // bytes that were sent more than once
}

// Results of a fault.
const (
	saved        = "saved"
	savedByRetry = "fails, then saved by trying again"
	savedByOther = "the first one saves it"
)

func (o outcome) report() Outcome {
	return Outcome{Told: o.told.told, Result: o.result, Seconds: o.took.Seconds(), Refetched: o.refetched}
}

// faults returns all rows, in the order of the table.
func faults() []fault {
	return slices.Concat(lookupFaults(), mediaFaults(), networkFaults(), diskFaults(), processFaults(), queueFaults())
}

func TestFaults(t *testing.T) {
	for i, f := range faults() {
		f.Row = i + 1
		t.Run(strings.ReplaceAll(f.Group+"/"+f.Name, " ", "-"), func(t *testing.T) {
			report(t, FaultAttr, f.Fault)
			t.Parallel()
			o := f.run(t)
			if !t.Failed() {
				report(t, OutcomeAttr, o.report())
			}
		})
	}
}

// downloadFault is a fault of the download of one video. It runs in a bubble of
// testing/synctest. Zero fields have no effect.
type downloadFault struct {
	name, injected string

	wish    format.Wish              // what is downloaded; zero: a video
	edit    func(*testbed)           // changes the testbed before the start
	start   func(*testbed)           // injects the fault before the start
	atHalf  func(*testbed)           // injects the fault when half of the bytes have arrived
	note    string                   // that a status must carry, a Note… constant of core
	waits   core.Class               // of a problem for which the download must wait
	fails   core.Class               // of the problem it must end with; empty: it is saved
	repair  func(*testbed)           // ends the fault before the retry, besides Site.ClearFaults
	check   func(*testbed, []byte)   // checks a file that differs from the one without a fault
	limit   time.Duration            // by the clock of the bubble; 0: half an hour
	inspect func(*testbed, *outcome) // makes further checks, last
}

// downloadFaults returns the rows of a group.
func downloadFaults(group string, all ...downloadFault) []fault {
	var list []fault
	for _, r := range all {
		list = append(list, fault{Fault{Group: group, Name: r.name, Injected: r.injected}, r.run})
	}
	return list
}

func (r downloadFault) run(t *testing.T) (o outcome) {
	if r.wish.Kind == "" {
		r.wish.Kind = format.Video
	}
	if r.limit == 0 {
		r.limit = 30 * time.Minute
	}
	want := faultlessFile(t, r.wish)
	synctest.Test(t, func(t *testing.T) {
		s := newTestbed(t)
		defer s.close()
		s.wish = r.wish
		for _, do := range []func(*testbed){r.edit, r.start} {
			if do != nil {
				do(s)
			}
		}
		s.open()
		if r.atHalf != nil {
			s.awaitHalf()
			r.atHalf(s)
			s.network.reset() // so that further requests are sent
		}
		s.await("the end", r.limit, ended)
		o.took = time.Since(s.start)
		if r.fails == "" {
			o.result = saved
			r.checkSaved(s, want)
		} else {
			o.result = savedByRetry
			r.checkFailed(s, want)
		}
		o.told, o.refetched = s.told, s.refetched()
		if r.waits != "" && s.told.waits[r.waits] == 0 {
			t.Errorf("never waited for %s: %+v", r.waits, s.told.told)
		}
		if r.note != "" && s.told.times(Told{Note: r.note}) == 0 {
			t.Errorf("never noted %q: %+v", r.note, s.told.told)
		}
		if r.inspect != nil {
			r.inspect(s, &o)
		}
	})
	return o
}

// checkSaved checks the file.
func (r downloadFault) checkSaved(s *testbed, want []byte) {
	s.Helper()
	if s.last.State != core.Done {
		s.Fatalf("%+v, problem %v; told %+v", s.last, s.last.Problem, s.told.told)
	}
	if r.check == nil {
		checkOnlyFile(s.T, s.dir, filepath.Base(s.last.File), want)
		return
	}
	got, err := os.ReadFile(s.last.File)
	if err != nil {
		s.Fatal(err)
	}
	r.check(s, got)
}

// checkFailed checks the problem, ends the fault and retries.
func (r downloadFault) checkFailed(s *testbed, want []byte) {
	s.Helper()
	if s.last.State != core.Failed || s.last.Problem.Class != r.fails {
		s.Fatalf("%+v, problem %v; want %s", s.last, s.last.Problem, r.fails)
	}
	for _, name := range files(s.T, s.dir) {
		if !strings.HasPrefix(name, ".") {
			s.Errorf("%s exists though the download failed", name)
		}
	}
	s.site.ClearFaults()
	if r.repair != nil {
		r.repair(s)
	}
	before := s.told // the table has no messages of the retry
	s.m.Retry(s.id)
	s.last = core.Status{}
	s.await("the end of the retry", r.limit, ended)
	s.told = before
	r.checkSaved(s, want)
}
