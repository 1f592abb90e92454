package gui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/downloads"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/options"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// rowActions is what the rows of the list can do: most of it by the queue.
type rowActions struct{ w *Window }

var _ downloads.Actions = rowActions{}

func (a rowActions) Pause(ids ...core.ID)      { a.w.queue.Pause(ids...) }
func (a rowActions) Resume(ids ...core.ID)     { a.w.queue.Resume(ids...) }
func (a rowActions) StartNow(ids ...core.ID)   { commands(a).startNow(ids) }
func (a rowActions) Remove(ids ...core.ID)     { commands(a).remove(ids...) }
func (a rowActions) ShowDetails(s core.Status) { a.w.showDetails(s) }
func (a rowActions) ShowOptions(s core.Status) { a.w.showRowOptions(s) }
func (a rowActions) Update() func()            { return a.w.newerVersion() }
func (a rowActions) Play(s core.Status)        { a.w.players.play(s.ID) }
func (a rowActions) Playing(id core.ID) bool   { return a.w.players.shows(id) }

// PlayingAt returns where a player reads a download.
func (a rowActions) PlayingAt(id core.ID) (share float64, known bool) { return a.w.players.at(id) }

// Retry tries downloads again. Of several, that can be taken back.
func (a rowActions) Retry(ids ...core.ID) {
	if len(ids) > 1 {
		commands(a).retry(ids...)
	} else {
		a.w.queue.Retry(ids...)
	}
}

// Open opens a saved file with the program that the system has for it.
func (a rowActions) Open(s core.Status) { savedFiles(a).open(s.File) }

// Reveal shows a saved file in its folder.
func (a rowActions) Reveal(s core.Status) { savedFiles(a).reveal(s.File) }

// OpenFolder opens the folder of a group.
func (a rowActions) OpenFolder(dir string) { savedFiles(a).openFolder(dir) }

// Move moves downloads in the queue.
func (a rowActions) Move(ids []core.ID, to downloads.Place) { commands(a).move(ids, to) }

// DownloadAgain downloads what was saved and is gone, in the place of its row.
func (a rowActions) DownloadAgain(s core.Status) {
	a.w.queue.Retry(s.ID)
	a.w.update()
}

// SaveElsewhere asks for another folder for a download that could not be saved,
// and starts it again there.
func (a rowActions) SaveElsewhere(s core.Status) {
	a.w.files.AskFolder(a.w.settings.NextDir(), func(dir string) {
		a.w.setFolder(dir)
		a.w.queue.RemoveWithUndo(s.ID).Expire()
		a.w.showAdded(a.w.queue.Add(core.Request{Text: s.URL, Wish: s.Wish, Dir: dir}), true)
	})
}

// menu collects the items of a menu, in parts with a line between them.
type menu struct{ items []widgets.MenuItem }

func (m *menu) add(on bool, label string, icon fyne.Resource, key string, do func()) {
	if on {
		m.items = append(m.items, widgets.MenuItem{Label: label, Icon: icon, Key: key, Do: do})
	}
}

// part begins a part, unless the one before is empty.
func (m *menu) part() {
	if n := len(m.items); n > 0 && m.items[n-1].Label != "" {
		m.items = append(m.items, widgets.MenuItem{})
	}
}

// ShowMenu offers what can be done with a row: the main action first, Remove last.
func (a rowActions) ShowMenu(s core.Status, at fyne.Position) {
	m := &menu{}
	a.addMain(m, s)
	m.part()
	a.addOrder(m, []core.ID{s.ID}, !s.State.Ended())
	m.part()
	a.addRest(m, s, at)
	m.part()
	m.add(true, lang.L("Remove"), theme.IconClose, lang.L("Del"), func() { a.Remove(s.ID) })
	widgets.ShowMenu(a.w.win.Canvas(), at, m.items)
}

// addMain adds what Space or Enter do, and what belongs to it.
func (a rowActions) addMain(m *menu, s core.Status) {
	switch s.State {
	case core.Queued, core.LookingUp, core.Downloading, core.Finishing:
		m.add(true, lang.L("Pause"), theme.IconPause, lang.L("Space"), func() { a.Pause(s.ID) })
		m.add(s.State == core.Queued, lang.L("Start now"), theme.IconResume, "Alt+Enter", func() { a.StartNow(s.ID) })
		m.add(s.State == core.Downloading, lang.L("Play"), theme.IconPlay, "", func() { a.Play(s) })
	case core.Waiting:
		m.add(true, lang.L("Try now"), theme.IconRetry, lang.L("Space"), func() { a.Resume(s.ID) })
		m.add(true, lang.L("Pause"), theme.IconPause, "", func() { a.Pause(s.ID) })
	case core.Paused:
		m.add(true, lang.L("Resume"), theme.IconResume, lang.L("Space"), func() { a.Resume(s.ID) })
		m.add(true, lang.L("Start now"), theme.IconResume, "Alt+Enter", func() { a.StartNow(s.ID) })
	case core.Done:
		m.add(true, lang.L("Open"), theme.IconOpen, "Enter", func() { a.Open(s) })
		m.add(true, lang.L("Show in folder"), theme.IconFolder, "", func() { a.Reveal(s) })
	case core.Failed, core.Cancelled:
		m.add(true, lang.L("Try again"), theme.IconRetry, lang.L("Space"), func() { a.Retry(s.ID) })
		m.add(downloads.Explain(s.Problem).Remedy == downloads.RemedyFolder, lang.L("Choose another folder"), theme.IconFolder, "",
			func() { a.SaveElsewhere(s) })
	}
}

