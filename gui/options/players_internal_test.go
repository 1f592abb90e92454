package options

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/internal/examples"
)

// TestPlayersAreSaid holds that of every coding something is said, in a sentence and, in
// a small tile, in a word.
func TestPlayersAreSaid(t *testing.T) {
	setLocale(t, english)
	for _, c := range []struct {
		players         format.Players
		icons           int
		sentence, short string
	}{
		{format.PlayersOf(format.MP3), 4, "Plays on phones, TVs and car radios", "all"},
		{format.PlayersOf(format.M4A, "mp4a.40.2"), 4, "Plays on phones, computers and newer car radios", "all"},
		{format.PlayersOf(format.Opus), 2, "Plays on computers and newer phones", "newer phones"},
		{format.PlayersOf(format.MP4, "avc1.640028", "mp4a.40.2"), 3, "Plays on TVs, phones, editors", "all"},
		{format.PlayersOf(format.MP4, "avc1.640033", "mp4a.40.2"), 2, "Plays on computers, newer TVs and phones", "from 2020"},
		{format.PlayersOf(format.MP4, "av01.0.12M.08", "mp4a.40.2"), 2, "Plays on computers, TVs and phones from 2020", "from 2020"},
		{format.PlayersOf(format.WebM, "vp9", "opus"), 2, "Plays on computers and newer TVs", "newer TVs"},
		{format.PlayersOf(format.WebM, "av01.0.12M.08", "opus"), 1, "Plays on computers", "computers"},
		{format.Players{}, 0, "", ""},
	} {
		icons, notes := playersOf(c.players)
		if c.sentence == "" && len(notes) == 0 && len(icons) == 0 {
			continue
		}
		if len(icons) != c.icons || !slices.Equal(notes, []string{c.sentence, c.short}) {
			t.Errorf("%+v: %d icons, %q", c.players, len(icons), notes)
		}
	}
}

func TestTilesSayWhatPlays(t *testing.T) {
	h := newFakeHost(t, english)
	b := h.open(examples.LinkA)
	var notes []string
	for i := range h.offer.Video {
		notes = append(notes, b.options.Tile(i).Note())
	}
	want := []string{"Plays on TVs, phones, editors", "Plays on computers and newer TVs", "newer TVs", "from 2020", "newer TVs", "all", "all", "all", "all"}
	for i := range want {
		if notes[i] != want[i] {
			t.Errorf("tile %d says %q, want %q", i, notes[i], want[i])
		}
	}
	menu := QualityMenu(format.Wish{Kind: format.Video}, nil)
	if got := menu[1].Label; got != "Best picture – for newer players · Plays on computers and newer TVs" {
		t.Errorf("the menu says %q", got)
	}
}

// TestNotesFit holds that every tile has space for some words in every language.
func TestNotesFit(t *testing.T) {
	for _, locale := range examples.Locales() {
		for _, width := range []float32{600, 960} {
			h := newFakeHost(t, locale)
			h.win.Resize(fyne.NewSize(width, 500))
			b := h.open(examples.LinkA)
			for _, k := range []format.Kind{format.Video, format.Audio} {
				b.setKind(k)
				h.tick()
				for i, o := range h.dialog.selection.options(k) {
					if _, named := optionName(o); named && b.options.Tile(i).Note() == "" {
						t.Errorf("%s, %v: no space for what plays %s", locale, width, o.Quality)
					}
				}
			}
		}
	}
}
