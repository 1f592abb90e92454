package settings

import (
	"errors"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/internal/examples"
	"github.com/hilo-app/hilo/gui/preferences"
	"github.com/hilo-app/hilo/gui/widgets"
)

func TestSections(t *testing.T) {
	h := newFakeHost(t, english)
	d := Open(h, Downloads)
	buttons := d.view.sections
	test.Tap(buttons[Names])
	if got := h.texts(); !strings.Contains(got, "Name of a file") || strings.Contains(got, "Speed limit") {
		t.Errorf("names: %s", got)
	}
	h.Canvas().Focus(buttons[Names])
	press(buttons[Names], fyne.KeyDown)
	if h.Canvas().Focused() != buttons[Network] || !buttons[Network].Chosen() || strings.Contains(h.texts(), "Name of a file") {
		t.Error("Down does not go to the next section")
	}
	press(buttons[Network], fyne.KeyEscape)
	if h.card != nil {
		t.Error("Escape does not close the dialog")
	}
}

func TestSearch(t *testing.T) {
	h := newFakeHost(t, english)
	d := Open(h, Look)
	for words, want := range map[string]string{
		"speed":        "Downloads\nSpeed limit",
		"LIMIT  speed": "Downloads\nSpeed limit",
		"deutsch":      "Look and language\nLanguage",
		"album":        "Names and folders\nA folder for each",
		"qqq":          "No setting has these words.",
	} {
		d.view.search.SetText(words)
		if got := h.texts(); !strings.Contains(got, want) {
			t.Errorf("%q: %s", words, got)
		}
	}
	d.view.search.SetText("speed")
	if !d.view.sections[Downloads].Chosen() {
		t.Error("the section of what was found is not marked")
	}
	test.Tap(d.view.sections[Formats])
	if got := h.texts(); d.view.search.Text != "" || !strings.Contains(got, "Save subtitles") || strings.Contains(got, "Speed limit") {
		t.Errorf("after the search: %q, %s", d.view.search.Text, got)
	}
}

// TestTab holds that Tab goes through everything, and that what has the focus is in
// view.
func TestTab(t *testing.T) {
	h := newFakeHost(t, english)
	h.win.Resize(fyne.NewSize(600, 440))
	for _, s := range []Section{Downloads, Formats, Names, Network, Look} {
		d := Open(h, s)
		seen := map[fyne.Focusable]bool{}
		for range 60 {
			h.Canvas().FocusNext()
			h.settle()
			f := h.Canvas().Focused()
			seen[f] = true
			o := f.(fyne.CanvasObject)
			if at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o); at.Y < 0 || at.Y+o.Size().Height > 440 {
				t.Errorf("section %d: %T is at %v", s, f, at)
			}
		}
		for _, r := range d.section(s).rows {
			if f, ok := r.control.(fyne.Focusable); ok && !seen[f] {
				t.Errorf("Tab does not come to %q", r.name.text)
			}
		}
		h.Close()
	}
}

func TestDownloads(t *testing.T) {
	h := newFakeHost(t, english)
	Open(h, Downloads)
	h.choose(t, "Downloads at a time", "7")
	h.choose(t, "Connections for each", "2")
	h.choose(t, "Speed limit", i18n.Speed(5e6))
	if s := h.settings; s.Parallel != 7 || s.Connections != 2 || s.Limit != 5e6 {
		t.Errorf("%+v", s)
	}
	h.choose(t, "Look for new videos", "Every day")
	if got := h.settings.FollowHours; got != 24 {
		t.Errorf("every %d hours", got)
	}
	h.choose(t, "Look for new videos", "Only by hand")
	if got := h.settings.FollowHours; got != -1 {
		t.Errorf("by hand is %d", got)
	}
}

