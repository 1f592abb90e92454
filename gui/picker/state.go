package picker

import (
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/i18n"
)

// state is what the dialog shows.
type state struct {
	host    Host
	request Request
	choice  format.Wish
	do      actions

	*contents // of the tab that is open
	length    length
	order     order
	some      string // the last choice of how many entries to tick
	free      int64  // bytes, as shown
}

// badge returns what stands on the picture of the list.
func (s *state) badge() string {
	if n := s.announced(); n > 0 && s.request.Kind != Search && s.request.Tab != core.PlaylistsTab {
		return i18n.Count("{{.Count}} videos", n)
	}
	return ""
}

// subtitleName returns the name of the chosen subtitles; empty for none.
func (s *state) subtitleName() string {
	languages := s.choice.Subtitles.Languages
	if languages == "" {
		return ""
	}
	for _, item := range subtitleItems(languages, func(string) {}) {
		if item.Chosen {
			return item.Label
		}
	}
	return i18n.Plain(languages)
}

// example returns where the first file is saved: its folder, and its name.
func (s *state) example() (folder, name string) {
	first, ok := s.selection.first()
	if !ok || s.request.Kind == Search || first.List != "" {
		return "", ""
	}
	c := Choice{Request: s.request, Title: s.title, Total: s.announced(), Entries: []Entry{first}, Wish: s.choice}
	folder, name = s.host.Example(c)
	return i18n.Plain(strings.TrimSuffix(i18n.FolderName(s.request.Dir)+" / "+folder, " ")), i18n.Plain(name)
}

// sentences returns what is said in the foot of what is ticked, and whether it takes
// more bytes than are free.
func (s *state) sentences() (sum, when string, tooMuch bool) {
	u, some := s.selection.sums, len(s.selection.all) > 0
	switch {
	case !some:
		return "", "", false
	case u.count == 0 && s.request.Kind == Search:
		return i18n.Count("{{.Count}} results from YouTube", len(s.selection.all)), lang.L("Tick what you want."), false
	case s.request.Tab == core.PlaylistsTab:
		return "", lang.L("Open a playlist to see what is in it."), false
	case u.count == 0:
		return "", lang.L("Tick what you want."), false
	}
	return s.forecast(u)
}

// forecast says what the ticked videos take.
func (s *state) forecast(u sums) (sum, when string, tooMuch bool) {
	bytes := bytesOf(s.choice, u.length())
	f := s.host.Forecast(u.count, bytes)
	sum = i18n.Join(i18n.Count("{{.Count}} videos", u.count), "≈"+i18n.NBSP+i18n.Size(bytes), i18n.About(f.Takes))
	when = i18n.LastHere(f.Last, time.Now())
	if s.free > 0 {
		when = i18n.Join(lang.L("{{.Size}} free", i18n.With("Size", i18n.Size(s.free))), when)
	}
	return sum, when, s.free > 0 && bytes > s.free
}
