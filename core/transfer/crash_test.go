package transfer

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/byterange"
	"github.com/hilo-app/hilo/core/transfer/journal"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// disk keeps what was synced; the rest may be lost when the power is cut.
type disk struct {
	mu      sync.Mutex
	cached  []byterange.Set // written
	durable []byterange.Set // synced
}

func (d *disk) write(stream int, p []byte, off int64) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.cached[stream].Add(byterange.Range{From: off, To: off + int64(len(p))})
	return nil
}

// sync makes durable what was written before it began, not what comes while
// it runs.
func (d *disk) sync() error {
	d.mu.Lock()
	before := make([]byterange.Set, len(d.cached))
	for i := range d.cached {
		before[i] = d.cached[i].Clone()
	}
	d.mu.Unlock()
	time.Sleep(time.Millisecond) // as a disk needs; writing continues
	d.mu.Lock()
	defer d.mu.Unlock()
	copy(d.durable, before)
	return nil
}

// TestPowerCut looks at the journal and the disk at many moments of a
// download, as a power cut would leave them: every byte that the journal
// claims is on the disk.
func TestPowerCut(t *testing.T) {
	s := newStage(t, 24<<20, 3<<20)
	s.client.timing.checkpoint, s.client.timing.checkpointSoon = 2*time.Millisecond, 0
	s.site.SetPace(24 << 20)
	j, _ := s.job()
	var path string
	j.Journal, path = s.journal(j)
	d := &disk{cached: make([]byterange.Set, 2), durable: make([]byterange.Set, 2)}
	created, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	cuts, claims := 0, int64(0)
	cut := func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		// A cut in the middle of the last write leaves a part of it.
		found := recovered(t, path, rand.IntN(30), int(created.Size()))
		defer found.Remove()
		cuts++
		for stream := range d.durable {
			for _, r := range found.Done(stream) {
				if lost := d.durable[stream].Missing(byterange.Range{From: r.From, To: r.To}); lost != nil {
					t.Errorf("claimed, but lost: %v of stream %d", lost, stream)
				}
			}
		}
		claims += recorded(found)
	}
	var writes sync.Mutex
	n := 0
	j.Write = func(stream int, p []byte, off int64) error {
		d.write(stream, p, off)
		writes.Lock()
		defer writes.Unlock()
		if n++; n%4 == 0 { // some 216 writes of bufferSize at least
			cut()
		}
		return nil
	}
	j.Sync = func() error {
		cut()
		err := d.sync()
		cut()
		return err
	}
	if err := s.fetch(j); err != nil {
		t.Fatal(err)
	}
	cut()
	if cuts < 50 || claims == 0 {
		t.Errorf("%d cuts, %d bytes claimed in all", cuts, claims)
	}
}

const crashDir = "TRANSFER_TEST_CRASH_DIR" // set for the process that is killed

// The size of what is killed, and the speed of each of its 4 connections.
const (
	crashSize = 40 << 20
	crashPace = 1500 << 10
)

// TestKill kills a process in the middle of its download. Its journal has
// all but the last bytes of each connection, and the download resumes.
func TestKill(t *testing.T) {
	if dir := os.Getenv(crashDir); dir != "" {
		victim(t, dir)
		return
	}
	dir := t.TempDir()
	cmd := exec.Command(os.Args[0], "-test.run=^TestKill$")
	cmd.Env = append(os.Environ(), crashDir+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var received int64
	for lines := bufio.NewScanner(out); received < 10<<20 && lines.Scan(); {
		fmt.Sscanf(lines.Text(), "received %d", &received)
	}
	cmd.Process.Kill()
	cmd.Wait()
	if received < 10<<20 {
		t.Fatalf("it ended after %d bytes", received)
	}

	n, err := journal.Open(filepath.Join(dir, "journal"))
	if err != nil {
		t.Fatal(err)
	}
	defer n.Remove()
	if lost := received - recorded(n); lost > 4<<20 {
		t.Errorf("%d bytes of %d have to be fetched again", lost, received)
	} else {
		t.Logf("%d bytes of %d have to be fetched again", max(lost, 0), received)
	}
	s := newStage(t, crashSize)
	file, err := os.OpenFile(filepath.Join(dir, "file"), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	j, _ := s.job()
	missing := n.Missing(j.Ranges)
	for _, r := range n.Done(0) {
		same(t, file, s.content[0], r.From, r.To)
	}
	j.Ranges, j.Journal = missing, n
	j.Write = func(_ int, p []byte, off int64) error {
		_, err := file.WriteAt(p, off)
		return err
	}
	if err := s.fetch(j); err != nil {
		t.Fatal(err)
	}
	same(t, file, s.content[0], 0, crashSize)
}

// victim downloads slowly and says how far it is.
func victim(t *testing.T, dir string) {
	s := newStage(t, crashSize)
	s.client.timing.stall = deadline
	s.site.SetPace(crashPace)
	file, err := os.Create(filepath.Join(dir, "file"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	j, _ := s.job()
	id := journal.Identity{Streams: []journal.Stream{{Itag: firstItag, Size: crashSize}}}
	if j.Journal, err = journal.Create(filepath.Join(dir, "journal"), id, nil); err != nil {
		t.Fatal(err)
	}
	defer j.Journal.Close()
	j.Write = func(_ int, p []byte, off int64) error {
		_, err := file.WriteAt(p, off)
		return err
	}
	j.Sync = file.Sync
	var mu sync.Mutex
	var received int
	j.Received = func(n int) {
		mu.Lock()
		defer mu.Unlock()
		received += n
		fmt.Printf("received %d\n", received)
	}
	if err := s.client.Fetch(context.Background(), j); err != nil {
		t.Fatal(err)
	}
}

func same(t *testing.T, file *os.File, content simulator.Content, from, to int64) {
	t.Helper()
	got, want := make([]byte, 1<<20), make([]byte, 1<<20)
	for off := from; off < to; off += 1 << 20 {
		n := min(1<<20, to-off)
		file.ReadAt(got[:n], off)
		content.ReadAt(want[:n], off)
		if !bytes.Equal(got[:n], want[:n]) {
			t.Fatalf("wrong bytes at %d", off)
		}
	}
}
