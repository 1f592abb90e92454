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
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// limits are the speed limits that can be chosen, in bytes per second.
var limits = []int64{0, 500e3, 1e6, 2e6, 5e6, 10e6, 20e6, 50e6}

// showSettings shows the few things that can be set. They apply at once.
func (w *Window) showSettings() {
	if w.dialog != nil {
		return
	}
	ctx, stop := context.WithCancel(w.ctx)
	content := container.New(layout.NewCustomPaddedVBoxLayout(20), w.settingsForm(ctx), w.about())
	w.showDialog(lang.L("Settings"), content)
	w.stopDialog = stop
}

// settingsForm has a line for each setting. What it asks elsewhere it asks until
// ctx ends.
func (w *Window) settingsForm(ctx context.Context) fyne.CanvasObject {
	number := func(now int, set func(int)) *widget.Select {
		var names []string
		for i := 1; i <= 8; i++ {
			names = append(names, strconv.Itoa(i))
		}
		s := widget.NewSelect(names, nil)
		s.SetSelected(strconv.Itoa(max(1, min(8, now))))
		s.OnChanged = func(string) { set(s.SelectedIndex() + 1); w.save() }
		return s
	}
	limit := widget.NewSelect(nil, nil)
	for _, l := range limits {
		name := lang.L("No limit")
		if l > 0 {
			name = i18n.Speed(l)
		}
		limit.Options = append(limit.Options, name)
	}
	limit.SetSelectedIndex(0)
	for i, l := range limits {
		if l <= w.settings.Limit {
			limit.SetSelectedIndex(i)
		}
	}
	limit.OnChanged = func(string) { w.settings.Limit = limits[max(0, limit.SelectedIndex())]; w.save() }
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
	add(lang.L("Downloads at a time"), number(w.settings.Parallel, func(n int) { w.settings.Parallel = n }))
	add(lang.L("Connections for each"), number(w.settings.Connections, func(n int) { w.settings.Connections = n }))
	add(lang.L("Speed limit"), limit)
	add(lang.L("Subtitles"), w.subtitleLanguages())
	add(lang.L("Save subtitles"), w.subtitlePlace())
	helper, found := w.helperChoice(ctx)
	add(lang.L("yt-dlp, when needed"), helper,
		widgets.Paragraph(lang.L("Another free downloader. If it is installed, Hilo asks it about videos it can't look up itself.")), found)
	load, taken := w.profilesButton()
	add(lang.L("Ways to talk to YouTube"), load, taken)
	add(lang.L("Language"), widgets.NewLabel(lang.L("English, like your system"), theme.SizeText, false, theme.ColorDim))
	return rows
}

// subtitleChoices are the languages of subtitles that can be chosen: those that
// Hilo speaks, and all.
var subtitleChoices = []struct{ name, languages string }{
	{"None", ""},
	{"English", "en"},
	{"Spanish", "es"},
	{"Spanish and English", "es,en"},
	{"All that a person wrote", format.AllLanguages},
}

func (w *Window) subtitleLanguages() *widget.Select {
	s := widget.NewSelect(nil, nil)
	subs := &w.settings.Wish.Subtitles
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
		w.save()
	}
	return s
}

// subtitlePlace chooses where subtitles go. MP4, M4A and WebM files hold them
// inside; MP3 and Opus have no place for them, so that there they are always
// files of their own.
func (w *Window) subtitlePlace() *widget.Select {
	s := widget.NewSelect(SubtitlePlaces(), nil)
	subs := &w.settings.Wish.Subtitles
	s.SetSelectedIndex(PlaceIndex(subs.File, subs.Embed))
	s.OnChanged = func(string) {
		if subs.Languages == "" {
			return
		}
		subs.File, subs.Embed = s.SelectedIndex() != 1, s.SelectedIndex() != 0
		w.save()
	}
	return s
}

func SubtitlePlaces() []string {
	return []string{lang.L("Beside the video (.srt)"), lang.L("Inside the video"), lang.L("Both")}
}

// PlaceIndex is which of those places is chosen.
func PlaceIndex(file, embed bool) int {
	switch {
	case file && embed:
		return 2
	case embed:
		return 1
	}
	return 0
}

const (
	settingWidth = 200
)

func (w *Window) about() fyne.CanvasObject {
	lines := container.New(layout.NewCustomPaddedVBoxLayout(theme.Gap), widget.NewSeparator(),
		widgets.Labeled(strings.TrimSpace("Hilo "+w.version()), widgets.NewLink(lang.L("Why isn't it working?"), func() { w.showCheckUp(w.settings.Dir) })))
	for _, s := range []string{
		lang.L("Free software under the MIT licence. It talks to no one but YouTube and keeps nothing about you."),
		lang.L("You are responsible for what you download: keep only what you have the right to keep."),
		lang.L("Hilo never gets around logins, payment or age checks."),
	} {
		lines.Add(widgets.Paragraph(s))
	}
	return lines
}

// ShowRunning says that Hilo is open already, in a small window of its own.
// The app ends with it.
func ShowRunning(a fyne.App) {
	i18n.Load()
	a.Settings().SetTheme(theme.New())
	win := a.NewWindow("Hilo")
	win.SetMaster()
	win.SetPadded(false)
	ok := widgets.NewButton(widgets.Primary, lang.L("OK"), nil, win.Close)
	win.SetContent(container.New(layout.NewCustomPaddedLayout(theme.Margin, theme.Margin, theme.Margin, theme.Margin),
		container.New(layout.NewCustomPaddedVBoxLayout(16),
			widgets.NewLabel(lang.L("Hilo is already open"), theme.SizeHeading, true, theme.ColorText),
			widgets.Paragraph(lang.L("Your downloads are in its other window. Look for it among the open windows.")),
			container.NewHBox(layout.NewSpacer(), ok))))
	win.CenterOnScreen()
	win.Show()
	win.Canvas().Focus(ok)
}
