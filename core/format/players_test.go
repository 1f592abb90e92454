package format_test

import (
	"fmt"
	"testing"

	"github.com/hilo-app/hilo/core/format"
)

func ExamplePlayersOf() {
	everywhere := format.PlayersOf(format.MP4, "avc1.640028", "mp4a.40.2")
	fmt.Println(everywhere.TV == format.Supported, everywhere.Editor == format.Supported)
	av1 := format.PlayersOf(format.MP4, "av01.0.12M.08", "mp4a.40.2")
	fmt.Println(av1.TV == format.Newer, av1.Cover(everywhere))
	// Output:
	// true true
	// true false
}

func TestPlayersOf(t *testing.T) {
	const no, newer, all = format.Unsupported, format.Newer, format.Supported
	for _, c := range []struct {
		format  format.Format
		codings []string
		want    format.Players // TV, phone, computer, editor, car
	}{
		{format.MP4, []string{"avc1.640028", "mp4a.40.2"}, format.Players{all, all, all, all, no}},
		{format.MP4, []string{"avc1.64002A", "mp4a.40.5"}, format.Players{all, all, all, all, no}},
		{format.MP4, []string{"avc1.4d401f, mp4a.40.2"}, format.Players{all, all, all, all, no}},
		{format.MP4, []string{"avc1.640033", "mp4a.40.2"}, format.Players{newer, newer, all, all, no}}, // level 5.1
		{format.MP4, []string{"avc1.6E0028", "mp4a.40.2"}, format.Players{no, no, all, no, no}},        // High 10
		{format.MP4, []string{"avc1.F40028", "mp4a.40.2"}, format.Players{no, no, all, no, no}},        // High 4:4:4
		{format.MP4, []string{"avc1", "mp4a.40.2"}, format.Players{no, no, all, no, no}},
		{format.MP4, []string{"avc1.64002", "mp4a.40.2"}, format.Players{no, no, all, no, no}},
		{format.MP4, []string{"av01.0.12M.08", "mp4a.40.2"}, format.Players{newer, newer, all, no, no}},
		{format.MP4, []string{"av01.2.12M.12", "mp4a.40.2"}, format.Players{no, no, all, no, no}},
		{format.MP4, []string{"avc1.640028", "mp4a.40.42"}, format.Players{no, no, all, no, no}},
		{format.WebM, []string{"vp9", "opus"}, format.Players{newer, no, all, no, no}},
		{format.WebM, []string{"av01.0.12M.08", "opus"}, format.Players{no, no, all, no, no}},
		{format.M4A, []string{"mp4a.40.2"}, format.Players{all, all, all, all, newer}},
		{format.M4A, []string{"avc1.42001E, mp4a.40.2"}, format.Players{all, all, all, all, newer}},
		{format.MP3, []string{"opus"}, format.Players{all, all, all, all, all}},
		{format.Opus, []string{"opus"}, format.Players{no, newer, all, no, no}},
	} {
		if got := format.PlayersOf(c.format, c.codings...); got != c.want {
			t.Errorf("%s of %q: %v, want %v", c.format, c.codings, got, c.want)
		}
	}
}

func TestCover(t *testing.T) {
	all := format.PlayersOf(format.MP3)
	less := all
	less.TV = format.Newer
	if !all.Cover(less) || !all.Cover(all) || less.Cover(all) {
		t.Error("Cover:", all.Cover(less), all.Cover(all), less.Cover(all))
	}
}
