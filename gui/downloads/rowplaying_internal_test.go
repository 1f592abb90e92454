package downloads

import (
	"math"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/internal/examples"
	"github.com/hilo-app/hilo/gui/theme"
)

// lecture is a download of which 18 % are there.
var lecture = core.Status{ID: "x", State: core.Downloading, Title: "Lecture 12", Channel: "CS Open Courses", Quality: "1080p", Received: 134e6, Total: 742e6}

// knobAt returns which part of the bar the middle of the knob is at, and whether the knob is seen.
func knobAt(r *Row) (share float64, seen bool) {
	track, knob := r.bar.track, r.playing.knob
	return float64((knob.Position().X + knob.Size().Width/2 - track.Position().X) / track.Size().Width), knob.Visible()
}

func wantKnob(t *testing.T, r *Row, when string, want float64) {
	t.Helper()
	if at, seen := knobAt(r); !seen || math.Abs(at-want) > 0.002 {
		t.Errorf("%s: the knob is at %.3f, seen %v; want %v", when, at, seen, want)
	}
}

// TestPlaying holds what a row shows while a player shows its download, and that nothing of
// that is left when the player was closed.
func TestPlaying(t *testing.T) {
	s := newStage(t, english, lecture)
	r := s.shown(t, "x")
	plain := func(when string) {
		t.Helper()
		if r.playing.words.Visible() || r.playing.icon.Visible() || r.playing.knob.Visible() || r.playing.dot.Visible() || r.buttons.primary.Chosen() {
			t.Errorf("%s: looks as if it was played", when)
		}
		if got := r.meta.Text(); got != "CS Open Courses · 1080p" || r.meta.Position().X != RowInset+leftOfText {
			t.Errorf("%s: %q at %v", when, got, r.meta.Position())
		}
	}
	plain("before")

	s.places["x"] = 0.11
	s.list.ShowMarks()
	wantKnob(t, r, "playing", 0.11)
	if got := r.playing.words; got.Shown() != "Playing from Hilo, 18% there" || !got.Visible() || !r.playing.icon.Visible() {
		t.Errorf("says %q, seen %v", got.Shown(), got.Visible())
	}
	if got := r.meta.Shown(); got != "CS Open Courses · 1080p" {
		t.Errorf("then says %q", got)
	}
	if end := r.playing.words.Position().X + r.playing.words.Width(); r.meta.Position().X < end || r.meta.Position().X > end+16 || !r.playing.dot.Visible() {
		t.Errorf("words end at %v, the rest begins at %v", end, r.meta.Position().X)
	}
	if b := r.buttons.primary; b.Label() != "Playing" || !b.Chosen() {
		t.Errorf("the button is %q, chosen %v", b.Label(), b.Chosen())
	}

	more := lecture
	more.Received = 742e6
	s.send(more)
	r.show() // as the listener does
	if got := r.playing.words.Shown(); got != "Playing from Hilo, 100% there" {
		t.Errorf("with all of it says %q", got)
	}
	if end := r.playing.words.Position().X + r.playing.words.Width(); r.meta.Position().X < end {
		t.Errorf("words end at %v, the rest begins at %v", end, r.meta.Position().X)
	}

	delete(s.places, "x")
	s.list.ShowMarks()
	plain("after")
}

// TestPlayingWithNothingBehind holds that no dot follows the words where the rest of the line
// is empty.
func TestPlayingWithNothingBehind(t *testing.T) {
	bare := lecture
	bare.Channel, bare.Quality = "", ""
	s := newStage(t, english, bare)
	s.places["x"] = 0.5
	s.list.ShowMarks()
	if r := s.shown(t, "x"); r.playing.words.Shown() == "" || r.playing.dot.Shown() != "" {
		t.Errorf("%q, then %q", r.playing.words.Shown(), r.playing.dot.Shown())
	}
}

// TestPlayingEndsWithTheDownload holds that a saved row does not look as if it was downloaded.
func TestPlayingEndsWithTheDownload(t *testing.T) {
	s := newStage(t, english, lecture)
	s.places["x"] = 0.5
	s.list.ShowMarks()
	r := s.shown(t, "x")
	wantKnob(t, r, "playing", 0.5)
	done := lecture
	done.State, done.File = core.Done, "/home/ana/Downloads/a.mp4"
	s.send(done)
	r.show() // as the listener does
	if r.playing.knob.Visible() || r.playing.words.Visible() || r.buttons.primary.Chosen() {
		t.Error("a saved row looks as if it was played")
	}
}

// TestKnobFollowsThePlayer holds that the knob moves at the same moments as the bars, and is
// not seen where the place is unknown.
func TestKnobFollowsThePlayer(t *testing.T) {
	for _, compact := range []bool{false, true} {
		s := newStage(t, english, lecture)
		s.list.SetCompact(compact)
		s.places["x"] = -1
		s.tick(0)
		s.list.ShowMarks()
		r := s.shown(t, "x")
		if _, seen := knobAt(r); seen {
			t.Error("a knob although the place is unknown")
		}
		s.places["x"] = 0.25
		s.tick(progressPeriod)
		wantKnob(t, r, "known", 0.25)
		s.places["x"] = 0.75
		s.tick(progressPeriod / 5)
		wantKnob(t, r, "soon after", 0.25)
		s.tick(progressPeriod * 4 / 5)
		wantKnob(t, r, "a quarter of a second later", 0.75)
		for _, end := range []float64{0, 1} {
			s.places["x"] = end
			s.tick(progressPeriod)
			track, knob := r.bar.track, r.playing.knob
			left := knob.Position().X - track.Position().X
			if right := track.Size().Width - left - knobSize; min(left, right) != 0 || max(left, right) != track.Size().Width-knobSize {
				t.Errorf("at %v the knob is %v from the left end, %v from the right", end, left, right)
			}
		}
		s.places["x"] = -1
		s.tick(progressPeriod)
		if _, seen := knobAt(r); seen {
			t.Error("the knob is still there")
		}
	}
}

// TestPlayingFits holds that the words are not cut, in the narrowest window and in
// every language.
func TestPlayingFits(t *testing.T) {
	for _, locale := range examples.Locales() {
		all := lecture
		all.Received = all.Total
		s := newStage(t, locale, all)
		s.places["x"] = 0.5
		s.win.Resize(fyne.NewSize(600-2*theme.Margin+RowInset+RowGutter, 500))
		s.tick(time.Second)
		s.list.ShowMarks()
		r := s.shown(t, "x")
		if w := r.playing.words; w.Shown() != w.Text() || w.Text() == "" {
			t.Errorf("%s: %q is cut to %q", locale, w.Text(), w.Shown())
		}
		if end := r.meta.Position().X + r.meta.Size().Width; end > r.Size().Width {
			t.Errorf("%s: the line ends at %v of %v", locale, end, r.Size().Width)
		}
	}
}
