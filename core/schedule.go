package core

import (
	"context"
	"errors"
	"os"
	"slices"
	"time"

	"github.com/hilo-app/hilo/core/download"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/history"
	"github.com/hilo-app/hilo/core/lookup"
	"github.com/hilo-app/hilo/core/netfail"
	"github.com/hilo-app/hilo/core/panics"
	"github.com/hilo-app/hilo/core/problem"
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
	n := 0
	for _, e := range m.queue.entries {
		if e.status.State == Queued && e.list == nil {
			n++
		}
	}
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
	for _, e := range m.queue.entries {
		if e.status.State == Queued && e.list == nil {
			n++
		}
	}
	now := time.Now()
	if at := m.rateLimit.After(n, now); at.After(now) {
		return at
	}
	return time.Time{}
}

// schedule starts queued downloads while there are places. m.mu is held.
func (m *Manager) schedule() {
	defer m.titles.poke() // after the starts: what is started needs no title before its turn
	m.places.grant(m.settings.Parallel)
	if m.closed || time.Now().Before(m.pausedUntil) {
		return
	}
	for _, id := range m.queue.order {
		if m.places.taken >= m.settings.Parallel {
			return
		}
		if e := m.queue.entries[id]; e.status.State == Queued && e.stop == nil {
			if !m.mayLookUp(e) {
				return
			}
			m.start(e)
		}
	}
}

// mayLookUp reports whether a download may start now: its video may be looked up,
// or need not be. If not, schedule is called when it may. m.mu is held.
func (m *Manager) mayLookUp(e *entry) bool {
	r := &m.rateLimit
	if r.Unlimited() || e.list != nil || m.lookups.Cache.Get(e.status.VideoID) != nil {
		return true
	}
	now := time.Now()
	if r.Take(now) {
		m.queue.persister.setting(keyAllowance, r.Allowance(now))
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
		m.queue.change(e, func(s *Status) { s.Until, s.Note = next, NotePaced })
	}
	return false
}

// start gives a download its goroutine. m.mu is held.
func (m *Manager) start(e *entry) {
	ctx, stop := context.WithCancelCause(m.ctx)
	e.stop = stop
	m.places.take(e)
	m.queue.change(e, func(s *Status) {
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
func (m *Manager) run(ctx context.Context, e *entry) (string, error) {
	r := &row{&m.mu, &m.queue, e, &m.places, m.schedule}
	s := r.Status()
	if e.list != nil {
		list, err := e.list.reading.All(ctx, m.lookups.Source, e.list.Link)
		if err != nil {
			return "", err
		}
		names := namesOf(e.list.Names, list.Kind, m.Settings())
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
		Source: m.lookups, Client: m.client, Log: m.log, Claims: m.queue.claims, SaveAgain: m.config.SaveAgain,
		Connections: func() int { return m.Settings().Connections },
	}
	return download.Run(ctx, tools, r, video)
}

// replace inserts rows after an entry, which is removed when its goroutine ends.
// Those that are in the queue already are left out, with listLink.SkipSaved also those in the history. The rows
// become the group g, unless the entry has one. When none is left, the entry stays,
// and file is the folder of the rows.
func (m *Manager) replace(ctx context.Context, e *entry, rows []*entry, g Group) (file string, err error) {
	var here map[int]history.Entry
	if e.list != nil && e.list.SkipSaved {
		here, _ = savedBefore(m.history, rows)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if e.removed || ctx.Err() != nil {
		return "", context.Cause(ctx)
	}
	var fresh []*entry
	for i, r := range rows {
		_, saved := here[i]
		if _, known := m.queue.equivalent(r); !known && !saved {
			fresh = append(fresh, r)
		}
	}
	if len(fresh) == 0 {
		m.queue.change(e, func(s *Status) { s.Title, s.Channel, s.Note = g.Title, g.Channel, NoteAlready })
		return g.Dir, nil
	}
	g.Known = len(rows) - len(fresh)
	group := e.status.Group
	if group == "" {
		group = m.queue.groups.create(g)
	}
	at := slices.Index(m.queue.order, e.status.ID) + 1
	for i, r := range fresh {
		r.status.Group = group
		m.queue.insert(r, at+i)
	}
	e.replaced = true
	m.queue.announceOrder()
	return "", nil
}

// ended records how the goroutine of a download ended and starts the next ones.
func (m *Manager) ended(ctx context.Context, e *entry, file string, err error) {
	m.history.Wait() // while m.mu is not held
	m.mu.Lock()
	defer m.mu.Unlock()
	e.stop = nil
	m.places.leave(e)
	var crash *panics.Error
	switch cause := context.Cause(ctx); {
	case e.removed && (e.replaced || m.queue.withheld[e.status.ID] != e): // else it can be put back
		m.queue.discard(e)
	case err == nil && e.replaced:
		m.queue.remove(e)
	case err == nil:
		m.queue.saved++
		e.partial = ""
		info, statErr := os.Stat(file)
		regular := statErr == nil && info.Mode().IsRegular() // else it is the folder of a list
		if regular && e.status.Note != NoteAlready {
			m.queue.received = time.Now()
		}
		m.queue.change(e, func(s *Status) {
			s.State, s.File, s.Speed, s.ETA = Done, file, 0, 0
			if regular {
				s.Total = info.Size()
			}
			s.Received = s.Total
		})
		if regular {
			remember(m.history, e.status)
		}
	case errors.Is(cause, errClosing) && !errors.As(err, &crash): // a panic would be there at the next start, too
		m.queue.change(e, func(s *Status) { s.State, s.Speed, s.ETA = Queued, 0, 0 })
	case cause != nil && isCommand(cause): // which has set the state already
		if e.status.State == Cancelled {
			m.queue.discard(e)
		}
	default:
		m.handleFailure(e, problem.Classify(err))
	}
	m.writePlaylist(e.status.Group)
	m.queue.prune()
	m.queue.announceIdle()
	m.schedule()
}

// handleFailure makes a download wait where the retry policy of the problem says
// so, and otherwise fail. m.mu is held.
func (m *Manager) handleFailure(e *entry, p *Problem) {
	m.log.Info("download stopped", "url", e.status.URL, "problem", p)
	now := time.Now()
	var refused *youtube.Error
	if (p.Class == problem.Offline || netfail.Unreached(p.Err)) && e.status.State == LookingUp && e.list == nil && errors.As(p.Err, &refused) {
		m.rateLimit.GiveBack(now) // the tries of a long outage would use up the hour's lookups
	}
	patience := m.config.Patience
	if e.status.Received > 0 {
		patience *= 10
	}
	wait, ok := e.retries.Next(p, now, patience)
	if !ok {
		m.queue.failed++
		m.queue.change(e, func(s *Status) { s.State, s.Speed, s.ETA, s.Problem = Failed, 0, 0, p })
		m.seekProfiles(e.status.ID, p.Class)
		return
	}
	until := now.Add(wait)
	if policy, _ := problem.RetryPolicyOf(p.Class); policy.PausesQueue {
		m.pausedUntil = until
	}
	e.timer = time.AfterFunc(wait, func() { m.retryNow(e) })
	m.queue.change(e, func(s *Status) { s.State, s.Speed, s.ETA, s.Problem, s.Until = Waiting, 0, 0, p, until })
}

// retryNow ends a wait.
func (m *Manager) retryNow(e *entry) {
	defer m.logPanic()
	m.mu.Lock()
	defer m.mu.Unlock()
	if e.removed || e.status.State != Waiting || m.closed {
		return
	}
	e.timer = nil
	m.queue.change(e, func(s *Status) { s.State, s.Until = Queued, time.Time{} })
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
