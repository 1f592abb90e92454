package options

import (
	"slices"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/internal/examples"
)

func TestExactTimes(t *testing.T) {
	for _, s := range []string{"0:00", "1:30", "12:41", "1:02:03.5", "59:59.9"} {
		if d, ok := format.ParseTime(s); !ok || i18n.Exact(d) != s {
			t.Errorf("%s becomes %v and %s", s, d, i18n.Exact(d))
		}
	}
	if got := i18n.Exact(59*time.Second + 960*time.Millisecond); got != "1:00" {
		t.Errorf("rounds to %s", got)
	}
}

// TestSelectionStartsWithTheWish holds that who opens the dialog and presses Download gets
// what Add would have given.
func TestSelectionStartsWithTheWish(t *testing.T) {
	subs := format.Subtitles{Languages: "es,en", File: true}
	for _, tt := range []struct {
		name    string
		wish    format.Wish
		quality string
		of      format.Format
	}{
		{"plain", format.Wish{Kind: format.Video}, "1080p60", format.MP4},
		{"no kind", format.Wish{}, "1080p60", format.MP4},
		{"best", format.Wish{Kind: format.Video, Best: true}, "2160p60", format.WebM},
		{"HDR", format.Wish{Kind: format.Video, Best: true, HDR: true}, "2160p60 HDR", format.WebM},
		{"720p", format.Wish{Kind: format.Video, MaxHeight: 720, Subtitles: subs}, "720p60", format.MP4},
		{"a height that is not there", format.Wish{Kind: format.Video, MaxHeight: 540}, "480p", format.MP4},
		{"4K in MP4", format.Wish{Kind: format.Video, Best: true, Format: format.MP4, MaxHeight: 2160}, "2160p60", format.MP4},
		{"MP3", format.Wish{Kind: format.Audio}, "MP3", format.MP3},
		{"M4A", format.Wish{Kind: format.Audio, Format: format.M4A}, "M4A", format.M4A},
	} {
		p := newSelection(examples.Offer(), tt.wish)
		o, ok := p.chosen()
		if !ok || o.Quality != tt.quality || o.Format != tt.of {
			t.Errorf("%s: %s %s", tt.name, o.Quality, o.Format)
		}
		all := p.wishes()
		if len(all) != 1 || all[0].Clip != (format.Clip{}) || all[0].Chapters || all[0].Subtitles != tt.wish.Subtitles || all[0].Sidecars != (format.Sidecars{}) {
			t.Errorf("%s: %+v", tt.name, all)
		}
	}
}

// TestSelectionOfARow holds that a row's own choices are where its dialog begins.
func TestSelectionOfARow(t *testing.T) {
	w := format.Wish{Kind: format.Video, MaxHeight: 720, Language: "es", DRC: true, Sidecars: format.Sidecars{Text: true},
		Subtitles: format.Subtitles{Languages: "de", Generated: true, Embed: true}, Clip: format.Clip{From: time.Minute}}
	p := newSelection(examples.Offer(), w)
	if got := p.wishes(); len(got) != 1 || got[0] != w {
		t.Errorf("%+v", got)
	}
	w = format.Wish{Kind: format.Picture, Sidecars: format.Sidecars{JSON: true}}
	p = newSelection(examples.Offer(), w)
	if got := p.wishes(); len(got) != 1 || got[0] != w {
		t.Errorf("%+v", got)
	}
	w = format.Wish{Kind: format.Audio, Format: format.MP3, Chapters: true}
	p = newSelection(examples.Offer(), w)
	if got := p.wishes(); len(got) != 1 || got[0] != w {
		t.Errorf("%+v", got)
	}
}

func TestSelectionOfLittle(t *testing.T) {
	o := examples.Offer()
	o.Video, o.Chapters, o.Duration = nil, nil, 0
	p := newSelection(o, format.Wish{Kind: format.Video, Chapters: true, Clip: format.Clip{From: time.Second}})
	if got := p.wishes(); len(got) != 1 || got[0] != (format.Wish{Kind: format.Audio, Format: format.MP3}) {
		t.Errorf("only sound, of unknown length: %+v", got)
	}
	o.Audio = nil
	if got := newSelection(o, format.Wish{}).wishes(); got != nil {
		t.Errorf("nothing: %+v", got)
	}
}

