package transfer

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
)

// TestSlotsAreShared counts the slots of jobs that want all of them. A job that is
// asked for a slot releases it and asks for another one, as a request does.
func TestSlotsAreShared(t *testing.T) {
	for _, tt := range []struct {
		name string
		jobs []int   // how many slots each wants, in the order in which they come
		want [][]int // slots of each job, after each came, and after each ended
		keep bool    // the first job does not give up what it has
	}{
		{"one", []int{9}, [][]int{{8}, {0}}, false},
		{"two", []int{8, 8}, [][]int{{8}, {4, 4}, {0, 8}, {0, 0}}, false},
		{"three", []int{8, 8, 8}, [][]int{{8}, {4, 4}, {3, 3, 2}, {0, 4, 4}, {0, 0, 8}, {0, 0, 0}}, false},
		{"one that wants little", []int{8, 1, 8}, [][]int{{8}, {7, 1}, {4, 1, 3}, {0, 1, 7}, {0, 0, 8}, {0, 0, 0}}, false},
		{"as many as slots", []int{8, 1, 1, 1, 1, 1, 1, 1}, [][]int{{8}, {7, 1}, {6, 1, 1}, {5, 1, 1, 1}, {4, 1, 1, 1, 1},
			{3, 1, 1, 1, 1, 1}, {2, 1, 1, 1, 1, 1, 1}, {1, 1, 1, 1, 1, 1, 1, 1}}, false},
		{"one that keeps all", []int{8, 2}, [][]int{{8}, {8, 0}, {0, 2}}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := slots{each: 8}
				var mu sync.Mutex
				held := make([]int, len(tt.jobs)) // guarded by mu
				count := func(job, n int) {
					mu.Lock()
					defer mu.Unlock()
					held[job] += n
				}
				step := 0
				check := func() {
					t.Helper()
					synctest.Wait()
					mu.Lock()
					defer mu.Unlock()
					if step < len(tt.want) {
						for job, want := range tt.want[step] {
							if held[job] != want {
								t.Errorf("step %d: %v, want %v", step, held, tt.want[step])
								break
							}
						}
					}
					step++
				}
				var ends []context.CancelFunc
				for job, wants := range tt.jobs {
					ctx, end := context.WithCancel(context.Background())
					ends = append(ends, end)
					defer end()
					for range wants {
						go func() {
							for ctx.Err() == nil {
								asked := make(chan struct{})
								giveUp := func() { close(asked) }
								if tt.keep && job == 0 {
									giveUp = nil
								}
								release, err := s.take(ctx, "host", job, giveUp)
								if err != nil {
									return
								}
								count(job, 1)
								select {
								case <-asked:
								case <-ctx.Done():
								}
								count(job, -1)
								release()
							}
						}()
					}
					check()
				}
				for _, end := range ends {
					end()
					check()
				}
				if len(s.hosts) != 0 {
					t.Errorf("%d hosts are remembered", len(s.hosts))
				}
			})
		})
	}
}
