package downloads

import "github.com/hilo-app/hilo/core"

// selection is the downloads that were selected. It is there from the second one on:
// keys act on all of them, or else on the chosen line alone. A header stands for the
// rows of its group that the filter lets through.
type selection struct {
	model   *Model
	rows    map[core.ID]bool
	several bool    // they were selected one by one, or as a range
	anchor  core.ID // the line where a range begins
}

// has says whether a line is shown as selected.
func (s *selection) has(id core.ID) bool {
	if !s.several || len(s.rows) < 2 {
		return false
	}
	if s.model.groups.of(id) == nil {
		return s.rows[id]
	}
	return s.hasAll(s.model.passing(id))
}

func (s *selection) hasAll(ids []core.ID) bool {
	for _, id := range ids {
		if !s.rows[id] {
			return false
		}
	}
	return len(ids) > 0
}

// all returns the selected downloads that pass the filter, in the order of the list;
// nil if fewer than two do.
func (s *selection) all() []core.ID {
	var ids []core.ID
	if s.several && len(s.rows) > 1 {
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

func (s *selection) set(ids []core.ID, on bool) {
	for _, id := range ids {
		if on {
			s.rows[id] = true
		} else {
			delete(s.rows, id)
		}
	}
}

// only selects one line, which is the same as none.
func (s *selection) only(id core.ID) {
	clear(s.rows)
	s.set(s.model.passing(id), true)
	s.anchor, s.several = id, false
}

// toggle selects a line, or takes it out of the selection.
func (s *selection) toggle(id core.ID) {
	ids := s.model.passing(id)
	s.set(ids, !s.hasAll(ids))
	s.anchor, s.several = id, true
}

// extend selects all lines from the anchor to one, and no other. The header of an open
// group stands for itself there, because its rows have lines of their own.
func (s *selection) extend(id core.ID) {
	to, ok := s.model.index[id]
	if !ok {
		return
	}
	from, ok := s.model.index[s.anchor]
	if !ok {
		from, s.anchor = to, id
	}
	if from == to {
		s.only(id)
		return
	}
	clear(s.rows)
	s.several = true
	for i := min(from, to); i <= max(from, to); i++ {
		if l := s.model.lines[i]; !l.open {
			s.set(s.model.passing(l.id), true)
		}
	}
}

// everything selects all downloads that pass the filter.
func (s *selection) everything() {
	clear(s.rows)
	s.several = true
	for _, d := range s.model.shown {
		s.rows[d.id] = true
	}
}

// prune takes out downloads that are not in the list any more.
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