func TestSchedule(t *testing.T) {
	h := newFakeHost(t, english)
	Open(h, Downloads)
	var use *widgets.Switch
	times := map[string]*field{}
	h.each(func(o fyne.CanvasObject) {
		switch x := o.(type) {
		case *widgets.Switch:
			if strings.HasPrefix(x.AccessibilityLabel(), "Slow down by itself, ") {
				use = x
			}
		case *field:
			times[x.name] = x
		}
	})
	from, to := times["Slow down by itself, from"], times["Slow down by itself, to"]
	if !from.Disabled() {
		t.Error("times can be typed while there is no schedule")
	}
	h.settings.SlowDown = h.settings.SlowDown.Toggled(time.Now())
	use.Toggle()
	if got := h.settings.SlowDown; got != (core.SlowDown{Scheduled: true, From: 8 * 60, To: 18 * 60}) {
		t.Errorf("switched on: %+v", got)
	}
	from.SetText("7:45")
	press(to, fyne.KeyUp)
	if got := h.settings.SlowDown; got.From != 7*60+45 || got.To != 18*60+15 || from.Disabled() || to.Text != "18:15" {
		t.Errorf("%+v, %q", got, to.Text)
	}
	for _, bad := range []string{"25:00", "8:60", "soon", "", "18:15"} {
		if from.SetText(bad); h.settings.SlowDown.From != 7*60+45 || !strings.Contains(h.texts(), "Write times like") {
			t.Errorf("%q: %+v, %s", bad, h.settings.SlowDown, h.texts())
		}
	}
	if from.SetText("7:45"); strings.Contains(h.texts(), "Write times like") {
		t.Error("the sentence stays after the mistake")
	}
	h.choose(t, "“Slow down” means", i18n.Speed(1e6))
	if got := h.settings.SlowDown; got.Speed() != 1e6 {
		t.Errorf("%+v", got)
	}
}

func TestParseClock(t *testing.T) {
	for text, want := range map[string]int{
		"8": 480, "08:05": 485, " 23:59 ": 1439, "0:00": 0, "8.30": 510, "8h30": 510, "8:30 pm": 1230, "12 am": 0, "12:15 p.m.": 735,
		"24:00": -1, "8:5": -1, "13 pm": -1, "0 am": -1, "-1": -1, "8:-1": -1, "a": -1, ":": -1, "123": -1,
	} {
		got, ok := parseClock(text)
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("%q is %d, want %d", text, got, want)
		}
	}
}

func TestDesktop(t *testing.T) {
	h := newFakeHost(t, english)
	Open(h, Downloads)
	for name, key := range map[string]string{
		"Say when all is done": preferences.Quiet, "Icon in the tray": preferences.NoTray, "Keep the computer awake meanwhile": preferences.MaySleep,
	} {
		s := control[*widgets.Switch](t, h, name)
		if s.Toggle(); !h.Preferences().Bool(key) {
			t.Errorf("%s is not switched off", name)
		}
		if s.Toggle(); h.Preferences().Bool(key) {
			t.Errorf("%s is not switched on again", name)
		}
	}
	h.later = true
	icon := control[*widgets.Switch](t, h, "Icon in the tray")
	if icon.Toggle(); !strings.Contains(h.texts(), "Counts from the next start.") {
		t.Error("nothing says that it counts from the next start")
	}
	h.choose(t, "When all is done", "Shut the computer down")
	h.choose(t, "Closing the window", "Continue in the tray")
	h.choose(t, "Link of a video in a list", "Always open the list")
	if got := h.Preferences().String(preferences.ListOfVideo); got != preferences.ListOfVideoAlways {
		t.Errorf("a list of a video: %q", got)
	}
	if p := h.Preferences(); p.String(preferences.WhenDone) != preferences.DoneShutDown || p.String(preferences.Closing) != preferences.ClosingToTray {
		t.Error("the choices are not kept")
	}
}

