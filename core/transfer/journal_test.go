package transfer

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

func testIdentity() Identity { return testLedger().identity }

func TestJournal(t *testing.T) {
	path := filepath.Join(t.TempDir(), ".video.journal")
	heads := [][]byte{[]byte("head of picture"), nil}
	j, err := Create(path, testIdentity(), heads)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	steps := []struct {
		done  []spans
		state string
	}{
		{[]spans{{{100, 200}}, nil}, "one"},
		{[]spans{{{150, 300}}, {{0, 500}}}, "two"}, // 150-200 is known
		{[]spans{nil, nil}, "two"},
		{[]spans{{{0, 50}}, nil}, ""},
	}
	for _, s := range steps {
		var state []byte
		if s.state != "" {
			state = []byte(s.state)
		}
		if err := j.checkpoint(s.done, state); err != nil {
			t.Fatal(err)
		}
	}
	check := func(j *Journal) {
		t.Helper()
		if !j.Identity().Equal(testIdentity()) {
			t.Errorf("identity %v", j.Identity())
		}
		if h := j.Heads(); len(h) != 2 || !bytes.Equal(h[0], heads[0]) || len(h[1]) != 0 {
			t.Errorf("heads %q", h)
		}
		if string(j.State()) != "two" || j.Have() != 50+200+500 {
			t.Errorf("state %q, %d bytes", j.State(), j.Have())
		}
		if got, want := j.Done(0), []Range{{0, 0, 50}, {0, 100, 300}}; !slices.Equal(got, want) {
			t.Errorf("done %v, want %v", got, want)
		}
		if j.Done(2) != nil || j.Done(-1) != nil {
			t.Error("done of a stream that is not")
		}
		got := j.Missing([]Range{{0, 250, 1000}, {1, 0, 500}, {0, 0, 150}, {0, 40, 120}})
		if want := []Range{{0, 300, 1000}, {0, 50, 100}, {0, 50, 100}}; !slices.Equal(got, want) {
			t.Errorf("missing %v, want %v", got, want)
		}
	}
	check(j)
	for _, r := range []Range{{2, 0, 1}, {-1, 0, 1}, {0, -1, 1}, {0, 999, 1001}} {
		if err := j.Mark([]Range{r}); err == nil {
			t.Errorf("%v was taken", r)
		}
	}
	if err := j.Mark([]Range{{1, 400, 500}, {0, 0, 10}}); err != nil {
		t.Error("Mark of what is known:", err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if err := j.Close(); err != nil {
		t.Error("second Close:", err)
	}
	if err := j.checkpoint([]spans{{{900, 901}}, nil}, nil); !errors.Is(err, fs.ErrClosed) {
		t.Error("checkpoint after Close:", err)
	}
	if j, err = Open(path); err != nil {
		t.Fatal(err)
	}
	check(j)
	if err := j.Remove(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); !errors.Is(err, fs.ErrNotExist) {
		t.Error("Open after Remove:", err)
	}
}

func TestJournalIsExclusive(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j")
	j, err := Create(path, testIdentity(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Create(path, testIdentity(), nil); !errors.Is(err, fs.ErrExist) {
		t.Error("second Create:", err)
	}
	for range 2 {
		if _, err := Open(path); !errors.Is(err, ErrBusy) {
			t.Error("Open while in use:", err)
		}
		j.Close()
		if j, err = Open(path); err != nil {
			t.Fatal(err)
		}
	}
	// Removed and made anew by somebody else in the meantime.
	os.Rename(path, path+".old")
	if err := hold(path, j.file); !errors.Is(err, ErrBusy) {
		t.Error("lock on a file that has gone:", err)
	}
	j.Close()
}

func TestCreateRefuses(t *testing.T) {
	dir := t.TempDir()
	for _, id := range []Identity{{}, {Streams: []StreamID{{Size: 0}}}, {Streams: make([]StreamID, maxStreams+1)}} {
		if _, err := Create(filepath.Join(dir, "j"), id, nil); err == nil {
			t.Errorf("%v was taken", id)
		}
	}
	if _, err := Create(filepath.Join(dir, "j"), testIdentity(), [][]byte{nil}); err == nil {
		t.Error("one head for two streams was taken")
	}
	if _, err := Create(filepath.Join(dir, "no", "j"), testIdentity(), nil); !errors.Is(err, fs.ErrNotExist) {
		t.Error("no folder:", err)
	}
	if list, _ := os.ReadDir(dir); len(list) != 0 {
		t.Errorf("left behind: %v", list)
	}
}

func TestOpenDropsTornTail(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j")
	j, err := Create(path, testIdentity(), nil)
	if err != nil {
		t.Fatal(err)
	}
	j.checkpoint([]spans{{{0, 10}}, nil}, nil)
	j.Close()
	whole, _ := os.ReadFile(path)
	torn := appendRecord(nil, kindCheckpoint, point(0, 0, 10, 20))
	os.WriteFile(path, append(slices.Clone(whole), torn[:len(torn)-1]...), 0o600)
	if j, err = Open(path); err != nil {
		t.Fatal(err)
	}
	if j.Have() != 10 {
		t.Errorf("%d bytes", j.Have())
	}
	j.checkpoint([]spans{{{10, 15}}, nil}, nil)
	j.Close()
	if j, err = Open(path); err != nil || j.Have() != 15 {
		t.Fatalf("after another checkpoint: %v", err)
	}
	j.Close()
	os.WriteFile(path, []byte("a letter to grandmother"), 0o600)
	if _, err := Open(path); !errors.Is(err, ErrJournal) {
		t.Error("foreign file:", err)
	}
	if b, _ := os.ReadFile(path); len(b) != 23 {
		t.Error("the foreign file was touched")
	}
}

// TestJournalStaysShort writes far more than it keeps, with the writer open
// and again when opening.
func TestJournalStaysShort(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j")
	id := Identity{Streams: []StreamID{{Size: 1 << 40}}}
	j, err := Create(path, id, [][]byte{make([]byte, 1000)})
	if err != nil {
		t.Fatal(err)
	}
	state := make([]byte, 20_000)
	for i := range int64(100) {
		state[0] = byte(i)
		if err := j.checkpoint([]spans{{{i * 10, i*10 + 10}}}, state); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(path); !errors.Is(err, ErrBusy) {
			t.Fatal("the lock was lost:", err)
		}
	}
	j.Close()
	if info, _ := os.Stat(path); info.Size() > 500_000 {
		t.Errorf("%d bytes after 2 MB of states", info.Size())
	}
	long, _ := os.ReadFile(path)
	for i := range uint64(30) {
		long = appendRecord(long, kindCheckpoint, append(point(1, 0, 5000+i*10, 5001+i*10), state...))
	}
	os.WriteFile(path, long, 0o600)
	if j, err = Open(path); err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	if info, _ := os.Stat(path); info.Size() > 30_000 {
		t.Errorf("%d bytes after Open", info.Size())
	}
	if j.Have() != 1030 || !bytes.Equal(j.State(), state) {
		t.Errorf("%d bytes", j.Have())
	}
	if list, _ := os.ReadDir(filepath.Dir(path)); len(list) != 1 {
		t.Errorf("left behind: %v", list)
	}
}

// TestResume stops a job in the middle, by a fault and by cancelling, and goes
// on: nothing that is in the journal is asked for again.
func TestResume(t *testing.T) {
	s := newStage(t, 20<<20, 2<<20)
	s.site.SetPace(64 << 20) // so that there is something left to cancel
	j, k := s.job()
	j.Journal = s.journal(j)
	j.Connections = 1
	all := j.Ranges
	fail := sync.OnceFunc(func() {
		s.site.Inject(simulator.Fault{Kind: simulator.Status, Code: 404, Itag: firstItag, Times: 1})
	})
	k.onWrite = func(Range) {
		if k.got[0].bytes() > 8<<20 {
			fail()
		}
	}
	var status *StatusError
	if err := s.fetch(j); !errors.As(err, &status) {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	k.onWrite = func(Range) {
		if k.got[0].bytes() > 15<<20 {
			cancel()
		}
	}
	j.Ranges = j.Journal.Missing(all)
	if err := s.client.Fetch(ctx, j); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	k.onWrite = nil
	if have, got := j.Journal.Have(), k.got[0].bytes()+k.got[1].bytes(); have != got {
		t.Errorf("the journal has %d bytes, %d were written", have, got)
	}
	path := j.Journal.path
	j.Journal.Close()
	var err error
	if j.Journal, err = Open(path); err != nil {
		t.Fatal(err)
	}
	defer j.Journal.Close()
	j.Ranges = j.Journal.Missing(all)
	if err := s.fetch(j); err != nil {
		t.Fatal(err)
	}
	k.full() // and the sink refuses bytes that come twice
	if left := j.Journal.Missing(all); left != nil {
		t.Errorf("the journal lacks %v", left)
	}
}

// TestStateFitsRanges: what State says at a checkpoint is about exactly the
// bytes recorded with it.
func TestStateFitsRanges(t *testing.T) {
	s := newStage(t, 6<<20)
	s.client.timing.save = time.Millisecond
	s.site.SetPace(20 << 20)
	j, k := s.job()
	j.InOrder = true
	j.Journal = s.journal(j)
	var written int64
	write := j.Write
	j.Write = func(stream int, p []byte, off int64) error {
		written = off + int64(len(p))
		return write(stream, p, off)
	}
	j.State = func() []byte { return []byte(time.Duration(written).String()) }
	k.onWrite = func(Range) {
		n := &j.Journal.ledger
		j.Journal.mu.Lock()
		defer j.Journal.mu.Unlock()
		if n.state != nil && time.Duration(n.done[0].bytes()).String() != string(n.state) {
			t.Errorf("%d bytes with state %s", n.done[0].bytes(), n.state)
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

// TestJournalGoesOnUntidied: where no tidy journal can be written the long
// one is as good.
func TestJournalGoesOnUntidied(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j")
	j, err := Create(path, Identity{Streams: []StreamID{{Size: 1 << 40}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(path+".new", 0o700); err != nil { // in the way
		t.Fatal(err)
	}
	os.WriteFile(path+".new/x", nil, 0o600)
	for i := range int64(30) {
		if err := j.checkpoint([]spans{{{i, i + 1}}}, bytes.Repeat([]byte{byte(i)}, 20_000)); err != nil {
			t.Fatal(err)
		}
	}
	j.Close()
	if j, err = Open(path); err != nil || j.Have() != 30 {
		t.Fatal(err)
	}
	j.Close()
}
