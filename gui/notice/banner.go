package notice

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
	// BannerHeight is the height of a banner.
	BannerHeight = 44
	// BannerStays is the time after which a banner hides by itself.
	BannerStays = 12 * time.Second
)

// Banner is the line on the footer that says what just happened, and may offer up
// to two things to do. It lies over the list, so that nothing moves. A newer
// sentence replaces an older one.
type Banner struct {
	View    *fyne.Container
	Text    *widgets.Label  // the sentence
	Action  *widgets.Button // the first button
	Second  *widgets.Button
	Cross   *widgets.Button
	AllDone bool // it says that everything is done; each Show takes that back

	changed func()
	until   time.Time // when it hides by itself; zero: never
	unsaved string    // the sentence of SetNotSaved while the list cannot be saved

	back *widgets.Surface
	line *widgets.Panel
	icon *widgets.Icon
}

// Offer is a button of a banner.
type Offer struct {
	Label string
	Icon  fyne.Resource // shown instead of the label in a narrow window
	Do    func()
}

func newBanner(t *widgets.Tooltip, changed func()) *Banner {
	b := &Banner{
		changed: changed,
		back:    widgets.NewSurface(theme.ColorSoft, theme.ColorClear, 0),
		line:    widgets.NewPanel(theme.ColorAccent, theme.ColorClear, 0),
		icon:    widgets.NewIcon(theme.IconWarn, theme.ColorWarn),
		Text:    widgets.NewShrinkingLabel(theme.SizeText, false, theme.ColorText),
		Action:  widgets.NewButton(widgets.Outlined, "", nil, nil),
		Second:  widgets.NewButton(widgets.Outlined, "", nil, nil),
	}
	b.Action.Tooltip, b.Second.Tooltip = t, t
	b.Cross = widgets.NewIconButton(lang.L("Close"), theme.IconClose, t, b.Dismiss)
	b.View = widgets.Arrange(func() fyne.Size { return fyne.NewSize(320, BannerHeight) }, b.layout,
		b.back, b.line, b.icon, b.Text, b.Action, b.Second, b.Cross)
	b.View.Hide()
	return b
}

func (b *Banner) layout(s fyne.Size) {
	widgets.Place(b.back, 0, 0, s.Width, s.Height)
	widgets.Place(b.line, 0, 0, s.Width, 1)
	right := s.Width - theme.Margin + 9 - theme.ControlHeight // the icon itself ends at the margin
	widgets.Place(b.Cross, right, 4, theme.ControlHeight, theme.ControlHeight)
	for _, button := range []*widgets.Button{b.Second, b.Action} {
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
	widgets.Place(b.Text, left, 0, max(0, right-theme.Gap-left), s.Height)
}

// Say shows a sentence, and a button if do is not nil.
func (b *Banner) Say(now time.Time, sentence, label string, do func()) {
	var offers []Offer
	if do != nil {
		offers = append(offers, Offer{Label: label, Do: do})
	}
	b.Show(now, widgets.Neutral, sentence, offers...)
}

// Show shows a sentence in a tone, and up to two buttons. Without a button it hides
// by itself.
func (b *Banner) Show(now time.Time, tone widgets.Tone, sentence string, offers ...Offer) {
	fill, line, ink := theme.ColorSoft, theme.ColorAccent, theme.ColorText
	if tone == widgets.Warning {
		fill, line, ink = theme.ColorWarnBg, theme.ColorWarn, theme.ColorWarn
	}
	b.back.SetFill(fill)
	b.line.SetFill(line)
	widgets.SetVisible(b.icon, tone == widgets.Warning)
	b.Text.SetColor(ink)
	b.Text.SetBold(tone == widgets.Warning)
	b.Text.SetText(sentence)
	b.Text.Refresh()
	if b.until = now.Add(BannerStays); len(offers) > 0 {
		b.until = time.Time{}
	}
	for i, button := range []*widgets.Button{b.Action, b.Second} {
		widgets.SetVisible(button, i < len(offers))
		if i < len(offers) {
			o := offers[i]
			button.OnTapped = func() { b.Dismiss(); o.Do() }
			button.SetIcon(o.Icon)
			button.SetText(o.Label)
			button.Refresh()
		}
	}
	b.AllDone = false
	b.View.Show()
	b.View.Refresh()
	b.changed()
}

// SetNotSaved says, once, that changes to the list cannot be saved, and takes that
// back when they can; see core.Update.NotSaved.
func (b *Banner) SetNotSaved(now time.Time, p *core.Problem) {
	switch {
	case p != nil && b.unsaved == "":
		b.unsaved = lang.X("not-saved."+string(p.Class), problem.NotSaved(p.Class))
		b.Show(now, widgets.Warning, b.unsaved)
		b.until = time.Time{}
	case p == nil && b.unsaved != "":
		if b.Text.Text() == b.unsaved {
			b.Dismiss()
		}
		b.unsaved = ""
	}
}

// Asks says whether a button waits for an answer, so that nothing less important
// should replace it.
func (b *Banner) Asks() bool { return b.View.Visible() && b.Action.Visible() }

// Replace gives the sentence that is shown other words.
func (b *Banner) Replace(sentence string) {
	b.Text.SetText(sentence)
	b.Text.Refresh()
}

// HideLater has the banner hide by itself, though it has buttons.
func (b *Banner) HideLater(now time.Time) { b.until = now.Add(BannerStays) }

// Dismiss hides the banner.
func (b *Banner) Dismiss() {
	if b.View.Visible() {
		b.View.Hide()
		b.changed()
	}
}

// Update hides the banner when its time is over.
func (b *Banner) Update(now time.Time) {
	if b.View.Visible() && !b.until.IsZero() && now.After(b.until) {
		b.Dismiss()
	}
}
