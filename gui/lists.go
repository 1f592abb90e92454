package gui

import (
	"context"
	"errors"
	"io"
	"path"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/follow"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/link"
	"github.com/hilo-app/hilo/core/naming"
	"github.com/hilo-app/hilo/gui/downloads"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/notice"
	"github.com/hilo-app/hilo/gui/picker"
	"github.com/hilo-app/hilo/gui/preferences"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// pickers opens the picker.
type pickers struct{ w *Window }

// pick opens the picker if a text is the link of one list, or words to search for,
// and says whether it is.
func (p pickers) pick(text string) bool {
	links, rejected := link.Parse(text)
	switch {
	case len(links) == 1 && len(rejected) == 0 && links[0].Kind != link.Video:
		return p.open(text, links[0])
	case len(links) == 0 && len(rejected) == 1 && rejected[0].Reason == link.Search:
		return p.open(rejected[0].Words, link.Link{})
	}
	return false
}

// pickList opens the picker for the list that a video is part of. It says false if
// another dialog is open.
func (p pickers) pickList(l link.Link) bool { return p.open(l.Text, link.Link{Kind: link.Playlist}) }

// listOffer offers the list of a video that was added.
type listOffer struct{ w *Window }

// make offers the list in the banner, or opens it if that was chosen for all. It says
// false if the added videos are part of no list, or lists are not offered.
func (o listOffer) make(a core.Added) bool {
	w := o.w
	if len(a.Lists) == 0 {
		return false
	}
	l := a.Lists[0]
	switch o.chosen() {
	case preferences.ListOfVideoNever:
		return false
	case preferences.ListOfVideoAlways:
		return len(a.Lists) == 1 && pickers{w}.pickList(l)
	}
	sentence := lang.L("This video is part of a list.")
	if len(a.IDs) == 0 && len(a.Known) > 0 {
		sentence = lang.L("Already in the list") + ". " + sentence
		w.find(a.Known[0])
	}
	w.over.Banner.Show(w.opts.now(), widgets.Neutral, sentence,
		notice.Offer{Label: lang.L("Choose from the list…"), Icon: theme.IconList, Do: func() { pickers{w}.pickList(l) }},
		notice.Offer{Label: lang.L("Do not ask again"), Icon: theme.IconMinus, Do: func() { o.choose(preferences.ListOfVideoNever) }})
	o.count(l, sentence)
	return true
}

// count has the banner say how many videos the list has. YouTube makes mixes
// without an end, and is not asked about them.
func (o listOffer) count(l link.Link, sentence string) {
	w := o.w
	if strings.HasPrefix(l.PlaylistID, "RD") {
		return
	}
	reader, err := w.queue.ReadList(l.Text, core.AllUploads)
	if err != nil {
		return
	}
	w.background.Go(func() {
		page, err := reader.Next(w.background.Context())
		if err != nil {
			return // the picker will say why
		}
		w.background.Later(func() {
			if b := w.over.Banner; page.Total > 0 && b.Asks() && b.Text.Text() == sentence {
				b.Action.SetText(i18n.Count("Choose from the list of {{.Count}}…", page.Total))
				b.View.Refresh()
			}
		})
	})
}

// chosen returns what is done with lists of videos, a value of preferences.ListOfVideo.
func (o listOffer) chosen() string { return o.w.app.Preferences().String(preferences.ListOfVideo) }

// choose remembers what is done with lists of videos, and says how to change it.
func (o listOffer) choose(what string) {
	w := o.w
	w.app.Preferences().SetString(preferences.ListOfVideo, what)
	ask := notice.Offer{Label: lang.L("Ask again"), Icon: theme.IconRetry, Do: func() { o.choose("") }}
	b, now := w.over.Banner, w.opts.now()
	switch what {
	case preferences.ListOfVideoNever:
		b.Show(now, widgets.Neutral, lang.L("From now on only the video is added."),
			notice.Offer{Label: lang.L("Always open the list"), Icon: theme.IconList, Do: func() { o.choose(preferences.ListOfVideoAlways) }}, ask)
	case preferences.ListOfVideoAlways:
		b.Show(now, widgets.Neutral, lang.L("From now on the list is opened as well."),
			notice.Offer{Label: lang.L("Only the video"), Icon: theme.IconMinus, Do: func() { o.choose(preferences.ListOfVideoNever) }}, ask)
	default:
		b.Show(now, widgets.Neutral, lang.L("Hilo asks about the list of a video."))
	}
	b.HideLater(now)
}

// open opens the picker for a link, or for words if the link is none. It says
// false if another dialog is open.
func (p pickers) open(text string, l link.Link) bool {
	w := p.w
	if w.dialogs.open != nil {
		return false
	}
	r := picker.Request{Text: text, Base: w.settings.Wish, Dir: w.settings.NextDir(), DirOf: w.settings.DirOf}
	switch l.Kind {
	case link.Channel:
		r.Kind, r.Tab = picker.Channel, tabOf(text)
	case link.Playlist:
	default:
		r.Kind = picker.Search
	}
	w.links.Used = text
	p.show(r)
	return true
}

// show opens the picker with the folder and the numbers that were chosen the last time.
func (p pickers) show(r picker.Request) {
	kind := map[picker.Kind]core.ListKind{picker.Playlist: core.Playlist, picker.Channel: core.Channel, picker.Search: core.Search}[r.Kind]
	rules := p.w.settings.Names.Rules(kind)
	r.Folder, r.Numbered = rules.Folder, rules.Number
	picker.Open(&pickerHost{optionsHost: optionsHost(p), lists: map[core.Tab]core.List{}}, r)
}

// tabOf returns the tab of a channel that a link leads to, such as
// "https://www.youtube.com/@name/shorts".
func tabOf(text string) core.Tab {
	address, _, _ := strings.Cut(strings.TrimSpace(text), "?")
	address, _, _ = strings.Cut(address, "#")
	switch tab := core.Tab(path.Base(address)); tab {
	case core.VideosTab, core.ShortsTab, core.LiveTab, core.PlaylistsTab:
		return tab
	}
	return core.AllUploads
}

// videosTabOf returns the tab of a channel's link that can be followed, the empty one
// for another link.
func videosTabOf(l link.Link) core.Tab {
	if t := tabOf(l.Text); l.Kind == link.Channel && t != core.PlaylistsTab {
		return t
	}
	return core.AllUploads
}

// pickerHost is the window as the picker sees it.
type pickerHost struct {
	optionsHost
	lists map[core.Tab]core.List // what is known of the lists that are read, without their entries
}

var _ picker.Host = (*pickerHost)(nil)

// Read returns a reader of the list of a request.
func (h *pickerHost) Read(r picker.Request) picker.Reader {
	p := &listPages{host: h, wish: r.Base, tab: r.Tab}
	if r.Kind == picker.Search {
		p.reader = h.w.queue.SearchVideos(r.Text, r.Filter)
	} else {
		p.reader, p.err = h.w.queue.ReadList(r.Text, r.Tab)
	}
	return p
}

// Open opens the picker for another list.
func (h *pickerHost) Open(r picker.Request) {
	h.Close()
	pickers{h.w}.show(r)
}

// listPages turns the pages of the queue into those of the picker.
type listPages struct {
	host   *pickerHost
	tab    core.Tab
	wish   format.Wish // which videos are there already depends on it
	reader *core.ListReader
	err    error // there is no such list
}

// Next implements picker.Reader.
func (p *listPages) Next(ctx context.Context) (picker.Page, error) {
	if p.err != nil {
		return picker.Page{}, p.err
	}
	list, err := p.reader.Next(ctx)
	if err != nil && !errors.Is(err, io.EOF) {
		return picker.Page{}, err
	}
	entries := list.Entries
	list.Entries = nil
	p.host.w.queue.MarkKnown(entries, p.wish)
	p.host.w.background.Later(func() { p.host.lists[p.tab] = list })
	out := picker.Page{Title: list.Title, Author: list.Channel, Total: list.Total, Last: list.Ended || err != nil, Bounded: list.Bounded}
	for _, e := range entries {
		out.Entries = append(out.Entries, pickerEntry(e, list.Kind))
	}
	return out, nil
}

func pickerEntry(e core.ListEntry, kind core.ListKind) picker.Entry {
	v := picker.Entry{ID: e.VideoID, Title: e.Title, Channel: e.Channel, Thumbnail: e.Thumbnail, Duration: e.Duration, Number: e.Number, Here: e.Known, Age: e.Age.Approximate(), Views: e.Views}
	if v.More = i18n.Ago(e.Age.Count, string(e.Age.Unit)); v.More == "" || kind == core.Search {
		v.More = i18n.Join(i18n.Views(e.Views), v.More)
	}
	if kind == core.Search {
		v.Number = 0
	}
	if e.ListID != "" {
		v.List = link.Link{Kind: link.Playlist, PlaylistID: e.ListID}.URL()
	}
	if v.Reason = e.Why; e.Why != "" {
		v.Why = downloads.Explain(&core.Problem{Class: e.Why}).Sentence
		if v.Title == "" {
			v.Title = lang.L("Not available")
		}
	}
	return v
}

// PickFolder asks for the folder of this list only.
func (h *pickerHost) PickFolder(dir string, picked func(string)) { h.w.files.AskFolder(dir, picked) }

// Forecast uses the speed of what is downloaded now, or was last.
func (h *pickerHost) Forecast(videos int, bytes int64) picker.Forecast {
	f := picker.Forecast{Last: h.w.queue.LastOf(videos)}
	if speed := h.w.model.Totals().Speed; speed > 0 {
		f.Takes = time.Duration(float64(bytes) / float64(speed) * float64(time.Second))
	}
	return f
}

// Free returns the free space of the disk with a folder.
func (h *pickerHost) Free(dir string) int64 { return h.w.disk.of(dir) }

// Example returns the path of the first entry's file below the folder.
func (h *pickerHost) Example(c picker.Choice) (folder, name string) {
	rules := h.rules(c)
	p, err := naming.Parse(rules.EntryPattern())
	if err != nil || len(c.Entries) == 0 {
		return "", ""
	}
	e := c.Entries[0]
	name = p.Name(naming.Values{
		Title: e.Title, Channel: e.Channel, List: c.Title, ID: e.ID, Quality: "1080p", Number: e.Number, Total: c.Total, Date: time.Now(),
	}, longestName) + "." + string(extension(c.Wish))
	if dir := rules.Dir("", c.Title, h.lists[c.Tab].ID); dir != "" {
		folder = strings.ReplaceAll(filepath.ToSlash(dir), "/", " / ") + " /"
	}
	return folder, name
}

// longestName is the most bytes of a name in the example.
const longestName = 200

func extension(w format.Wish) format.Format {
	switch {
	case w.Format != "":
		return w.Format
	case w.Kind == format.Audio:
		return format.MP3
	}
	return format.MP4
}

// rules returns how the files of a choice are named.
func (h *pickerHost) rules(c picker.Choice) naming.Rules {
	rules := h.w.settings.Names.Rules(h.lists[c.Tab].Kind)
	rules.Folder, rules.Number = c.Folder, c.Numbered
	return rules
}

// CanFollow says whether what a request reads can be followed, and whether it is.
func (h *pickerHost) CanFollow(r picker.Request) (can, followed bool) {
	text, kind := followedText(r)
	for _, f := range h.w.queue.Following().List() {
		followed = followed || f.Text == text && f.Kind == kind && f.Tab == string(r.Tab)
	}
	return text != "", followed
}

// followedText returns the link, or the words, by which a list is followed, empty if
// it cannot be.
func followedText(r picker.Request) (string, core.ListKind) {
	if r.Kind == picker.Search {
		return r.Text, core.Search
	}
	links, _ := link.Parse(r.Text)
	if len(links) != 1 {
		return "", ""
	}
	l := links[0]
	switch {
	case r.Tab == core.PlaylistsTab:
		return "", ""
	case r.Kind == picker.Channel:
		return l.URL(), core.Channel
	case l.PlaylistID == "":
		return "", ""
	}
	l = link.Link{Kind: link.Playlist, PlaylistID: l.PlaylistID} // of a video that is in it
	return l.URL(), core.Playlist
}

// Follow follows a list with what is chosen for it.
func (h *pickerHost) Follow(f picker.Followed) (problem string) {
	text, kind := followedText(f.Request)
	_, err := h.w.queue.Following().Add(follow.Followed{
		Kind: kind, Text: text, Tab: string(f.Tab), ListID: h.lists[f.Tab].ID, Title: f.Title, Channel: f.Author, Dir: f.Dir, Wish: f.Wish,
		Names: h.rules(f.Choice), Automatic: f.Automatic, Total: f.Total,
	}, f.Present, !f.Complete)
	if err != nil && !errors.Is(err, follow.ErrFollowed) {
		return i18n.Count("At most {{.Count}} lists can be followed.", follow.MaxFollowed)
	}
	return ""
}

// Download adds what was picked, and remembers folder and numbers for the next list
// of the kind.
func (h *pickerHost) Download(c picker.Choice) {
	w, list, rules := h.w, h.lists[c.Tab], h.rules(c)
	list.Total = c.Total
	for _, e := range c.Entries {
		list.Entries = append(list.Entries, core.ListEntry{
			VideoID: e.ID, Title: e.Title, Channel: e.Channel, Duration: e.Duration, Number: e.Number, Thumbnail: e.Thumbnail,
		})
	}
	w.settings.Names.Remember(list.Kind, rules)
	w.save()
	w.showAdded(w.queue.Add(core.Request{List: &list, Wish: c.Wish, Dir: c.Dir, Names: &rules}), true)
}

// Show opens the dialog.
func (h *pickerHost) Show(card *widgets.Dialog, content picker.Content, stop func()) {
	h.w.dialogs.show(card)
	h.w.dialogs.content, h.w.dialogs.stop = content, stop
}
