package widgets_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/gui/widgets"
)

func TestSwitch(t *testing.T) {
	test.NewTempApp(t)
	var told []bool
	s := widgets.NewSwitch("Sound", false, func(on bool) { told = append(told, on) })
	s.Resize(s.MinSize())
	test.Tap(s)
	if !s.On() {
		t.Error("a click does not switch it on")
	}
	s.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if s.On() {
		t.Error("Space does not switch it off")
	}
	s.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if len(told) != 3 || !told[0] || told[1] || !told[2] {
		t.Errorf("told %v, want on, off, on", told)
	}
	if m := s.MinSize(); m.Width < 40 || m.Height < 36 {
		t.Errorf("target of %v is too small", m)
	}
}
