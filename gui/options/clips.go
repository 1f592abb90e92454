package options

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/timeline"
	"github.com/hilo-app/hilo/gui/widgets"
)

// clips is the part of the form that chooses clips of the video, with the slider or by
// typing times. Each clip is a download of its own.
type clips struct {
	d        *formHost
	all      fyne.CanvasObject
	length   *widgets.Label
	bar      *timeline.RangeSlider
	preview  *preview
	from     *timeEntry
	to       *timeEntry
	add      *widgets.Button
	list     *widgets.Wrap
	hint     *widgets.Label
	strip    *fyne.Container // has list while that stands beside the frame
	under    *fyne.Container // has list otherwise
	tags     []*clipTag      // in list
	single   *fyne.Container // hidden while chapters are chosen
	chapters *widgets.Button
}

func newClips(d *formHost) *clips {
	c := &clips{d: d}
	p := d.selection
	var marks []time.Duration
	for _, m := range p.offer.Chapters {
		if m.Start > 0 {
			marks = append(marks, m.Start)
		}
	}
	c.length = widgets.NewLabel("", theme.SizeSmall, false, theme.ColorDim)
	c.bar = timeline.NewRangeSlider(p.offer.Duration, marks, func(r timeline.Range) {
		clip := format.Clip(r)
		p.clips[p.clip] = clip
		p.mistake = ""
		c.from.SetTime(clip.From)
		c.to.SetTime(clip.To)
		d.changed()
	}, d.key)
	c.preview = newPreview(d, c.bar)
	c.from, c.to = newTimeEntry(lang.L("From"), c.typed, d.key), newTimeEntry(lang.L("To"), c.typed, d.key)
	c.add = widgets.NewButton(widgets.Outlined, lang.L("Add another clip"), nil, func() {
		p.addClip()
		c.inPlace(func() { c.selectClip(p.clip) })
		d.host.Canvas().Focus(c.bar.From) // this button may be disabled now
	})
	c.list = widgets.NewWrap(c.listWidth)
	c.under = container.NewStack()
	c.strip = container.NewWithoutLayout()
	c.hint = widgets.NewLabel(lang.L("The arrow keys go by one picture, with Shift by ten."), theme.SizeSmall, false, theme.ColorDim)
	c.preview.moved = func() { c.placeList(d.width()) }
	c.single = container.New(layout.NewCustomPaddedVBoxLayout(theme.Gap), c.line(), c.times(), c.under)
	all := container.New(layout.NewCustomPaddedVBoxLayout(theme.Gap), widgets.Labeled(lang.L("Part of the video"), c.length), c.single)
	if n := len(p.offer.Chapters); n > 0 {
		c.chapters = widgets.NewButton(widgets.Toggle, i18n.Count("One file for each of the {{.Count}} chapters", n), nil, nil)
		c.chapters.SetChosen(p.chapters)
		c.chapters.OnTapped = func() {
			p.chapters = !p.chapters
			c.chapters.SetChosen(p.chapters)
			p.mistake = ""
			c.selectClip(p.clip)
		}
		all.Add(widgets.Row(c.chapters))
	}
	c.all = all
	c.from.SetTime(p.clips[0].From)
	c.to.SetTime(p.clips[0].To)
	return c
}

// line returns the slider with what is over and under it. The preview comes last: it may
// lie over what is above.
func (c *clips) line() fyne.CanvasObject {
	all := []fyne.CanvasObject{c.bar}
	if len(c.d.selection.offer.Chapters) > 0 {
		all = append(all, c.preview.names)
	}
	below := container.New(layout.NewCustomPaddedVBoxLayout(0), all...)
	return widgets.ArrangeFixed(
		func() fyne.Size {
			return fyne.NewSize(0, c.preview.view.MinSize().Height+below.MinSize().Height)
		},
		func(s fyne.Size) {
			strip := c.preview.view.MinSize().Height
			widgets.Place(below, 0, strip, s.Width, s.Height-strip)
			widgets.Place(c.preview.view, 0, 0, s.Width, strip)
			widgets.Place(c.strip, 0, 0, s.Width, strip)
			c.placeList(s.Width)
		}, below, c.strip, c.preview.view)
}

// placeList puts the tags beside the frame, and under them how the keys move handles.
func (c *clips) placeList(width float32) {
	if len(c.strip.Objects) == 0 {
		return
	}
	from, free := c.preview.view.Free(width)
	widgets.Place(c.list, from, 0, free, c.list.MinSize().Height)
	const high = 18
	widgets.Place(c.hint, from, c.preview.view.MinSize().Height-high, free, high)
	widgets.SetVisible(c.hint, c.hint.Width() <= free)
}

