package queue

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/store"
)

// fakeStorage keeps values in memory and fails while err is set.
type fakeStorage struct {
	mu     sync.Mutex
	err    error
	tries  []time.Time
	values map[string]any // by key
	closed bool
}

func (f *fakeStorage) Apply(changes ...store.Change) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		panic("closed")
	}
	f.tries = append(f.tries, time.Now())
	if f.err != nil {
		return f.err
	}
	for _, c := range changes {
		if c.Value == nil {
			delete(f.values, c.Key)
		} else {
			f.values[c.Key] = c.Value
		}
	}
	return nil
}

func (f *fakeStorage) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	return nil
}

func (f *fakeStorage) set(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.err = err
}

func (f *fakeStorage) asked() []time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.tries)
}

func (f *fakeStorage) stored() map[string]any {
	f.mu.Lock()
	defer f.mu.Unlock()
	return maps.Clone(f.values)
}

func (f *fakeStorage) isClosed() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.closed
}

// told are the classes that notSaved was called with, "" for nil.
type told struct {
	mu  sync.Mutex
	all []problem.Class
}

func (t *told) add(p *problem.Problem) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if p == nil {
		t.all = append(t.all, "")
		return
	}
	t.all = append(t.all, p.Class)
}

func (t *told) wants(test *testing.T, want ...problem.Class) {
	test.Helper()
	t.mu.Lock()
	defer t.mu.Unlock()
	if fmt.Sprint(t.all) != fmt.Sprint(want) {
		test.Errorf("told %q, want %q", t.all, want)
	}
}

var errFull = &fs.PathError{Op: "write", Path: "hilo.db", Err: errFullDisk}

func newFakePersister() (*Persister, *fakeStorage, *told, *bytes.Buffer) {
	var log bytes.Buffer
	f, t := &fakeStorage{values: map[string]any{}}, &told{}
	return newPersister(f, slog.New(slog.NewTextHandler(&log, nil)), t.add), f, t, &log
}

// Changes of a write that fails are written later, together with newer ones, of
// which the newest of each key counts.
func TestFailedChangesAreWrittenLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, f, told, log := newFakePersister()
		p.Setting("removed", 1)
		synctest.Wait()
		f.set(errFull)
		p.Setting("a", 1)
		p.Setting("b", 1)
		synctest.Wait()
		told.wants(t, problem.DiskFull)
		p.Setting("b", 2)
		p.forget("removed")
		p.Setting("c", 2)
		time.Sleep(10 * time.Second)
		synctest.Wait()
		f.set(nil)
		time.Sleep(longestRewrite)
		synctest.Wait()
		if want := map[string]any{"a": 1, "b": 2, "c": 2}; !maps.Equal(f.stored(), want) {
			t.Errorf("values %v, want %v", f.stored(), want)
		}
		told.wants(t, problem.DiskFull, problem.DiskFull, problem.DiskFull, problem.DiskFull, "") // at 0, 1, 3 and 7 s
		if !bytes.Contains(log.Bytes(), []byte(errFullDisk.Error())) {
			t.Errorf("the log says nothing: %s", log)
		}
		if err := p.Close(); err != nil || !f.isClosed() {
			t.Errorf("close: %v, closed %v", err, f.isClosed())
		}
	})
}

// However many changes come, a store that fails is asked at most once a pause,
// and the pauses have a longest one.
func TestFailingStoreIsAskedWithPauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, f, _, _ := newFakePersister()
		f.set(errors.New("sync: input/output error"))
		for i := range 600 {
			p.Setting("a", i)
			time.Sleep(time.Second)
			synctest.Wait()
		}
		if n := len(f.asked()); n < 20 || n > 25 {
			t.Errorf("%d attempts in 10 minutes", n)
		}
		for i := range len(f.asked()) - 1 {
			if pause := f.asked()[i+1].Sub(f.asked()[i]); pause < firstRewrite || pause > longestRewrite {
				t.Errorf("pause %d: %v", i, pause)
			}
		}
		f.set(nil)
		time.Sleep(longestRewrite)
		synctest.Wait()
		if f.stored()["a"] != 599 {
			t.Errorf("values %v", f.stored())
		}
		// After a success the pauses begin anew.
		f.set(errFull)
		p.Setting("a", "again")
		synctest.Wait()
		before := len(f.asked())
		time.Sleep(firstRewrite)
		synctest.Wait()
		if len(f.asked()) != before+1 {
			t.Errorf("%d attempts in the first second", len(f.asked())-before)
		}
		f.set(nil)
		if err := p.Close(); err != nil || f.stored()["a"] != "again" {
			t.Errorf("close: %v, values %v", err, f.stored())
		}
	})
}

// Close does not wait for a pause: it writes once more and says if that failed.
func TestCloseWritesOnceMore(t *testing.T) {
	for _, repaired := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			p, f, told, _ := newFakePersister()
			f.set(errFull)
			p.Setting("a", 1)
			time.Sleep(time.Minute)
			synctest.Wait()
			tries, start := len(f.asked()), time.Now()
			if repaired {
				f.set(nil)
			}
			err := p.Close()
			if time.Since(start) > 0 || len(f.asked()) == tries || !f.isClosed() {
				t.Errorf("closed %v after %v and %d attempts", f.isClosed(), time.Since(start), len(f.asked())-tries)
			}
			if repaired && (err != nil || f.stored()["a"] != 1) {
				t.Errorf("%v, values %v", err, f.stored())
			}
			if !repaired && !errors.Is(err, errFullDisk) {
				t.Errorf("error %v", err)
			}
			if last := told.all[len(told.all)-1]; (last == "") != repaired {
				t.Errorf("told %q", told.all)
			}
		})
	}
}

// Update.NotSaved is a state: every Take has it until it changes, and so has a
// new subscription.
func TestNotSavedIsAState(t *testing.T) {
	q := New()
	early := q.Subscribe(nil)
	p := &problem.Problem{Class: problem.DiskFull}
	q.Subscriptions.setNotSaved(p)
	late := q.Subscribe(nil)
	for range 2 {
		for _, s := range []*Subscription{early, late} {
			if got := s.Take().NotSaved; got != p {
				t.Errorf("not saved: %v", got)
			}
		}
	}
	q.Subscriptions.setNotSaved(nil)
	select {
	case <-early.Wake():
	default:
		t.Error("nobody is woken")
	}
	if early.Take().NotSaved != nil || late.Take().NotSaved != nil {
		t.Error("still not saved")
	}
}