func TestAutostart(t *testing.T) {
	h := newFakeHost(t, english)
	Open(h, Downloads)
	s := control[*widgets.Switch](t, h, "Start with the system")
	if s.Toggle(); !h.starts {
		t.Error("it is not switched on")
	}
	h.denied = errors.New("read-only")
	if s.Toggle(); !s.On() || !strings.Contains(h.texts(), "The system did not allow it.") {
		t.Errorf("refused: on %v, %s", s.On(), h.texts())
	}
}

func TestWeeklyUpdates(t *testing.T) {
	h := newFakeHost(t, english)
	Open(h, Downloads)
	if strings.Contains(h.texts(), "newer Hilo") {
		t.Error("without a page updates are spoken of")
	}
	h.Close()
	h.pages = true
	Open(h, Downloads)
	if control[*widgets.Switch](t, h, "Check weekly for updates").Toggle(); !h.settings.WeeklyUpdates {
		t.Error("it is not switched on")
	}
}

func TestAdvanced(t *testing.T) {
	h := newFakeHost(t, english)
	d := Open(h, Downloads)
	if strings.Contains(h.texts(), "Ways to talk to YouTube\n") || h.took() != "" {
		t.Error("the advanced settings are shown from the start")
	}
	d.advanced.Press()
	if !strings.Contains(h.texts(), "Ways to talk to YouTube\n") {
		t.Errorf("they are not shown: %s", h.texts())
	}
	d.advanced.Press()
	d.view.search.SetText("yt-dlp")
	if !strings.Contains(h.texts(), "Another free downloader.") {
		t.Errorf("they are not found: %s", h.texts())
	}
}

func TestStandingChoices(t *testing.T) {
	h := newFakeHost(t, english)
	Open(h, Formats)
	h.choose(t, "Videos", "2160p")
	h.choose(t, "Songs", "MP3, 320 kbit/s")
	if v, a := h.settings.WishOf(format.Video), h.settings.WishOf(format.Audio); !v.Best || v.MaxHeight != 2160 || a.MP3 != format.MP3320 || h.settings.Wish.Kind != format.Video {
		t.Errorf("%+v, %+v", v, a)
	}
	for _, o := range control[*widgets.Wrap](t, h, "Save next to each file").Items {
		if b := o.(*widgets.Button); b.Label() == "JSON" {
			b.Press()
		}
	}
	for _, k := range []format.Kind{format.Video, format.Audio} {
		if got := h.settings.WishOf(k); got.Sidecars != (format.Sidecars{JSON: true}) || k == format.Audio && got.MP3 != format.MP3320 {
			t.Errorf("%s: %+v", k, got)
		}
	}
}

func TestSubtitles(t *testing.T) {
	h := newFakeHost(t, english)
	Open(h, Formats)
	h.choose(t, "Subtitles", "Spanish and English")
	h.choose(t, "Save subtitles", "Inside the video")
	if got := h.settings.Wish.Subtitles; got != (format.Subtitles{Languages: "es,en", Embed: true}) {
		t.Errorf("%+v", got)
	}
	h.choose(t, "Subtitles", "None")
	if got := h.settings.Wish.Subtitles; got != (format.Subtitles{}) {
		t.Errorf("none: %+v", got)
	}
}

func TestLook(t *testing.T) {
	h := newFakeHost(t, english)
	Open(h, Look)
	var pictures *themePictures
	segment := map[string]*widgets.Button{}
	h.each(func(o fyne.CanvasObject) {
		switch x := o.(type) {
		case *themePictures:
			pictures = x
		case *widgets.Button:
			segment[x.Label()] = x
		}
	})
	press(pictures, fyne.KeyRight)
	test.Tap(pictures.tiles[2])
	if got := h.Preferences().String(preferences.Theme); got != "dark" || h.took() != "look, look" || pictures.AccessibilityLabel() != "Dark" {
		t.Errorf("theme %q, %s", got, pictures.AccessibilityLabel())
	}
	if segment["Compact"].Press(); !h.Preferences().Bool(preferences.Compact) || !segment["Compact"].Chosen() || segment["Roomy"].Chosen() || h.took() != "look" {
		t.Error("short rows are not chosen")
	}
	if control[*widgets.Switch](t, h, "Less movement").Toggle(); !h.Preferences().Bool(preferences.Still) || h.took() != "look" {
		t.Error("less movement is not switched on")
	}
	c := control[*widgets.Button](t, h, "Language")
	press(c, fyne.KeyDown)
	if got := h.took(); got != "language en" {
		t.Errorf("the window was told %q", got)
	}
}

