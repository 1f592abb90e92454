package core

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/history"
	"github.com/hilo-app/hilo/core/lookup"
	"github.com/hilo-app/hilo/core/netfail"
	"github.com/hilo-app/hilo/core/panics"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/queue"
	"github.com/hilo-app/hilo/core/youtube"
)

// scheduler starts downloads, and decides what becomes of each when its goroutine ends
// or a command stops it.
type scheduler struct {
	log       *slog.Logger
	work      worker
	history   *history.History
	playlists playlistFiles
	titles    *titles         // nil asks for none
	patience  time.Duration   // see Config.Patience
	failed    func(ID, Class) // told of downloads that failed; mu is held

	ctx  context.Context // ends with Close
	stop context.CancelCauseFunc
	wg   sync.WaitGroup // goroutines of downloads and of all that runs until Close

	mu          sync.Mutex
	queue       *queue.Queue
	settings    Settings
	places      queue.Places // of the downloads that run
	rateLimit   lookup.RateLimit
	paced       *time.Timer // runs until the next video may be looked up; nil while none waits
	pausedUntil time.Time   // no download is started before: there is no network, or YouTube asked to wait
	closed      bool
}

// currentSettings returns the settings; mu is not held.
func (d *scheduler) currentSettings() Settings {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.settings
}

// toLookUp returns how many downloads are queued whose videos may have to be looked
// up. d.mu is held.
func (d *scheduler) toLookUp() (n int) {
	for e := range d.queue.All() {
		if e.Status.State == Queued && e.List == nil {
			n++
		}
	}
	return n
}

// schedule starts queued downloads while there are places. d.mu is held.
func (d *scheduler) schedule() {
	defer d.titles.poke() // after the starts: what is started needs no title before its turn
	d.places.Grant(d.settings.Parallel)
	if d.closed || time.Now().Before(d.pausedUntil) {
		return
	}
	if !d.startUrgent() {
		return
	}
	for e := range d.queue.All() {
		if d.places.Taken >= d.settings.Parallel {
			return
		}
		if e.Status.State == Queued && e.Stop == nil && !e.Urgent {
			if !d.mayLookUp(e) {
				return
			}
			d.places.Take(e)
			d.start(e)
		}
	}
}

// mostUrgent is how many downloads run at most when StartNow starts another one.
const mostUrgent = 16

// startUrgent starts what needs no place, see StartNow. It returns false when the rate
// limit of lookups allows none to start. d.mu is held.
func (d *scheduler) startUrgent() bool {
	var urgent []*queue.Entry
	running := 0
	for e := range d.queue.All() {
		switch {
		case e.Stop != nil:
			running++
		case e.Urgent && e.Status.State == Queued:
			urgent = append(urgent, e)
		}
	}
	for _, e := range urgent[:min(len(urgent), max(0, mostUrgent-running))] {
		if !d.mayLookUp(e) {
			return false
		}
		e.Placeless = true
		d.start(e)
	}
	return true
}

// mayLookUp reports whether a download may start now: its video may be looked up,
// or need not be. If not, schedule is called when it may. d.mu is held.
func (d *scheduler) mayLookUp(e *queue.Entry) bool {
	r := &d.rateLimit
	if r.Unlimited() || e.List != nil || d.work.lookups.Cache.Get(e.Status.VideoID) != nil {
		return true
	}
	now := time.Now()
	if r.Take(now) {
		d.queue.Persister.Setting(keyAllowance, r.Allowance(now))
		return true
	}
	if d.paced == nil {
		next := r.After(1, now)
		d.paced = time.AfterFunc(next.Sub(now), func() {
			defer logPanic(d.log)
			d.mu.Lock()
			defer d.mu.Unlock()
			d.paced = nil
			d.schedule()
		})
		d.queue.Change(e, func(s *Status) { s.Until, s.Note = next, NotePaced })
	}
	return false
}

// start gives a download, which has its place, its goroutine. d.mu is held.
func (d *scheduler) start(e *queue.Entry) {
	ctx, stop := context.WithCancelCause(d.ctx)
	e.Stop = stop
	d.queue.Change(e, func(s *Status) {
		s.State, s.Problem, s.Until = LookingUp, nil, time.Time{}
		if s.Note == NotePaced || s.Note == NoteSameFile {
			s.Note = ""
		}
	})
	d.wg.Go(func() {
		defer logPanic(d.log)
		defer stop(nil)
		file, err := recovered(func() (string, error) { return d.work.run(ctx, e) })
		d.ended(ctx, e, file, err)
	})
}

