package settings

import (
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/options"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// build returns the rows.
func (d *formatsSection) build() section {
	rows := []*row{
		d.qualityRow(lang.L("Videos"), format.Video, note(lang.L("Where a video has less, the best that it has."))),
		d.qualityRow(lang.L("Songs"), format.Audio),
		d.sidecarsRow(),
		choiceRow(lang.L("Subtitles"), d.subtitleLanguages()).lined(),
		choiceRow(lang.L("Save subtitles"), d.subtitlePlace()),
	}
	return section{title: lang.L("Formats"), icon: theme.IconFilm, rows: append(rows, d.sponsorRows()...)}
}

// qualityRow chooses what is made of all videos, or of all songs, unless another quality
// is chosen for one.
func (d *formatsSection) qualityRow(name string, k format.Kind, notes ...*paragraph) *row {
	names, chosen := options.Qualities(d.host.Settings().WishOf(k))
	return choiceRow(name, newChoice(names, chosen, func(i int) {
		d.set(func(s *core.Settings) { s.SetWishOf(options.WithQuality(s.WishOf(k), i)) })
	}), notes...)
}

// sidecarsRow chooses what is saved next to each file.
func (d *formatsSection) sidecarsRow() *row {
	name := lang.L("Save next to each file")
	buttons := widgets.NewWrap(d.width)
	r := newRow(name, nil)
	for _, one := range []struct {
		name string
		of   func(*format.Sidecars) *bool
	}{
		{lang.L("Thumbnail"), func(s *format.Sidecars) *bool { return &s.Picture }},
		{lang.L("Description"), func(s *format.Sidecars) *bool { return &s.Text }},
		{"JSON", func(s *format.Sidecars) *bool { return &s.JSON }},
	} {
		r.find(one.name)
		b := widgets.NewButton(widgets.Toggle, one.name, nil, nil)
		b.About = name
		now := d.host.Settings().Wish.Sidecars
		b.SetChosen(*one.of(&now))
		b.OnTapped = func() {
			b.SetChosen(!b.Chosen())
			d.set(func(s *core.Settings) { d.forBoth(s, func(w *format.Wish) { *one.of(&w.Sidecars) = b.Chosen() }) })
		}
		buttons.Items = append(buttons.Items, b)
	}
	return r.beside(buttons)
}

// forBoth changes the choices for videos and for songs in the same way.
func (d *formatsSection) forBoth(s *core.Settings, set func(*format.Wish)) {
	for _, k := range []format.Kind{format.Video, format.Audio} {
		w := s.WishOf(k)
		set(&w)
		s.SetWishOf(w)
	}
}

func (d *formatsSection) subtitleLanguages() *choice {
	var names []string
	chosen := 0
	for i, c := range options.SubtitleChoices {
		names = append(names, lang.L(c.Name))
		if c.Languages == d.host.Settings().Wish.Subtitles.Languages {
			chosen = i
		}
	}
	return newChoice(names, chosen, func(i int) {
		d.set(func(s *core.Settings) {
			d.forBoth(s, func(w *format.Wish) {
				subs := &w.Subtitles
				subs.Languages = options.SubtitleChoices[i].Languages
				if subs.Languages == "" {
					*subs = format.Subtitles{}
				} else if !subs.File && !subs.Embed {
					subs.File = true
				}
			})
		})
	})
}

// subtitlePlace chooses where subtitles go. MP4, M4A and WebM files hold them
// inside; MP3 and Opus have no place for them, so that there they are always
// files of their own.
func (d *formatsSection) subtitlePlace() *choice {
	subs := d.host.Settings().Wish.Subtitles
	return newChoice(options.SubtitlePlaces(), options.PlaceIndex(subs.File, subs.Embed), func(i int) {
		d.set(func(s *core.Settings) {
			if s.Wish.Subtitles.Languages != "" {
				d.forBoth(s, func(w *format.Wish) { w.Subtitles.File, w.Subtitles.Embed = i != 1, i != 0 })
			}
		})
	})
}
