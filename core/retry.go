package core

import (
	"time"

	"github.com/hilo-app/hilo/core/problem"
)

// handleFailure makes a download wait where the retry policy of the problem says
// so, and otherwise fail. m.mu is held.
func (m *Manager) handleFailure(e *entry, p *Problem) {
	m.log.Info("download stopped", "url", e.status.URL, "problem", p)
	now := time.Now()
	patience := m.config.Patience
	if e.status.Received > 0 {
		patience *= 10
	}
	wait, ok := e.retries.Next(p, now, patience)
	if !ok {
		m.queue.failed++
		m.queue.change(e, func(s *Status) { s.State, s.Speed, s.ETA, s.Problem = Failed, 0, 0, p })
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
