package widgets_test

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

func TestLabelIsCut(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New())
	l := widgets.NewShrinkingLabel(theme.SizeText, false, theme.ColorText)
	l.SetText("How bridges are built\nfrom the first pillar")
	l.Resize(fyne.NewSize(l.Width(), 20))
	if l.Shown() != "How bridges are built from the first pillar" {
		t.Errorf("with space for all, shows %q", l.Shown())
	}
	l.Resize(fyne.NewSize(100, 20))
	if got := l.Shown(); !strings.HasPrefix(got, "How bridges") || !strings.HasSuffix(got, "…") || widgets.Measure(got, theme.SizeText, false) > 100 {
		t.Errorf("in 100 pixels, shows %q", got)
	}
	if l.Text() != "How bridges are built from the first pillar" {
		t.Errorf("the whole text has become %q", l.Text())
	}
}

func TestNoticeTakesTwoLines(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New())
	n := widgets.NewNotice()
	n.Set("This disk is full. Free some space on it, or choose another folder.", widgets.Error)
	if got := n.HeightFor(1000); got != widgets.NoticeHeight {
		t.Errorf("in a wide window %v high", got)
	}
	if got := n.HeightFor(300); got != widgets.TallNoticeHeight {
		t.Errorf("in 300 pixels %v high", got)
	}
}

func TestOptionGridKeys(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New())
	var chosen []int
	var passed fyne.KeyName
	g := widgets.NewOptionGrid(func(i int) { chosen = append(chosen, i) }, func(e *fyne.KeyEvent) { passed = e.Name })
	g.SetOptions([]widgets.Option{{Name: "Best", Large: true}, {Name: "720p"}, {Name: "480p"}}, 0)
	g.Resize(g.MinSize())
	for _, k := range []fyne.KeyName{fyne.KeyEnd, fyne.KeyRight, fyne.KeyLeft, fyne.KeyHome, fyne.KeyReturn} {
		g.TypedKey(&fyne.KeyEvent{Name: k})
	}
	if got := fmt.Sprint(chosen); got != "[2 1 0]" || passed != fyne.KeyReturn {
		t.Errorf("chose %s, passed on %q", got, passed)
	}
}

func ExampleFold() {
	a := test.NewApp()
	defer a.Quit()
	for _, line := range widgets.Fold("YouTube asked for a pause after many videos.", 2, 180, theme.SizeText) {
		fmt.Println(line)
	}
	// Output:
	// YouTube asked for a pause
	// after many videos.
}
