package mp3_test

import (
	"bytes"
	"io"
	"sync"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/mp3"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// convertSong makes an MP3 file of a stream whose bytes are all there.
func convertSong(t *testing.T, stream []byte) []byte {
	t.Helper()
	var out mediatest.Memory
	l, err := mp3.New(&mediatest.Memory{}, []media.Head{{Size: int64(len(stream))}}, media.Options{Output: &out})
	if err != nil {
		t.Error(err)
		return nil
	}
	defer l.(media.Converter).Close()
	if err := l.WriteAt(0, stream, 0); err != nil {
		t.Error(err)
	}
	s, err := l.Finish(media.Meta{})
	if err != nil {
		t.Error(err)
	}
	b := make([]byte, s.Size)
	if _, err := io.ReadFull(io.NewSectionReader(&out, 0, s.Size), b); err != nil {
		t.Error(err)
	}
	return b
}

// A song of Opus, which is decoded in blocks where there are many processors, is the same
// with any number.
func TestLimitCoresOfOpus(t *testing.T) {
	if !mp3.Available {
		t.Skip("this build has no LAME, as cgo is off")
	}
	defer mp3.LimitCores(0)
	stream := mediatest.LongStream(t, mediatest.Opus(t), 2)
	var want []byte
	for _, n := range []int{1, 8} {
		mp3.LimitCores(n)
		if got := convertSong(t, stream); want == nil {
			want = got
		} else if !bytes.Equal(got, want) {
			t.Errorf("another file with %d processors", n)
		}
	}
}

// All songs that are encoded at once share one limit, which may change at any time and
// holds for whatever is begun from then on. What is encoded is the same.
func TestLimitCoresOfSeveralSongs(t *testing.T) {
	if !mp3.Available {
		t.Skip("this build has no LAME, as cgo is off")
	}
	stream := mediatest.Content(t, simulator.Long(simulator.AAC, 24*time.Second))
	defer mp3.LimitCores(0)
	mp3.LimitCores(1)
	want := convertSong(t, stream)

	const songs = 3
	limits := []int{2, 1, 5, 1, 3, 2, 1, 4}
	taken := 0            // since the limit changed
	most := map[int]int{} // cores used at once, by the limit
	change := make(chan struct{}, 1)
	defer mp3.SeeCores(func(used, limit int) {
		if used > limit {
			t.Errorf("%d cores are used of %d", used, limit)
		}
		most[limit] = max(most[limit], used)
		if taken++; taken%20 == 0 {
			select {
			case change <- struct{}{}:
			default:
			}
		}
	})()
	mp3.LimitCores(limits[0])
	done := make(chan struct{})
	var encoding, changing sync.WaitGroup
	changing.Go(func() {
		for i := 1; ; i++ {
			select {
			case <-change:
				mp3.LimitCores(limits[i%len(limits)])
			case <-done:
				return
			}
		}
	})
	for range songs {
		encoding.Go(func() {
			if got := convertSong(t, stream); !bytes.Equal(got, want) {
				t.Errorf("another file of %d bytes, not %d", len(got), len(want))
			}
		})
	}
	encoding.Wait()
	close(done)
	changing.Wait()
	t.Logf("cores used at most, by the limit: %v", most)
	if most[1] != 1 || most[2] != 2 {
		t.Errorf("cores used at most, by the limit: %v", most)
	}
}