func TestClipsOfASelection(t *testing.T) {
	p := newSelection(examples.Offer(), format.Wish{Kind: format.Video})
	end := p.offer.Duration
	if p.isPart() || p.sizeOf(236e6) != 236e6 {
		t.Error("the whole video is no clip")
	}
	p.clips[0] = format.Clip{From: 90 * time.Second, To: 165 * time.Second}
	if got := p.sizeOf(761e6); got != 75e6 {
		t.Errorf("75 of 761 seconds are %d bytes", got)
	}
	if p.sizeOf(0) != 0 {
		t.Error("a share of an unknown size is unknown")
	}
	p.addClip()
	if p.clip != 1 || p.clips[1] != (format.Clip{From: 165 * time.Second, To: end}) {
		t.Errorf("the next one is %d %+v", p.clip, p.clips[1])
	}
	p.addClip() // after the end there is only what lies before
	if p.clips[2] != (format.Clip{To: 90 * time.Second}) {
		t.Errorf("%+v", p.clips[2])
	}
	var got []format.Clip
	for _, w := range p.wishes() {
		got = append(got, w.Clip)
	}
	if want := []format.Clip{{From: 90 * time.Second, To: 165 * time.Second}, {From: 165 * time.Second}, {To: 90 * time.Second}}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	p.dropClip(0)
	p.dropClip(0)
	p.dropClip(0)
	if len(p.clips) != 1 || p.clip != 0 {
		t.Errorf("%d clips, at %d", len(p.clips), p.clip)
	}
	p.clips[0].From = time.Second
	if p.chapters = true; p.isPart() || len(p.wishes()) != 1 || !p.wishes()[0].Chapters || p.wishes()[0].Clip != (format.Clip{}) {
		t.Errorf("chapters are of the whole video: %+v", p.wishes())
	}
}

func TestSubtitlesOfASelection(t *testing.T) {
	all := examples.Offer().Subtitles
	names := func(wish format.Subtitles) (offered, chosen []string) {
		for _, s := range choosable(all, wish) {
			offered = append(offered, s.Language)
			if s.chosen {
				chosen = append(chosen, s.Language)
			}
		}
		return offered, chosen
	}
	for _, tt := range []struct {
		wish format.Subtitles
		want []string
	}{
		{format.Subtitles{}, nil},
		{format.Subtitles{Languages: "es,en"}, nil}, // they go nowhere
		{format.Subtitles{Languages: "es,en", File: true}, []string{"en", "es-419"}},
		{format.Subtitles{Languages: "de", File: true}, nil},
		{format.Subtitles{Languages: "de", File: true, Generated: true}, []string{"de"}},
		{format.Subtitles{Languages: "all", Embed: true}, []string{"en", "es-419", "fr"}},
		{format.Subtitles{Languages: "all", Embed: true, Generated: true}, []string{"en", "es-419", "fr", "de"}},
		{format.Subtitles{Languages: "pt", File: true}, nil},
	} {
		offered, chosen := names(tt.wish)
		if !slices.Equal(chosen, tt.want) {
			t.Errorf("%+v chooses %v, want %v", tt.wish, chosen, tt.want)
		}
		if want := []string{"en", "es-419", "fr", "de"}; !slices.Equal(offered, want) {
			t.Errorf("offered are %v", offered)
		}
	}
	all = append(all, format.Subtitle{Language: "x,all", Name: "trap"}, format.Subtitle{Name: "nameless"})
	if offered, _ := names(format.Subtitles{}); len(offered) != 4 {
		t.Errorf("offered are %v", offered)
	}

	p := newSelection(examples.Offer(), format.Wish{Kind: format.Video})
	p.asked = true
	p.subtitles[0].chosen, p.subtitles[3].chosen = true, true
	want := format.Subtitles{Languages: "en,de", Generated: true, File: true}
	if got := p.wanted(); got != want {
		t.Errorf("%+v", got)
	}
	p.subtitles[0].chosen, p.subtitles[3].chosen = false, false
	if got := p.wanted(); got != (format.Subtitles{}) {
		t.Errorf("none: %+v", got)
	}
}

// A new clip begins where the last one ended, also when another is selected. After the
// end of the video it is the first part that no clip has.
func TestAddClip(t *testing.T) {
	p := newSelection(examples.Offer(), format.Wish{Kind: format.Video})
	p.clips[0] = format.Clip{From: 10 * time.Second, To: 20 * time.Second}
	p.addClip()
	if got, want := p.clips[p.clip], (format.Clip{From: 20 * time.Second, To: p.offer.Duration}); got != want {
		t.Errorf("after 20 s: %v", got)
	}
	p.clips[1].To, p.clip = 30*time.Second, 0
	p.addClip()
	if got, want := p.clips[p.clip], (format.Clip{From: 30 * time.Second, To: p.offer.Duration}); got != want || p.clip != 2 {
		t.Errorf("after the last of two: %v", got)
	}
	p.addClip()
	if got, want := p.clips[p.clip], (format.Clip{To: 10 * time.Second}); got != want {
		t.Errorf("after the end: %v, want %v", got, want)
	}
}
