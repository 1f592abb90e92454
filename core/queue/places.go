package queue

import "slices"

// Places are those that downloads take while they run, as many as
// core.Settings.Parallel. A download that waits for another one of the same file gives
// its place away. The lock of the queue guards it.
type Places struct {
	Taken     int          // places; do not set
	returning []*Returning // in the order in which they came back
}

// Returning is a download that needs its place again.
type Returning struct {
	e       *Entry
	Granted chan struct{} // closed when it has one
}

// Take takes a place for an entry that has none.
func (p *Places) Take(e *Entry) {
	p.Taken++
	e.Placeless = false
}

// Leave gives up the place of an entry, if it has one.
func (p *Places) Leave(e *Entry) {
	if !e.Placeless {
		p.Taken--
	}
	e.Placeless = true
}

// ComeBack asks for a place for an entry that has given up its own. An urgent one needs
// none.
func (p *Places) ComeBack(e *Entry) *Returning {
	r := &Returning{e, make(chan struct{})}
	if e.Urgent {
		close(r.Granted)
		return r
	}
	p.returning = append(p.returning, r)
	return r
}

// Forget takes back what ComeBack asked for.
func (p *Places) Forget(r *Returning) {
	p.returning = slices.DeleteFunc(p.returning, func(other *Returning) bool { return other == r })
}

// Grant gives places to those that came back, while fewer than most are taken.
func (p *Places) Grant(most int) {
	for len(p.returning) > 0 && p.Taken < most {
		r := p.returning[0]
		p.returning = p.returning[1:]
		p.Take(r.e)
		close(r.Granted)
	}
}