// ShowGroupMenu offers what can be done with all downloads of a group.
func (a rowActions) ShowGroupMenu(g core.Group, ids []core.ID, at fyne.Position) {
	m := &menu{}
	in := a.w.model.Among
	left := in(ids, core.Queued, core.LookingUp, core.Downloading, core.Waiting, core.Finishing)
	waiting, paused, failed := in(ids, core.Queued), in(ids, core.Paused), in(ids, core.Failed)
	m.add(len(left) > 0, lang.L("Pause"), theme.IconPause, lang.L("Space"), func() { a.Pause(left...) })
	m.add(len(waiting) > 0, lang.L("Start now"), theme.IconResume, "Alt+Enter", func() { a.StartNow(waiting...) })
	m.add(len(paused) > 0, lang.L("Resume"), theme.IconResume, "", func() { a.Resume(paused...) })
	m.add(len(failed) > 0, lang.L("Try failed again"), theme.IconRetry, "", func() { a.Retry(failed...) })
	m.add(g.Dir != "", lang.L("Show folder"), theme.IconFolder, "", func() { a.OpenFolder(g.Dir) })
	m.part()
	a.addOrder(m, ids, len(left)+len(paused) > 0)
	m.part()
	page, isPage := downloads.WebPage(core.Status{URL: g.URL})
	m.add(g.URL != "", lang.L("Copy the link"), theme.IconList, i18n.Ctrl()+"+C", func() { a.copyLinks([]core.Status{{URL: g.URL}}) })
	m.add(isPage, lang.L("Watch on YouTube"), theme.IconGlobe, "", func() { a.w.browse(page) })
	m.part()
	rest := slices.Concat(left, paused)
	m.add(len(rest) > 0 && len(rest) < len(ids), lang.L("Cancel the rest"), theme.IconClose, "", func() { a.Remove(rest...) })
	m.add(len(failed) > 0 && len(failed) < len(ids), lang.L("Remove failed"), theme.IconTrash, "", func() { a.Remove(failed...) })
	m.add(true, lang.L("Remove"), theme.IconTrash, lang.L("Del"), func() { a.Remove(ids...) })
	widgets.ShowMenu(a.w.win.Canvas(), at, m.items)
}

// addOrder adds where downloads can be moved to. What has ended need not be the first.
func (a rowActions) addOrder(m *menu, ids []core.ID, left bool) {
	moving := a.w.model.Moving()
	up, down := moving.Up(ids).OK, moving.Down(ids).OK
	m.add(up && left, lang.L("Move to the top"), theme.IconTop, "Alt+"+lang.L("Home"), func() { commands(a).moveToTop(ids) })
	m.add(up, lang.L("Move up"), theme.IconUp, "Alt+↑", func() { commands(a).moveUp(ids) })
	m.add(down, lang.L("Move down"), theme.IconDown, "Alt+↓", func() { commands(a).moveDown(ids) })
}

func (a rowActions) addRest(m *menu, s core.Status, at fyne.Position) {
	w := a.w
	page, isPage := downloads.WebPage(s)
	m.add(s.VideoID != "" && !s.State.Active() && s.State != core.Done, lang.L("Options…"), theme.IconTune, i18n.Ctrl()+"+Enter", func() { a.ShowOptions(s) })
	m.add(s.VideoID != "" && s.State == core.Done, lang.L("Download again with options…"), theme.IconTune, i18n.Ctrl()+"+Enter", func() { a.ShowOptions(s) })
	early := s.State == core.Queued || s.State == core.Paused || s.State == core.Failed || s.State == core.Cancelled
	m.add(early, lang.L("Save as…"), theme.IconFilm, "", func() {
		qualities := options.QualityMenu(s.Wish, func(q format.Wish) { w.queue.SetWish(q, s.ID) })
		widgets.ShowMenu(w.win.Canvas(), at, qualities)
	})
	m.add(s.URL != "", lang.L("Copy the link"), theme.IconList, i18n.Ctrl()+"+C", func() { a.copyLinks([]core.Status{s}) })
	m.add(isPage, lang.L("Watch on YouTube"), theme.IconGlobe, "", func() { w.browse(page) })
	m.add(s.State == core.Failed, lang.L("Details"), theme.IconInfo, "", func() { a.ShowDetails(s) })
	m.add(s.State == core.Failed, lang.L("Why isn't it working?"), theme.IconWarn, "", func() { w.showCheckUp(s.Dir) })
}

// copyLinks copies the links of downloads, one a line, without offering them at once
// as new ones.
func (a rowActions) copyLinks(all []core.Status) {
	var lines []string
	for _, s := range all {
		lines = append(lines, s.URL)
	}
	text := strings.Join(lines, "\n")
	a.w.app.Clipboard().SetContent(text)
	a.w.links.Used = text
	a.w.links.ReadClipboard()
}
