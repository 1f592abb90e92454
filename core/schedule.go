package core

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/hilo-app/hilo/core/download"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/history"
	"github.com/hilo-app/hilo/core/lookup"
	"github.com/hilo-app/hilo/core/netfail"
	"github.com/hilo-app/hilo/core/panics"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/queue"
	"github.com/hilo-app/hilo/core/youtube"
)

// LastStart returns the earliest time at which the last queued download can
// start, given the rate limit of lookups. It is zero while the limit delays
// none.
func (m *Manager) LastStart() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.paced == nil {
		return time.Time{}
	}
	n := m.toLookUp()
	if n == 0 {
		return time.Time{}
	}
	return m.rateLimit.After(n, time.Now())
}

// LastOf returns the earliest time at which the last of n more downloads could
// start, given the rate limit of lookups and what is queued already. It is zero
// where the limit delays none.
func (m *Manager) LastOf(n int) time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.rateLimit.Unlimited() {
		return time.Time{}
	}
	n += m.toLookUp()
	now := time.Now()
	if at := m.rateLimit.After(n, now); at.After(now) {
		return at
	}
	return time.Time{}
}

// toLookUp returns how many downloads are queued whose videos may have to be looked
// up. m.mu is held.
func (m *Manager) toLookUp() (n int) {
	for e := range m.queue.All() {
		if e.Status.State == Queued && e.List == nil {
			n++
		}
	}
	return n
}

// schedule starts queued downloads while there are places. m.mu is held.
func (m *Manager) schedule() {
	defer m.titles.poke() // after the starts: what is started needs no title before its turn
	m.places.Grant(m.settings.Parallel)
	if m.closed || time.Now().Before(m.pausedUntil) {
		return
	}
	for e := range m.queue.All() {
		if m.places.Taken >= m.settings.Parallel {
			return
		}
		if e.Status.State == Queued && e.Stop == nil {
			if !m.mayLookUp(e) {
				return
			}
			m.start(e)
		}
	}
}

// mayLookUp reports whether a download may start now: its video may be looked up,
// or need not be. If not, schedule is called when it may. m.mu is held.
func (m *Manager) mayLookUp(e *queue.Entry) bool {
	r := &m.rateLimit
	if r.Unlimited() || e.List != nil || m.lookups.Cache.Get(e.Status.VideoID) != nil {
		return true
	}
	now := time.Now()
	if r.Take(now) {
		m.queue.Persister.Setting(keyAllowance, r.Allowance(now))
		return true
	}
	if m.paced == nil {
		next := r.After(1, now)
		m.paced = time.AfterFunc(next.Sub(now), func() {
			defer m.logPanic()
			m.mu.Lock()
			defer m.mu.Unlock()
			m.paced = nil
			m.schedule()
		})
		m.queue.Change(e, func(s *Status) { s.Until, s.Note = next, NotePaced })
	}
	return false
}

// start gives a download its goroutine. m.mu is held.
func (m *Manager) start(e *queue.Entry) {
	ctx, stop := context.WithCancelCause(m.ctx)
	e.Stop = stop
	m.places.Take(e)
	m.queue.Change(e, func(s *Status) {
		s.State, s.Problem, s.Until = LookingUp, nil, time.Time{}
		if s.Note == NotePaced || s.Note == NoteSameFile {
			s.Note = ""
		}
	})
	m.wg.Go(func() {
		defer m.logPanic()
		defer stop(nil)
		file, err := recovered(func() (string, error) { return m.run(ctx, e) })
		m.ended(ctx, e, file, err)
	})
}

// run is the goroutine of a download. It returns the path of the published file,
// or what replace returns for the videos of a list and the chapters of a video.
func (m *Manager) run(ctx context.Context, e *queue.Entry) (string, error) {
	r := &row{&m.mu, m.queue, e, &m.places, m.schedule}
	s := r.Status()
	if e.List != nil {
		list, err := e.List.Reading.All(ctx, m.lookups.Source, e.List.Link)
		if err != nil {
			return "", err
		}
		names := namesOf(e.List.Names, list.Kind, m.Settings())
		dir := names.Dir(s.Dir, list.Title, list.ID)
		return m.replace(ctx, e, rowsOf(list, s.Wish, dir, names), groupOf(list, dir, names))
	}
	video, err := m.lookups.CachedOrNew(ctx, s.VideoID)
	if err != nil {
		describeRefused(r, err)
		return "", err
	}
	if all := lookup.Chapters(video); s.Wish.Chapters && s.Wish.Clip == (format.Clip{}) && len(all) > 0 {
		m.lookups.Cache.Add(video)
		g := Group{Kind: Chapters, ListID: s.VideoID, URL: s.URL, Title: video.Title, Channel: video.Author, Dir: s.Dir}
		return m.replace(ctx, e, chapterRows(s, video, all), g)
	}
	tools := download.Tools{
		Source: m.lookups, Client: m.client, Log: m.log, Claims: m.queue.Claims, SaveAgain: m.config.SaveAgain,
		Connections: func() int { return m.Settings().Connections },
		Playback:    m.players.of(s.ID),
	}
	defer m.players.ran(s.ID)
	return download.Run(ctx, tools, r, video)
}