// inPlace does what changes the height of the form over the slider, and scrolls so that
// the slider stays where it is.
func (c *clips) inPlace(do func()) {
	y := func() float32 { return fyne.CurrentApp().Driver().AbsolutePositionForObject(c.bar).Y }
	before := y()
	do()
	if by := y() - before; by != 0 {
		c.d.scrollBy(by)
	}
}

// side is the least width that is free beside a frame, in pixels.
func (c *clips) side() float32 { return (c.d.width()-timeline.FrameWidth)/2 - 24 }

// listWidth returns the width of the tags in pixels.
func (c *clips) listWidth() float32 {
	if len(c.strip.Objects) == 0 {
		return c.d.width()
	}
	_, free := c.preview.view.Free(c.d.width())
	return free
}

// times returns the line with the entries and the button for another clip.
func (c *clips) times() fyne.CanvasObject {
	fields := [2]fyne.CanvasObject{c.from.field(c.d.host.Theme()), c.to.field(c.d.host.Theme())}
	from, to := widgets.NewLabel(lang.L("From"), theme.SizeText, false, theme.ColorText), widgets.NewLabel(lang.L("To"), theme.SizeText, false, theme.ColorText)
	return widgets.Arrange(
		func() fyne.Size { return fyne.NewSize(0, theme.ControlHeight) },
		func(size fyne.Size) {
			x := float32(0)
			for i, name := range []*widgets.Label{from, to} {
				widgets.Place(name, x, 0, name.Width()+1, size.Height)
				x += name.Width() + theme.Gap
				widgets.Place(fields[i], x, 0, timeWidth, size.Height)
				x += timeWidth + theme.Gap
			}
			w := c.add.MinSize().Width
			widgets.Place(c.add, size.Width-w, 0, w, size.Height)
		}, from, fields[0], to, fields[1], c.add)
}

// selectClip makes the slider and the entries change another clip.
func (c *clips) selectClip(i int) {
	p := c.d.selection
	p.clip = i
	p.mistake = ""
	c.from.SetTime(p.clips[i].From)
	c.to.SetTime(p.clips[i].To)
	c.d.changed()
}

// typed takes the times that were typed, or says what is wrong with them.
func (c *clips) typed() {
	p := c.d.selection
	from, ok1 := format.ParseTime(c.from.Text)
	to, ok2 := format.ParseTime(c.to.Text)
	switch end := p.offer.Duration; {
	case !ok1 || !ok2:
		p.mistake = lang.L("Write a time like 1:30 or 1:02:03.")
	case to > end && i18n.Exact(to) != i18n.Exact(end):
		p.mistake = lang.L("The video ends at {{.Time}}.", i18n.With("Time", i18n.Exact(end)))
	case from >= to:
		p.mistake = lang.L("The start has to come before the end.")
	default:
		if p.mistake = ""; i18n.Exact(to) == i18n.Exact(end) {
			to = end
		}
		p.clips[p.clip] = format.Clip{From: from, To: to}
	}
	c.d.changed()
}

// show shows the selection.
func (c *clips) show() {
	p := c.d.selection
	now := p.clips[p.clip]
	var others []timeline.Range
	for i, o := range p.clips {
		if i != p.clip {
			others = append(others, timeline.Range(o))
		}
	}
	c.bar.Set(timeline.Range(now), others)
	c.preview.show()
	c.length.SetColor(theme.ColorDim)
	switch {
	case p.chapters:
		c.length.SetText("")
	case p.mistake != "":
		c.length.SetColor(theme.ColorBad)
		c.length.SetText(p.mistake)
	case !p.isPart():
		c.length.SetText(lang.L("the whole video"))
	case len(p.clips) > 1:
		c.length.SetText(i18n.Join(i18n.Count("{{.Count}} clips", len(p.clips)), i18n.Exact(p.length())))
	default:
		c.length.SetText(lang.L("{{.Got}} of {{.Whole}}", i18n.With("Got", i18n.Exact(p.length()), "Whole", i18n.Clock(p.offer.Duration))))
	}
	c.length.Refresh()
	widgets.SetEnabled(c.add, len(p.clips) < maxClips && !p.isWhole(now))
	c.showClips()
	widgets.SetVisible(c.single, !p.chapters)
	widgets.SetVisible(c.under, len(c.under.Objects) > 0)
}