// ended records how the goroutine of a download ended and starts the next ones.
func (d *scheduler) ended(ctx context.Context, e *queue.Entry, file string, err error) {
	d.history.Wait() // while d.mu is not held
	d.mu.Lock()
	defer d.mu.Unlock()
	e.Stop = nil
	d.places.Leave(e)
	var crash *panics.Error
	switch cause := context.Cause(ctx); {
	case e.Removed && (e.Replaced || !d.queue.CanBePutBack(e)): // else it can be put back
		d.queue.Discard(e)
	case err == nil && e.Replaced:
		d.queue.Remove(e)
	case err == nil:
		d.queue.CountEnd(true)
		e.Partial, e.Urgent = "", false
		info, statErr := os.Stat(file)
		regular := statErr == nil && info.Mode().IsRegular() // else it is the folder of a list
		if regular && e.Status.Note != NoteAlready {
			d.queue.Received = time.Now()
		}
		d.queue.Change(e, func(s *Status) {
			s.State, s.File, s.Speed, s.ETA = Done, file, 0, 0
			if regular {
				s.Total = info.Size()
			}
			s.Received = s.Total
		})
		if regular {
			remember(d.history, e.Status)
		}
	case errors.Is(cause, errClosing) && !errors.As(err, &crash): // a panic would be there at the next start, too
		d.queue.Change(e, func(s *Status) { s.State, s.Speed, s.ETA = Queued, 0, 0 })
	case cause != nil && isCommand(cause): // which has set the state already
		if e.Status.State == Cancelled {
			d.queue.Discard(e)
		}
	default:
		d.handleFailure(e, problem.Classify(err))
	}
	if write := d.playlists.due(d.queue, e.Status.Group); write != nil {
		d.wg.Go(func() {
			defer logPanic(d.log)
			write()
		})
	}
	d.queue.Prune()
	if cause := context.Cause(ctx); err != nil && cause != nil && isCommand(cause) {
		d.queue.EndQuietly()
	} else {
		d.queue.AnnounceIdle()
	}
	d.schedule()
}

// handleFailure makes a download wait where the retry policy of the problem says
// so, and otherwise fail. d.mu is held.
func (d *scheduler) handleFailure(e *queue.Entry, p *Problem) {
	d.log.Info("download stopped", "url", e.Status.URL, "problem", p)
	now := time.Now()
	var refused *youtube.Error
	if (p.Class == problem.Offline || netfail.Unreached(p.Err)) && e.Status.State == LookingUp && e.List == nil && errors.As(p.Err, &refused) {
		d.rateLimit.GiveBack(now) // the tries of a long outage would use up the hour's lookups
	}
	patience := d.patience
	if e.Status.Received > 0 {
		patience *= 10
	}
	wait, ok := e.Retries.Next(p, now, patience)
	if !ok {
		d.queue.CountEnd(false)
		e.Urgent = false
		d.queue.Change(e, func(s *Status) { s.State, s.Speed, s.ETA, s.Problem = Failed, 0, 0, p })
		if !d.closed {
			d.failed(e.Status.ID, p.Class)
		}
		return
	}
	until := now.Add(wait)
	if policy, _ := problem.RetryPolicyOf(p.Class); policy.PausesQueue {
		d.pausedUntil = until
	}
	e.Timer = time.AfterFunc(wait, func() { d.retryNow(e) })
	d.queue.Change(e, func(s *Status) { s.State, s.Speed, s.ETA, s.Problem, s.Until = Waiting, 0, 0, p, until })
}

// retryNow ends a wait.
func (d *scheduler) retryNow(e *queue.Entry) {
	defer logPanic(d.log)
	d.mu.Lock()
	defer d.mu.Unlock()
	if e.Removed || e.Status.State != Waiting || d.closed {
		return
	}
	e.Timer = nil
	d.queue.Change(e, func(s *Status) { s.State, s.Until = Queued, time.Time{} })
	if !time.Now().Before(d.pausedUntil) {
		d.pausedUntil = time.Time{}
	}
	d.schedule()
}

// Why the goroutine of a download is stopped.
var (
	errClosing   = errors.New("hilo is closing")
	errPaused    = errors.New("paused by the user")
	errCancelled = errors.New("cancelled by the user")
)

// isCommand reports whether a cause is a command of the user.
func isCommand(cause error) bool {
	return errors.Is(cause, errPaused) || errors.Is(cause, errCancelled)
}

// each runs a command on each download, then fills the free places.
func (d *scheduler) each(ids []ID, command func(*queue.Entry)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return
	}
	for _, id := range ids {
		if e := d.queue.Get(id); e != nil {
			command(e)
			if d.queue.Get(id) == nil || e.Status.State == Cancelled {
				d.work.players.drop(id)
			}
		}
	}
	d.queue.Prune()
	d.queue.EndQuietly()
	d.schedule()
}

// stopWith sets the state of a download that has not ended and stops its
// goroutine, if it has one. d.mu is held.
func (d *scheduler) stopWith(e *queue.Entry, state State, why error) {
	if e.Status.State == Waiting {
		d.pausedUntil = time.Time{} // it may be the one because of which the others wait
	}
	e.StopTimer()
	e.Urgent = false
	d.queue.Change(e, func(s *Status) {
		s.State, s.Speed, s.ETA, s.Until, s.Problem = state, 0, 0, time.Time{}, nil
	})
	switch {
	case e.Stop != nil:
		e.Stop(why)
	case state == Cancelled:
		d.queue.Discard(e)
	}
}

// requeue queues a download again as if it had never waited. d.mu is held.
func (d *scheduler) requeue(e *queue.Entry) {
	d.pausedUntil = time.Time{}
	e.StopTimer()
	e.Retries, e.Crashes, e.Urgent = problem.Retries{}, 0, false
	if e.Status.File != "" {
		d.work.lookups.Cache.Forget(e.Status.VideoID) // YouTube may offer more by now
	}
	d.queue.Change(e, func(s *Status) {
		s.State, s.Problem, s.Until = Queued, nil, time.Time{}
		if s.File != "" { // of a finished download
			s.File, s.Received, s.Note, s.Wanted = "", 0, "", ""
		}
	})
}
