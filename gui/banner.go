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

// banner is the line that says what just happened, and may offer one thing to do.
// A newer sentence replaces an older one.
type banner struct {
	view    *fyne.Container
	resized func()
	until   time.Time // when it hides by itself; zero: never
	unsaved string    // the sentence of setNotSaved while the list cannot be saved

	text   *widgets.Label
	action *widgets.Button
}

func newBanner(t *widgets.Tooltip, resized func()) *banner {
	b := &banner{resized: resized, text: widgets.NewShrinkingLabel(theme.SizeText, false, theme.ColorText)}
	b.action = widgets.NewButton(widgets.Bare, "", nil, nil)
	back := widgets.NewPanel(theme.ColorSoft, theme.ColorClear, theme.Radius)
	cross := widgets.NewIconButton(lang.L("Close"), theme.IconClose, t, b.dismiss)
	b.view = widgets.Arrange(
		func() fyne.Size { return fyne.NewSize(320, bannerHeight) },
		func(s fyne.Size) {
			widgets.Place(back, 0, 0, s.Width, s.Height)
			right := s.Width - 4 - theme.ControlHeight
			widgets.Place(cross, right, 4, theme.ControlHeight, theme.ControlHeight)
			if b.action.Visible() {
				w := b.action.MinSize().Width
				right -= w
				widgets.Place(b.action, right, 4, w, theme.ControlHeight)
			}
			widgets.Place(b.text, 16, 0, max(0, right-theme.Gap-16), s.Height)
		}, back, b.text, b.action, cross)
	b.view.Hide()
	return b
}

// say shows a sentence, and a button if do is not nil.
func (b *banner) say(now time.Time, sentence, label string, do func()) {
	b.text.SetText(sentence)
	b.until = now.Add(bannerStays)
	widgets.SetVisible(b.action, do != nil)
	if do != nil {
		b.until = time.Time{}
		b.action.OnTapped = func() { b.dismiss(); do() }
		b.action.SetText(label)
	}
	if !b.view.Visible() {
		b.view.Show()
		b.resized()
	}
	b.view.Refresh()
}

// setNotSaved says, once, that changes to the list cannot be saved, and takes that
// back when they can; see core.Update.NotSaved.
func (b *banner) setNotSaved(now time.Time, p *core.Problem) {
	switch {
	case p != nil && b.unsaved == "":
		b.unsaved = lang.X("not-saved."+string(p.Class), problem.NotSaved(p.Class))
		b.say(now, b.unsaved, "", nil)
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
		b.resized()
	}
}

// update hides the banner when its time is over.
func (b *banner) update(now time.Time) {
	if b.view.Visible() && !b.until.IsZero() && now.After(b.until) {
		b.dismiss()
	}
}
