package media

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// kind is one of the two files that converters make.
type kind struct {
	name   string
	stream []byte
	start  func(src File, size int64, out File) (Converter, error)
	verify verifier
	source func(r io.ReaderAt, size int64) (string, error)
}

func startOpus(src File, size int64, out File) (Converter, error) {
	return asConverter(NewOpus(src, []Head{{Size: size}}, Options{Output: out, Reserve: ReserveOpus(testMeta)}))
}

func startMP3(src File, size int64, out File) (Converter, error) {
	return asConverter(NewMP3(src, []Head{{Size: size}}, Options{Output: out, Reserve: ReserveMP3(testMeta)}))
}

// kinds are those that this build can make.
func kinds(t testing.TB) []kind {
	opus, aac := contentOf(t, simulator.Opus.Content()), contentOf(t, simulator.AAC.Content())
	list := []kind{{"opus", opus, startOpus, VerifyOpus, OggSource}}
	if CanMP3 {
		return append(list, kind{"mp3 of opus", opus, startMP3, VerifyMP3, ID3Source}, kind{"mp3 of aac", aac, startMP3, VerifyMP3, ID3Source})
	}
	t.Log("MP3 is left out: this build has no LAME, as cgo is off")
	return list
}

// made is a whole file, made from a stream that comes in order.
func made(t testing.TB, k kind, meta Meta) ([]byte, Summary) {
	t.Helper()
	return converted(t, func(file File, heads []Head, o Options) (Layout, error) {
		return k.start(file, heads[0].Size, o.Output)
	}, k.verify, k.stream, Options{}, meta)
}

