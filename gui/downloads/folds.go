package downloads

import (
	"maps"
	"slices"
	"strings"

	"github.com/hilo-app/hilo/core"
)

// maxFolds is how many groups at most are remembered as open or closed.
const maxFolds = 500

// Folds returns which groups somebody opened or closed, to be given to Refold at the next
// start.
func (m *Model) Folds() []string {
	all := foldings{}
	maps.Copy(all, m.ended)
	for id, g := range m.groups {
		if g.fold != foldAuto {
			all[id] = g.fold
		}
	}
	var folds []string
	for id, fold := range all {
		if fold == foldOpen {
			folds = append(folds, "+"+string(id))
		} else {
			folds = append(folds, "-"+string(id))
		}
	}
	slices.Sort(folds)
	return folds[:min(len(folds), maxFolds)]
}

// Refold opens and closes groups as Folds returned them. Those that are not in the queue
// any more are left out.
func (m *Model) Refold(folds []string) {
	for _, f := range folds[:min(len(folds), maxFolds)] {
		open := strings.HasPrefix(f, "+")
		g := m.groups[core.GroupID(strings.TrimLeft(f, "+-"))]
		switch {
		case g == nil:
		case open:
			g.fold = foldOpen
		default:
			g.fold = foldClosed
		}
	}
	m.refilter()
}
