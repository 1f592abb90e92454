package timeline

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// TestFrameKeys holds that the arrow keys go by frames of a storyboard, with Shift by ten.
func TestFrameKeys(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New())
	b := NewRangeSlider(602*time.Second, nil, func(Range) {}, func(*fyne.KeyEvent) {})
	shift := false
	b.held = func() fyne.KeyModifier {
		if shift {
			return fyne.KeyModifierShift
		}
		return 0
	}
	press := func(h *Handle, want time.Duration, keys ...fyne.KeyName) {
		t.Helper()
		for _, k := range keys {
			h.TypedKey(&fyne.KeyEvent{Name: k})
		}
		if h.position() != want {
			t.Errorf("%v leads to %v, want %v", keys, h.position(), want)
		}
	}
	press(b.From, time.Second, fyne.KeyRight)
	b.SetFrames(5 * time.Second)
	press(b.From, 5*time.Second, fyne.KeyRight) // the next frame begins there
	press(b.From, 10*time.Second, fyne.KeyRight)
	press(b.From, 11*time.Second, fyne.KeyUp)
	press(b.From, 10*time.Second, fyne.KeyLeft)
	press(b.From, 5*time.Second, fyne.KeyLeft)
	shift = true
	press(b.From, 55*time.Second, fyne.KeyRight)
	press(b.From, 5*time.Second, fyne.KeyLeft)
	press(b.From, 15*time.Second, fyne.KeyUp)
	press(b.To, 555*time.Second, fyne.KeyLeft)
	shift = false
	press(b.To, 602*time.Second, fyne.KeyPageUp)
	press(b.To, 600*time.Second, fyne.KeyLeft)
}

// TestPointed holds that a slider points at what was moved last, the pointer or a handle.
func TestPointed(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New())
	b := NewRangeSlider(580*time.Second, nil, func(Range) {}, func(*fyne.KeyEvent) {})
	b.Resize(fyne.NewSize(600, 36))
	var told []string
	b.OnPointed(func(at time.Duration, ok bool) {
		if !ok {
			told = append(told, "nothing")
			return
		}
		told = append(told, fmt.Sprint(int(at.Seconds())))
	})
	mouse := func(x float32) *desktop.MouseEvent {
		return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, 18)}}
	}
	b.MouseIn(mouse(110))
	b.MouseMoved(mouse(210))
	b.To.FocusGained()
	b.MouseMoved(mouse(310))
	b.To.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	b.MouseOut() // the handle has the focus
	b.From.MouseIn(mouse(5))
	b.From.MouseOut()
	b.Set(Range{To: 90 * time.Second}, nil)
	b.To.FocusLost()
	if got, want := strings.Join(told, " "), "100 200 580 300 579 579 0 579 90 nothing"; got != want {
		t.Errorf("pointed at %s, want %s", got, want)
	}
}

// TestMirroredTimeline holds that in a mirrored window the slider, the names of chapters and
// the frames begin at the right, for the pointer and the arrow keys too.
func TestMirroredTimeline(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New())
	const width = 600 + handleSize
	chapters := []Chapter{{0, "Start"}, {200 * time.Second, "End"}}
	build := func() (*RangeSlider, *ChapterNames, *FramePreview) {
		b := NewRangeSlider(600*time.Second, []time.Duration{200 * time.Second}, func(Range) {}, func(*fyne.KeyEvent) {})
		c := NewChapterNames(600*time.Second, chapters, nil)
		p := NewFramePreview(600*time.Second, true)
		b.Set(Range{60 * time.Second, 500 * time.Second}, []Range{{0, 30 * time.Second}})
		p.Set(Frame{At: 60 * time.Second, Badge: "1:00"}, Frame{At: 500 * time.Second, Badge: "8:20"})
		for _, o := range []fyne.CanvasObject{b, c, p} {
			test.WidgetRenderer(o.(fyne.Widget))
			o.Resize(fyne.NewSize(width, 110))
			o.Refresh()
		}
		return b, c, p
	}
	b, c, p := build()
	t.Cleanup(i18n.Load)
	if err := i18n.Use("ar"); err != nil {
		t.Fatal(err)
	}
	mb, mc, mp := build()
	for i, pair := range [][2]fyne.Widget{{b, mb}, {c, mc}, {p, mp}} {
		was, is := test.WidgetRenderer(pair[0]).Objects(), test.WidgetRenderer(pair[1]).Objects()
		for j := range was {
			if want := width - was[j].Position().X - was[j].Size().Width; was[j].Visible() && math.Abs(float64(is[j].Position().X-want)) > 0.01 {
				t.Errorf("widget %d: object %d (%T) at %v, want %v", i, j, was[j], is[j].Position().X, want)
			}
		}
	}
	mb.Tapped(&fyne.PointEvent{Position: fyne.NewPos(width-handleSize/2-100, 18)})
	if got := mb.Selected().From; got != 100*time.Second {
		t.Errorf("a tap at 100 from the right selects from %v", got)
	}
	for _, k := range []fyne.KeyName{fyne.KeyLeft, fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp} {
		pressKey(mb.From, k)
	}
	if got := mb.Selected().From; got != 102*time.Second {
		t.Errorf("the arrow keys lead to %v", got)
	}
	at := time.Duration(0)
	mb.OnPointed(func(d time.Duration, _ bool) { at = d })
	mb.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(width-handleSize/2-300, 18)}})
	if at != 300*time.Second {
		t.Errorf("the pointer is at %v", at)
	}
}

func TestChapterNames(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New())
	now := time.Now()
	tip := widgets.NewTooltip(func() time.Time { return now })
	c := NewChapterNames(580*time.Second, []Chapter{{0, "Start"}, {100 * time.Second, "A name that is much too long for its part"}, {180 * time.Second, "Hidden"}, {200 * time.Second, "End"}}, tip)
	w := test.NewTempWindow(t, c)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(600, chapterHeight))
	c.Resize(fyne.NewSize(600, chapterHeight))
	var shown []string
	for _, l := range c.labels {
		if l.Visible() {
			shown = append(shown, l.Shown())
		}
	}
	if len(shown) != 3 || shown[0] != "Start" || !strings.HasSuffix(shown[1], "…") || shown[2] != "End" {
		t.Errorf("shown are %q", shown)
	}
	for at, want := range map[time.Duration]string{0: "Start", 99 * time.Second: "Start", 190 * time.Second: "Hidden", 579 * time.Second: "End"} {
		if c.Highlight(at, true); c.Highlighted() != want {
			t.Errorf("at %v, %q is highlighted, want %q", at, c.Highlighted(), want)
		}
	}
	if c.Highlight(0, false); c.Highlighted() != "" {
		t.Error("a chapter is highlighted without a time")
	}
	for x, want := range map[float32]string{20: "", 130: "A name that is much too long for its part", 200: "Hidden", 400: ""} {
		c.MouseOut()
		c.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, 5)}})
		if tip.Label() != want {
			t.Errorf("over %v the tip is %q, want %q", x, tip.Label(), want)
		}
	}
	if many := NewChapterNames(time.Hour, make([]Chapter, 500), tip); len(many.labels) != 0 {
		t.Error("500 names are shown")
	}
}
