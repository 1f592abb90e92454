package media_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/subtitle"
)

const sec = time.Second

var cuts = media.Cuts{{From: 10 * sec, To: 20 * sec}, {From: 30 * sec, To: 30500 * time.Millisecond}}

func TestCutsAsText(t *testing.T) {
	for want, c := range map[string]media.Cuts{"": nil, "10000-20000,30000-30500": cuts, "0-1": {{To: time.Millisecond}}} {
		if got := c.String(); got != want {
			t.Errorf("%q instead of %q", got, want)
		}
		if got, err := media.ParseCuts(want); err != nil || !reflect.DeepEqual(got, c) {
			t.Errorf("%q: %v, %v", want, got, err)
		}
	}
	for _, bad := range []string{"1", "2-1", "1-1", "1-2,2-3", "5-6,1-2", "-1-2", "1-2,", "1-99999999999"} {
		if c, err := media.ParseCuts(bad); err == nil {
			t.Errorf("%q: %v", bad, c)
		}
	}
}

func TestCutsMoveTimes(t *testing.T) {
	for in, want := range map[float64]float64{0: 0, 9: 9, 10: 10, 15: 10, 20: 10, 25: 15, 30: 20, 30.25: 20, 31: 20.5, 60: 49.5} {
		if got := cuts.At(time.Duration(in * 1e9)); got != time.Duration(want*1e9) {
			t.Errorf("%v s is at %v, not %v s", in, got, want)
		}
	}
	for in, want := range map[media.Clip]media.Clip{
		{}:                             {},
		{From: 15 * sec}:               {From: 10 * sec},
		{From: 5 * sec, To: 40 * sec}:  {From: 5 * sec, To: 29500 * time.Millisecond},
		{From: 20 * sec, To: 30 * sec}: {From: 10 * sec, To: 20 * sec},
	} {
		if got := cuts.Clip(in); got != want {
			t.Errorf("%v is %v, not %v", in, got, want)
		}
	}
	if got := cuts.Length(); got != 10500*time.Millisecond {
		t.Error(got)
	}
}

func cue(from, to int, text string) subtitle.Cue {
	return subtitle.Cue{Start: time.Duration(from) * sec, End: time.Duration(to) * sec, Text: text}
}

func TestCutsMeta(t *testing.T) {
	m := media.Meta{
		Chapters: []media.Chapter{{0, "A"}, {12 * sec, "B"}, {14 * sec, "C"}, {25 * sec, "D"}},
		Subtitles: []subtitle.Track{
			{Language: "es", Cues: []subtitle.Cue{cue(9, 11, "a"), cue(12, 19, "b"), cue(19, 22, "c")}},
			{Language: "en", Cues: []subtitle.Cue{cue(12, 19, "b")}},
		},
	}
	before := fmt.Sprint(m)
	got := cuts.Meta(m)
	if want := "[{0s A} {10s C} {15s D}]"; fmt.Sprint(got.Chapters) != want {
		t.Errorf("%v, not %s", got.Chapters, want)
	}
	if want := "[{es  false [{9s 10s a} {10s 12s c}]}]"; fmt.Sprint(got.Subtitles) != want {
		t.Errorf("%v, not %s", got.Subtitles, want)
	}
	if fmt.Sprint(m) != before {
		t.Error("the Meta that was given is changed")
	}
}
