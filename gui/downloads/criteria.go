package downloads

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/hilo-app/hilo/core"
)

// Group is the downloads that a chip of the Filter shows.
type Group int

// The groups. GroupAll has every download.
const (
	GroupAll Group = iota
	GroupActive
	GroupWaiting
	GroupPaused
	GroupDone
	GroupFailed
	GroupCancelled
	groupCount
)

func groupOf(s core.State) Group {
	switch {
	case s == core.Done:
		return GroupDone
	case s == core.Failed:
		return GroupFailed
	case s == core.Paused:
		return GroupPaused
	case s == core.Cancelled:
		return GroupCancelled
	case s.Active():
		return GroupActive
	}
	return GroupWaiting
}

// Order is how the rows that are shown are sorted.
type Order int

// The orders. OrderQueue is that in which downloads start.
const (
	OrderQueue Order = iota
	OrderTitle
	OrderSize // largest first
	OrderState
)

// matches says whether the title, channel or address of a download, or the title of
// its group, has all the words of a folded query.
func matches(s core.Status, group, query string) bool {
	if query == "" {
		return true
	}
	text := fold(s.Title + " " + s.Channel + " " + s.Album + " " + s.URL + " " + group)
	for word := range strings.FieldsSeq(query) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// fold returns a text in lower case and without accents, as people search.
func fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}
