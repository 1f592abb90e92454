package core

import (
	"context"

	"github.com/hilo-app/hilo/core/checkup"
)

// CheckUp finds out why downloads into a folder do not work. It takes less than
// a minute; see checkup.Run for what tell is told.
func (m *Manager) CheckUp(ctx context.Context, dir string, tell func(checkup.Step)) checkup.Verdict {
	c := m.config.CheckUp
	c.Transport, c.Dir, c.Free, c.Version = m.config.Transport, dir, m.Free, m.config.Version
	c.Profiles = m.profiles.get()
	return checkup.Run(ctx, c, tell)
}
