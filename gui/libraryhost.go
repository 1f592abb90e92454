package gui

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/disk"
	"github.com/hilo-app/hilo/core/follow"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/history"
	"github.com/hilo-app/hilo/core/link"
	"github.com/hilo-app/hilo/core/linkfile"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/library"
	"github.com/hilo-app/hilo/gui/picker"
	"github.com/hilo-app/hilo/gui/widgets"
)

// showLibrary opens the history and what is followed.
func (w *Window) showLibrary(t library.Tab) *library.Dialog {
	if w.dialogs.open != nil {
		return nil
	}
	return library.Open(libraryHost{optionsHost{w}}, t)
}

// showHistory opens the history, or what is followed if something new is offered.
func (w *Window) showHistory() {
	t := library.HistoryTab
	if w.queue.Following().New() > 0 {
		t = library.FollowingTab
	}
	w.showLibrary(t)
}

// libraryNews tells of what is new in the history and in what is followed.
type libraryNews struct {
	w       *Window
	offered int // how many new videos the banner spoke of
}

// update shows in the open dialog what was saved, or changed in what is
// followed, and says when there is something new.
func (l *libraryNews) update(u core.Update) {
	w := l.w
	d, open := w.dialogs.content.(*library.Dialog)
	if open {
		for _, s := range u.Changed {
			if s.State == core.Done {
				d.HistoryChanged()
				break
			}
		}
	}
	if !u.Following {
		return
	}
	if open {
		d.FollowingChanged()
	}
	n := w.queue.Following().New()
	w.footer.SetNew(n)
	if n > l.offered && !open && !w.over.Banner.Asks() {
		w.over.Banner.Say(w.opts.now(), i18n.Count("{{.Count}} new in what you follow", n), lang.L("Show"), func() { w.showLibrary(library.FollowingTab) })
	}
	l.offered = n
}

// libraryHost is the window as the history dialog sees it.
type libraryHost struct{ optionsHost }

var _ library.Host = libraryHost{}

func (h libraryHost) Now() time.Time               { return h.w.opts.now() }
func (h libraryHost) History() library.History     { return h.w.queue.History() }
func (h libraryHost) Following() library.Following { return h.w.queue.Following() }
func (h libraryHost) Gone(e history.Entry) bool    { return e.Gone() }
func (h libraryHost) Open(file string)             { rowActions{h.w}.Open(core.Status{File: file}) }
func (h libraryHost) Reveal(file string)           { rowActions{h.w}.Reveal(core.Status{File: file}) }
func (h libraryHost) CopyLink(address string) {
	rowActions{h.w}.copyLinks([]core.Status{{URL: address}})
}

// Show opens the dialog.
func (h libraryHost) Show(card *widgets.Dialog, d library.Content) { h.optionsHost.Show(card, d, nil) }

// Browse opens a page of YouTube in the browser.
func (h libraryHost) Browse(address string) {
	if page, err := url.Parse(address); err == nil && page.Scheme == "https" {
		h.w.browse(page)
	}
}

// DownloadAgain adds a video again, into the folder where it was if that is there.
func (h libraryHost) DownloadAgain(e history.Entry) {
	w := h.w
	wish := format.Wish{Kind: e.Kind}
	if w.settings.Wish.Kind == e.Kind {
		wish = w.settings.Wish
	}
	wish.Clip, wish.Chapters = e.Part, false
	w.background.Go(func() {
		dir := filepath.Dir(e.File)
		info, err := os.Stat(dir)
		there := err == nil && info.IsDir()
		w.background.Later(func() {
			if !there {
				dir = w.settings.NextDir()
			}
			added := w.queue.Add(core.Request{Text: e.URL(), Wish: wish, Dir: dir})
			w.queue.Retry(added.Known...) // does nothing unless the file of such a row is gone
			w.update()
		})
	})
}

