package picker

import (
	"context"
	"errors"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/widgets"
)

// Dialog is where the videos of a list are picked, and one quality for all of them.
// It opens at once and fills while the list is read.
type Dialog struct {
	*state
	card  *widgets.Dialog
	stop  context.CancelFunc     // ends the reading
	tabs  map[core.Tab]*contents // of a channel, those that were opened
	stale bool                   // entries were added that are not shown

	view *parts
}

// Open opens the picker and begins to read the list.
func Open(h Host, r Request) *Dialog {
	d := &Dialog{state: &state{host: h, request: r, choice: r.Base, contents: newContents(r, h.Read(r))}}
	d.do = d.actions()
	d.tabs = map[core.Tab]*contents{r.Tab: d.contents}
	d.view = newParts(h.Theme(), h.Tooltip(), r, d.selection, d.do)
	d.card = widgets.NewDialog(h.Theme(), d.view.content, container.NewVScroll(widget.NewLabel("")),
		func() fyne.Size { return fyne.NewSize(dialogWidth, dialogHeight) }, d.view.focusable()...)
	ctx, stop := context.WithCancel(h.Context())
	d.stop = stop
	h.Show(d.card, d, func() { d.stop() })
	h.Canvas().Focus(d.view.list)
	d.refresh()
	d.read(ctx)
	return d
}

// someItems returns the menu of how many are ticked, with all and none if there is no
// space for their buttons.
func (d *Dialog) someItems() []widgets.MenuItem {
	items := someItems(d.request.Kind, d.tickSome)
	if d.view.all.Visible() {
		return items
	}
	return append([]widgets.MenuItem{
		{Label: d.view.all.Label(), Do: d.view.all.Press}, {Label: d.view.none.Label(), Do: d.view.none.Press}, {},
	}, items...)
}

// actions returns what the widgets do.
func (d *Dialog) actions() actions {
	return actions{
		readOn: d.readOn, search: d.search, pickFolder: d.pickFolder, filter: d.setFilter,
		showLengths: func() { showMenu(lengthItems(d.length, d.setLength), d.view.length) },
		showOrders: func() {
			showMenu(orderItems(d.request.Kind, sorting{d.order, d.request.Filter}, d.setSorting), d.view.order)
		},
		showSome:      func() { showMenu(d.someItems(), d.view.some) },
		showSubtitles: func() { showMenu(subtitleItems(d.choice.Subtitles.Languages, d.setSubtitles), d.view.subtitles) },
		showTab:       d.showTab, back: d.back, open: d.openList, follow: d.showFollow,
		toggleFolder:  func() { d.request.Folder = !d.request.Folder; d.showTicks() },
		toggleNumbers: func() { d.request.Numbered = !d.request.Numbered; d.showTicks() },
		ticked:        d.showTicks, focusList: d.focusList, close: d.host.Close, download: d.download,
		tickAll: d.tickAll,
		setWish: d.setWish,
		key:     d.Key, picture: d.picture,
	}
}

// read reads pages until the list is complete, of a search only one.
func (d *Dialog) read(ctx context.Context) {
	d.reading, d.problem = true, nil
	d.refresh()
	reader, kind := d.reader, d.request.Kind
	d.host.Go(func() {
		for {
			page, err := reader.Next(ctx)
			if ctx.Err() != nil {
				return
			}
			ended := err != nil || page.Last || kind == Search
			d.host.Later(func() {
				if ctx.Err() == nil {
					d.add(page, err, ended)
				}
			})
			if ended {
				return
			}
		}
	})
}

// add shows a page that was read, or why it could not be.
func (d *Dialog) add(p Page, err error, ended bool) {
	d.reading = !ended
	if err != nil {
		d.host.Log().Info("list not read", "text", d.request.Text, "entries", len(d.selection.all), "err", err)
		if !errors.As(err, &d.problem) {
			d.problem = &core.Problem{Class: core.Unknown, Err: err}
		}
		d.refresh()
		return
	}
	first := len(d.selection.all) == 0
	d.contents.add(p)
	if first || ended {
		d.refresh()
		return
	}
	d.stale = true // pages that arrive together are shown together
}

// readOn reads the next page of a search, or tries the page again that failed.
func (d *Dialog) readOn() {
	if d.reading {
		return
	}
	ctx, stop := context.WithCancel(d.host.Context())
	before := d.stop
	d.stop = func() { before(); stop() }
	d.read(ctx)
}

// search looks for other words.
func (d *Dialog) search() {
	words := i18n.Plain(d.view.query.Text)
	if words == "" || words == d.request.Text {
		d.focusList()
		return
	}
	d.request.Text = words
	d.searchAnew()
}

// searchAnew asks YouTube with the words and the filter of the request.
func (d *Dialog) searchAnew() {
	d.stop()
	d.show(newContents(d.request, d.host.Read(d.request)))
}

// showTab opens a tab of a channel. What was read and ticked in the others stays.
func (d *Dialog) showTab(t core.Tab) {
	if t == d.request.Tab {
		return
	}
	d.stop()
	d.request.Tab = t
	if d.tabs[t] == nil {
		d.tabs[t] = newContents(d.request, d.host.Read(d.request))
	}
	d.view.tabs.set(t)
	d.show(d.tabs[t])
}

// show shows other contents, and reads on in them.
func (d *Dialog) show(c *contents) {
	d.contents, d.some = c, ""
	d.view.list.selection = c.selection
	d.setFilter()
	ctx, stop := context.WithCancel(d.host.Context())
	d.stop = stop
	if !c.complete && c.problem == nil {
		d.read(ctx)
	}
	d.focusList()
}

