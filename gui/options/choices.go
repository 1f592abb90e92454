package options

import (
	"strings"

	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/widgets"
)

// optionName returns what an option is called, and whether that is a name and not just
// its quality.
func optionName(o format.Option) (name string, named bool) {
	w := o.Wish
	switch {
	case w.Kind == format.Audio && o.Format == format.MP3 && w.MP3 == format.MP3320:
		return lang.L("MP3, 320 kbit/s"), true
	case w.Kind == format.Audio && o.Format == format.MP3 && w.MP3 == format.MP3V2:
		return lang.L("MP3, smaller"), true
	case w.Kind == format.Audio:
		return o.Quality, true
	case w.MaxHeight == 0 && !w.Best:
		return lang.L("Plays everywhere"), true
	case w.MaxHeight == 0 && !w.HDR:
		return lang.L("Best picture"), true
	}
	return o.Quality, false
}

// optionMore returns what the name does not say.
func optionMore(o format.Option, named bool) string {
	kind := strings.ToUpper(string(o.Format))
	switch o.Format {
	case format.WebM:
		kind = "WebM"
	case format.M4A, format.Opus:
		return lang.L("the original sound")
	case format.MP3:
		return map[format.MP3Quality]string{format.MP3V0: lang.L("plays everywhere")}[o.Wish.MP3]
	}
	if !named {
		return kind
	}
	screen := map[int]string{2160: " (4K)", 4320: " (8K)"}[heightOf(o.Quality)]
	return i18n.Join(kind, o.Quality+screen)
}

// gridOptions are options for an OptionGrid: those with a name of their own are
// large.
func gridOptions(all []format.Option) []widgets.Option {
	var list []widgets.Option
	for _, o := range all {
		name, named := optionName(o)
		icons, notes := playersOf(o.Players)
		list = append(list, widgets.Option{Name: name, Large: named, Icons: icons, Notes: notes})
	}
	return list
}

// SubtitlePlaces returns the names of the places where subtitles can go.
func SubtitlePlaces() []string {
	return []string{lang.L("Beside the video (.srt)"), lang.L("Inside the video"), lang.L("Both")}
}

// PlaceIndex returns the index in SubtitlePlaces of a choice.
func PlaceIndex(file, embed bool) int {
	switch {
	case file && embed:
		return 2
	case embed:
		return 1
	}
	return 0
}
