package picker

import (
	"context"
	"errors"
	"image"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/downloads"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// Dialog is where the videos of a list are picked, and one quality for all of them.
// It opens at once and fills while the list is read.
type Dialog struct {
	host    Host
	request Request
	choice  format.Wish
	card    *widgets.Dialog
	stop    context.CancelFunc // ends the reading

	*contents                        // of the tab that is open
	tabs      map[core.Tab]*contents // of a channel, those that were opened
	length    length
	order     order
	free      int64 // bytes, as shown
	stale     bool  // entries were added that are not shown

	view *parts
}

// Open opens the picker and begins to read the list.
func Open(h Host, r Request) *Dialog {
	d := &Dialog{host: h, request: r, choice: r.Base, contents: newContents(r, h.Read(r))}
	d.tabs = map[core.Tab]*contents{r.Tab: d.contents}
	d.view = newParts(h.Theme(), h.Tooltip(), r, d.selection, d.actions())
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

// actions returns what the widgets do.
func (d *Dialog) actions() actions {
	return actions{
		readOn: d.readOn, search: d.search, pickFolder: d.pickFolder, filter: d.setFilter,
		showLengths: d.showLengths, showOrders: d.showOrders, showTab: d.showTab, back: d.back, open: d.openList, showSome: d.showSome, follow: d.showFollow,
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
	d.stop()
	d.request.Text = words
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
	d.contents = c
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
		d.showHead()
		d.showList()
		d.showTicks()
	}
	if d.host.Free(d.request.Dir) != d.free {
		d.showTicks()
	}
	d.view.deck.set(d.host.Thumbnail(d.address), d.badge())
	d.view.list.showPictures()
}

// refresh shows what changed: ticks, a page, a choice.
func (d *Dialog) refresh() {
	d.showHead()
	d.showList()
	d.showSums()
	d.card.Refresh()
}

func (d *Dialog) badge() string {
	if n := d.announced(); n > 0 && d.request.Kind != Search && d.request.Tab != core.PlaylistsTab {
		return i18n.Count("{{.Count}} videos", n)
	}
	return ""
}

func (d *Dialog) showHead() {
	v := d.view
	kinds := map[Kind]string{Playlist: lang.L("playlist"), Channel: lang.L("channel"), Search: ""}
	title := d.title
	if title == "" {
		title = i18n.ShortAddress(d.request.Text)
	}
	v.title.SetText(i18n.Plain(title))
	v.meta.SetText(i18n.Join(i18n.Plain(d.author), kinds[d.request.Kind]))
	v.deck.set(d.host.Thumbnail(d.address), d.badge())
	got, text := len(d.selection.all), d.progress()
	if d.request.Given {
		text = i18n.Count("{{.Count}} new", got)
	}
	v.progress.SetText(text)
	v.progress.SetColor(theme.ColorDim)
	if d.problem != nil && got > 0 {
		v.progress.SetText(i18n.Join(text, downloads.Explain(d.problem).Sentence))
		v.progress.SetColor(theme.ColorBad)
	}
	can, followed := d.host.CanFollow(d.request)
	widgets.SetVisible(v.follow, can && got > 0)
	v.follow.SetChosen(followed)
	v.follow.SetText(lang.L("Follow"))
	if followed {
		v.follow.SetText(lang.L("Following"))
	}
	widgets.SetVisible(v.again, d.problem != nil && got > 0)
}

// showList shows the list, or why there is nothing in it.
func (d *Dialog) showList() {
	v := d.view
	text, tone := "", widgets.Neutral
	switch {
	case len(d.selection.shown) > 0:
	case len(d.selection.all) > 0:
		text = lang.L("Nothing in the list fits the filter.")
	case d.problem != nil:
		text, tone = downloads.Explain(d.problem).Sentence, widgets.Error
	case !d.reading && d.request.Kind == Search:
		text = lang.L("YouTube found nothing.")
	case !d.reading:
		text = lang.L("There is nothing in this list.")
	}
	v.empty.Set(text, tone)
	widgets.SetVisible(v.empty, text != "")
	widgets.SetVisible(v.list, text == "")
	v.list.Refresh()
}

// showTicks shows what is ticked, after a change of it or of what is made of it.
func (d *Dialog) showTicks() {
	d.showSums()
	content := d.view.content
	content.Layout.Layout(content.Objects, content.Size())
}

// showSums shows what is ticked, and what it will take.
func (d *Dialog) showSums() {
	v, u := d.view, d.selection.sums
	bytes := bytesOf(d.choice, u.length())
	free := d.host.Free(d.request.Dir)
	d.free = free
	v.ticked.SetText(i18n.Count("{{.Count}} ticked", u.count))
	rest := ""
	if u.here > 0 {
		rest = i18n.Count("{{.Count}} are already here", u.here)
	}
	v.rest.SetText(rest)
	v.sum.SetColor(theme.ColorText)
	v.when.SetColor(theme.ColorDim)
	var sum, when string
	switch {
	case u.count == 0 && d.request.Kind == Search && len(d.selection.all) > 0:
		sum = i18n.Count("{{.Count}} results from YouTube", len(d.selection.all))
		when = lang.L("Tick what you want.")
	case d.request.Tab == core.PlaylistsTab && len(d.selection.all) > 0:
		when = lang.L("Open a playlist to see what is in it.")
	case u.count == 0 && len(d.selection.all) > 0:
		when = lang.L("Tick what you want.")
	case u.count == 0:
	default:
		f := d.host.Forecast(u.count, bytes)
		sum = i18n.Join(i18n.Count("{{.Count}} videos", u.count), "≈"+i18n.NBSP+i18n.Size(bytes), i18n.About(f.Takes))
		when = i18n.LastHere(f.Last, time.Now())
		if free > 0 {
			when = i18n.Join(lang.L("{{.Size}} free", i18n.With("Size", i18n.Size(free))), when)
		}
		if free > 0 && bytes > free {
			v.when.SetColor(theme.ColorBad)
		}
	}
	v.sum.SetText(sum)
	v.when.SetText(when)
	v.folder.SetText(i18n.FolderName(d.request.Dir))
	v.folder.Hint = i18n.Plain(d.request.Dir)
	v.ownFolder.SetChosen(d.request.Folder)
	v.numbers.SetChosen(d.request.Numbered)
	v.path.SetText(d.example())
	label := lang.L("Download")
	if u.count > 0 {
		label = i18n.Count("Download {{.Count}}", u.count)
	}
	v.start.SetText(label)
	v.start.OnTapped = d.download
	widgets.SetEnabled(v.start, u.count > 0)
	if d.problem != nil && len(d.selection.all) == 0 {
		v.start.SetText(lang.L("Try again"))
		v.start.OnTapped = d.readOn
		widgets.SetEnabled(v.start, downloads.Explain(d.problem).Remedy == downloads.RemedyRetry)
	}
	widgets.SetVisible(v.more, d.request.Kind == Search && !d.complete && !d.reading && d.problem == nil)
	d.showFilters()
}

// showFilters shows the choices of the menus.
func (d *Dialog) showFilters() {
	v := d.view
	lengths := lengthNames()
	v.length.SetText(lengths[d.length])
	v.length.SetChosen(d.length != anyLength)
	for _, b := range []*widgets.Button{v.length, v.all, v.none, v.some} {
		widgets.SetEnabled(b, d.request.Tab != core.PlaylistsTab)
	}
	if d.request.Kind == Search {
		v.order.SetText(orderNames(Search)[d.order])
	}
	v.order.SetChosen(d.order != listOrder)
}

// example returns where the first file is saved.
func (d *Dialog) example() string {
	first, ok := d.selection.first()
	if !ok || d.request.Kind == Search || first.List != "" {
		return ""
	}
	c := Choice{Request: d.request, Title: d.title, Total: d.announced(), Entries: []Entry{first}, Wish: d.choice}
	return i18n.Plain(i18n.FolderName(d.request.Dir) + " / " + d.host.Example(c))
}

func (d *Dialog) tickAll(on bool) {
	d.selection.setAll(on)
	d.view.list.show()
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
	d.choice = w
	if d.request.DirOf != nil {
		d.request.Dir = d.request.DirOf(w.Kind)
	}
	d.showTicks()
}

// showLengths opens the length menu.
func (d *Dialog) showLengths() {
	var items []widgets.MenuItem
	for i, name := range lengthNames() {
		items = append(items, widgets.Choice(name, d.length == length(i), func() { d.length = length(i); d.setFilter() }))
	}
	showMenu(items, d.view.length)
}

// showOrders opens the menu of the orders.
func (d *Dialog) showOrders() {
	var items []widgets.MenuItem
	for i, name := range orderNames(d.request.Kind) {
		if d.request.Kind == Search && order(i) == reversed {
			continue // nobody wants the worst match first
		}
		items = append(items, widgets.Choice(name, d.order == order(i), func() { d.order = order(i); d.setFilter() }))
	}
	showMenu(items, d.view.order)
}

// showSome opens the menu of how many entries to tick.
func (d *Dialog) showSome() {
	var items []widgets.MenuItem
	add := func(sentence string, fromEnd bool) {
		for _, n := range someNumbers {
			items = append(items, widgets.MenuItem{Label: i18n.Count(sentence, n), Do: func() { d.selection.only(n, fromEnd); d.refresh() }})
		}
	}
	if d.request.Kind == Channel {
		add(i18n.Key("Newest {{.Count}}"), false)
	} else {
		add(i18n.Key("First {{.Count}}"), false)
		items = append(items, widgets.MenuItem{})
		add(i18n.Key("Last {{.Count}}"), true)
	}
	showMenu(items, d.view.some)
}

// showFollow opens the menu of how new entries of the list are followed. It does
// nothing if the list is followed already.
func (d *Dialog) showFollow() {
	if _, followed := d.host.CanFollow(d.request); followed {
		return
	}
	showMenu([]widgets.MenuItem{
		{Label: lang.L("Offer new videos"), Do: func() { d.follow(false, false) }},
		{Label: lang.L("Download new videos by themselves"), Do: func() { d.follow(true, false) }},
		{},
		{Label: lang.L("Offer also what is not here yet"), Do: func() { d.follow(false, true) }},
	}, d.view.follow)
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
