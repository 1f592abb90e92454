package picker

import (
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/downloads"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// showHead shows what the list is and how much of it was read.
func (v *parts) showHead(s *state) {
	kinds := map[Kind]string{Playlist: lang.L("playlist"), Channel: lang.L("channel"), Search: ""}
	title := s.title
	if title == "" {
		title = i18n.ShortAddress(s.request.Text)
	}
	v.title.SetText(i18n.Plain(title))
	v.meta.SetText(i18n.Join(i18n.Plain(s.author), kinds[s.request.Kind]))
	v.showPicture(s)
	got, text := len(s.selection.all), s.progress()
	if s.request.Given {
		text = i18n.Count("{{.Count}} new", got)
	}
	v.progress.SetText(text)
	v.progress.SetColor(theme.ColorDim)
	if s.problem != nil && got > 0 {
		v.progress.SetText(i18n.Join(text, downloads.Explain(s.problem).Sentence))
		v.progress.SetColor(theme.ColorBad)
	}
	can, followed := s.host.CanFollow(s.request)
	widgets.SetVisible(v.follow, can && got > 0)
	v.follow.SetChosen(followed)
	v.follow.SetText(lang.L("Follow"))
	if followed {
		v.follow.SetText(lang.L("Following"))
	}
	widgets.SetVisible(v.again, s.problem != nil && got > 0)
}

// showPicture shows the thumbnail of the list.
func (v *parts) showPicture(s *state) { v.deck.set(s.host.Thumbnail(s.address), s.badge()) }

// showList shows the list, or why there is nothing in it.
func (v *parts) showList(s *state) {
	text, tone := "", widgets.Neutral
	switch {
	case len(s.selection.shown) > 0:
	case len(s.selection.all) > 0:
		text = lang.L("Nothing in the list fits the filter.")
	case s.problem != nil:
		text, tone = downloads.Explain(s.problem).Sentence, widgets.Error
	case !s.reading && s.request.Kind == Search:
		text = lang.L("YouTube found nothing.")
	case !s.reading:
		text = lang.L("There is nothing in this list.")
	}
	v.empty.Set(text, tone)
	widgets.SetVisible(v.empty, text != "")
	widgets.SetVisible(v.list, text == "")
	v.list.Refresh()
}

// showSums shows what is ticked, and what it will take.
func (v *parts) showSums(s *state) {
	u := s.selection.sums
	s.free = s.host.Free(s.request.Dir)
	v.ticked.SetText(i18n.Count("{{.Count}} ticked", u.count))
	rest := ""
	if u.here > 0 {
		rest = i18n.Count("{{.Count}} are already here", u.here)
	}
	v.rest.SetText(rest)
	sum, when, tooMuch := s.sentences()
	v.sum.SetText(sum)
	v.when.SetColor(theme.ColorDim)
	if tooMuch {
		v.when.SetColor(theme.ColorBad)
	}
	v.when.SetText(when)
	v.folder.SetText(i18n.FolderName(s.request.Dir))
	v.folder.Hint = i18n.Plain(s.request.Dir)
	v.ownFolder.SetChosen(s.request.Folder)
	v.numbers.SetChosen(s.request.Numbered)
	folder, name := s.example()
	v.path.SetText(folder)
	v.name.SetText(name)
	v.showStart(s)
	v.showFilters(s)
}

// showStart shows what the button does that has the count.
func (v *parts) showStart(s *state) {
	label, count := lang.L("Download"), s.selection.sums.count
	if count > 0 {
		label = i18n.Count("Download {{.Count}}", count)
	}
	v.start.SetText(label)
	v.start.OnTapped = s.do.download
	widgets.SetEnabled(v.start, count > 0)
	if s.problem != nil && len(s.selection.all) == 0 {
		v.start.SetText(lang.L("Try again"))
		v.start.OnTapped = s.do.readOn
		widgets.SetEnabled(v.start, downloads.Explain(s.problem).Remedy == downloads.RemedyRetry)
	}
	widgets.SetVisible(v.more, s.request.Kind == Search && !s.complete && !s.reading && s.problem == nil)
}

// showFilters shows the choices of the menus.
func (v *parts) showFilters(s *state) {
	v.languages = s.subtitleName()
	v.length.SetText(lengthNames()[s.length])
	v.length.SetChosen(s.length != anyLength)
	for _, b := range []*widgets.Button{v.length, v.all, v.none, v.some} {
		widgets.SetEnabled(b, s.request.Tab != core.PlaylistsTab)
	}
	v.some.SetText(s.some)
	if s.some == "" {
		v.some.SetText(someName(s.request.Kind))
	}
	now := sorting{s.order, s.request.Filter}
	if s.request.Kind == Search {
		v.order.SetText(now.name(Search))
	}
	v.order.SetChosen(now != sorting{})
}
