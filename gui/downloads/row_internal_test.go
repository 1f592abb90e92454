package downloads

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/data/binding"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/internal/examples"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

func TestEveryState(t *testing.T) {
	for _, tt := range []struct {
		status core.Status
		note   string
		first  string // label of the useful button, empty for none
		second string
		pause  string
		cross  string
	}{
		{core.Status{State: core.Queued}, "Waiting for its turn", "", "", "Pause", "Remove"},
		{core.Status{State: core.Queued, Note: core.NotePaced, Until: time.Date(2026, 11, 23, 14, 5, 0, 0, time.Local)},
			"Not too many at once, so that YouTube keeps answering. Continues at\u00a014:05.", "", "", "Pause", "Remove"},
		{core.Status{State: core.Queued, Until: time.Date(2026, 11, 23, 13, 0, 20, 0, time.Local)},
			"Waiting for its turn. Continues in a moment.", "", "", "Pause", "Remove"},
		{core.Status{State: core.LookingUp}, "Looking it up…", "", "", "Pause", "Remove"},
		{core.Status{State: core.LookingUp, Note: core.NoteSameFile}, "Waiting for another download of the same file", "", "", "Pause", "Remove"},
		{core.Status{State: core.Done, File: "/home/ana/Downloads/a.mp4", Note: core.NoteRescue, Quality: "360p", Wanted: "1080p"},
			"Saved in Downloads", "Open", "Try for 1080p again", "", "Remove"},
		{core.Status{State: core.Downloading, Received: 1e6, Total: 2e6}, "", "Play", "", "Pause", "Remove"},
		{core.Status{State: core.Waiting, Until: time.Date(2026, 11, 23, 14, 5, 0, 0, time.Local), Problem: &core.Problem{Class: core.RateLimited}},
			"YouTube asked for a pause. Continues at\u00a014:05.", "Try now", "", "", "Remove"},
		{core.Status{State: core.Waiting, Problem: &core.Problem{Class: core.Offline}},
			"No internet connection. Continues by itself when it can.", "Try now", "", "", "Remove"},
		{core.Status{State: core.Paused, Received: 1e6, Total: 4e6}, "Paused", "", "", "Resume", "Remove"},
		{core.Status{State: core.Finishing}, "Checking the file…", "", "", "", "Remove"},
		{core.Status{State: core.Done, File: "/home/ana/Downloads/a.mp4"}, "Saved in Downloads", "Open", "Show in folder", "", "Remove"},
		{core.Status{State: core.Failed, Problem: &core.Problem{Class: core.Private}},
			"The owner made this video private, so it can't be downloaded. Waiting won't help.", "Details", "", "", "Remove"},
		{core.Status{State: core.Failed, Problem: &core.Problem{Class: core.Unreachable}},
			"YouTube can't be reached. Try again in a few minutes: nothing is lost.", "Try again", "", "", "Remove"},
		{core.Status{State: core.Failed, Problem: &core.Problem{Class: core.DiskFull}},
			"This disk is full. Free some space on it, or choose another folder.", "Choose another folder", "Try again", "", "Remove"},
		{core.Status{State: core.Failed, VideoID: "xxxxxxxxxxx", Problem: &core.Problem{Class: core.OutsideVideo}},
			"This part begins after the end of the video. Choose another part.", "Options…", "", "", "Remove"},
		{core.Status{State: core.Failed, Problem: &core.Problem{Class: core.Unknown, Message: "Too <b>many</b>\nowls"}},
			"YouTube says: Too <b>many</b> owls", "Try again", "", "", "Remove"},
		{core.Status{State: core.Cancelled}, "Cancelled", "Try again", "", "", "Remove"},
	} {
		t.Run(string(tt.status.State)+" "+tt.first, func(t *testing.T) {
			tt.status.ID, tt.status.Title = "x", "A title"
			s := newStage(t, english, tt.status)
			r := s.shown(t, "x")
			label := func(b *widgets.Button) string {
				if !b.Visible() {
					return ""
				}
				return b.Label()
			}
			if r.state.note != tt.note {
				t.Errorf("says %q, want %q", r.state.note, tt.note)
			}
			for _, b := range []struct {
				got  *widgets.Button
				want string
			}{{r.buttons.primary, tt.first}, {r.buttons.secondary, tt.second}, {r.buttons.pause, tt.pause}, {r.buttons.cross, tt.cross}} {
				if got := label(b.got); got != b.want {
					t.Errorf("offers %q, want %q", got, b.want)
				}
				if size := b.got.MinSize(); b.got.Visible() && (size.Width < theme.ControlHeight || size.Height < theme.ControlHeight) {
					t.Errorf("%q is only %v", b.want, size)
				}
			}
			if h := r.MinSize().Height; h != rowHeight+2*RowInset {
				t.Errorf("row is %v high", h)
			}
			if moving := tt.status.Received > 0 && tt.status.State != core.Done; r.bar.track.Visible() != moving || r.note.Visible() == moving {
				t.Error("progress and note must take turns")
			}
		})
	}
}