// The knob of the text size goes to what is pressed, and what it is dragged past is shown
// but chosen at the end only: the size of the window changes with it.
func TestTextSizeSlider(t *testing.T) {
	h := newFakeHost(t, english)
	Open(h, Look)
	var s *slider
	h.each(func(o fyne.CanvasObject) {
		if found, ok := o.(*slider); ok {
			s = found
		}
	})
	size := func() int { return h.Preferences().Int(preferences.TextSize) }
	at := func(x float32) fyne.Position { return fyne.NewPos(x, 10) }
	if s.value() != 100 {
		t.Errorf("at first %d", s.value())
	}
	s.Tapped(&fyne.PointEvent{Position: at(s.x(5))})
	if size() != 130 {
		t.Errorf("pressed: %d", size())
	}
	h.took()
	s.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: at(s.Size().Width)}})
	if size() != 130 || s.value() != 200 || h.took() != "" || !strings.Contains(h.texts(), "200%") {
		t.Errorf("dragged: %d is chosen, %d shown", size(), s.value())
	}
	if s.DragEnd(); size() != 200 || h.took() != "look" {
		t.Errorf("dropped: %d", size())
	}
	for key, want := range map[fyne.KeyName]int{fyne.KeyHome: 80, fyne.KeyEnd: 200} {
		if press(s, key); size() != want {
			t.Errorf("%s: %d", key, size())
		}
	}
}

func TestTextSize(t *testing.T) {
	h := newFakeHost(t, english)
	Open(h, Look)
	buttons := map[string]*widgets.Button{}
	h.each(func(o fyne.CanvasObject) {
		if b, ok := o.(*widgets.Button); ok {
			buttons[b.Label()] = b
		}
	})
	plus, minus := buttons["Text size +"], buttons["Text size −"]
	for range 10 {
		plus.Press()
	}
	if got := h.Preferences().Int(preferences.TextSize); got != 200 || !plus.Disabled() || !strings.Contains(h.texts(), "200") {
		t.Errorf("the largest is %d, %s", got, h.texts())
	}
	for range 10 {
		minus.Press()
	}
	if got := h.Preferences().Int(preferences.TextSize); got != 80 || !minus.Disabled() || plus.Disabled() {
		t.Errorf("the smallest is %d", got)
	}
	if !strings.HasPrefix(h.took(), "look, look") {
		t.Error("it is not shown at once")
	}
}

// TestReset holds that a reset asks, and changes everything but the folders.
func TestReset(t *testing.T) {
	h := newFakeHost(t, english)
	h.settings.Dir, h.settings.AudioDir, h.settings.Limit, h.settings.Parallel = "/films", "/songs", 1e6, 7
	for _, key := range preferences.Settings() {
		switch key {
		case preferences.TextSize:
			h.Preferences().SetInt(key, 150)
		case preferences.Theme, preferences.Language, preferences.Closing, preferences.WhenDone, preferences.ListOfVideo:
			h.Preferences().SetString(key, "x")
		default:
			h.Preferences().SetBool(key, true)
		}
	}
	press := func(label string) {
		t.Helper()
		var b *widgets.Button
		h.each(func(o fyne.CanvasObject) {
			if x, ok := o.(*widgets.Button); ok && x.Label() == label {
				b = x
			}
		})
		if b == nil {
			t.Fatalf("no %q", label)
		}
		b.Press()
	}
	before := h.settings
	Open(h, Look)
	press("Reset…")
	press("Cancel")
	if h.settings != before || h.Preferences().Int(preferences.TextSize) != 150 {
		t.Error("it was not asked")
	}
	press("Reset…")
	press("Reset all settings")
	if want := (core.Settings{Dir: "/films", AudioDir: "/songs", Parallel: 3, Connections: 4}); h.settings != want {
		t.Errorf("%+v", h.settings)
	}
	p := h.Preferences()
	if p.Int(preferences.TextSize) != 0 || p.String(preferences.Theme)+p.String(preferences.ListOfVideo)+p.String(preferences.Closing) != "" || p.Bool(preferences.NoTray) || p.Bool(preferences.Still) {
		t.Error("preferences stay")
	}
	if got := h.took(); got != "look, tray, language " {
		t.Errorf("the window was told %q", got)
	}
}