// IsList says whether a text is the link of one list.
func (h libraryHost) IsList(text string) bool {
	links, rejected := link.Parse(text)
	return len(links) == 1 && len(rejected) == 0 && links[0].Kind != link.Video
}

// Follow follows lists, from what they have now on.
func (h libraryHost) Follow(items []linkfile.Item) (added int, sentence string) {
	known := 0
	for _, i := range items {
		links, _ := link.Parse(i.URL)
		if len(links) != 1 || links[0].Kind == link.Video {
			continue
		}
		kind := core.Playlist
		if links[0].Kind == link.Channel {
			kind = core.Channel
		}
		_, err := h.w.queue.Following().Add(follow.Followed{
			Kind: kind, Text: links[0].URL(), Tab: string(videosTabOf(links[0])), Title: i.Title, Dir: h.w.settings.NextDir(), Wish: h.w.settings.Wish, Names: h.w.settings.Names.Rules(kind),
		}, nil, true)
		switch {
		case err == nil:
			added++
		case errors.Is(err, follow.ErrFollowed):
			known++
		default:
			h.w.opts.Log.Warn("not followed", "link", links[0].URL(), "err", err)
			return added, i18n.Count("At most {{.Count}} lists can be followed.", follow.MaxFollowed)
		}
	}
	if known > 0 {
		sentence = i18n.Count("{{.Count}} are followed already.", known)
	}
	return added, sentence
}

// Every returns how many hours are between two checks, -1 if lists are checked only
// by hand.
func (h libraryHost) Every() int {
	if hours := h.w.settings.FollowHours; hours != 0 {
		return hours
	}
	return int(follow.DefaultEvery.Hours())
}

// SetEvery sets how many hours are between two checks, see Every.
func (h libraryHost) SetEvery(hours int) {
	h.w.settings.FollowHours = hours
	h.w.save()
}

// Import asks for a file with links and reads it.
func (h libraryHost) Import(then func(library.Imported)) {
	h.w.files.AskLinks(func(path string) { h.w.importFile(path, then) })
}

// importFile reads a file with links.
func (w *Window) importFile(path string, then func(library.Imported)) {
	w.background.Go(func() {
		i, err := readLinks(path)
		w.background.Later(func() {
			if err != nil {
				w.opts.Log.Warn("import", "err", err)
			}
			then(i)
		})
	})
}

// readLinks reads a regular file with links.
func readLinks(path string) (library.Imported, error) {
	i := library.Imported{Name: filepath.Base(path)}
	f, _, err := disk.OpenRegular(path)
	if err != nil {
		i.Problem = lang.L("This file could not be opened.")
		return i, err
	}
	defer f.Close()
	read, err := linkfile.Read(f)
	if err != nil {
		i.Problem = lang.L("This file could not be read.")
		return i, err
	}
	for _, item := range read.Items {
		if links, _ := link.Parse(item.URL); len(links) == 1 && links[0].Kind != link.Video {
			i.Lists = append(i.Lists, item)
		} else {
			i.Videos = append(i.Videos, item)
		}
	}
	return i, nil
}

// AddLinks downloads videos.
func (h libraryHost) AddLinks(items []linkfile.Item) {
	text := linkfile.Result{Items: items}.Text()
	h.w.queue.Add(core.Request{Text: text, Wish: h.w.settings.Wish, Dir: h.w.settings.NextDir(), SkipSaved: true})
	h.w.update()
}

// Export asks for a folder and writes a new file there.
func (h libraryHost) Export(what library.Exported, then func(file, problem string)) {
	w := h.w
	w.files.AskFolderFor(lang.L("Save the file in"), w.settings.NextDir(), func(dir string) {
		day := w.opts.now().Format(time.DateOnly)
		w.background.Go(func() {
			file, err := writeExport(w.queue, what, dir, day)
			w.background.Later(func() {
				if err != nil {
					w.opts.Log.Error("export", "err", err)
					then("", lang.L("The file could not be written."))
					return
				}
				then(file, "")
			})
		})
	})
}

