package core

import (
	"time"

	"github.com/hilo-app/hilo/core/problem"
)

// handleFailure makes a download wait where waiting helps, and otherwise fail.
// m.mu is held.
func (m *Manager) handleFailure(d *download, p *Problem) {
	m.log.Info("download stopped", "url", d.status.URL, "problem", p)
	now := time.Now()
	patience := m.config.Patience
	if d.status.Received > 0 {
		patience *= 10
	}
	wait, ok := d.retries.Next(p, now, patience)
	if !ok {
		m.failed++
		m.change(d, func(s *Status) { s.State, s.Speed, s.ETA, s.Problem = Failed, 0, 0, p })
		return
	}
	until := now.Add(wait)
	if policy, _ := problem.RetryPolicyOf(p.Class); policy.PausesQueue {
		m.hold = until
	}
	d.timer = time.AfterFunc(wait, func() { m.retryNow(d) })
	m.change(d, func(s *Status) { s.State, s.Speed, s.ETA, s.Problem, s.Until = Waiting, 0, 0, p, until })
}

// retryNow ends a wait.
func (m *Manager) retryNow(d *download) {
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
