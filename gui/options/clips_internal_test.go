package options

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/internal/examples"
)

func TestSeveralClips(t *testing.T) {
	h := newFakeHost(t, english)
	b := h.open(examples.LinkA)
	if !b.clips.add.Disabled() {
		t.Error("the whole video leaves nothing for another clip")
	}
	b.clips.from.SetText("1:30")
	b.clips.to.SetText("2:00")
	test.Tap(b.clips.add)
	b.clips.to.SetText("2:30")
	test.Tap(b.clips.add)
	b.clips.to.SetText("2:40")
	if got := h.dialog.start.Label(); !strings.HasPrefix(got, "Download 3 clips") || len(b.clips.tags) != 3 {
		t.Fatalf("%q, %d chips", got, len(b.clips.tags))
	}
	test.Tap(b.clips.tags[1].remove)
	test.Tap(b.clips.tags[0].body)
	if b.clips.from.Text != "1:30" || b.clips.bar.Selected().To != 2*time.Minute {
		t.Errorf("turned to %q, %v", b.clips.from.Text, b.clips.bar.Selected())
	}
	b.clips.from.SetText("1:35.5")
	h.dialog.Key(&fyne.KeyEvent{Name: fyne.KeyReturn})
	var got []format.Clip
	for _, r := range h.wishes {
		got = append(got, r.Clip)
	}
	want := []format.Clip{{From: 95500 * time.Millisecond, To: 120 * time.Second}, {From: 150 * time.Second, To: 160 * time.Second}}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestTypedTimes(t *testing.T) {
	h := newFakeHost(t, english)
	c := h.open(examples.LinkA).clips
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
		if c.length.Text() != tt.want || h.dialog.start.Disabled() != wrong {
			t.Errorf("%s to %s: %q, disabled %v", tt.from, tt.to, c.length.Text(), h.dialog.start.Disabled())
		}
	}
	c.from.SetText("x")
	press(c.bar.From, fyne.KeyHome)
	for range 6 {
		press(c.bar.From, fyne.KeyPageUp)
	}
	if c.from.Text != "1:00" || h.dialog.selection.mistake != "" || h.dialog.start.Disabled() {
		t.Errorf("a handle must mend what was typed: %q, %q", c.from.Text, h.dialog.selection.mistake)
	}
}
