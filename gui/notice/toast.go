package notice

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

const (
	// ToastHeight is the height of a toast.
	ToastHeight = 44
	// ToastStays is the time in which what was done can be taken back.
	ToastStays = 8 * time.Second
)

// Toast says what was done with downloads, and takes it back. It lies over the
// list. A newer one takes its place, and makes what the older one said final.
type Toast struct {
	View *fyne.Container
	Text *widgets.Label // what was done

	undo    core.Undo
	until   time.Time
	changed func()

	back   *widgets.Surface
	action *widgets.Button
	key    *widgets.Label
	cross  *widgets.Button
}

func newToast(t *widgets.Tooltip, changed func()) *Toast {
	n := &Toast{
		changed: changed,
		back:    widgets.NewSurface(theme.ColorText, theme.ColorClear, theme.RadiusCard),
		Text:    widgets.NewLabel("", theme.SizeText, false, theme.ColorBackground),
		key:     widgets.NewLabel(i18n.Ctrl()+"+Z", theme.SizeSmall, false, theme.ColorLine),
	}
	n.back.SetShadow()
	n.action = widgets.NewButton(widgets.Bare, lang.L("Undo"), nil, n.revert).OnInverse()
	n.cross = widgets.NewIconButton(lang.L("Close"), theme.IconClose, t, n.Expire).OnInverse()
	n.View = widgets.Arrange(
		func() fyne.Size {
			return fyne.NewSize(16+n.Text.Width()+1+16+n.action.MinSize().Width+n.key.Width()+1+8+theme.ControlHeight+4, ToastHeight)
		},
		func(s fyne.Size) {
			widgets.Place(n.back, 0, 0, s.Width, s.Height)
			right := s.Width - 4 - theme.ControlHeight
			widgets.Place(n.cross, right, 4, theme.ControlHeight, theme.ControlHeight)
			right -= 8 + n.key.Width() + 1
			widgets.Place(n.key, right, 0, n.key.Width()+1, s.Height)
			w := n.action.MinSize().Width
			right -= w
			widgets.Place(n.action, right, 4, w, theme.ControlHeight)
			widgets.Place(n.Text, 16, 0, max(0, right-16-8), s.Height)
		}, n.back, n.Text, n.action, n.key, n.cross)
	n.View.Hide()
	return n
}

// Say shows what was done. What an earlier toast said becomes final.
func (n *Toast) Say(now time.Time, sentence string, undo core.Undo) {
	n.Expire()
	n.undo, n.until = undo, now.Add(ToastStays)
	n.Text.SetText(sentence)
	n.View.Show()
	n.changed()
}

// TakeBack takes back what was done. It says false if there is nothing to take back.
func (n *Toast) TakeBack() bool {
	if !n.View.Visible() {
		return false
	}
	undo := n.undo
	n.hide()
	undo.Revert()
	return true
}

func (n *Toast) revert() { n.TakeBack() }

// Expire makes what was done final.
func (n *Toast) Expire() {
	if n.View.Visible() {
		n.undo.Expire()
		n.hide()
	}
}

func (n *Toast) hide() {
	n.View.Hide()
	n.undo = core.Undo{}
	n.changed()
}

// Update ends the toast when its time is over, unless the pointer is on it.
func (n *Toast) Update(now time.Time) {
	switch {
	case !n.View.Visible():
	case n.back.Hovered() || n.action.Hovered() || n.cross.Hovered():
		n.until = now.Add(ToastStays / 2)
	case now.After(n.until):
		n.Expire()
	}
}
