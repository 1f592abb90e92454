package downloads

import "github.com/hilo-app/hilo/core"

// selection is the rows that were selected. It is there from the second row on: keys
// act on all of them, or else on the chosen row alone.
type selection struct {
	model  *Model
	rows   map[core.ID]bool
	anchor core.ID // where a range begins
}

// has says whether a row is shown as selected.
func (s *selection) has(id core.ID) bool { return len(s.rows) > 1 && s.rows[id] }

// all returns the selected rows that are shown, in order; nil if fewer than two are.
func (s *selection) all() []core.ID {
	var ids []core.ID
	if len(s.rows) > 1 {
		for _, d := range s.model.shown {
			if s.rows[d.id] {
				ids = append(ids, d.id)
			}
		}
	}
	if len(ids) < 2 {
		return nil
	}
	return ids
}

// only selects one row, which is the same as none.
func (s *selection) only(id core.ID) {
	clear(s.rows)
	s.rows[id] = true
	s.anchor = id
}

// toggle selects a row, or takes it out of the selection.
func (s *selection) toggle(id core.ID) {
	if s.rows[id] {
		delete(s.rows, id)
	} else {
		s.rows[id] = true
	}
	s.anchor = id
}

// extend selects all rows from the anchor to one, and no other.
func (s *selection) extend(id core.ID) {
	to, ok := s.model.index[id]
	if !ok {
		return
	}
	from, ok := s.model.index[s.anchor]
	if !ok {
		from, s.anchor = to, id
	}
	clear(s.rows)
	for i := min(from, to); i <= max(from, to); i++ {
		s.rows[s.model.shown[i].id] = true
	}
}

// everything selects all rows that are shown.
func (s *selection) everything() {
	clear(s.rows)
	for _, d := range s.model.shown {
		s.rows[d.id] = true
	}
}

// prune takes out rows that are not in the list any more.
func (s *selection) prune() {
	for id := range s.rows {
		if s.model.rows[id] == nil {
			delete(s.rows, id)
		}
	}
}

func canPause(s core.State) bool  { return !s.Ended() && s != core.Paused }
func canResume(s core.State) bool { return s == core.Paused }
func canRetry(s core.State) bool  { return s == core.Failed || s == core.Cancelled }
