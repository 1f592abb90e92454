package mp3

import (
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
)

// A lower limit holds back the next ones, and a higher one lets them run at once.
func TestCoreLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCoreLimit(2)
		running := 0
		leave := make(chan struct{})
		for range 5 {
			go func() {
				c.acquire()
				running++
				synctestLeave(c, leave)
			}()
			synctest.Wait()
		}
		for _, step := range []struct {
			limit, leave, want int // want have begun in all
		}{{2, 0, 2}, {3, 0, 3}, {1, 1, 3}, {1, 1, 3}, {1, 1, 4}, {2, 0, 5}, {2, 2, 5}} {
			c.set(step.limit)
			for range step.leave {
				leave <- struct{}{}
			}
			if synctest.Wait(); running != step.want {
				t.Errorf("limit %d: %d have begun, not %d", step.limit, running, step.want)
			}
		}
	})
}

func synctestLeave(c *coreLimit, leave chan struct{}) {
	<-leave
	c.release()
}

// Tests of other packages run under synctest while other files are encoded: a
// goroutine of one bubble frees the core that one of another waits for.
func TestCoreLimitAcrossBubbles(t *testing.T) {
	c := newCoreLimit(1)
	var bubbles sync.WaitGroup
	for range 8 {
		bubbles.Go(func() {
			synctest.Test(t, func(*testing.T) {
				for range 1000 {
					c.acquire()
					runtime.Gosched()
					c.release()
				}
			})
		})
	}
	bubbles.Wait()
	if c.used != 0 {
		t.Errorf("%d cores are still used", c.used)
	}
}

func TestLimitCores(t *testing.T) {
	defer LimitCores(0)
	for n, want := range map[int]int{1: 1, 3: 3, 0: runtime.GOMAXPROCS(0), -1: runtime.GOMAXPROCS(0)} {
		if LimitCores(n); cores.limit != want {
			t.Errorf("%d: %d cores instead of %d", n, cores.limit, want)
		}
	}
}
