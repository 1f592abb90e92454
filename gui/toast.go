package gui

import (
	"runtime"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

const (
	toastHeight = 44
	toastStays  = 8 * time.Second
)

// toast says what was done with downloads, and takes it back. It lies over the
// list. A newer one takes its place, and makes what the older one said final.
type toast struct {
	view    *fyne.Container
	undo    core.Undo
	until   time.Time
	changed func()

	back   *widgets.Surface
	text   *widgets.Label
	action *widgets.Button
	key    *widgets.Label
	cross  *widgets.Button
}

func newToast(t *widgets.Tooltip, changed func()) *toast {
	n := &toast{
		changed: changed,
		back:    widgets.NewSurface(theme.ColorText, theme.ColorClear, theme.RadiusCard),
		text:    widgets.NewLabel("", theme.SizeText, false, theme.ColorBackground),
		key:     widgets.NewLabel(ctrl()+"+Z", theme.SizeSmall, false, theme.ColorLine),
	}
	n.back.SetShadow()
	n.action = widgets.NewButton(widgets.Bare, lang.L("Undo"), nil, n.revert).OnInverse()
	n.cross = widgets.NewIconButton(lang.L("Close"), theme.IconClose, t, n.expire).OnInverse()
	n.view = widgets.Arrange(
		func() fyne.Size {
			return fyne.NewSize(16+n.text.Width()+1+16+n.action.MinSize().Width+n.key.Width()+1+8+theme.ControlHeight+4, toastHeight)
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
			widgets.Place(n.text, 16, 0, max(0, right-16-8), s.Height)
		}, n.back, n.text, n.action, n.key, n.cross)
	n.view.Hide()
	return n
}

// ctrl returns how the key of shortcuts is called.
func ctrl() string {
	if runtime.GOOS == "darwin" {
		return "⌘"
	}
	return lang.L("Ctrl")
}

// say shows what was done. What an earlier toast said becomes final.
func (n *toast) say(now time.Time, sentence string, undo core.Undo) {
	n.expire()
	n.undo, n.until = undo, now.Add(toastStays)
	n.text.SetText(sentence)
	n.view.Show()
	n.changed()
}

// takeBack takes back what was done. It says false if there is nothing to take back.
func (n *toast) takeBack() bool {
	if !n.view.Visible() {
		return false
	}
	undo := n.undo
	n.hide()
	undo.Revert()
	return true
}

func (n *toast) revert() { n.takeBack() }

// expire makes what was done final.
func (n *toast) expire() {
	if n.view.Visible() {
		n.undo.Expire()
		n.hide()
	}
}

func (n *toast) hide() {
	n.view.Hide()
	n.undo = core.Undo{}
	n.changed()
}

// update ends the toast when its time is over, unless the pointer is on it.
func (n *toast) update(now time.Time) {
	switch {
	case !n.view.Visible():
	case n.back.Hovered() || n.action.Hovered() || n.cross.Hovered():
		n.until = now.Add(toastStays / 2)
	case now.After(n.until):
		n.expire()
	}
}
