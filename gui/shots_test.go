package gui

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/checkup"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/youtube"
	"github.com/hilo-app/hilo/gui/widgets"
)

// TestShots draws the window into the folder that HILO_SHOTS names, for
// somebody to look at.
func TestShots(t *testing.T) {
	dir := os.Getenv("HILO_SHOTS")
	if dir == "" {
		t.Skip("HILO_SHOTS is not set")
	}
	for _, shot := range []struct {
		name   string
		locale string
		dark   bool
		size   fyne.Size
		scale  float32
		rows   int // -1: one of each state
		do     func(*stage)
	}{
		{name: "empty-light", size: fyne.NewSize(960, 720)},
		{name: "empty-dark", size: fyne.NewSize(960, 720), dark: true},
		{name: "empty-practice", size: fyne.NewSize(960, 720), do: func(s *stage) {}},
		{name: "list-light", size: fyne.NewSize(960, 720), rows: -1},
		{name: "list-dark", size: fyne.NewSize(960, 720), rows: -1, dark: true, do: func(s *stage) {
			s.app.Clipboard().SetContent("https://www.youtube.com/watch?v=kinQsc6y9Kw")
			s.offerClipboard()
		}},
		{name: "list-tall", size: fyne.NewSize(960, 1500), rows: -1},
		{name: "list-spanish", size: fyne.NewSize(960, 1500), rows: -1, locale: "es_ES.UTF-8"},
		{name: "list-600", size: fyne.NewSize(600, 1500), rows: -1},
		{name: "list-600-spanish", size: fyne.NewSize(600, 1500), rows: -1, locale: "es_ES.UTF-8", dark: true},
		{name: "list-200", size: fyne.NewSize(960, 720), rows: 200, do: func(s *stage) { s.list.ScrollTo(120) }},
		{name: "list-2x", size: fyne.NewSize(960, 720), rows: -1, scale: 2},
		{name: "banner", size: fyne.NewSize(960, 720), rows: -1, do: func(s *stage) {
			s.addText("https://www.youtube.com/watch?v=mmmmmmmmmmm&list=PL123")
			s.choose("b")
		}},
		{name: "held-up", size: fyne.NewSize(960, 720), rows: -1, do: heldUpShot},
		{name: "held-up-spanish", size: fyne.NewSize(960, 720), rows: -1, dark: true, locale: "es_ES.UTF-8", do: heldUpShot},
		{name: "held-up-600", size: fyne.NewSize(600, 500), rows: -1, do: heldUpShot},
		{name: "rejected", size: fyne.NewSize(960, 720), rows: -1, do: func(s *stage) { s.addText("hello\nworld https://youtu.be/nnnnnnnnnnn") }},
		{name: "multiline", size: fyne.NewSize(960, 720), rows: -1, do: func(s *stage) {
			s.options.audio.Press()
			s.box.SetText("https://youtu.be/aaaaaaaaaaa\nhttps://youtu.be/bbbbbbbbbbb\nhttps://youtu.be/ccccccccccc")
			s.win.Canvas().Focus(s.box)
		}},
		{name: "quality", size: fyne.NewSize(960, 720), do: func(s *stage) { s.options.showQualities() }},
		{name: "settings", size: fyne.NewSize(960, 720), rows: -1, do: settingsShot},
		{name: "settings-dark", size: fyne.NewSize(960, 720), rows: -1, dark: true, do: settingsShot},
		{name: "settings-spanish", size: fyne.NewSize(960, 720), rows: -1, locale: "es_ES.UTF-8", do: settingsShot},
		{name: "settings-600", size: fyne.NewSize(600, 500), rows: -1, do: func(s *stage) {
			s.q.helper = core.Helper{State: core.HelperOld, Version: "2025.12.08"}
			settingsShot(s)
			s.dialog.Scroller().ScrollToOffset(fyne.NewPos(0, 200))
		}},
		{name: "settings-dark-600", size: fyne.NewSize(600, 720), rows: -1, dark: true, locale: "es_ES.UTF-8", do: func(s *stage) {
			s.q.helper, s.q.profiles = core.Helper{State: core.HelperOld, Version: "2025.12.08"}, youtube.ErrProfilesNotNewer
			settingsShot(s)
			s.loadProfiles("/x/profiles.signed")
			for done := false; !done; runtime.Gosched() {
				s.mu.Lock()
				done = len(s.waiting) > 0
				s.mu.Unlock()
			}
		}},
		{name: "details", size: fyne.NewSize(960, 720), rows: -1, do: func(s *stage) { s.details(s.rows.rows["e"].status) }},
		{name: "menu", size: fyne.NewSize(960, 720), rows: -1, do: func(s *stage) { s.menu(s.rows.rows["d"].status, fyne.NewPos(500, 500)) }},
		{name: "tip", size: fyne.NewSize(960, 720), rows: -1, do: func(s *stage) { s.footer.settings.MouseIn(nil); s.tick(time.Second) }},
		{name: "checkup-running", size: fyne.NewSize(960, 720), rows: -1, do: func(s *stage) {
			s.q.steps, s.q.hold = brokenWay(), make(chan struct{})
			s.showCheckUp("/x")
			for told := 0; told < len(s.q.steps); runtime.Gosched() {
				s.mu.Lock()
				told = len(s.waiting)
				s.mu.Unlock()
			}
			s.tick(0)
		}},
		{name: "checkup-failed", size: fyne.NewSize(960, 720), rows: -1, do: func(s *stage) {
			s.q.steps, s.q.verdict = brokenWay(), checkup.Verdict{Class: checkup.NoDNS, State: checkup.Failed}
			checkUpShot(s)
		}},
		{name: "checkup-full-spanish", size: fyne.NewSize(600, 440), rows: -1, dark: true, locale: "es_ES.UTF-8", do: func(s *stage) {
			s.q.steps, s.q.verdict = everyWay(checkup.Space, checkup.Failed), checkup.Verdict{Class: checkup.DiskFull, State: checkup.Failed}
			checkUpShot(s)
		}},
		{name: "checkup-fine", size: fyne.NewSize(960, 720), rows: -1, do: func(s *stage) {
			s.q.steps, s.q.verdict = everyWay("", ""), checkup.Verdict{Class: checkup.Fine, State: checkup.OK}
			checkUpShot(s)
		}},
		{name: "checkup-old", size: fyne.NewSize(960, 720), rows: -1, dark: true, do: func(s *stage) {
			s.q.steps, s.q.verdict = everyWay(checkup.Version, checkup.Warned), checkup.Verdict{Class: checkup.OldVersion, State: checkup.Warned}
			checkUpShot(s)
		}},
		{name: "list-clips", size: fyne.NewSize(960, 720), do: clipRowsShot},
		{name: "list-clips-600", size: fyne.NewSize(600, 720), do: clipRowsShot, locale: "es_ES.UTF-8"},
		{name: "sheet-asking", size: fyne.NewSize(960, 720), rows: -1, do: func(s *stage) {
			s.q.hold = make(chan struct{})
			s.box.SetText(linkA)
			s.showOptions()
		}},
		{name: "sheet-light", size: fyne.NewSize(960, 720), rows: -1, do: func(s *stage) { s.ask(linkA) }},
		{name: "sheet-dark", size: fyne.NewSize(960, 720), rows: -1, dark: true, do: func(s *stage) { s.ask(linkA) }},
		{name: "sheet-audio", size: fyne.NewSize(960, 720), rows: -1, do: func(s *stage) { s.ask(linkA).audio.Press() }},
		{name: "sheet-clips", size: fyne.NewSize(960, 720), rows: -1, do: clipsShot},
		{name: "sheet-clips-dark", size: fyne.NewSize(960, 720), rows: -1, dark: true, locale: "es_ES.UTF-8", do: clipsShot},
		{name: "sheet-more", size: fyne.NewSize(960, 720), rows: -1, do: func(s *stage) {
			b := s.ask(linkA)
			b.more.Press()
			b.clips.chapters.Press()
			s.tick(0)
		}},
		{name: "sheet-thumbnail", size: fyne.NewSize(960, 720), rows: -1, do: func(s *stage) {
			b := s.ask(linkA)
			b.more.Press()
			b.extras.Items[3].(*widgets.Button).Press()
		}},
		{name: "sheet-mistake", size: fyne.NewSize(960, 720), rows: -1, do: func(s *stage) {
			b := s.ask(linkA)
			b.clips.from.SetText("9:99")
			s.win.Canvas().Focus(b.clips.from)
			s.tick(0)
		}},
		{name: "sheet-failed", size: fyne.NewSize(960, 720), rows: -1, do: func(s *stage) {
			s.q.lost = &core.Problem{Class: core.Unreachable}
			s.ask(linkA)
		}},
		{name: "sheet-plain", size: fyne.NewSize(960, 720), rows: -1, do: func(s *stage) {
			s.q.offer.Video, s.q.offer.Languages, s.q.offer.Subtitles, s.q.offer.Chapters = s.q.offer.Video[:1], nil, nil, nil
			s.q.offer.Title = "Sourdough in one day"
			s.ask(linkA)
		}},
		{name: "sheet-many", size: fyne.NewSize(960, 720), rows: -1, do: func(s *stage) {
			s.q.offer.Subtitles = manySubtitles()
			s.ask(linkA).subtitleButtons.Items[2].(*widgets.Button).Press()
		}},
		{name: "sheet-600", size: fyne.NewSize(600, 500), rows: -1, do: func(s *stage) { s.ask(linkA) }},
		{name: "sheet-600-down", size: fyne.NewSize(600, 500), rows: -1, locale: "es_ES.UTF-8", dark: true, do: func(s *stage) {
			clipsShot(s)
			s.win.Canvas().Focus(s.sheet.body.clips.bar.To)
			s.tick(0)
		}},
		{name: "sheet-2x", size: fyne.NewSize(960, 720), rows: -1, scale: 2, do: clipsShot},
		{name: "sheet-resized", size: fyne.NewSize(960, 720), rows: -1, do: func(s *stage) {
			s.ask(linkA)
			s.win.Resize(fyne.NewSize(700, 560))
		}},
	} {
		t.Run(shot.name, func(t *testing.T) {
			q := newFakeQueue()
			if shot.rows < 0 {
				q = newFakeQueue(examples(time.Date(2026, 11, 23, 13, 0, 0, 0, time.Local))...)
			}
			examplePictures(q)
			q.offer = exampleOffer()
			for i := range max(0, shot.rows) {
				s := examples(time.Time{})[i%2]
				s.ID, s.Title = core.ID(fmt.Sprint(i)), fmt.Sprintf("Video %d of two hundred", i+1)
				if i%3 == 0 {
					s.State, s.File = core.Done, "/home/ana/Downloads/x.mp4"
				}
				q.send(s)
			}
			if shot.locale == "" {
				shot.locale = "en_US.UTF-8"
			}
			o := Options{Website: "https://example.org"}
			if shot.name == "empty-practice" {
				o.Demo = []string{"https://youtu.be/practice001"}
			}
			s := open(t, q, shot.locale, o)
			if shot.dark {
				v := theme.VariantDark
				s.look.Variant = &v
				s.app.Settings().SetTheme(s.look)
			}
			s.banner.dismiss()
			s.free.Store(118e9)
			if shot.scale > 0 {
				s.win.Canvas().(interface{ SetScale(float32) }).SetScale(shot.scale)
			}
			s.win.Resize(shot.size)
			if shot.do != nil {
				shot.do(s)
			}
			for range 3 {
				s.tick(time.Millisecond)
				s.pictures.done.Wait()
			}
			s.tick(2 * time.Second)
			if shot.name == "tip" {
				s.tick(0)
			}
			f, err := os.Create(filepath.Join(dir, shot.name+".png"))
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if err := png.Encode(f, s.win.Canvas().Capture()); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func clipsShot(s *stage) {
	b := s.ask(linkA)
	b.tiles.Choose(3)
	b.subtitleButtons.Items[1].(*widgets.Button).Press()
	b.clips.from.SetText("1:30")
	b.clips.to.SetText("2:45.5")
	b.clips.add.Press()
	b.clips.to.SetText("5:10")
	s.win.Canvas().Focus(b.clips.bar.From)
	s.tick(0)
}

// heldUpShot is a long list that is looked up slowly.
func heldUpShot(s *stage) {
	s.q.last = s.at.Add(20 * time.Hour)
	for i := range 400 {
		next := core.Status{ID: core.ID(fmt.Sprint(i)), Title: fmt.Sprintf("Part %d of four hundred", i+1), State: core.Queued}
		if i == 0 {
			next.Note, next.Until = core.NotePaced, s.at.Add(13*time.Minute)
		}
		s.q.send(next)
	}
	s.tick(0)
	s.tick(0)
}

func settingsShot(s *stage) {
	if s.q.helper.State == "" {
		s.q.helper = core.Helper{State: core.HelperFound, Version: "2026.10.07"}
	}
	s.showSettings()
	s.workers.Wait()
	s.tick(0)
}

func checkUpShot(s *stage) {
	s.showCheckUp("/x")
	s.workers.Wait()
	s.tick(0)
}

// everyWay is a check-up in which all is well but one step.
func everyWay(but checkup.Name, state checkup.State) []checkup.Step {
	var all []checkup.Step
	for _, name := range checkup.Steps() {
		step := checkup.Step{Name: name, State: checkup.OK}
		if name == but {
			step.State = state
			if name == checkup.Space {
				step.Detail = "0 bytes free in /home/ana/Downloads"
			}
		}
		all = append(all, step)
	}
	return all
}

// clipRowsShot is a list of parts, chapters and pictures.
func clipRowsShot(s *stage) {
	e := examples(s.at)
	for i := range e[:7] {
		e[i].State, e[i].Problem, e[i].File = core.Done, nil, "/home/ana/Downloads/x"
	}
	clip := func(i, from, to int) {
		e[i].Wish.Clip = format.Clip{From: time.Duration(from) * time.Second, To: time.Duration(to) * time.Second}
		e[i].Duration = time.Duration(to-from) * time.Second
	}
	clip(0, 90, 165)
	clip(1, 0, 31)
	clip(2, 127, 254)
	e[2].Title, e[2].Album, e[2].Chapter = "Seven pillars", "How bridges are built", true
	e[3].Wish.Kind, e[3].Quality, e[3].Total = format.Picture, "JPEG", 84e3
	e[4].State, e[4].Problem = core.Failed, &core.Problem{Class: core.OutsideVideo}
	clip(4, 3600, 3660)
	e[5].State, e[5].Note, e[5].Until, e[5].Title = core.Queued, core.NotePaced, s.at.Add(65*time.Minute), "The next of four hundred"
	e[6].State, e[6].Problem = core.Failed, &core.Problem{Class: core.ClientRefused}
	s.q.send(e[:7]...)
}
