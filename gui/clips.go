package gui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/core/format"
)

// clips chooses the parts of a video: with the handles, or typed. Several parts
// are several downloads.
type clips struct {
	s        *sheet
	all      fyne.CanvasObject
	length   *text
	bar      *clipBar
	from     *timeEntry
	to       *timeEntry
	another  *button
	list     *flow
	parts    *fyne.Container // what there is no use for when chapters are
	chapters *button
}

func newClips(s *sheet) *clips {
	c := &clips{s: s}
	p := s.plan
	var marks []time.Duration
	for _, m := range p.offer.Chapters {
		if m.Start > 0 {
			marks = append(marks, m.Start)
		}
	}
	c.length = newLabel("", sizeSmall, false, colorDim)
	c.bar = newClipBar(p.offer.Duration, marks, func(clip format.Clip) {
		p.clips[p.clip] = clip
		s.mistake = ""
		c.from.say(clip.From)
		c.to.say(clip.To)
		s.priced()
	}, s.key)
	c.from, c.to = newTimeEntry(c.typed, s.key), newTimeEntry(c.typed, s.key)
	fields := [2]fyne.CanvasObject{c.from.field(s.w.look), c.to.field(s.w.look)}
	c.another = newButton(outlined, lang.L("Add another clip"), nil, func() {
		p.addClip()
		c.turn(p.clip)
		s.w.win.Canvas().Focus(c.bar.from) // this button may be of no use now
	})
	c.list = newFlow(s.width)
	from, to := newLabel(lang.L("From"), sizeText, false, colorText), newLabel(lang.L("To"), sizeText, false, colorText)
	times := arrange(
		func() fyne.Size { return fyne.NewSize(0, target) },
		func(size fyne.Size) {
			x := float32(0)
			for i, name := range []*text{from, to} {
				put(name, x, 0, name.width()+1, size.Height)
				x += name.width() + gap
				put(fields[i], x, 0, timeWidth, size.Height)
				x += timeWidth + gap
			}
			w := c.another.MinSize().Width
			put(c.another, size.Width-w, 0, w, size.Height)
		}, from, fields[0], to, fields[1], c.another)
	c.parts = container.New(layout.NewCustomPaddedVBoxLayout(gap), c.bar, times, c.list)
	all := container.New(layout.NewCustomPaddedVBoxLayout(gap), line(lang.L("Part of the video"), c.length), c.parts)
	if n := len(p.offer.Chapters); n > 0 {
		c.chapters = newButton(toggle, count("One file for each of the {{.Count}} chapters", n), nil, nil)
		c.chapters.choose(p.chapters)
		c.chapters.tapped = func() {
			p.chapters = !p.chapters
			c.chapters.choose(p.chapters)
			s.mistake = ""
			c.turn(p.clip)
		}
		all.Add(container.NewHBox(c.chapters))
	}
	c.all = all
	c.from.say(p.clips[0].From)
	c.to.say(p.clips[0].To)
	return c
}

// turn goes to another clip.
func (c *clips) turn(i int) {
	p := c.s.plan
	p.clip = i
	c.s.mistake = ""
	c.from.say(p.clips[i].From)
	c.to.say(p.clips[i].To)
	c.s.priced()
}

// typed takes the times that were typed, if they make sense.
func (c *clips) typed() {
	p := c.s.plan
	from, ok1 := format.ParseTime(c.from.Text)
	to, ok2 := format.ParseTime(c.to.Text)
	switch end := p.offer.Duration; {
	case !ok1 || !ok2:
		c.s.mistake = lang.L("Write a time like 1:30 or 1:02:03.")
	case to > end && exact(to) != exact(end):
		c.s.mistake = lang.L("The video ends at {{.Time}}.", with("Time", exact(end)))
	case from >= to:
		c.s.mistake = lang.L("The start has to come before the end.")
	default:
		if c.s.mistake = ""; exact(to) == exact(end) {
			to = end
		}
		p.clips[p.clip] = format.Clip{From: from, To: to}
	}
	c.s.priced()
}

