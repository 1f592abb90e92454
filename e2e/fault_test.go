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

// fault is a row of the table: something that goes wrong, and how it ends.
type fault struct {
	group, name, what string
	play              func(t *testing.T) outcome
}

// outcome is what a fault led to.
type outcome struct {
	saw   sentences
	ended string // what became of the file
	took  time.Duration
	twice int64
}

// faults are all rows, in the order of the table.
func faults() []fault {
	return slices.Concat(lookupFaults(), mediaFaults(), networkFaults(), diskFaults(), processFaults())
}

func TestFaults(t *testing.T) {
	for _, f := range faults() {
		t.Run(strings.ReplaceAll(f.group+"/"+f.name, " ", "-"), func(t *testing.T) {
			t.Parallel()
			o := f.play(t)
			if !t.Failed() {
				record(f, o)
			}
		})
	}
}

// trouble is a fault that befalls the download of one video in a bubble.
type trouble struct {
	group, name, what string

	edit  func(*stage)           // before it begins
	start func(*stage)           // likewise: the fault
	half  func(*stage)           // when half of the bytes are there
	wish  format.Wish            // zero: a video
	says  string                 // part of what a person is told
	waits core.Class             // of a problem that is waited for meanwhile
	fails core.Class             // of the problem it ends with; empty: a file
	mend  func(*stage)           // takes the fault back, besides Site.Heal
	other func(*stage, []byte)   // judges the file where it is another than without the fault
	limit time.Duration          // by the bubble's clock; 0: half an hour
	after func(*stage, *outcome) // looks closer, last
}

func (r trouble) fault() fault { return fault{r.group, r.name, r.what, r.play} }

func troubles(group string, all ...trouble) []fault {
	var list []fault
	for _, r := range all {
		r.group = group
		list = append(list, r.fault())
	}
	return list
}

func (r trouble) play(t *testing.T) (o outcome) {
	if r.wish.Kind == "" {
		r.wish.Kind = format.Video
	}
	if r.limit == 0 {
		r.limit = 30 * time.Minute
	}
	want := without(t, r.wish)
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t)
		defer s.end()
		s.wish = r.wish
		for _, do := range []func(*stage){r.edit, r.start} {
			if do != nil {
				do(s)
			}
		}
		s.begin()
		if r.half != nil {
			s.half()
			r.half(s)
			s.wire.drop() // so that there are further requests
		}
		s.await("the end", r.limit, ended)
		o.took = time.Since(s.start)
		if r.fails == "" {
			o.ended = "saved"
			r.saved(s, want)
		} else {
			o.ended = "fails, then saved by trying again"
			r.failed(s, want)
		}
		o.saw, o.twice = s.saw, s.twice()
		if r.waits != "" && s.saw.waits[r.waits] == 0 {
			t.Errorf("never waited for %s: %v", r.waits, s.saw)
		}
		if r.says != "" && !strings.Contains(strings.Join(s.saw.said, "\n"), r.says) {
			t.Errorf("never said %q: %q", r.says, s.saw.said)
		}
		if r.after != nil {
			r.after(s, &o)
		}
	})
	return o
}

// saved checks the file.
func (r trouble) saved(s *stage, want []byte) {
	s.Helper()
	if s.last.State != core.Done {
		s.Fatalf("%+v, problem %v; said %q", s.last, s.last.Problem, s.saw.said)
	}
	if r.other == nil {
		only(s.T, s.dir, filepath.Base(s.last.File), want)
		return
	}
	got, err := os.ReadFile(s.last.File)
	if err != nil {
		s.Fatal(err)
	}
	r.other(s, got)
}

// failed checks the sentence, takes the fault back and tries again.
func (r trouble) failed(s *stage, want []byte) {
	s.Helper()
	if s.last.State != core.Failed || s.last.Problem.Class != r.fails {
		s.Fatalf("%+v, problem %v; want %s", s.last, s.last.Problem, r.fails)
	}
	for _, name := range files(s.T, s.dir) {
		if !strings.HasPrefix(name, ".") {
			s.Errorf("%s is there though it failed", name)
		}
	}
	s.site.Heal()
	if r.mend != nil {
		r.mend(s)
	}
	heard := s.saw
	s.m.Retry(s.id)
	s.last = core.Status{}
	s.await("the end of trying again", r.limit, ended)
	s.saw = heard
	r.saved(s, want)
}
