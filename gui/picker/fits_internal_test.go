package picker

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/internal/examples"
	"github.com/hilo-app/hilo/gui/widgets"
)

// TestFits holds that nothing around the rows of a list, a channel or a search is cut, in any language, in the
// smallest window.
func TestFits(t *testing.T) {
	h := newFakeHost(t, pages()...)
	for _, locale := range examples.Locales() {
		t.Setenv("LC_ALL", locale)
		t.Setenv("LANG", locale)
		i18n.Load()
		for _, size := range []fyne.Size{{Width: 600, Height: 440}} {
			h.win.Resize(size)
			for _, kind := range []Kind{Playlist, Channel, Search} {
				h.open(kind)
				ignored := map[fyne.CanvasObject]bool{} // in rows, or hidden with their button
				all := test.LaidOutObjects(h.card)
				for _, o := range all {
					_, inList := o.(*row)
					button, ok := o.(*widgets.Button)
					if inList || ok && !button.Visible() {
						for _, part := range test.LaidOutObjects(o) {
							ignored[part] = true
						}
					}
				}
				for _, o := range all {
					l, ok := o.(*widgets.Label)
					if ok && !ignored[l] && l.Visible() && l.Size().Width > 0 && l.Shown() != l.Text() {
						t.Errorf("%s, %v, kind %v: %q is cut to %q", locale, size, kind, l.Text(), l.Shown())
					}
				}
				h.Close()
			}
		}
	}
}

// inSmallestWindow calls check in every language, with the smallest window.
func inSmallestWindow(t *testing.T, check func(h *fakeHost, locale string)) {
	h := newFakeHost(t, pages()...)
	for _, locale := range examples.Locales() {
		t.Setenv("LC_ALL", locale)
		t.Setenv("LANG", locale)
		i18n.Load()
		h.win.Resize(fyne.NewSize(600, 440))
		check(h, locale)
		h.Close()
	}
}

// TestQualityBesideSubtitles holds that the quality of a list does not reach into the
// button of the subtitles beside it, in any language, in the smallest window.
func TestQualityBesideSubtitles(t *testing.T) {
	inSmallestWindow(t, func(h *fakeHost, locale string) {
		v := h.open(Playlist).view.filters
		_, least := v.bar.Width()
		if bar := v.bar.View.Size().Width; bar < least {
			t.Errorf("%s: the quality has %v pixels less than it needs", locale, least-bar)
		}
	})
}

// TestSearchNamesFolder holds that a search, which has no switches beside the folder, says
// which folder it is in the smallest window.
func TestSearchNamesFolder(t *testing.T) {
	inSmallestWindow(t, func(h *fakeHost, locale string) {
		v := h.open(Search).view
		if got, least := v.folder.Size().Width, v.folder.LabelWidth(); got < least {
			t.Errorf("%s: the folder is %v pixels wide, its name needs %v", locale, got, least)
		}
	})
}