// TestSentencesFit holds that no failure's sentence is cut, in the narrowest
// window and in every language.
func TestSentencesFit(t *testing.T) {
	for _, locale := range examples.Locales() {
		var all []core.Status
		for _, class := range core.Classes() {
			all = append(all, core.Status{ID: core.ID(class), VideoID: "xxxxxxxxxxx", Title: "A title", State: core.Failed, Problem: &core.Problem{Class: class}})
		}
		s := newStage(t, locale, all...)
		s.win.Resize(fyne.NewSize(600-2*theme.Margin+RowInset+RowGutter, float32(len(all))*s.list.rowStep()+100))
		s.tick(0)
		for _, row := range all {
			r := s.shown(t, row.ID)
			if r.note.Cut() {
				t.Errorf("%s, %s: %q is cut", locale, row.ID, r.note.Text())
			}
			if r.side.Visible() && r.side.Shown() != string(r.state.side) {
				t.Errorf("%s, %s: side is cut to %q", locale, row.ID, r.side.Shown())
			}
		}
	}
}

// TestThousandRows counts what an update costs: what changed, whatever the length
// of the queue, and a fixed number of row widgets.
func TestThousandRows(t *testing.T) {
	var all []core.Status
	for i := range 1000 {
		all = append(all, core.Status{ID: core.ID(fmt.Sprint(i)), Title: fmt.Sprint("Video ", i), State: core.Queued})
	}
	s := newStage(t, english, all...)
	heard := 0
	for _, d := range s.model.rows {
		d.bind() // as if all were seen
		listen(d, &heard)
	}
	heard = 0 // each listener is called once when it is added

	const ticks, active = 50, 8
	for n := range ticks {
		for i := range active {
			for _, got := range []int64{10, 20, 30} { // the subscription coalesces; three here are the worst case
				s.send(core.Status{ID: core.ID(fmt.Sprint(i)), Title: fmt.Sprint("Video ", i), State: core.Downloading,
					Received: int64(n)*1e6 + got, Total: 100e6, Speed: int64(5e6 + n*1e5), ETA: time.Minute})
			}
		}
		s.tick(100 * time.Millisecond)
	}
	// part and amount move with each status; face once; speed and left once a second.
	if limit := ticks*active*3*2 + active*(1+2*(ticks/10+1)); heard > limit || heard < ticks*active {
		t.Errorf("%d calls of listeners, at most %d", heard, limit)
	}
	heard = 0
	for range 50 {
		s.tick(100 * time.Millisecond)
	}
	if heard != 0 {
		t.Errorf("%d calls although nothing changed", heard)
	}
	for i := range 100 { // all the way down and up again
		s.list.ScrollToOffset(float32(i%50) * 2000)
		s.list.Refresh()
		s.tick(0)
	}
	if n := len(s.list.live); n > 20 {
		t.Errorf("%d row widgets are bound", n)
	}
}

func listen(d *rowData, heard *int) {
	d.content.AddListener(binding.NewDataListener(func() { *heard++ }))
}