func TestFontSentence(t *testing.T) {
	if got := fontSentence("日本語", "fonts-x"); !strings.Contains(got, "fonts-x") || strings.Contains(got, "日") {
		t.Errorf("%q", got)
	}
}

func TestNamePattern(t *testing.T) {
	h := newFakeHost(t, english)
	Open(h, Names)
	var e *field
	h.each(func(o fyne.CanvasObject) {
		if f, ok := o.(*field); ok {
			e = f
		}
	})
	for text, want := range map[string]string{
		"{channel} - {title}":    "Example: The Bridge Channel - How bridges are built.mp4",
		"{titel}":                "Hilo does not know {titel}.",
		"{title":                 "A { stands alone: a word is written as {title}.",
		"a/{title}":              "A name cannot contain /.",
		"{channel}":              "It needs {title}, {number} or {id}: else all names are the same.",
		strings.Repeat("a", 300): "This pattern is too long.",
	} {
		before := h.settings.Names.Pattern
		e.SetText(text)
		if got := h.texts(); !strings.Contains(got, want) {
			t.Errorf("%q: says %s", text, got)
		}
		if got := h.settings.Names.Pattern; strings.HasPrefix(want, "Example") && got != text || !strings.HasPrefix(want, "Example") && got != before {
			t.Errorf("%q: kept %q", text, got)
		}
	}
	e.SetText("{title}x")
	e.CursorColumn = 7
	h.each(func(o fyne.CanvasObject) {
		if b, ok := o.(*widgets.Button); ok && b.Label() == "id" {
			b.Press()
		}
	})
	if e.Text != "{title}{id}x" || h.settings.Names.Pattern != e.Text || h.Canvas().Focused() != e || e.CursorColumn != 11 {
		t.Errorf("a word is put in as %q at %d", e.Text, e.CursorColumn)
	}
}

func TestFolders(t *testing.T) {
	h := newFakeHost(t, english)
	Open(h, Names)
	videos, songs := control[*widgets.Button](t, h, "Videos go to"), control[*widgets.Button](t, h, "Songs go to")
	h.file = "/home/ana/Music"
	songs.Press()
	if s := h.settings; s.Dir != "/home/ana/Downloads" || s.AudioDir != "/home/ana/Music" || songs.Label() != "Music" || videos.Label() != "Downloads" {
		t.Errorf("%q, %q, shown as %q, %q", s.Dir, s.AudioDir, videos.Label(), songs.Label())
	}
	if got := h.took(); got != "folder from /home/ana/Downloads" {
		t.Errorf("the window was told %q", got)
	}
	h.file = "/home/ana/Downloads"
	songs.Press()
	h.file = "/home/ana/Films"
	videos.Press()
	if s := h.settings; s.Dir != "/home/ana/Films" || s.AudioDir != "" || songs.Label() != "Films" {
		t.Errorf("songs with the videos: %q, %q, shown as %q", s.Dir, s.AudioDir, songs.Label())
	}
}

