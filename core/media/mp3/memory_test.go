package mp3

import (
	"errors"
	"io"
	"runtime"
	"testing"
	"testing/synctest"

	"github.com/hilo-app/hilo/core/media/lame"
)

// However many processors there are, no more sound is taken than six blocks hold while
// none of them is encoded.
func TestBlocksInMemory(t *testing.T) {
	if !lame.Available {
		t.Skip("this build has no LAME, as cgo is off")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(64))
	synctest.Test(t, func(t *testing.T) {
		e := newBlockEncoder(lame.Config{Rate: 48000, Channels: 2}, blockFrames)
		e.cores = newCoreLimit(1)
		e.cores.acquire() // so that no encoder can
		taken, stopped := 0, errors.New("stopped")
		stop := make(chan struct{})
		sound := make([]float32, 20*e.step)
		done := make(chan error)
		go func() {
			_, _, err := e.encode(func() ([]float32, error) {
				select {
				case <-stop:
					return nil, stopped
				default:
				}
				taken += len(sound)
				return sound, nil
			}, func(error) {}, io.Discard)
			done <- err
		}()
		synctest.Wait()
		if blocks := float64(taken) / float64(blockFrames*e.step); blocks < 5 || blocks > 6.1 {
			t.Errorf("sound of %.2f blocks was taken", blocks)
		}
		close(stop)
		e.cores.release()
		if err := <-done; !errors.Is(err, stopped) {
			t.Error(err)
		}
	})
}
