package youtube

import (
	"maps"
	"sync"
	"time"
)

// gateTime is how long a profile is remembered as gated.
const gateTime = 24 * time.Hour

// memory knows which profiles were gated, and when.
type memory struct {
	now     func() time.Time
	changed func(map[string]time.Time) // nil when nobody wants to know

	mu sync.Mutex
	at map[string]time.Time // by profile key
}

func newMemory(known map[string]time.Time, changed func(map[string]time.Time), now func() time.Time) *memory {
	m := &memory{now: now, changed: changed, at: map[string]time.Time{}}
	maps.Copy(m.at, known)
	m.prune()
	return m
}

// has says whether a profile was gated within the last day.
func (m *memory) has(key string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	at, ok := m.at[key]
	return ok && m.recent(at)
}

// recent is false for times to come, too: the clock was wrong then or is now.
func (m *memory) recent(at time.Time) bool {
	age := m.now().Sub(at)
	return age >= 0 && age < gateTime
}

// add takes note that profiles were gated just now.
func (m *memory) add(keys ...string) {
	if len(keys) == 0 {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.prune()
	for _, k := range keys {
		m.at[k] = m.now()
	}
	m.tell()
}

func (m *memory) forget(key string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.at[key]; ok {
		delete(m.at, key)
		m.tell()
	}
}

func (m *memory) prune() {
	maps.DeleteFunc(m.at, func(_ string, at time.Time) bool { return !m.recent(at) })
}

// tell hands out the newest state. m.mu is held, so that states come in order.
func (m *memory) tell() {
	if m.changed != nil {
		m.changed(maps.Clone(m.at))
	}
}