// show shows the chosen clips.
func (c *clips) show() {
	p := c.s.plan
	now := p.clips[p.clip]
	var others []format.Clip
	for i, o := range p.clips {
		if i != p.clip {
			others = append(others, o)
		}
	}
	c.bar.set(now, others)
	c.length.color = colorDim
	switch {
	case p.chapters:
		c.length.set("")
	case c.s.mistake != "":
		c.length.color = colorBad
		c.length.set(c.s.mistake)
	case !p.cut():
		c.length.set(lang.L("the whole video"))
	case len(p.clips) > 1:
		c.length.set(join(count("{{.Count}} clips", len(p.clips)), exact(p.length())))
	default:
		c.length.set(lang.L("{{.Got}} of {{.Whole}}", with("Got", exact(p.length()), "Whole", clock(p.offer.Duration))))
	}
	c.length.Refresh()
	enable(c.another, len(p.clips) < maxClips && !p.whole(now))
	c.chips()
	show(c.parts, !p.chapters)
	show(c.list, len(p.clips) > 1)
}

// chips are the clips when there are several: press one to change it.
func (c *clips) chips() {
	p := c.s.plan
	if len(p.clips) < 2 {
		c.list.fill(nil)
		return
	}
	if len(c.list.all) != len(p.clips) {
		var all []fyne.CanvasObject
		for i := range p.clips {
			all = append(all, newClipChip(func() { c.turn(i) }, func() { p.dropClip(i); c.turn(p.clip) }))
		}
		c.list.fill(all)
	}
	for i, o := range c.list.all {
		if x, ok := o.(*clipChip); ok {
			x.set(during(p.clips[i].From, p.clips[i].To), i == p.clip)
		}
	}
	c.list.Refresh()
}

// clipChip is one of several clips, to turn to or to drop.
type clipChip struct {
	widget.BaseWidget
	body  *button
	cross *button
}

func newClipChip(turn, drop func()) *clipChip {
	x := &clipChip{body: newButton(pill, "", nil, turn), cross: newIcon(lang.L("Remove"), iconClose, nil, drop)}
	x.ExtendBaseWidget(x)
	return x
}

func (x *clipChip) set(label string, chosen bool) {
	x.body.choose(chosen)
	x.body.setText(label)
}

// CreateRenderer is part of fyne.Widget.
func (x *clipChip) CreateRenderer() fyne.WidgetRenderer { return &clipChipRenderer{x} }

type clipChipRenderer struct{ x *clipChip }

func (r *clipChipRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.x.body, r.x.cross}
}
func (r *clipChipRenderer) Destroy() {}
func (r *clipChipRenderer) MinSize() fyne.Size {
	return fyne.NewSize(r.x.body.MinSize().Width+target-gap, target)
}

func (r *clipChipRenderer) Layout(s fyne.Size) {
	put(r.x.body, 0, 0, s.Width, s.Height)
	put(r.x.cross, s.Width-target, 0, target, s.Height)
}

func (r *clipChipRenderer) Refresh() { r.Layout(r.x.Size()) }

const timeWidth = 92

// timeEntry is a place in the video, to be typed.
type timeEntry struct {
	widget.Entry
	key    func(*fyne.KeyEvent)
	focus  func(bool) // came or went
	saying bool       // the text is not typed
}

func newTimeEntry(typed func(), key func(*fyne.KeyEvent)) *timeEntry {
	t := &timeEntry{key: key}
	t.Scroll = fyne.ScrollNone // the sheet scrolls
	t.OnChanged = func(string) {
		if !t.saying {
			typed()
		}
	}
	t.ExtendBaseWidget(t)
	return t
}

func (t *timeEntry) field(base fyne.Theme) *field {
	f := newField(t, base, colorBackground, radius, sizeText, 8)
	t.focus = f.focus
	return f
}

// FocusGained is part of fyne.Focusable.
func (t *timeEntry) FocusGained() {
	t.Entry.FocusGained()
	t.focus(true)
}

// FocusLost is part of fyne.Focusable.
func (t *timeEntry) FocusLost() {
	t.Entry.FocusLost()
	t.focus(false)
}

// say shows a time.
func (t *timeEntry) say(d time.Duration) {
	t.saying = true
	t.SetText(exact(d))
	t.saying = false
}

// TypedKey is part of fyne.Focusable.
func (t *timeEntry) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyEscape:
		t.key(e)
	default:
		t.Entry.TypedKey(e)
	}
}