// showClips shows a tag for each clip if there are several.
func (c *clips) showClips() {
	p := c.d.selection
	if len(p.clips) < 2 {
		c.tags = nil
		c.list.SetItems(nil)
		c.strip.Objects, c.under.Objects = nil, nil
		return
	}
	if len(c.tags) != len(p.clips) {
		c.tags = nil
		var views []fyne.CanvasObject
		for i := range p.clips {
			t := newClipTag(func() { c.selectClip(i) }, func() { p.dropClip(i); c.inPlace(func() { c.selectClip(p.clip) }) })
			c.tags = append(c.tags, t)
			views = append(views, t.view)
		}
		c.list.SetItems(views)
	}
	for i, t := range c.tags {
		t.set(i18n.During(p.clips[i].From, p.clips[i].To), i == p.clip)
	}
	c.showList()
}

// showList puts the tags beside the frame if they fit there, else under the times.
func (c *clips) showList() {
	widest := float32(0)
	for _, t := range c.tags {
		widest = max(widest, t.view.MinSize().Width)
	}
	c.strip.Objects, c.under.Objects = nil, []fyne.CanvasObject{c.list}
	if c.d.frames != nil && len(c.tags) <= tagsBeside && widest <= c.side() {
		c.strip.Objects, c.under.Objects = []fyne.CanvasObject{c.list, c.hint}, nil
		c.placeList(c.d.width())
	}
	c.list.Refresh()
}

// clipTag is one of several clips, to select or to remove.
type clipTag struct {
	view   *fyne.Container
	body   *widgets.Button
	remove *widgets.Button
}

func newClipTag(choose, remove func()) *clipTag {
	t := &clipTag{
		body:   widgets.NewButton(widgets.Tag, "", nil, choose),
		remove: widgets.NewIconButton(lang.L("Remove"), theme.IconClose, nil, remove),
	}
	t.view = widgets.Arrange(
		func() fyne.Size {
			return fyne.NewSize(t.body.MinSize().Width+theme.ControlHeight-theme.Gap, theme.ControlHeight)
		},
		func(s fyne.Size) {
			widgets.Place(t.body, 0, 0, s.Width, s.Height)
			widgets.Place(t.remove, s.Width-theme.ControlHeight, 0, theme.ControlHeight, theme.ControlHeight)
		}, t.body, t.remove)
	return t
}

func (t *clipTag) set(label string, chosen bool) {
	t.body.SetChosen(chosen)
	t.body.SetText(label)
}

const (
	timeWidth  = 92
	tagsBeside = 2 // more than these stand under the times
)

// timeEntry is an entry for a time within the video.
type timeEntry struct {
	widget.Entry
	name    string // spoken
	key     func(*fyne.KeyEvent)
	focus   func(bool) // the focus was gained or lost
	setting bool       // the text is set and not typed
}

var (
	_ fyne.Accessible = (*timeEntry)(nil)
	_ fyne.Focusable  = (*timeEntry)(nil)
)

func newTimeEntry(name string, typed func(), key func(*fyne.KeyEvent)) *timeEntry {
	t := &timeEntry{name: name, key: key}
	t.OnChanged = func(string) {
		if !t.setting {
			typed()
		}
	}
	t.ExtendBaseWidget(t)
	return t
}

func (t *timeEntry) field(base fyne.Theme) *widgets.EntryFrame {
	f := widgets.NewEntryFrame(t, base, theme.ColorBackground, theme.Radius, theme.SizeText, 8)
	t.focus = f.SetFocused
	return f
}

// AccessibilityLabel returns what a screen reader says of the entry: its name and time.
func (t *timeEntry) AccessibilityLabel() string { return i18n.List(t.name, t.Text) }

// AccessibilityRole returns as what a screen reader announces the entry.
func (t *timeEntry) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// FocusGained shows that the entry has the focus.
func (t *timeEntry) FocusGained() {
	t.Entry.FocusGained()
	t.focus(true)
}

// FocusLost shows that the entry has lost the focus.
func (t *timeEntry) FocusLost() {
	t.Entry.FocusLost()
	t.focus(false)
}

// SetTime shows a time.
func (t *timeEntry) SetTime(d time.Duration) {
	t.setting = true
	t.SetText(i18n.Exact(d))
	t.setting = false
}

// TypedKey leaves Enter and Escape to the dialog.
func (t *timeEntry) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyEscape:
		t.key(e)
	default:
		t.Entry.TypedKey(e)
	}
}
