package downloads

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
)

// TestMirroredRow lays the same row out from the left and from the right: everything in
// it stands as far from the other edge of the card.
func TestMirroredRow(t *testing.T) {
	for name, status := range map[string]core.Status{
		"downloading": {State: core.Downloading, Received: 129e6, Total: 212e6, Speed: 3.4e6, ETA: 24 * time.Second},
		"watched":     {State: core.Downloading, Channel: "Ana", Received: 129e6, Total: 212e6, Speed: 3.4e6, ETA: 24 * time.Second},
		"done":        {State: core.Done, Total: 96e6, File: "/home/ana/Downloads/a.mp4"},
		"failed":      {State: core.Failed, Problem: &core.Problem{Class: core.Private}},
	} {
		for _, compact := range []bool{false, true} {
			t.Run(fmt.Sprint(name, " compact ", compact), func(t *testing.T) {
				status.ID, status.Title = "x", "A title"
				s := newStage(t, english, status)
				if name == "watched" {
					s.places["x"] = 0.3
				}
				s.list.SetCompact(compact)
				s.tick(time.Second)
				r := s.shown(t, "x")
				draw := test.WidgetRenderer(r)
				type place struct {
					at   fyne.Position
					size fyne.Size
				}
				var left []place
				for _, o := range draw.Objects() {
					left = append(left, place{o.Position(), o.Size()})
				}
				if err := i18n.Use("ar"); err != nil {
					t.Fatal(err)
				}
				draw.Layout(r.Size())
				moved := 0
				for i, o := range draw.Objects() {
					if !o.Visible() || o.Size().Width == 0 {
						continue
					}
					was := left[i]
					want := fyne.NewPos(RowInset+r.Size().Width-RowGutter-was.at.X-was.size.Width, was.at.Y)
					if got := o.Position(); o.Size() != was.size || got.Subtract(want).X > 0.5 || want.Subtract(got).X > 0.5 || got.Y != want.Y {
						t.Errorf("%T %d: at %v %v, want %v %v", o, i, got, o.Size(), want, was.size)
					}
					if o != fyne.CanvasObject(r.card) && o.Position() != was.at {
						moved++
					}
				}
				if moved < 4 {
					t.Errorf("only %d objects moved", moved)
				}
				if r.card.Position().X != RowInset {
					t.Errorf("the card is at %v", r.card.Position())
				}
			})
		}
	}
}

// The keys of a group follow the direction of its chevron.
func TestMirroredGroup(t *testing.T) {
	s := groupStage(t, 3, core.Queued, core.Group{})
	if err := i18n.Use("ar"); err != nil {
		t.Fatal(err)
	}
	s.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	s.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	s.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	if got := s.lines(); got != "x group:g" {
		t.Errorf("Right leaves it open: %q", got)
	}
	s.list.Refresh()
	var icon string
	for _, o := range test.WidgetRenderer(s.shown(t, "group:g").head.chevron).Objects() {
		if image, ok := o.(*canvas.Image); ok {
			icon = image.Resource.Name()
		}
	}
	if !strings.HasSuffix(icon, theme.IconLeft.Name()) {
		t.Errorf("the chevron of a closed group is %q", icon)
	}
	s.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	if got := s.lines(); got != "x group:g p0 p1 p2" {
		t.Errorf("Left leaves it closed: %q", got)
	}
}
