package settings

import (
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/options"
	"github.com/hilo-app/hilo/gui/theme"
)

// formats is the section on what is made of a video.
func (d *Dialog) formats() section {
	return section{title: lang.L("Formats"), icon: theme.IconFilm, rows: []*row{
		choiceRow(lang.L("Subtitles"), d.subtitleLanguages()),
		choiceRow(lang.L("Save subtitles"), d.subtitlePlace()),
	}}
}

// subtitleChoices are the languages of subtitles that can be chosen: those that
// Hilo speaks, and all.
var subtitleChoices = []struct{ name, languages string }{
	{i18n.Key("None"), ""},
	{i18n.Key("English"), "en"},
	{i18n.Key("Spanish"), "es"},
	{i18n.Key("Spanish and English"), "es,en"},
	{i18n.Key("All that a person wrote"), format.AllLanguages},
}

func (d *Dialog) subtitleLanguages() *choice {
	var names []string
	chosen := 0
	for i, c := range subtitleChoices {
		names = append(names, lang.L(c.name))
		if c.languages == d.host.Settings().Wish.Subtitles.Languages {
			chosen = i
		}
	}
	return newChoice(names, chosen, func(i int) {
		d.set(func(s *core.Settings) {
			subs := &s.Wish.Subtitles
			subs.Languages = subtitleChoices[i].languages
			if subs.Languages == "" {
				*subs = format.Subtitles{}
			} else if !subs.File && !subs.Embed {
				subs.File = true
			}
		})
	})
}

// subtitlePlace chooses where subtitles go. MP4, M4A and WebM files hold them
// inside; MP3 and Opus have no place for them, so that there they are always
// files of their own.
func (d *Dialog) subtitlePlace() *choice {
	subs := d.host.Settings().Wish.Subtitles
	return newChoice(options.SubtitlePlaces(), options.PlaceIndex(subs.File, subs.Embed), func(i int) {
		d.set(func(s *core.Settings) {
			if s.Wish.Subtitles.Languages != "" {
				s.Wish.Subtitles.File, s.Wish.Subtitles.Embed = i != 1, i != 0
			}
		})
	})
}