func TestListNames(t *testing.T) {
	h := newFakeHost(t, english)
	Open(h, Names)
	toggle := func(row, kind string) *widgets.Button {
		t.Helper()
		for _, o := range control[*widgets.Wrap](t, h, row).Items {
			if b := o.(*widgets.Button); b.Label() == kind {
				return b
			}
		}
		t.Fatalf("%s has no %s", row, kind)
		return nil
	}
	if !toggle("A folder for each", "Playlist").Chosen() || toggle("Numbers in the names", "Channel").Chosen() {
		t.Error("the defaults are not shown")
	}
	toggle("A folder for each", "Playlist").Press()
	toggle("A playlist file (.m3u8)", "Channel").Press()
	names := h.settings.Names
	if r := names.Rules(core.Playlist); r.Folder || !r.Number || r.M3U {
		t.Errorf("playlists: %+v", r)
	}
	if r := names.Rules(core.Channel); !r.Folder || r.Number || !r.M3U {
		t.Errorf("channels: %+v", r)
	}
}

// TestFits holds that nothing in the settings is cut or lies over something else, in
// any language, in the normal and in the smallest window.
func TestFits(t *testing.T) {
	for _, locale := range examples.Locales() {
		h := newFakeHost(t, locale)
		h.helper = core.Ytdlp{State: core.YtdlpOld, Version: "2025.12.08"}
		for _, size := range []fyne.Size{{Width: 960, Height: 720}, {Width: 600, Height: 440}} {
			h.win.Resize(size)
			for _, at := range []Section{Downloads, Formats, Names, Network, Look} {
				d := Open(h, at)
				if at == Downloads {
					d.advanced.Press()
				}
				h.workers.Wait()
				h.settle()
				h.each(func(o fyne.CanvasObject) {
					switch x := o.(type) {
					case *widgets.Label:
						if x.Size().Width > 0 && x.Shown() != x.Text() {
							t.Errorf("%s, %v: %q is cut to %q", locale, size, x.Text(), x.Shown())
						}
					case *widgets.Button:
						if x.Cut() && x.Size().Width > 0 {
							t.Errorf("%s, %v: the label %q is cut", locale, size, x.Label())
						}
					}
				})
				if w := d.scroll.Content.MinSize().Width; w > d.scroll.Size().Width || h.card.CardSize().Height > size.Height-2*widgets.DialogMargin {
					t.Errorf("%s, %v: card %v, %v in %v", locale, size, h.card.CardSize(), w, d.scroll.Size())
				}
				y := float32(-1)
				for _, p := range d.pane.parts[1:] {
					if p.row.view.Position().Y < y {
						t.Errorf("%s, %v: %q lies over the row before", locale, size, p.row.name.text)
					}
					y = p.row.view.Position().Y + p.row.view.Size().Height
				}
				h.Close()
			}
		}
		h.close()
	}
}

// SponsorBlock is off until somebody switches it on; at least one kind of part stays
// chosen.
func TestSponsorBlock(t *testing.T) {
	h := newFakeHost(t, "en")
	Open(h, Formats)
	all := control[*widgets.Wrap](t, h, "Which parts").Items
	b, other := all[0].(*widgets.Button), all[1].(*widgets.Button)
	if !b.Disabled() || !b.Chosen() || h.settings.SponsorBlock != (format.SponsorBlock{}) {
		t.Errorf("at first: %v, %v, %+v", b.Disabled(), b.Chosen(), h.settings.SponsorBlock)
	}
	h.choose(t, "Sponsored parts", "Mark them as chapters")
	if b.Disabled() {
		t.Error("still disabled")
	}
	for _, pressed := range []*widgets.Button{other, b, other} {
		pressed.Press()
	}
	if want := (format.SponsorBlock{Mode: format.SponsorMark, Categories: "selfpromo"}); h.settings.SponsorBlock != want {
		t.Errorf("%+v", h.settings.SponsorBlock)
	}
}