// writeExport writes a new file with the date in its name into a folder.
func writeExport(q Queue, what library.Exported, dir, day string) (file string, err error) {
	exports := map[library.Exported]struct {
		name, ext string
		write     func(io.Writer) error
	}{
		library.ExportHistory:   {"Hilo history", ".csv", func(out io.Writer) error { return q.History().WriteCSV(out) }},
		library.ExportDownloads: {"Hilo links", ".txt", func(out io.Writer) error { return linkfile.WriteText(out, core.LinksOf(q.List())) }},
		library.ExportFollowed:  {"Hilo subscriptions", ".opml", func(out io.Writer) error { return linkfile.WriteOPML(out, core.LinksOfFollowed(q.Following().List())) }},
	}
	e := exports[what]
	var data bytes.Buffer
	if err = e.write(&data); err != nil {
		return "", err
	}
	return disk.WriteNew(filepath.Join(dir, e.name+" "+day), e.ext, data.Bytes())
}

// ChooseNew opens the picker for what is new in a list.
func (h libraryHost) ChooseNew(f follow.Followed) {
	h.w.dialogs.close()
	r := picker.Request{Text: f.Text, Given: true, Base: f.Wish, Dir: f.Dir, Folder: f.Names.Folder, Numbered: f.Names.Number}
	if r.Dir == "" {
		r.Dir = h.w.settings.NextDir()
	}
	switch f.Kind {
	case core.Channel:
		r.Kind = picker.Channel
	case core.Search:
		r.Kind = picker.Playlist // it is not searched again
	}
	picker.Open(&newEntriesHost{pickerHost: pickerHost{optionsHost: h.optionsHost, lists: map[core.Tab]core.List{}}, followed: f}, r)
}

// newEntriesHost is the window as the picker of the new entries of a list sees it.
type newEntriesHost struct {
	pickerHost
	followed follow.Followed
}

// CanFollow says that the list is followed.
func (h *newEntriesHost) CanFollow(picker.Request) (can, followed bool) { return true, true }

// Read returns a reader of the new entries.
func (h *newEntriesHost) Read(picker.Request) picker.Reader { return &newEntries{h: h} }

// newEntries is one page: what is new in a list.
type newEntries struct{ h *newEntriesHost }

// Next implements picker.Reader.
func (n *newEntries) Next(context.Context) (picker.Page, error) {
	f := n.h.followed
	list := core.List{Kind: f.Kind, ID: f.ListID, URL: f.Text, Title: f.Title, Channel: f.Channel, Total: f.Total}
	var all []core.ListEntry
	for _, e := range f.New {
		all = append(all, core.ListEntry{
			VideoID: e.VideoID, Title: e.Title, Channel: e.Channel, Duration: e.Duration, Number: e.Number, Thumbnail: thumbnailOf(e.VideoID),
		})
	}
	n.h.w.queue.MarkKnown(all, f.Wish)
	n.h.w.background.Later(func() { n.h.lists[core.AllUploads] = list })
	p := picker.Page{Title: f.Title, Author: f.Channel, Last: true}
	for _, e := range all {
		p.Entries = append(p.Entries, pickerEntry(e, f.Kind))
	}
	return p, nil
}

func thumbnailOf(videoID string) string {
	return "https://i.ytimg.com/vi/" + videoID + "/mqdefault.jpg"
}

// Download adds what was picked. All that was shown is offered no more: the person
// has looked at it.
func (h *newEntriesHost) Download(c picker.Choice) {
	var looked []string
	for _, e := range h.followed.New {
		looked = append(looked, e.VideoID)
	}
	h.w.queue.Following().Dismiss(h.followed.ID, looked...)
	c.Total = max(c.Total, h.followed.Total) // for the digits of the numbers
	h.pickerHost.Download(c)
}
