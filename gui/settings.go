package gui

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/options"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// limits are the speed limits that can be chosen, in bytes per second.
var limits = []int64{0, 500e3, 1e6, 2e6, 5e6, 10e6, 20e6, 50e6}

// showSettings opens the settings.
func (w *Window) showSettings() {
	if w.dialogs.open != nil {
		return
	}
	ctx, stop := context.WithCancel(w.background.ctx)
	d := settingsDialog{w, ctx}
	w.dialogs.showTitled(lang.L("Settings"), container.New(layout.NewCustomPaddedVBoxLayout(20), d.form(), d.about()))
	w.dialogs.stop = stop
}

// form has a line for each setting.
func (d settingsDialog) form() fyne.CanvasObject {
	w := d.w
	rows := container.New(layout.NewCustomPaddedVBoxLayout(theme.Gap))
	add := func(name string, value fyne.CanvasObject, under ...fyne.CanvasObject) {
		label := widgets.NewLabel(name, theme.SizeText, false, theme.ColorText)
		row := widgets.Arrange(
			func() fyne.Size { return fyne.NewSize(widgets.DialogWidth, theme.ControlHeight) },
			func(s fyne.Size) {
				widgets.Place(label, 0, 0, s.Width-settingWidth-theme.Gap, s.Height)
				widgets.Place(value, s.Width-settingWidth, 0, settingWidth, s.Height)
			}, label, value)
		rows.Add(container.New(layout.NewCustomPaddedVBoxLayout(2), append([]fyne.CanvasObject{row}, under...)...))
	}
	add(lang.L("Downloads at a time"), d.number(w.settings.Parallel, func(n int) { w.settings.Parallel = n }))
	add(lang.L("Connections for each"), d.number(w.settings.Connections, func(n int) { w.settings.Connections = n }))
	add(lang.L("Speed limit"), d.speedLimit())
	add(lang.L("Subtitles"), d.subtitleLanguages())
	add(lang.L("Save subtitles"), d.subtitlePlace())
	use, found := d.ytdlpChoice()
	add(lang.L("yt-dlp, when needed"), use,
		widgets.Paragraph(lang.L("Another free downloader. If it is installed, Hilo asks it about videos it can't look up itself.")), found)
	load, taken := d.profilesButton()
	add(lang.L("Ways to talk to YouTube"), load, taken)
	pattern, example, words := d.namePattern()
	add(lang.L("Name of a file"), pattern, example, words)
	add(lang.L("Theme"), d.themeChoice())
	quiet := lang.L("Say when all is done")
	add(quiet, d.notifications(quiet))
	if w.news.updates != nil {
		weekly := lang.L("Check weekly for updates")
		add(weekly, widgets.NewSwitch(weekly, w.settings.WeeklyUpdates, func(on bool) { w.settings.WeeklyUpdates = on; w.save() }))
	}
	language, missing := d.languageChoice()
	add(lang.L("Language"), language, missing)
	return rows
}

// number chooses a number from 1 to 8.
func (d settingsDialog) number(now int, set func(int)) *widget.Select {
	var names []string
	for i := 1; i <= 8; i++ {
		names = append(names, strconv.Itoa(i))
	}
	s := widget.NewSelect(names, nil)
	s.SetSelected(strconv.Itoa(max(1, min(8, now))))
	s.OnChanged = func(string) { set(s.SelectedIndex() + 1); d.w.save() }
	return s
}

func (d settingsDialog) speedLimit() *widget.Select {
	s := widget.NewSelect(nil, nil)
	for _, l := range limits {
		name := lang.L("No limit")
		if l > 0 {
			name = i18n.Speed(l)
		}
		s.Options = append(s.Options, name)
	}
	s.SetSelectedIndex(0)
	for i, l := range limits {
		if l <= d.w.settings.Limit {
			s.SetSelectedIndex(i)
		}
	}
	s.OnChanged = func(string) { d.w.settings.Limit = limits[max(0, s.SelectedIndex())]; d.w.save() }
	return s
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

func (d settingsDialog) subtitleLanguages() *widget.Select {
	s := widget.NewSelect(nil, nil)
	subs := &d.w.settings.Wish.Subtitles
	for i, c := range subtitleChoices {
		s.Options = append(s.Options, lang.L(c.name))
		if c.languages == subs.Languages {
			s.SetSelectedIndex(i)
		}
	}
	s.OnChanged = func(string) {
		subs.Languages = subtitleChoices[max(0, s.SelectedIndex())].languages
		if subs.Languages == "" {
			*subs = format.Subtitles{}
		} else if !subs.File && !subs.Embed {
			subs.File = true
		}
		d.w.save()
	}
	return s
}

// subtitlePlace chooses where subtitles go. MP4, M4A and WebM files hold them
// inside; MP3 and Opus have no place for them, so that there they are always
// files of their own.
func (d settingsDialog) subtitlePlace() *widget.Select {
	s := widget.NewSelect(options.SubtitlePlaces(), nil)
	subs := &d.w.settings.Wish.Subtitles
	s.SetSelectedIndex(options.PlaceIndex(subs.File, subs.Embed))
	s.OnChanged = func(string) {
		if subs.Languages == "" {
			return
		}
		subs.File, subs.Embed = s.SelectedIndex() != 1, s.SelectedIndex() != 0
		d.w.save()
	}
	return s
}

const settingWidth = 200 // of what is set, in pixels

func (d settingsDialog) about() fyne.CanvasObject {
	lines := container.New(layout.NewCustomPaddedVBoxLayout(theme.Gap), widget.NewSeparator(),
		widgets.Labeled(strings.TrimSpace("Hilo "+d.w.version()), widgets.NewLink(lang.L("Why isn't it working?"), func() { d.w.showCheckUp(d.w.settings.Dir) })))
	if newer := d.w.news.updates.Link(); newer != nil {
		lines.Add(container.NewHBox(layout.NewSpacer(), newer))
	}
	for _, s := range []string{
		d.w.news.updates.Privacy(),
		lang.L("You are responsible for what you download: keep only what you have the right to keep."),
		lang.L("Hilo never gets around logins, payment or age checks."),
	} {
		lines.Add(widgets.Paragraph(s))
	}
	return lines
}