// openList opens the playlist that an entry is.
func (d *Dialog) openList(e Entry) {
	from := d.request
	from.Base = d.choice
	d.host.Open(Request{Text: e.List, Kind: Playlist, Base: d.choice, Dir: d.request.Dir, Back: &from})
}

// back opens the channel that has the playlist.
func (d *Dialog) back() {
	r := *d.request.Back
	r.Base, r.Dir = d.choice, d.request.Dir
	d.host.Open(r)
}

func (d *Dialog) focusList() { d.host.Canvas().Focus(d.view.list) }

// picture returns the thumbnail of an entry once it was loaded.
func (d *Dialog) picture(e Entry) image.Image { return d.host.Thumbnail(e.Thumbnail) }

// setFilter shows the entries that the filter and the length menu leave.
func (d *Dialog) setFilter() {
	words := ""
	if d.request.Kind != Search {
		words = d.view.filter.Text
	}
	d.selection.order = d.order
	d.selection.filter(words, d.length)
	d.view.list.current = 0
	d.view.list.ScrollToTop()
	d.refresh()
}

// Choice returns what is picked now.
func (d *Dialog) Choice() Choice {
	return Choice{Request: d.request, Title: d.title, Total: d.announced(), Entries: d.selection.chosen(), Wish: d.choice}
}

// download closes the dialog and downloads what is ticked.
func (d *Dialog) download() {
	if c := d.Choice(); len(c.Entries) > 0 {
		d.host.Close()
		d.host.Download(c)
	}
}

// Key closes with Escape and downloads with Enter: the window and what has the focus
// pass those keys on.
func (d *Dialog) Key(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyEscape:
		d.host.Close()
	case fyne.KeyReturn, fyne.KeyEnter:
		if e, ok := d.view.list.currentEntry(); ok && e.List != "" {
			d.openList(e)
			return
		}
		d.view.start.Press()
	}
}

// Update shows what became known since: entries, thumbnails, the free space. Call it
// regularly.
func (d *Dialog) Update() {
	if d.stale {
		d.stale = false
		d.view.showHead(d.state)
		d.view.showList(d.state)
		d.showTicks()
	}
	if d.host.Free(d.request.Dir) != d.free {
		d.showTicks()
	}
	d.view.showPicture(d.state)
	d.view.list.showPictures()
}

// refresh shows what changed: ticks, a page, a choice.
func (d *Dialog) refresh() {
	d.view.showHead(d.state)
	d.view.showList(d.state)
	d.view.showSums(d.state)
	d.card.Refresh()
}

// showTicks shows what is ticked, after a change of it or of what is made of it.
func (d *Dialog) showTicks() {
	d.view.showSums(d.state)
	content := d.view.content
	content.Layout.Layout(content.Objects, content.Size())
}

func (d *Dialog) tickAll(on bool) {
	d.selection.setAll(on)
	d.some = ""
	d.view.list.show()
}

// tickSome ticks the first or the last entries. The button of the menu says the name of
// the choice.
func (d *Dialog) tickSome(name string, n int, fromEnd bool) {
	d.selection.only(n, fromEnd)
	d.some = name
	d.refresh()
}

func (d *Dialog) setLength(l length) {
	d.length = l
	d.setFilter()
}

// setSorting sorts what was read, and asks YouTube again where it is another search.
func (d *Dialog) setSorting(s sorting) {
	d.order = s.order
	if s.filter != d.request.Filter {
		d.request.Filter = s.filter
		d.searchAnew()
		return
	}
	d.setFilter()
}

// setSubtitles chooses the languages of subtitles, and where they go as in the settings.
func (d *Dialog) setSubtitles(languages string) {
	place := d.request.Base.Subtitles
	d.choice.Subtitles = format.Subtitles{}
	if languages != "" {
		d.choice.Subtitles = format.Subtitles{Languages: languages, Generated: place.Generated, File: place.File || !place.Embed, Embed: place.Embed}
	}
	d.showTicks()
}

func (d *Dialog) pickFolder() {
	d.host.PickFolder(d.request.Dir, func(dir string) {
		d.request.Dir, d.request.DirOf = dir, nil
		d.refresh()
	})
}

// setWish chooses what is made of the videos, and with it the folder of that kind
// unless another one was picked.
func (d *Dialog) setWish(w format.Wish) {
	w.Subtitles = d.choice.Subtitles // the bar has none
	d.choice = w
	if d.request.DirOf != nil {
		d.request.Dir = d.request.DirOf(w.Kind)
	}
	d.showTicks()
}

// showFollow opens the menu of how new entries of the list are followed. It does
// nothing if the list is followed already.
func (d *Dialog) showFollow() {
	if _, followed := d.host.CanFollow(d.request); !followed {
		showMenu(followItems(d.follow), d.view.follow)
	}
}

// follow follows the list. With older, entries that are in it now and were not
// downloaded are new as well.
func (d *Dialog) follow(automatic, older bool) {
	f := Followed{Choice: d.Choice(), Author: d.author, Automatic: automatic, Complete: older || d.complete && d.request.Kind != Search}
	for _, e := range d.selection.all {
		if !older || e.Here {
			f.Present = append(f.Present, e.ID)
		}
	}
	problem := d.host.Follow(f)
	d.refresh()
	if problem != "" {
		d.view.when.SetText(problem)
	}
}
