package journal_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"testing"

	"github.com/hilo-app/hilo/core/crcrecord"
	"github.com/hilo-app/hilo/core/transfer/journal"
)

func Example() {
	dir, err := os.MkdirTemp("", "journal")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, ".video.mp4.part.journal")

	j, err := journal.Create(path, journal.Identity{
		Video: "dQw4w9WgXcQ", Container: "mp4",
		Streams: []journal.Stream{{Itag: 137, Size: 5000}},
	}, nil)
	if err != nil {
		log.Fatal(err)
	}
	// The first 2000 bytes were written to the partial file, and synced.
	if err := j.Mark([]journal.Range{{Stream: 0, From: 0, To: 2000}}); err != nil {
		log.Fatal(err)
	}
	j.Close() // or the process is killed

	if j, err = journal.Open(path); err != nil {
		log.Fatal(err)
	}
	whole := []journal.Range{{Stream: 0, From: 0, To: 5000}}
	for _, r := range j.Missing(whole) {
		fmt.Printf("fetch bytes %d to %d of stream %d\n", r.From, r.To, r.Stream)
	}
	if err := j.Remove(); err != nil { // the file is complete
		log.Fatal(err)
	}
	// Output: fetch bytes 2000 to 5000 of stream 0
}

func testIdentity() journal.Identity {
	return journal.Identity{
		Video: "dQw4w9WgXcQ", Container: "mp4", Reserve: 1 << 20,
		Streams: []journal.Stream{{Itag: 137, Size: 1000, Version: "17"}, {Itag: 140, Size: 500}},
	}
}

// done makes the checksums of two streams from the pairs of offsets in each. All
// their bytes are zero.
func done(streams ...[]int64) []journal.Sums {
	sums := make([]journal.Sums, 2)
	for i, offsets := range streams {
		for k := 0; k+1 < len(offsets); k += 2 {
			sums[i].Add(zeros(offsets[k], offsets[k+1]))
		}
	}
	return sums
}

// zeros is the checksum of bytes that are zero.
func zeros(from, to int64) journal.Sum { return journal.SumOf(from, make([]byte, to-from)) }

// recorded counts the bytes that a journal has, over all streams.
func recorded(j *journal.Journal) (n int64) {
	for stream := range j.Identity().Streams {
		for _, r := range j.Done(stream) {
			n += r.To - r.From
		}
	}
	return n
}

