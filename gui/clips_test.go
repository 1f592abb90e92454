package gui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core/format"
)

func TestSeveralClips(t *testing.T) {
	q := newFakeQueue()
	q.offer = exampleOffer()
	s := open(t, q, english, Options{})
	b := s.ask(linkA)
	if !b.clips.another.Disabled() {
		t.Error("the whole video leaves nothing for another clip")
	}
	b.clips.from.SetText("1:30")
	b.clips.to.SetText("2:00")
	test.Tap(b.clips.another)
	b.clips.to.SetText("2:30")
	test.Tap(b.clips.another)
	b.clips.to.SetText("2:40")
	if got := s.sheet.start.label; !strings.HasPrefix(got, "Download 3 clips") || len(b.clips.list.all) != 3 {
		t.Fatalf("%q, %d chips", got, len(b.clips.list.all))
	}
	test.Tap(b.clips.list.all[1].(*clipChip).cross)
	test.Tap(b.clips.list.all[0].(*clipChip).body)
	if b.clips.from.Text != "1:30" || b.clips.bar.clip.To != 2*time.Minute {
		t.Errorf("turned to %q, %v", b.clips.from.Text, b.clips.bar.clip)
	}
	b.clips.from.SetText("1:35.5")
	s.sheet.key(&fyne.KeyEvent{Name: fyne.KeyReturn})
	var got []format.Clip
	for _, r := range q.requests {
		got = append(got, r.Wish.Clip)
	}
	want := []format.Clip{{From: 95500 * time.Millisecond, To: 120 * time.Second}, {From: 150 * time.Second, To: 160 * time.Second}}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestTypedTimes(t *testing.T) {
	q := newFakeQueue()
	q.offer = exampleOffer()
	s := open(t, q, english, Options{})
	c := s.ask(linkA).clips
	for _, tt := range []struct{ from, to, want string }{
		{"1:30", "2:45", "1:15 of 12:41"},
		{"1:3", "2:45", "1:42 of 12:41"},
		{"1:3x", "2:45", "Write a time like 1:30 or 1:02:03."},
		{"2:45", "2:45", "The start has to come before the end."},
		{"3:00", "2:45", "The start has to come before the end."},
		{"3:00", "12:42", "The video ends at 12:41."},
		{"", "2:45", "Write a time like 1:30 or 1:02:03."},
		{"0", "12:41", "the whole video"},
		{"0:00.5", "12:41", "12:40.5 of 12:41"},
	} {
		c.from.SetText(tt.from)
		c.to.SetText(tt.to)
		wrong := strings.HasSuffix(tt.want, ".")
		if c.length.full != tt.want || s.sheet.start.Disabled() != wrong {
			t.Errorf("%s to %s: %q, disabled %v", tt.from, tt.to, c.length.full, s.sheet.start.Disabled())
		}
	}
	c.from.SetText("x")
	c.bar.move(c.bar.from, time.Minute)
	if c.from.Text != "1:00" || s.sheet.mistake != "" || s.sheet.start.Disabled() {
		t.Errorf("a handle must mend what was typed: %q, %q", c.from.Text, s.sheet.mistake)
	}
}

func TestClipBar(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(newLook())
	var told format.Clip
	b := newClipBar(600*time.Second, []time.Duration{120 * time.Second, 300 * time.Second}, func(c format.Clip) { told = c }, func(*fyne.KeyEvent) {})
	w := test.NewWindow(b)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(600+handleSize, target))
	tap := func(x float32) { b.Tapped(&fyne.PointEvent{Position: fyne.NewPos(x+handleSize/2, 10)}) }
	drag := func(h *handle, x float32) {
		h.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{AbsolutePosition: fyne.NewPos(x+handleSize/2, 10)}})
	}
	want := func(what string, from, to time.Duration) {
		t.Helper()
		if c := (format.Clip{From: from, To: to}); told != c || b.clip != c {
			t.Errorf("%s: told %v, shows %v, want %v", what, told, b.clip, c)
		}
	}
	tap(100)
	want("a tap brings the nearer handle", 100*time.Second, 600*time.Second)
	tap(500)
	want("a tap brings the nearer handle", 100*time.Second, 500*time.Second)
	drag(b.from, 118)
	want("a chapter attracts", 120*time.Second, 500*time.Second)
	drag(b.from, 700)
	want("handles do not pass each other", 499*time.Second, 500*time.Second)
	drag(b.to, -50)
	want("handles do not pass each other", 499*time.Second, 500*time.Second)
	drag(b.to, 900)
	want("the end is the end", 499*time.Second, 600*time.Second)
	for _, k := range []fyne.KeyName{fyne.KeyHome, fyne.KeyRight, fyne.KeyRight, fyne.KeyLeft, fyne.KeyPageUp} {
		press(b.from, k)
	}
	want("keys move the start", 11*time.Second, 600*time.Second)
	press(b.to, fyne.KeyLeft)
	press(b.to, fyne.KeyPageDown)
	want("keys move the end", 11*time.Second, 589*time.Second)
	short := newClipBar(500*time.Millisecond, nil, func(c format.Clip) { told = c }, nil)
	short.move(short.from, time.Minute)
	if short.clip.From >= short.clip.To {
		t.Errorf("a short video: %v", short.clip)
	}
}
