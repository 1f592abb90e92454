package downloads

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
)

const english = "en_US.UTF-8"

func setLocale(t testing.TB, locale string) {
	t.Helper()
	t.Setenv("LC_ALL", locale)
	t.Setenv("LANG", locale)
	t.Setenv("LANGUAGE", "")
	i18n.Load()
}

// noActions is a window that does nothing with a row but remembers where one is moved.
type noActions struct {
	moved  *string
	places map[core.ID]float64 // where players read, negative where that is unknown
}

func (noActions) Pause(...core.ID)                    {}
func (noActions) Resume(...core.ID)                   {}
func (noActions) StartNow(...core.ID)                 {}
func (noActions) Retry(...core.ID)                    {}
func (noActions) Remove(...core.ID)                   {}
func (noActions) Open(core.Status)                    {}
func (noActions) Reveal(core.Status)                  {}
func (noActions) DownloadAgain(core.Status)           {}
func (noActions) SaveElsewhere(core.Status)           {}
func (noActions) ShowDetails(core.Status)             {}
func (noActions) Play(core.Status)                    {}
func (noActions) ShowOptions(core.Status)             {}
func (noActions) ShowMenu(core.Status, fyne.Position) {}
func (n noActions) Move(ids []core.ID, to Place)      { *n.moved = fmt.Sprint(ids, " before ", to.Before) }
func (noActions) OpenFolder(string)                   {}
func (noActions) ShowGroupMenu(core.Group, []core.ID, fyne.Position) {
}
func (n noActions) Playing(id core.ID) bool { _, on := n.places[id]; return on }
func (n noActions) PlayingAt(id core.ID) (float64, bool) {
	at, on := n.places[id]
	return max(0, at), on && at >= 0
}
func (noActions) Update() func() { return func() {} }

// stage is a list in a window of its own, at a fixed time.
type stage struct {
	model *Model
	list  *List
	win   fyne.Window
	moved string // by dragging
	at    time.Time

	places map[core.ID]float64 // where players read, negative where that is unknown
}

func newStage(t testing.TB, locale string, all ...core.Status) *stage {
	t.Helper()
	setLocale(t, locale)
	a := test.NewTempApp(t)
	look := theme.New()
	a.Settings().SetTheme(look)
	s := &stage{places: map[core.ID]float64{}, at: time.Date(2026, 11, 23, 13, 0, 0, 0, time.Local)}
	var rows []*core.Status
	for _, one := range all {
		rows = append(rows, &one)
	}
	s.model = NewModel(rows, s.at)
	cache := NewThumbnailCache(func(context.Context, string) ([]byte, error) { return nil, errors.New("none") })
	t.Cleanup(cache.Close)
	s.list = NewList(s.model, cache, noActions{&s.moved, s.places}, nil, func() fyne.KeyModifier { return 0 }, func(string) error { return nil })
	s.win = a.NewWindow("")
	s.win.SetPadded(false)
	s.win.SetContent(container.NewThemeOverride(s.list, theme.ForList(look)))
	s.win.Resize(fyne.NewSize(960-2*theme.Margin+RowInset+RowGutter, 500))
	return s
}

func (s *stage) send(status core.Status) {
	s.model.Apply(core.Update{Changed: []*core.Status{&status}}, s.at)
}

func (s *stage) tick(d time.Duration) {
	s.at = s.at.Add(d)
	s.list.Update(s.at)
}

func (s *stage) shown(t *testing.T, id core.ID) *Row {
	t.Helper()
	for r := range s.list.live {
		if r.ID() == id {
			return r
		}
	}
	t.Fatalf("no row shows %s", id)
	return nil
}