// TestProgress holds that the line of progress is filled as far as the numbers say.
func TestProgress(t *testing.T) {
	s := newStage(t, english, core.Status{ID: "x", State: core.Downloading, Received: 148e6, Total: 236e6})
	r := s.shown(t, "x")
	if w := r.bar.fill.Size().Width / r.bar.track.Size().Width; w < 0.62 || w > 0.64 {
		t.Errorf("progress line is filled to %.2f", w)
	}
}

// A hundred per cent has three digits, for which there was no need before.
func TestHundredPercentFits(t *testing.T) {
	for _, locale := range []string{english, "fr"} {
		for _, compact := range []bool{false, true} {
			s := newStage(t, locale, core.Status{ID: "x", State: core.Downloading, Received: 10, Total: 100})
			s.list.SetCompact(compact)
			s.send(core.Status{ID: "x", State: core.Downloading, Received: 100, Total: 100})
			r := s.shown(t, "x")
			r.showProgress()
			if p := r.bar.percent; p.Shown() != p.Text() || !strings.HasPrefix(p.Text(), "100") {
				t.Errorf("%s, compact %v: shows %q", locale, compact, p.Shown())
			}
		}
	}
}

// A compact row says in full that it is paused, in every language.
func TestCompactPausedFits(t *testing.T) {
	for _, locale := range examples.Locales() {
		s := newStage(t, locale, core.Status{ID: "x", State: core.Paused, Received: 55e6, Total: 77e6})
		s.list.SetCompact(true)
		r := s.shown(t, "x")
		r.showProgress()
		if p := r.bar.pace; p.Text() == "" || p.Shown() != p.Text() {
			t.Errorf("%s: shows %q of %q", locale, p.Shown(), p.Text())
		}
	}
}

// TestLessThanWanted holds that a row says what was wanted, and names the quality once.
func TestLessThanWanted(t *testing.T) {
	s := newStage(t, english, core.Status{ID: "x", State: core.Done, Channel: "Ana", Note: core.NoteRescue, Quality: "360p", Wanted: "1080p", Total: 2e6})
	if got, want := s.shown(t, "x").meta.Text(), "Ana · 2.0\u00a0MB · 1080p is not given out right now; this is 360p"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestMenuOfARowThatIsGone holds that a row that its download leaves when it is chosen, as
// another filter is shown when the field of the search is left, opens no menu: of that
// download, or of another.
func TestMenuOfARowThatIsGone(t *testing.T) {
	all := []core.Status{{ID: "a", Title: "First", State: core.Queued}, {ID: "b", Title: "Second", State: core.Queued}}
	for _, leaves := range []core.ID{"a", "b"} {
		s := newStage(t, english, all...)
		menus := 0
		s.list.do = countingMenus{noActions{}, &menus}
		r := s.shown(t, leaves)
		field := &leftField{left: func() {
			s.model.Apply(core.Update{Removed: []core.ID{leaves}}, s.at)
			s.list.ShowChanged()
		}}
		field.ExtendBaseWidget(field)
		s.win.SetContent(container.NewBorder(field, nil, nil, nil, s.win.Content()))
		s.win.Canvas().Focus(field)
		r.TappedSecondary(&fyne.PointEvent{})
		if menus != 0 {
			t.Errorf("%s is gone: %d menus", leaves, menus)
		}
		stays := map[core.ID]core.ID{"a": "b", "b": "a"}[leaves]
		s.shown(t, stays).TappedSecondary(&fyne.PointEvent{})
		if menus != 1 {
			t.Errorf("%s stays: %d menus", stays, menus)
		}
	}
}

type countingMenus struct {
	noActions
	count *int
}

func (c countingMenus) ShowMenu(core.Status, fyne.Position) { *c.count++ }

// leftField is a field that does something when it is left.
type leftField struct {
	widget.Entry
	left func()
}

func (f *leftField) FocusLost() {
	f.Entry.FocusLost()
	f.left()
}