func TestConvertersOrderDoesNotMatter(t *testing.T) {
	defer goleak.VerifyNone(t)
	for _, k := range kinds(t) {
		want, wantSum := made(t, k, testMeta)
		src, out := &memory{}, &memory{data: make([]byte, 5<<20)} // of an earlier, longer start
		f, err := k.start(src, int64(len(k.stream)), out)
		if err != nil {
			t.Fatal(err)
		}
		parts := cutRanges(f.Ranges(), 0)
		rand.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		var wait sync.WaitGroup
		for i := range 4 {
			wait.Go(func() {
				for j := i; j < len(parts); j += 4 {
					p := parts[j]
					if err := f.WriteAt(0, k.stream[p.From:p.To], p.From); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wait.Wait()
		for range 2 { // Finish may be called again
			s, err := f.Finish(testMeta)
			if err != nil {
				t.Fatal(err)
			}
			if fmt.Sprint(s) != fmt.Sprint(wantSum) || !bytes.Equal(out.data, want) || !bytes.Equal(src.data, k.stream) {
				t.Errorf("%s: another file, %v instead of %v", k.name, s, wantSum)
			}
		}
		back := make([]byte, 1000)
		if err := f.ReadAt(0, back, 500); err != nil || !bytes.Equal(back, k.stream[500:1500]) {
			t.Errorf("%s: ReadAt: %v", k.name, err)
		}
		if f.Progress() != 1 || f.State() != nil || f.InOrder() {
			t.Errorf("%s: progress %v", k.name, f.Progress())
		}
		if err := errors.Join(f.Close(), f.Close()); err != nil {
			t.Error(err)
		}
	}
}

// The file follows slow bytes closely: all but what is held back is used when
// nothing has come for a while.
func TestConvertersKeepUp(t *testing.T) {
	for _, k := range kinds(t) {
		synctest.Test(t, func(t *testing.T) {
			f, err := k.start(&memory{}, int64(len(k.stream)), &memory{})
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			for _, p := range cutRanges(f.Ranges(), 5000) {
				time.Sleep(time.Second)
				if err := f.WriteAt(0, k.stream[p.From:p.To], p.From); err != nil {
					t.Fatal(err)
				}
				synctest.Wait()
				if lag := float64(p.To)/float64(len(k.stream)) - f.Progress(); lag > 0.03 {
					t.Fatalf("%s: %.3f behind at byte %d", k.name, lag, p.To)
				}
			}
			if _, err := f.Finish(testMeta); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestConvertersResume(t *testing.T) {
	defer goleak.VerifyNone(t)
	for _, k := range kinds(t) {
		want, _ := made(t, k, testMeta)
		size := int64(len(k.stream))
		src, out := &memory{}, &memory{}
		f, err := k.start(src, size, out)
		if err != nil {
			t.Fatal(err)
		}
		have := []Range{{0, 0, size / 3}, {0, size / 2, size * 3 / 4}}
		feed(t, f, [][]byte{k.stream}, have)
		f.Close()
		if err := f.WriteAt(0, k.stream[:1], 0); !errors.Is(err, fs.ErrClosed) {
			t.Errorf("WriteAt after Close: %v", err)
		}
		if _, err := f.Finish(testMeta); !errors.Is(err, fs.ErrClosed) {
			t.Errorf("Finish after Close: %v", err)
		}
		if f, err = k.start(src, size, out); err != nil {
			t.Fatal(err)
		}
		f.Stored(have)
		if _, err := f.Finish(testMeta); !errors.Is(err, ErrDamaged) {
			t.Errorf("Finish before the end: %v", err)
		}
		feed(t, f, [][]byte{k.stream}, []Range{{0, size * 3 / 4, size}, {0, size / 3, size / 2}})
		if _, err := f.Finish(testMeta); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(out.data, want) {
			t.Errorf("%s: another file after a restart", k.name)
		}
		f.Close()
	}
}

// Close ends a Finish that waits, and leaves no goroutine, whatever has come.
func TestConvertersClose(t *testing.T) {
	defer goleak.VerifyNone(t)
	for _, k := range kinds(t) {
		for i := range 20 {
			f, err := k.start(&memory{}, int64(len(k.stream)), &memory{})
			if err != nil {
				t.Fatal(err)
			}
			done := make(chan error)
			n := int64(len(k.stream)) * int64(i) / 19
			feed(t, f, [][]byte{k.stream}, []Range{{0, 0, n}})
			go func() {
				_, err := f.Finish(testMeta)
				done <- err
			}()
			f.Close()
			if err := <-done; err != nil && !errors.Is(err, fs.ErrClosed) && !errors.Is(err, ErrDamaged) {
				t.Errorf("%s: %v", k.name, err)
			}
		}
	}
}

// An error of the encoder comes out of WriteAt, and out of Finish.
func TestConvertersFail(t *testing.T) {
	defer goleak.VerifyNone(t)
	for _, k := range kinds(t) {
		f, err := k.start(&memory{}, int64(len(k.stream)), &full{left: 1000})
		if err != nil {
			t.Fatal(err)
		}
		half := len(k.stream) / 2
		feed(t, f, [][]byte{k.stream}, []Range{{0, 0, int64(half)}})
		for err == nil { // soon
			err = f.WriteAt(0, k.stream[half:half+1], int64(half))
			if f.Progress() == 1 {
				break
			}
			if err == nil {
				if half++; half == len(k.stream) {
					break
				}
			}
		}
		if _, ferr := f.Finish(testMeta); !errors.Is(ferr, errFull) || err != nil && !errors.Is(err, errFull) {
			t.Errorf("%s: %v, Finish: %v", k.name, err, ferr)
		}
		f.Close()
	}
}

func TestConvertersRefuseDamage(t *testing.T) {
	defer goleak.VerifyNone(t)
	for _, k := range kinds(t) {
		n := len(k.stream)
		moved := bytes.Clone(k.stream) // a part is missing, the rest fills its place
		copy(moved[n/2:], k.stream[n/2+777:])
		zeros := bytes.Clone(k.stream)
		clear(zeros[n/3 : n/3+3000])
		noise := bytes.Clone(k.stream)
		for i := range 5000 {
			noise[n/3+i] = byte(rand.UintN(256))
		}
		for name, b := range map[string][]byte{
			"cut": k.stream[:n-1000], "cut to half": k.stream[:n/2], "head only": k.stream[:600], "not media": bytes.Repeat([]byte("x"), 5000),
			"html": []byte("<html><body>Sorry</body></html>"), "moved": moved, "zeros": zeros, "short": k.stream[:5], "noise": noise,
		} {
			f, err := k.start(&memory{}, int64(len(b)), &memory{})
			if err != nil {
				t.Fatal(err)
			}
			err = f.WriteAt(0, b, 0)
			if err == nil {
				_, err = f.Finish(testMeta)
			}
			if !errors.Is(err, ErrDamaged) {
				t.Errorf("%s, %s: %v", k.name, name, err)
			}
			f.Close()
		}
		if _, err := k.start(&memory{}, 0, &memory{}); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: no bytes: %v", k.name, err)
		}
	}
	if f, err := startOpus(&memory{}, 5000, &memory{}); err == nil {
		defer f.Close()
		if err := f.WriteAt(0, make([]byte, 10), 4995); err == nil {
			t.Error("bytes behind the end are accepted")
		}
	}
}
