package core

import (
	"errors"
	"io/fs"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/netfail"
	"github.com/hilo-app/hilo/core/transfer"
	"github.com/hilo-app/hilo/core/youtube"
)

// classify turns whatever ended a download into a Problem.
func classify(err error) *Problem {
	var problem *Problem
	var lookup *youtube.Error
	var status *transfer.StatusError
	var netErr net.Error
	is := func(targets ...error) bool {
		for _, t := range targets {
			if errors.Is(err, t) {
				return true
			}
		}
		return false
	}
	p := func(c Class) *Problem { return &Problem{Class: c, Err: err} }
	switch {
	case errors.As(err, &problem):
		return problem
	case netfail.Untrusted(err):
		return p(Untrusted)
	case netfail.Proxy(err):
		return p(Proxy)
	case errors.As(err, &lookup):
		return &Problem{Class: Class(lookup.Class), Message: lookup.Reason, Err: err}
	case isDiskFull(err):
		return p(DiskFull)
	case is(transfer.ErrGated, transfer.ErrRefused): // the latter of a head, which is asked for at once
		return p(Gated)
	case is(transfer.ErrExpiring):
		return p(Expired)
	case errors.As(err, &status) && status.Code == http.StatusTooManyRequests:
		return p(RateLimited)
	case is(media.ErrOutside):
		return p(OutsideVideo)
	case is(media.ErrNoIndex):
		return p(OnlyWhole)
	case is(media.ErrDamaged, media.ErrIndex):
		return p(Damaged)
	case isFile(err):
		return p(NotWritable)
	case netfail.Offline(err):
		return p(Offline)
	case errors.As(err, &status), errors.As(err, &netErr), is(transfer.ErrStalled, transfer.ErrRange, transfer.ErrRedirect):
		return p(Unreachable)
	}
	return p(Unknown)
}

// isFile says whether an error is one of this computer's file systems: a folder
// that went away, is read-only or not allowed, a drive that was pulled.
func isFile(err error) bool {
	var path *fs.PathError
	var rename *os.LinkError
	return errors.As(err, &path) || errors.As(err, &rename)
}

// asked is how long YouTube asked to wait, 0 if it did not say.
func asked(err error) time.Duration {
	var lookup *youtube.Error
	if errors.As(err, &lookup) && lookup.Wait > 0 {
		return lookup.Wait
	}
	var status *transfer.StatusError
	if errors.As(err, &status) {
		return status.After
	}
	return 0
}

// pace is how a class of problem is waited for: first, then twice as long each
// time up to most, at most tries times in a row without progress (0 = no
// bound). A problem that holds stops the whole queue meanwhile, because it
// meets every other download too.
type pace struct {
	first, most time.Duration
	tries       int
	holds       bool
}

var paces = map[Class]pace{
	Offline:     {first: 3 * time.Second, most: time.Minute, holds: true},
	Unreachable: {first: 3 * time.Second, most: 5 * time.Minute, tries: 10},
	Proxy:       {first: 3 * time.Second, most: 5 * time.Minute, tries: 10, holds: true},
	Expired:     {first: 3 * time.Second, most: time.Minute, tries: 3},
	RateLimited: {first: 10 * time.Minute, most: time.Hour, tries: 12, holds: true},
}

// wentWrong lets a download wait where waiting helps, and else fail. m.mu is
// held.
func (m *Manager) wentWrong(d *download, p *Problem) {
	m.log.Info("download stopped", "url", d.status.URL, "problem", p)
	now := time.Now()
	wait, ok := d.wait(p, now, m.config.Patience)
	if !ok {
		m.failed++
		m.change(d, func(s *Status) { s.State, s.Speed, s.ETA, s.Problem = Failed, 0, 0, p })
		return
	}
	until := now.Add(wait)
	if paces[p.Class].holds {
		m.hold = until
	}
	d.timer = time.AfterFunc(wait, func() { m.goOn(d) })
	m.change(d, func(s *Status) { s.State, s.Speed, s.ETA, s.Problem, s.Until = Waiting, 0, 0, p, until })
}

// wait decides how long to wait for a problem to go away, if at all.
func (d *download) wait(p *Problem, now time.Time, patience time.Duration) (time.Duration, bool) {
	pace, ok := paces[p.Class]
	if !ok || (pace.tries > 0 && d.waits >= pace.tries) {
		return 0, false
	}
	wait := min(pace.first<<min(d.waits, 16), pace.most)
	if a := asked(p.Err); a > 0 {
		wait = min(max(a, time.Second), pace.most)
	}
	if d.idleSince.IsZero() {
		d.idleSince = now
	}
	if d.status.Received > 0 {
		patience *= 10
	}
	if patience > 0 && now.Add(wait).Sub(d.idleSince) > patience {
		return 0, false
	}
	d.waits++
	return wait, true
}

// goOn ends a wait.
func (m *Manager) goOn(d *download) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if d.gone || d.status.State != Waiting || m.closed {
		return
	}
	d.timer = nil
	m.change(d, func(s *Status) { s.State, s.Until = Queued, time.Time{} })
	if !time.Now().Before(m.hold) {
		m.hold = time.Time{}
	}
	m.schedule()
}
