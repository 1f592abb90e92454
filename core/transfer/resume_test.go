package transfer

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/transfer/journal"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// TestResume stops a job in the middle, by a fault and by cancelling, and resumes
// it: nothing that is in the journal is asked for again.
func TestResume(t *testing.T) {
	s := newStage(t, 20<<20, 2<<20)
	s.site.SetPace(64 << 20) // so that there is something left to cancel
	j, k := s.job()
	var path string
	j.Journal, path = s.journal(j)
	j.Connections = 1
	all := j.Ranges
	fail := sync.OnceFunc(func() {
		s.site.Inject(simulator.Fault{Kind: simulator.Status, Code: 404, Itag: firstItag, Times: 1})
	})
	k.onWrite = func(Range) {
		if k.got[0].Total() > 8<<20 {
			fail()
		}
	}
	var status *StatusError
	if err := s.fetch(j); !errors.As(err, &status) {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	k.onWrite = func(Range) {
		if k.got[0].Total() > 15<<20 {
			cancel()
		}
	}
	j.Ranges = j.Journal.Missing(all)
	if err := s.client.Fetch(ctx, j); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	k.onWrite = nil
	if have, got := recorded(j.Journal), k.got[0].Total()+k.got[1].Total(); have != got {
		t.Errorf("the journal has %d bytes, %d were written", have, got)
	}
	j.Journal.Close()
	var err error
	if j.Journal, err = journal.Open(path); err != nil {
		t.Fatal(err)
	}
	defer j.Journal.Close()
	j.Ranges = j.Journal.Missing(all)
	if err := s.fetch(j); err != nil {
		t.Fatal(err)
	}
	k.full() // the sink refuses bytes that come twice
	if left := j.Journal.Missing(all); left != nil {
		t.Errorf("the journal lacks %v", left)
	}
}

// TestStateFitsRanges shows that what State returns for a checkpoint is about
// exactly the bytes recorded with it.
func TestStateFitsRanges(t *testing.T) {
	s := newStage(t, 6<<20)
	s.client.timing.checkpoint = time.Millisecond
	s.site.SetPace(20 << 20)
	j, k := s.job()
	j.InOrder = true
	var path string
	j.Journal, path = s.journal(j)
	var written int64
	write := j.Write
	j.Write = func(stream int, p []byte, off int64) error {
		written = off + int64(len(p))
		return write(stream, p, off)
	}
	j.State = func() []byte { return []byte(time.Duration(written).String()) }
	k.onWrite = func(Range) {
		found := recovered(t, path, 0, 0)
		defer found.Remove()
		if state := found.State(); state != nil && time.Duration(recorded(found)).String() != string(state) {
			t.Errorf("%d bytes with state %s", recorded(found), state)
		}
	}
	if err := s.fetch(j); err != nil {
		t.Fatal(err)
	}
	k.full()
	if string(j.Journal.State()) != time.Duration(6<<20).String() {
		t.Errorf("last state %s", j.Journal.State())
	}
}