// replace inserts rows after an entry, which is removed when its goroutine ends.
// Those that are in the queue already are left out, with listLink.SkipSaved also those in the history. The rows
// become the group g, unless the entry has one. When none is left, the entry stays,
// and file is the folder of the rows.
func (m *Manager) replace(ctx context.Context, e *queue.Entry, rows []*queue.Entry, g Group) (file string, err error) {
	var here map[int]history.Entry
	if e.List != nil && e.List.SkipSaved {
		here, _ = savedBefore(m.history, rows)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if e.Removed || ctx.Err() != nil {
		return "", context.Cause(ctx)
	}
	var fresh []*queue.Entry
	for i, r := range rows {
		_, saved := here[i]
		if _, known := m.queue.Equivalent(r); !known && !saved {
			fresh = append(fresh, r)
		}
	}
	if len(fresh) == 0 {
		m.queue.Change(e, func(s *Status) { s.Title, s.Channel, s.Note = g.Title, g.Channel, NoteAlready })
		return g.Dir, nil
	}
	g.Known = len(rows) - len(fresh)
	group := e.Status.Group
	if group == "" {
		group = m.queue.Groups.Create(g)
	}
	for _, r := range fresh {
		r.Status.Group = group
	}
	m.queue.InsertAfter(e, fresh)
	e.Replaced = true
	return "", nil
}

// ended records how the goroutine of a download ended and starts the next ones.
func (m *Manager) ended(ctx context.Context, e *queue.Entry, file string, err error) {
	m.history.Wait() // while m.mu is not held
	m.mu.Lock()
	defer m.mu.Unlock()
	e.Stop = nil
	m.places.Leave(e)
	var crash *panics.Error
	switch cause := context.Cause(ctx); {
	case e.Removed && (e.Replaced || !m.queue.CanBePutBack(e)): // else it can be put back
		m.queue.Discard(e)
	case err == nil && e.Replaced:
		m.queue.Remove(e)
	case err == nil:
		m.queue.CountEnd(true)
		e.Partial = ""
		info, statErr := os.Stat(file)
		regular := statErr == nil && info.Mode().IsRegular() // else it is the folder of a list
		if regular && e.Status.Note != NoteAlready {
			m.queue.Received = time.Now()
		}
		m.queue.Change(e, func(s *Status) {
			s.State, s.File, s.Speed, s.ETA = Done, file, 0, 0
			if regular {
				s.Total = info.Size()
			}
			s.Received = s.Total
		})
		if regular {
			remember(m.history, e.Status)
		}
	case errors.Is(cause, errClosing) && !errors.As(err, &crash): // a panic would be there at the next start, too
		m.queue.Change(e, func(s *Status) { s.State, s.Speed, s.ETA = Queued, 0, 0 })
	case cause != nil && isCommand(cause): // which has set the state already
		if e.Status.State == Cancelled {
			m.queue.Discard(e)
		}
	default:
		m.handleFailure(e, problem.Classify(err))
	}
	m.writePlaylist(e.Status.Group)
	m.queue.Prune()
	m.queue.AnnounceIdle()
	m.schedule()
}

// handleFailure makes a download wait where the retry policy of the problem says
// so, and otherwise fail. m.mu is held.
func (m *Manager) handleFailure(e *queue.Entry, p *Problem) {
	m.log.Info("download stopped", "url", e.Status.URL, "problem", p)
	now := time.Now()
	var refused *youtube.Error
	if (p.Class == problem.Offline || netfail.Unreached(p.Err)) && e.Status.State == LookingUp && e.List == nil && errors.As(p.Err, &refused) {
		m.rateLimit.GiveBack(now) // the tries of a long outage would use up the hour's lookups
	}
	patience := m.config.Patience
	if e.Status.Received > 0 {
		patience *= 10
	}
	wait, ok := e.Retries.Next(p, now, patience)
	if !ok {
		m.queue.CountEnd(false)
		m.queue.Change(e, func(s *Status) { s.State, s.Speed, s.ETA, s.Problem = Failed, 0, 0, p })
		m.seekProfiles(e.Status.ID, p.Class)
		return
	}
	until := now.Add(wait)
	if policy, _ := problem.RetryPolicyOf(p.Class); policy.PausesQueue {
		m.pausedUntil = until
	}
	e.Timer = time.AfterFunc(wait, func() { m.retryNow(e) })
	m.queue.Change(e, func(s *Status) { s.State, s.Speed, s.ETA, s.Problem, s.Until = Waiting, 0, 0, p, until })
}

// retryNow ends a wait.
func (m *Manager) retryNow(e *queue.Entry) {
	defer m.logPanic()
	m.mu.Lock()
	defer m.mu.Unlock()
	if e.Removed || e.Status.State != Waiting || m.closed {
		return
	}
	e.Timer = nil
	m.queue.Change(e, func(s *Status) { s.State, s.Until = Queued, time.Time{} })
	if !time.Now().Before(m.pausedUntil) {
		m.pausedUntil = time.Time{}
	}
	m.schedule()
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
