package core

import "slices"

// places are those that downloads take while they run, as many as
// Settings.Parallel. A download that waits for another one of the same file gives
// its place away. Manager.mu guards it.
type places struct {
	taken     int
	returning []*returning // in the order in which they came back
}

// returning is a download that needs its place again.
type returning struct {
	e       *entry
	granted chan struct{} // closed when it has one
}

// take takes a place for an entry that has none.
func (p *places) take(e *entry) {
	p.taken++
	e.placeless = false
}

// leave gives up the place of an entry, if it has one.
func (p *places) leave(e *entry) {
	if !e.placeless {
		p.taken--
	}
	e.placeless = true
}

// comeBack asks for a place for an entry that has given up its own.
func (p *places) comeBack(e *entry) *returning {
	r := &returning{e, make(chan struct{})}
	p.returning = append(p.returning, r)
	return r
}

// forget takes back what comeBack asked for.
func (p *places) forget(r *returning) {
	p.returning = slices.DeleteFunc(p.returning, func(other *returning) bool { return other == r })
}

// grant gives places to those that came back, while fewer than most are taken.
func (p *places) grant(most int) {
	for len(p.returning) > 0 && p.taken < most {
		r := p.returning[0]
		p.returning = p.returning[1:]
		p.take(r.e)
		close(r.granted)
	}
}
