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

	reader    Reader
	reading   bool
	complete  bool
	problem   *core.Problem // why the reading stopped
	title     string
	author    string
	total     int    // announced
	address   string // of the thumbnail
	selection *selection
	length    length

	view *parts
}

// Open opens the picker and begins to read the list.
func Open(h Host, r Request) *Dialog {
	d := &Dialog{host: h, request: r, choice: r.Base, selection: newSelection(r.Kind != Search)}
	d.view = newParts(h.Theme(), h.Tooltip(), r, d.selection, d.actions())
	d.card = widgets.NewDialog(h.Theme(), d.view.content, container.NewVScroll(widget.NewLabel("")),
		func() fyne.Size { return fyne.NewSize(dialogWidth, dialogHeight) }, d.view.focusable()...)
	ctx, stop := context.WithCancel(h.Context())
	d.stop = stop
	d.reader = h.Read(r)
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
		showLengths: d.showLengths, showSome: d.showSome, follow: d.showFollow,
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
	d.host.Go(func() {
		for {
			page, err := d.reader.Next(ctx)
			if ctx.Err() != nil {
				return
			}
			ended := err != nil || page.Last || d.request.Kind == Search
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
	d.complete = d.complete || p.Last
	if p.Title != "" {
		d.title = p.Title
	}
	if p.Author != "" {
		d.author = p.Author
	}
	if p.Thumbnail != "" {
		d.address = p.Thumbnail
	}
	d.total = max(d.total, p.Total)
	d.selection.add(p.Entries)
	if d.address == "" && len(d.selection.all) > 0 {
		d.address = d.selection.all[0].Thumbnail
	}
	d.refresh()
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
	d.selection = newSelection(false)
	d.view.list.selection = d.selection
	d.view.list.current = 0
	d.selection.filter("", d.length)
	d.complete, d.total = false, 0
	d.reader = d.host.Read(d.request)
	ctx, stop := context.WithCancel(d.host.Context())
	d.stop = stop
	d.read(ctx)
	d.focusList()
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
	d.selection.filter(words, d.length)
	d.view.list.current = 0
	d.view.list.ScrollToTop()
	d.refresh()
}

// Choice returns what is picked now.
func (d *Dialog) Choice() Choice {
	return Choice{Request: d.request, Title: d.title, Total: max(d.total, len(d.selection.all)), Entries: d.selection.chosen(), Wish: d.choice}
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
		d.view.start.Press()
	}
}

// Update shows thumbnails once they were loaded. Call it regularly.
func (d *Dialog) Update() {
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
	if n := max(d.total, len(d.selection.all)); n > 0 && d.request.Kind != Search {
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
	got, u := len(d.selection.all), d.selection.sums
	total := max(d.total, got)
	text := ""
	switch {
	case d.reading && got == 0:
		text = lang.L("Asking YouTube what there is…")
	case d.problem != nil, d.reading:
		text = lang.L("{{.Got}} of {{.Total}} so far", i18n.With("Got", got, "Total", total))
	case u.barred > 0 || got < total:
		text = lang.L("{{.Got}} of {{.Total}}", i18n.With("Got", got-u.barred, "Total", total))
		text = i18n.Join(text, i18n.Count("{{.Count}} can't be downloaded", total-got+u.barred))
	case got > 0:
		text = lang.L("Complete")
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
	d.view.place(d.view.content.Size())
}

// showSums shows what is ticked, and what it will take.
func (d *Dialog) showSums() {
	v, u := d.view, d.selection.sums
	bytes := bytesOf(d.choice, u.length())
	free := d.host.Free(d.request.Dir)
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
	lengths := lengthNames()
	v.length.SetText(lengths[d.length])
	v.length.SetChosen(d.length != anyLength)
}

// example returns where the first file is saved.
func (d *Dialog) example() string {
	first, ok := d.selection.first()
	if !ok || d.request.Kind == Search {
		return ""
	}
	c := Choice{Request: d.request, Title: d.title, Total: max(d.total, len(d.selection.all)), Entries: []Entry{first}, Wish: d.choice}
	return i18n.Plain(i18n.FolderName(d.request.Dir) + " / " + d.host.Example(c))
}

func (d *Dialog) tickAll(on bool) {
	d.selection.setAll(on)
	d.refresh()
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
	var items []*fyne.MenuItem
	for i, name := range lengthNames() {
		item := fyne.NewMenuItem(name, func() { d.length = length(i); d.setFilter() })
		item.Checked = d.length == length(i)
		items = append(items, item)
	}
	showMenu(items, d.view.length)
}

// showSome opens the menu of how many entries to tick.
func (d *Dialog) showSome() {
	var items []*fyne.MenuItem
	add := func(sentence string, fromEnd bool) {
		for _, n := range someNumbers {
			items = append(items, fyne.NewMenuItem(i18n.Count(sentence, n), func() { d.selection.only(n, fromEnd); d.refresh() }))
		}
	}
	if d.request.Kind == Channel {
		add(i18n.Key("Newest {{.Count}}"), false)
	} else {
		add(i18n.Key("First {{.Count}}"), false)
		items = append(items, fyne.NewMenuItemSeparator())
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
	showMenu([]*fyne.MenuItem{
		fyne.NewMenuItem(lang.L("Offer new videos"), func() { d.follow(false, false) }),
		fyne.NewMenuItem(lang.L("Download new videos by themselves"), func() { d.follow(true, false) }),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(lang.L("Offer also what is not here yet"), func() { d.follow(false, true) }),
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
