package gui

import (
	"context"
	"errors"
	"io"
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
	"github.com/hilo-app/hilo/gui/picker"
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

// pickList opens the picker for the list that a video is part of.
func (p pickers) pickList(l link.Link) { p.open(l.Text, link.Link{Kind: link.Playlist}) }

// open opens the picker for a link, or for words if the link is none. It says
// false if another dialog is open.
func (p pickers) open(text string, l link.Link) bool {
	w := p.w
	if w.dialogs.open != nil {
		return false
	}
	r := picker.Request{Text: text, Base: w.settings.Wish, Dir: w.settings.NextDir(), DirOf: w.settings.DirOf}
	kind := core.Playlist
	switch l.Kind {
	case link.Channel:
		r.Kind, kind = picker.Channel, core.Channel
	case link.Playlist:
	default:
		r.Kind, kind = picker.Search, core.Search
	}
	rules := w.settings.Names.Rules(kind)
	r.Folder, r.Numbered = rules.Folder, rules.Number
	w.links.used = text
	picker.Open(&pickerHost{optionsHost: optionsHost{w}}, r)
	return true
}

// pickerHost is the window as the picker sees it.
type pickerHost struct {
	optionsHost
	list core.List // what is known of the list that is read, without its entries
}

var _ picker.Host = (*pickerHost)(nil)

// Read returns a reader of the list of a request.
func (h *pickerHost) Read(r picker.Request) picker.Reader {
	p := &listPages{host: h, wish: r.Base}
	if r.Kind == picker.Search {
		p.reader = h.w.queue.SearchVideos(r.Text)
	} else {
		p.reader, p.err = h.w.queue.ReadList(r.Text, core.AllUploads)
	}
	return p
}

// listPages turns the pages of the queue into those of the picker.
type listPages struct {
	host   *pickerHost
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
	p.host.w.background.Later(func() { p.host.list = list })
	out := picker.Page{Title: list.Title, Author: list.Channel, Total: list.Total, Last: list.Ended || err != nil}
	for _, e := range entries {
		out.Entries = append(out.Entries, pickerEntry(e, list.Kind))
	}
	return out, nil
}

func pickerEntry(e core.ListEntry, kind core.ListKind) picker.Entry {
	v := picker.Entry{ID: e.VideoID, Title: e.Title, Channel: e.Channel, Thumbnail: e.Thumbnail, Duration: e.Duration, Number: e.Number, Here: e.Known}
	if kind == core.Search {
		v.Number = 0
	}
	if e.Why != "" {
		v.Why = downloads.Explain(&core.Problem{Class: e.Why}).Sentence
		if v.Title == "" {
			v.Title = lang.L("Not available")
		}
	}
	return v
}

// PickFolder asks for the folder of this list only.
func (h *pickerHost) PickFolder(dir string, picked func(string)) { h.w.files.askFolder(dir, picked) }

// Forecast uses the speed of what is downloaded now, or was last.
func (h *pickerHost) Forecast(videos int, bytes int64) picker.Forecast {
	f := picker.Forecast{Last: h.w.queue.LastOf(videos)}
	if speed := h.w.model.Totals().Speed; speed > 0 {
		f.Takes = time.Duration(float64(bytes) / float64(speed) * float64(time.Second))
	}
	return f
}

// Free returns the free space of the disk with the window's folder.
func (h *pickerHost) Free(string) int64 { return h.w.disk.free.Load() }

// Example returns the path of the first entry's file below the folder.
func (h *pickerHost) Example(c picker.Choice) string {
	rules := h.rules(c)
	p, err := naming.Parse(rules.EntryPattern())
	if err != nil || len(c.Entries) == 0 {
		return ""
	}
	e := c.Entries[0]
	name := p.Name(naming.Values{
		Title: e.Title, Channel: e.Channel, List: c.Title, ID: e.ID, Quality: "1080p", Number: e.Number, Total: c.Total, Date: time.Now(),
	}, longestName) + "." + string(extension(c.Wish))
	return strings.ReplaceAll(filepath.ToSlash(filepath.Join(rules.Dir("", c.Title, h.list.ID), name)), "/", " / ")
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
	rules := h.w.settings.Names.Rules(h.list.Kind)
	rules.Folder, rules.Number = c.Folder, c.Numbered
	return rules
}

// CanFollow says whether what a request reads can be followed, and whether it is.
func (h *pickerHost) CanFollow(r picker.Request) (can, followed bool) {
	text, kind := followedText(r)
	for _, f := range h.w.queue.Following().List() {
		followed = followed || f.Text == text && f.Kind == kind
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
		Kind: kind, Text: text, ListID: h.list.ID, Title: f.Title, Channel: f.Author, Dir: f.Dir, Wish: f.Wish,
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
	w, list, rules := h.w, h.list, h.rules(c)
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