func TestJournal(t *testing.T) {
	path := filepath.Join(t.TempDir(), ".video.journal")
	heads := [][]byte{[]byte("head of picture"), nil}
	j, err := journal.Create(path, testIdentity(), heads)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	for _, s := range []struct {
		done  []journal.Sums
		state []byte
	}{
		{done([]int64{100, 200}), []byte("one")},
		{done([]int64{150, 300}, []int64{0, 500}), []byte("two")}, // 150-200 is known
		{done(), []byte("two")},
		{done([]int64{0, 50}), nil},
	} {
		if err := j.Checkpoint(s.done, s.state); err != nil {
			t.Fatal(err)
		}
	}
	checkJournal(t, j, heads)
	for _, r := range []journal.Range{{2, 0, 1}, {-1, 0, 1}, {0, -1, 1}, {0, 999, 1001}} {
		if err := j.Mark([]journal.Range{r}); err == nil {
			t.Errorf("%v was taken", r)
		}
	}
	if err := j.Mark([]journal.Range{{1, 400, 500}, {0, 0, 10}}); err != nil {
		t.Error("Mark of what is known:", err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if err := j.Close(); err != nil {
		t.Error("second Close:", err)
	}
	if err := j.Checkpoint(done([]int64{900, 901}), nil); !errors.Is(err, fs.ErrClosed) {
		t.Error("Checkpoint after Close:", err)
	}
	if j, err = journal.Open(path); err != nil {
		t.Fatal(err)
	}
	checkJournal(t, j, heads)
	if err := j.Remove(); err != nil {
		t.Fatal(err)
	}
	if _, err := journal.Open(path); !errors.Is(err, fs.ErrNotExist) {
		t.Error("Open after Remove:", err)
	}
}

func checkJournal(t *testing.T, j *journal.Journal, heads [][]byte) {
	t.Helper()
	if !reflect.DeepEqual(j.Identity(), testIdentity()) {
		t.Errorf("identity %v", j.Identity())
	}
	if h := j.Heads(); len(h) != 2 || !bytes.Equal(h[0], heads[0]) || len(h[1]) != 0 {
		t.Errorf("heads %q", h)
	}
	if string(j.State()) != "two" || recorded(j) != 50+200+500 {
		t.Errorf("state %q, %d bytes", j.State(), recorded(j))
	}
	if got, want := j.Done(0), []journal.Range{{0, 0, 50}, {0, 100, 300}}; !slices.Equal(got, want) {
		t.Errorf("done %v, want %v", got, want)
	}
	if j.Done(2) != nil || j.Done(-1) != nil {
		t.Error("bytes of a stream that does not exist")
	}
	got := j.Missing([]journal.Range{{0, 250, 1000}, {1, 0, 500}, {0, 0, 150}, {0, 40, 120}})
	if want := []journal.Range{{0, 300, 1000}, {0, 50, 100}, {0, 50, 100}}; !slices.Equal(got, want) {
		t.Errorf("missing %v, want %v", got, want)
	}
}

// The journals of files that users have, in both versions.
const (
	journalStart = "\x92\x00\x00\x00" + "\x70\xce\xd7\x51" + "\x01" +
		`{"video":"dQw4w9WgXcQ","container":"mp4","room":1048576,` +
		`"streams":[{"itag":137,"size":1000,"version":"17"},{"itag":140,"size":500,"version":""}]}` +
		"\x0f\x00\x00\x00" + "\xbe\x86\xaf\xc6" + "\x02" + "init and index" +
		"\x01\x00\x00\x00" + "\x6e\x69\x58\x9c" + "\x02"

	version1 = "hilojnl\x01" + journalStart +
		"\x47\x00\x00\x00" + "\x5b\xbb\x58\x6b" + "\x03" + "\x01" + "\x03\x00\x00\x00" +
		"\x00\x00\x00\x00" + "\x00\x00\x00\x00\x00\x00\x00\x00" + "\x64\x00\x00\x00\x00\x00\x00\x00" +
		"\x00\x00\x00\x00" + "\xc8\x00\x00\x00\x00\x00\x00\x00" + "\xe8\x03\x00\x00\x00\x00\x00\x00" +
		"\x01\x00\x00\x00" + "\xf3\x01\x00\x00\x00\x00\x00\x00" + "\xf4\x01\x00\x00\x00\x00\x00\x00" +
		"state"
	version2 = "hilojnl\x02" + journalStart +
		"\x56\x00\x00\x00" + "\xeb\xa6\xab\xdd" + "\x04" + "\x01" + "\x03\x00\x00\x00" +
		"\x00\x00\x00\x00" + "\x00\x00\x00\x00\x00\x00\x00\x00" + "\x64\x00\x00\x00\x00\x00\x00\x00" + "\x01\xf6\x9f\xcb\x07" +
		"\x00\x00\x00\x00" + "\xc8\x00\x00\x00\x00\x00\x00\x00" + "\xe8\x03\x00\x00\x00\x00\x00\x00" + "\x01\x7e\x26\x76\x03" +
		"\x01\x00\x00\x00" + "\xf3\x01\x00\x00\x00\x00\x00\x00" + "\xf4\x01\x00\x00\x00\x00\x00\x00" + "\x01\x51\x53\x7d\x52" +
		"state"
)

// TestFormat holds the journals of files that users have to fixed bytes.
func TestFormat(t *testing.T) {
	dir := t.TempDir()
	j, err := journal.Create(filepath.Join(dir, "new"), testIdentity(), [][]byte{[]byte("init and index"), nil})
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Checkpoint(done([]int64{0, 100, 200, 1000}, []int64{499, 500}), []byte("state")); err != nil {
		t.Fatal(err)
	}
	j.Close()
	if got, err := os.ReadFile(filepath.Join(dir, "new")); err != nil || string(got) != version2 {
		t.Errorf("journal is %q, want %q, %v", got, version2, err)
	}

	for name, content := range map[string]string{"version 1": version1, "version 2": version2} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if j, err = journal.Open(path); err != nil {
			t.Fatal(err)
		}
		defer j.Close()
		if !reflect.DeepEqual(j.Identity(), testIdentity()) || string(j.Heads()[0]) != "init and index" || string(j.State()) != "state" {
			t.Errorf("%+v, heads %q, state %q", j.Identity(), j.Heads(), j.State())
		}
		if got := append(j.Done(0), j.Done(1)...); !slices.Equal(got, []journal.Range{{0, 0, 100}, {0, 200, 1000}, {1, 499, 500}}) {
			t.Errorf("done %v", got)
		}
	}
}

// TestVersion1 continues a journal of version 1. What it had is unchecked, what is
// added has checksums.
func TestVersion1(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j")
	if err := os.WriteFile(path, []byte(version1), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 { // as it was, and as it is continued
		j, err := journal.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := j.Unchecked(0); !slices.Equal(got, []journal.Range{{0, 0, 100}, {0, 200, 1000}}) {
			t.Errorf("unchecked %v", got)
		}
		if err := j.Checkpoint(done([]int64{150, 200}), nil); err != nil {
			t.Fatal(err)
		}
		if got := j.Sums(0); !slices.Equal(got, []journal.Sum{zeros(150, 200)}) {
			t.Errorf("checksums %v", got)
		}
		j.Close()
	}
	if b, err := os.ReadFile(path); err != nil || b[7] != 2 || string(b[8:len(version1)]) != version1[8:] {
		t.Errorf("file of version %d, %v", b[7], err)
	}
}

// TestDrop drops damaged bytes, also for the next start, and records them again.
func TestDrop(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j")
	j, err := journal.Create(path, testIdentity(), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []journal.Range{{0, 0, 100}, {0, 600, 700}}
	errs := []error{
		j.Checkpoint(done([]int64{0, 100, 200, 500, 600, 700}), nil), j.Mark([]journal.Range{{1, 0, 500}}),
		j.Drop(nil), j.Drop([]journal.Range{{0, 300, 301}, {1, 100, 200}}),
	}
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if got := j.Done(0); !slices.Equal(got, want) {
			t.Errorf("done %v, want %v", got, want)
		}
		if got := j.Unchecked(1); !slices.Equal(got, []journal.Range{{1, 0, 100}, {1, 200, 500}}) {
			t.Errorf("unchecked %v", got)
		}
		j.Close()
		if j, err = journal.Open(path); err != nil {
			t.Fatal(err)
		}
	}
	defer j.Close()
	if err := j.Checkpoint(done([]int64{200, 500}, []int64{150, 160}), nil); err != nil {
		t.Fatal(err)
	}
	if got := j.Sums(0); !slices.Equal(got, []journal.Sum{zeros(0, 100), zeros(200, 500), zeros(600, 700)}) {
		t.Errorf("checksums %v", got)
	}
	if err := j.Drop([]journal.Range{{2, 0, 1}}); err == nil {
		t.Error("a range of no stream was taken")
	}
}

func TestJournalIsExclusive(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j")
	j, err := journal.Create(path, testIdentity(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := journal.Create(path, testIdentity(), nil); !errors.Is(err, fs.ErrExist) {
		t.Error("second Create:", err)
	}
	for range 2 {
		if _, err := journal.Open(path); !errors.Is(err, journal.ErrBusy) {
			t.Error("Open while in use:", err)
		}
		j.Close()
		if j, err = journal.Open(path); err != nil {
			t.Fatal(err)
		}
	}
	j.Close()
}

func TestCreateRefuses(t *testing.T) {
	dir := t.TempDir()
	for _, id := range []journal.Identity{{}, {Streams: []journal.Stream{{Size: 0}}}, {Streams: make([]journal.Stream, 65)}} {
		if _, err := journal.Create(filepath.Join(dir, "j"), id, nil); err == nil {
			t.Errorf("%v was taken", id)
		}
	}
	if _, err := journal.Create(filepath.Join(dir, "j"), testIdentity(), [][]byte{nil}); err == nil {
		t.Error("one head for two streams was taken")
	}
	if _, err := journal.Create(filepath.Join(dir, "no", "j"), testIdentity(), nil); !errors.Is(err, fs.ErrNotExist) {
		t.Error("no folder:", err)
	}
	if list, _ := os.ReadDir(dir); len(list) != 0 {
		t.Errorf("left behind: %v", list)
	}
}

// checkpoint is the record of a checkpoint of one range.
func checkpoint(stream uint32, from, to uint64, state []byte) []byte {
	b := []byte{4, 0, 1, 0, 0, 0} // kind, flag, number of ranges
	if state != nil {
		b[1] = 1
	}
	b = binary.LittleEndian.AppendUint32(b, stream)
	b = binary.LittleEndian.AppendUint64(b, from)
	b = binary.LittleEndian.AppendUint64(b, to)
	b = append(b, 0, 0, 0, 0, 0) // no checksum
	return crcrecord.Append(nil, append(b, state...))
}

func TestOpenDropsTornTail(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j")
	j, err := journal.Create(path, testIdentity(), nil)
	if err != nil {
		t.Fatal(err)
	}
	j.Checkpoint(done([]int64{0, 10}), nil)
	j.Close()
	whole, _ := os.ReadFile(path)
	torn := checkpoint(0, 10, 20, nil)
	os.WriteFile(path, append(slices.Clone(whole), torn[:len(torn)-1]...), 0o600)
	if j, err = journal.Open(path); err != nil {
		t.Fatal(err)
	}
	if recorded(j) != 10 {
		t.Errorf("%d bytes", recorded(j))
	}
	j.Checkpoint(done([]int64{10, 15}), nil)
	j.Close()
	if j, err = journal.Open(path); err != nil || recorded(j) != 15 {
		t.Fatalf("after another checkpoint: %v", err)
	}
	j.Close()
	os.WriteFile(path, []byte("a letter to grandmother"), 0o600)
	if _, err := journal.Open(path); !errors.Is(err, journal.ErrUnusable) {
		t.Error("foreign file:", err)
	}
	if b, _ := os.ReadFile(path); len(b) != 23 {
		t.Error("the foreign file was touched")
	}
}

// TestCompaction writes far more than a journal keeps, with the writer open and
// again when opening.
func TestCompaction(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j")
	id := journal.Identity{Streams: []journal.Stream{{Size: 1 << 40}}}
	j, err := journal.Create(path, id, [][]byte{make([]byte, 1000)})
	if err != nil {
		t.Fatal(err)
	}
	state := make([]byte, 20_000)
	for i := range int64(100) {
		state[0] = byte(i)
		if err := j.Checkpoint(done([]int64{i * 10, i*10 + 10})[:1], state); err != nil {
			t.Fatal(err)
		}
		if _, err := journal.Open(path); !errors.Is(err, journal.ErrBusy) {
			t.Fatal("the lock was lost:", err)
		}
	}
	j.Close()
	if info, _ := os.Stat(path); info.Size() > 500_000 {
		t.Errorf("%d bytes after 2 MB of states", info.Size())
	}
	long, _ := os.ReadFile(path)
	for i := range uint64(30) {
		long = append(long, checkpoint(0, 5000+i*10, 5001+i*10, state)...)
	}
	os.WriteFile(path, long, 0o600)
	if j, err = journal.Open(path); err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	if info, _ := os.Stat(path); info.Size() > 30_000 {
		t.Errorf("%d bytes after Open", info.Size())
	}
	if recorded(j) != 1030 || !bytes.Equal(j.State(), state) {
		t.Errorf("%d bytes", recorded(j))
	}
	if list, _ := os.ReadDir(filepath.Dir(path)); len(list) != 1 {
		t.Errorf("left behind: %v", list)
	}
}

// TestCompactionFails shows that a journal stays in use where no compacted one
// can be written.
func TestCompactionFails(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j")
	j, err := journal.Create(path, journal.Identity{Streams: []journal.Stream{{Size: 1 << 40}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(path+".new", 0o700); err != nil { // in the way
		t.Fatal(err)
	}
	os.WriteFile(path+".new/x", nil, 0o600)
	for i := range int64(30) {
		if err := j.Checkpoint(done([]int64{i, i + 1})[:1], bytes.Repeat([]byte{byte(i)}, 20_000)); err != nil {
			t.Fatal(err)
		}
	}
	j.Close()
	if j, err = journal.Open(path); err != nil || recorded(j) != 30 {
		t.Fatal(err)
	}
	j.Close()
}
