package library

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/internal/examples"
	"github.com/hilo-app/hilo/gui/widgets"
)

// TestFits holds that nothing around the rows of either tab is cut, in any language, in
// the smallest window. What a row has no space for is in its tip.
func TestFits(t *testing.T) {
	h := newFakeHost(t, entry(1, "One"), entry(2, "Two"))
	h.lists.all = followed()
	for _, locale := range examples.Locales() {
		t.Setenv("LC_ALL", locale)
		t.Setenv("LANG", locale)
		i18n.Load()
		for _, size := range []fyne.Size{{Width: 600, Height: 440}} {
			h.win.Resize(size)
			for _, tab := range []Tab{HistoryTab, FollowingTab} {
				h.open(tab)
				inRows := map[fyne.CanvasObject]bool{}
				all := test.LaidOutObjects(h.card)
				for _, o := range all {
					if r, ok := o.(*row); ok {
						for _, part := range test.LaidOutObjects(r) {
							inRows[part] = true
						}
					}
				}
				for _, o := range all {
					l, ok := o.(*widgets.Label)
					if ok && !inRows[l] && l.Visible() && l.Size().Width > 0 && l.Shown() != l.Text() {
						t.Errorf("%s, %v, tab %d: %q is cut to %q", locale, size, tab, l.Text(), l.Shown())
					}
				}
				h.Close()
			}
		}
	}
}

// TestTipOfARow holds that the pointer on a row shows what is cut of it.
func TestTipOfARow(t *testing.T) {
	now := noon
	tip := widgets.NewTooltip(func() time.Time { return now })
	w := test.NewTempWindow(t, tip)
	r := newRow(columns{height: 72}, "More", tip)
	r.tapped = func(int) {}
	long := "A title that is much longer than any row of this window can show, and then some more of it"
	r.bind(0, content{title: long, line: "short"}, nil, false)
	w.SetContent(container.NewWithoutLayout(r, tip))
	r.Resize(fyne.NewSize(400, 72))
	if got := r.tip(); got != long {
		t.Errorf("the tip is %q", got)
	}
	r.MouseIn(&desktop.MouseEvent{})
	r.MouseOut()
	r.Resize(fyne.NewSize(1400, 72))
	if got := r.tip(); got != "" {
		t.Errorf("nothing is cut, and the tip is %q", got)
	}
}
