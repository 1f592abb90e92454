package gui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

const (
	bannerHeight = 44
	bannerStays  = 12 * time.Second // when it has no button
)

// banner is the line on the footer that says what just happened, and may offer up
// to two things to do. It lies over the list, so that nothing moves. A newer
// sentence replaces an older one.
type banner struct {
	view    *fyne.Container
	changed func()
	until   time.Time // when it hides by itself; zero: never
	allDone bool      // it says that everything is done
	unsaved string    // the sentence of setNotSaved while the list cannot be saved

	back   *widgets.Surface
	line   *widgets.Panel
	icon   *widgets.Icon
	text   *widgets.Label
	action *widgets.Button
	second *widgets.Button
	cross  *widgets.Button
}

// offer is a button of a banner.
type offer struct {
	label string
	icon  fyne.Resource // shown instead of the label in a narrow window
	do    func()
}

func newBanner(t *widgets.Tooltip, changed func()) *banner {
	b := &banner{
		changed: changed,
		back:    widgets.NewSurface(theme.ColorSoft, theme.ColorClear, 0),
		line:    widgets.NewPanel(theme.ColorAccent, theme.ColorClear, 0),
		icon:    widgets.NewIcon(theme.IconWarn, theme.ColorWarn),
		text:    widgets.NewShrinkingLabel(theme.SizeText, false, theme.ColorText),
		action:  widgets.NewButton(widgets.Outlined, "", nil, nil),
		second:  widgets.NewButton(widgets.Outlined, "", nil, nil),
	}
	b.action.Tooltip, b.second.Tooltip = t, t
	b.cross = widgets.NewIconButton(lang.L("Close"), theme.IconClose, t, b.dismiss)
	b.view = widgets.Arrange(func() fyne.Size { return fyne.NewSize(320, bannerHeight) }, b.layout,
		b.back, b.line, b.icon, b.text, b.action, b.second, b.cross)
	b.view.Hide()
	return b
}

func (b *banner) layout(s fyne.Size) {
	widgets.Place(b.back, 0, 0, s.Width, s.Height)
	widgets.Place(b.line, 0, 0, s.Width, 1)
	right := s.Width - theme.Margin + 9 - theme.ControlHeight // the icon itself ends at the margin
	widgets.Place(b.cross, right, 4, theme.ControlHeight, theme.ControlHeight)
	for _, button := range []*widgets.Button{b.second, b.action} {
		button.SetCompact(s.Width < theme.Narrow)
		if button.Visible() {
			w := button.MinSize().Width
			right -= theme.Gap + w
			widgets.Place(button, right, 4, w, theme.ControlHeight)
		}
	}
	left := float32(theme.Margin)
	if b.icon.Visible() {
		widgets.Place(b.icon, left, (s.Height-18)/2, 18, 18)
		left += 18 + theme.Gap
	}
	widgets.Place(b.text, left, 0, max(0, right-theme.Gap-left), s.Height)
}

// say shows a sentence, and a button if do is not nil.
func (b *banner) say(now time.Time, sentence, label string, do func()) {
	var offers []offer
	if do != nil {
		offers = append(offers, offer{label: label, do: do})
	}
	b.show(now, widgets.Neutral, sentence, offers...)
}

// show shows a sentence in a tone, and up to two buttons. Without a button it hides
// by itself.
func (b *banner) show(now time.Time, tone widgets.Tone, sentence string, offers ...offer) {
	fill, line, ink := theme.ColorSoft, theme.ColorAccent, theme.ColorText
	if tone == widgets.Warning {
		fill, line, ink = theme.ColorWarnBg, theme.ColorWarn, theme.ColorWarn
	}
	b.back.SetFill(fill)
	b.line.SetFill(line)
	widgets.SetVisible(b.icon, tone == widgets.Warning)
	b.text.SetColor(ink)
	b.text.SetBold(tone == widgets.Warning)
	b.text.SetText(sentence)
	b.text.Refresh()
	if b.until = now.Add(bannerStays); len(offers) > 0 {
		b.until = time.Time{}
	}
	for i, button := range []*widgets.Button{b.action, b.second} {
		widgets.SetVisible(button, i < len(offers))
		if i < len(offers) {
			o := offers[i]
			button.OnTapped = func() { b.dismiss(); o.do() }
			button.SetIcon(o.icon)
			button.SetText(o.label)
			button.Refresh()
		}
	}
	b.allDone = false
	b.view.Show()
	b.view.Refresh()
	b.changed()
}

// setNotSaved says, once, that changes to the list cannot be saved, and takes that
// back when they can; see core.Update.NotSaved.
func (b *banner) setNotSaved(now time.Time, p *core.Problem) {
	switch {
	case p != nil && b.unsaved == "":
		b.unsaved = lang.X("not-saved."+string(p.Class), problem.NotSaved(p.Class))
		b.show(now, widgets.Warning, b.unsaved)
		b.until = time.Time{}
	case p == nil && b.unsaved != "":
		if b.text.Text() == b.unsaved {
			b.dismiss()
		}
		b.unsaved = ""
	}
}

// asks says whether a button waits for an answer, so that nothing less important
// should replace it.
func (b *banner) asks() bool { return b.view.Visible() && b.action.Visible() }

func (b *banner) dismiss() {
	if b.view.Visible() {
		b.view.Hide()
		b.changed()
	}
}

// update hides the banner when its time is over.
func (b *banner) update(now time.Time) {
	if b.view.Visible() && !b.until.IsZero() && now.After(b.until) {
		b.dismiss()
	}
}
