package gui

import (
	"context"
	"log/slog"
	"net/url"
	"os"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/background"
	system "github.com/hilo-app/hilo/gui/desktop"
	"github.com/hilo-app/hilo/gui/downloads"
	"github.com/hilo-app/hilo/gui/emptystate"
	"github.com/hilo-app/hilo/gui/folders"
	"github.com/hilo-app/hilo/gui/footer"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/linkbar"
	"github.com/hilo-app/hilo/gui/notice"
	"github.com/hilo-app/hilo/gui/options"
	"github.com/hilo-app/hilo/gui/preferences"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// The size of the window in pixels: the least, and that of a first start.
const (
	minWidth, minHeight         = 600, 440
	defaultWidth, defaultHeight = 960, 720
)

// New builds the window. Show opens it.
func New(a fyne.App, q Queue, changes Changes, o Options) *Window {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.now == nil {
		o.now = time.Now
	}
	if o.do == nil {
		o.do = fyne.Do
	}
	if o.modifiers == nil {
		o.modifiers = heldModifiers
	}
	if o.stat == nil {
		o.stat = func(path string) error { _, err := os.Stat(path); return err }
	}
	win := a.NewWindow("Hilo")
	opens := true
	if o.Fonts != nil {
		opens = o.Hidden || loadOpenGL(win)
		o.Fonts()
	}
	w := &Window{
		win: win, opens: opens, theme: theme.New(), textSize: newTextSize(a.Settings()), app: a, queue: q, changes: newCalmChanges(changes, a.Preferences(), o.now), opts: o, settings: q.Settings(),
		background: background.New(), disk: &diskSpace{measure: q.Free},
	}
	w.quits, w.quitNow = context.WithCancel(context.Background())
	w.settingsAt = settingsHost{w, w.rebuild}.open
	w.loadLanguage()
	w.showTheme()
	w.thumbnails = downloads.NewThumbnailCache(q.Thumbnail)
	w.model = downloads.NewModel(q.List(), o.now())
	w.model.Refold(a.Preferences().StringList(preferences.Folds))
	w.model.Folded = func() { a.Preferences().SetStringList(preferences.Folds, w.model.Folds()) }
	w.win.SetMaster()
	w.win.SetPadded(false)
	w.desk = newIntegration(w)
	w.players = newPlayers(w)
	w.build()
	keyboard{w}.install()
	w.win.SetOnDropped(func(_ fyne.Position, all []fyne.URI) { w.dropped(all) })

	size := a.Preferences()
	w.win.Resize(fyne.NewSize(
		float32(max(minWidth, size.FloatWithFallback(preferences.Width, defaultWidth))),
		float32(max(minHeight, size.FloatWithFallback(preferences.Height, defaultHeight)))))
	w.win.SetCloseIntercept(w.desk.closing.close)
	a.Lifecycle().SetOnEnteredForeground(func() { w.desk.focused(true); w.links.ReadClipboard() })
	a.Lifecycle().SetOnExitedForeground(func() { w.desk.focused(false) })

	w.setFolder(w.settings.NextDir())
	w.links.ReadClipboard()
	offered := q.Following().New()
	w.footer.SetNew(offered)
	w.news = newNews(w, offered)
	w.greet()
	w.update()
	return w
}

// newIntegration connects the window with the desktop.
func newIntegration(w *Window) *integration {
	unfinished := func() bool { return w.model.Totals().Unfinished() > 0 }
	d := &integration{app: w.app, win: w.win, background: w.background, log: w.opts.Log, do: desktopActions{
		open:       func(s core.Status) { rowActions{w}.Open(s) },
		reveal:     func(s core.Status) { rowActions{w}.Reveal(s) },
		showFailed: func() { w.setFilter(downloads.GroupFailed) },
		pauseOrResume: func() {
			if w.model.Totals().OnlyPaused() {
				w.queue.ResumeAll()
			} else {
				w.queue.PauseAll()
			}
		},
	}}
	d.awake = newAwake(func() string { return lang.L("Downloads are running.") }, w.opts.Log, w.opts.now)
	d.whenDone = &whenDone{preferences: w.app.Preferences(), background: w.background, banner: func() *notice.Banner { return w.over.Banner },
		unfinished: unfinished, fail: w.fail, sleep: system.Sleep, shutDown: system.ShutDown}
	d.closing = &closing{win: w.win, preferences: w.app.Preferences(), background: w.background, dialogs: func() *dialogs { return w.dialogs },
		running: func() bool { t := w.model.Totals(); return t.Active+t.Waiting > 0 },
		hiding:  d.hid,
		stop:    func() { w.over.Toast.Expire(); w.Stop() }}
	d.start(w.opts.desktop)
	return d
}

// heldModifiers returns the modifier keys that are held.
func heldModifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

// build makes the parts of the window and lays them out.
func (w *Window) build() {
	w.tooltip = widgets.NewTooltip(w.opts.now)
	w.dialogs = &dialogs{canvas: w.win.Canvas(), base: w.theme, tooltip: w.tooltip}
	w.files = folders.New(w.win, w.background, folders.NewRecent(w.app.Preferences()), w.fail)
	w.links = linkbar.New(minWidth-2*theme.Margin, w.theme, w.tooltip, w.app.Clipboard, w.model.Contains, w.addText, w.showOptions)
	w.links.Pick, w.links.OfferList = pickers{w}.pick, listOffer{w}.make
	w.links.Entry.OnResize = func() { w.relayout() }
	w.bar = options.NewBar(w.settings.Wish, w.setWish, func() { w.files.OfferFolders(w.bar.FolderMenu, w.settings.NextDir(), w.setFolder) }, w.tooltip)
	w.showWishes()
	w.over = notice.NewOverlay(w.tooltip, footer.Height)
	w.footer = footer.New(footer.Actions{
		PauseAll: w.queue.PauseAll, ResumeAll: w.queue.ResumeAll, ClearFinished: commands{w}.clearFinished,
		SlowDown: slowDown{w}.toggle, History: w.showHistory, Settings: w.showSettings,
	}, w.tooltip)
	var addDemo func()
	if len(w.opts.Demo) > 0 {
		next := 0
		addDemo = func() {
			w.addText(w.opts.Demo[next%len(w.opts.Demo)])
			next++
		}
	}
	w.summary = &summary{win: w.win, model: w.model, last: func() time.Time { return w.queue.LastOf(0) }, footer: w.footer, desk: w.desk}
	w.empty = emptystate.NewStart(addDemo)
	w.links.OnOffer = w.empty.SetOffered
	w.nothing = emptystate.NewNoMatch(w.showAll)
	w.list = downloads.NewList(w.model, w.thumbnails, rowActions{w}, w.tooltip, w.opts.modifiers, w.opts.stat)
	w.listBar = downloads.NewListBar(w.list, w.win.Canvas(), w.theme, w.tooltip, w.setFilter, commands{w}.moveToTop, func(v downloads.View) { saveView(w.app.Preferences(), v) })
	w.listBar.Show(viewOf(w.app.Preferences()))

	top := container.New(layout.NewCustomPaddedVBoxLayout(12), w.links.View, w.bar.View, w.listBar.View)
	rows := container.NewThemeOverride(w.list, theme.ForList(w.theme))
	content := widgets.ArrangeFixed(
		func() fyne.Size { return fyne.NewSize(minWidth, minHeight) },
		func(s fyne.Size) {
			const side = theme.Margin
			height := top.MinSize().Height
			widgets.Place(top, side, 16, s.Width-2*side, height)
			widgets.Place(w.footer.View, 0, s.Height-footer.Height, s.Width, footer.Height)
			y := height + 16 + theme.Gap - downloads.RowInset
			widgets.Place(rows, side-downloads.RowInset, y, s.Width-2*side+downloads.RowInset+downloads.RowGutter, s.Height-footer.Height-y)
			widgets.Place(w.nothing.View, side, y, s.Width-2*side, s.Height-footer.Height-y)
			widgets.Place(w.empty.View, side, y, s.Width-2*side, s.Height-footer.Height-y)
		}, top, rows, w.nothing.View, w.empty.View, w.footer.View)
	w.relayout = func() {
		top.Refresh()
		content.Refresh()
	}
	w.win.SetContent(container.NewStack(content, w.over.View, container.NewWithoutLayout(w.tooltip)))
}

// rebuild makes all parts of the window anew, in the language that is in use now. What
// is written in the entry stays; a removal that could be undone is final.
func (w *Window) rebuild() {
	w.dialogs.close()
	w.over.Toast.Expire()
	written := w.links.Entry.Text
	w.build()
	keyboard{w}.install()
	w.setFolder(w.settings.NextDir())
	w.links.Entry.SetText(written)
	w.links.ReadClipboard()
	w.footer.SetNew(w.queue.Following().New())
	w.showRows()
	w.update()
}

// Show opens the window, unless Hilo starts in the tray, and starts to update it. It
// returns false when the system cannot open it; NoWindow says so.
func (w *Window) Show() bool {
	if !w.opens {
		return false
	}
	w.run()
	if w.opts.Hidden && w.desk.closing.tray {
		w.desk.hid()
		return canOpen(w.win)
	}
	w.win.Show()
	w.links.ReadClipboard()
	return exists(w.win)
}

// run updates the window until Stop.
func (w *Window) run() {
	ctx := w.background.Context()
	idle := func() bool {
		t := w.model.Totals()
		return t.Active+t.Waiting == 0 && w.win.Canvas().Focused() == nil
	}
	updates := &updating{update: w.update, idle: idle, now: time.Now, do: w.opts.do}
	w.background.Go(func() {
		updates.onUI(ctx, func() { // the app runs
			if r := restOf(fyne.CurrentApp().Driver()); r != nil {
				updates.rest = r.rest
				w.background.WakeWith(r.wake)
			}
		})
		updates.run(ctx)
	})
	w.background.Go(func() { w.disk.watch(ctx) })
	w.background.Go(func() { w.desk.awake.run(ctx) })
}

// greet says at the start that downloads of the last time continue, or that a part
// of the list was lost.
func (w *Window) greet() {
	unfinished := w.model.Unfinished()
	w.showRows()
	switch {
	case w.opts.Damaged != "":
		w.over.Banner.Say(w.opts.now(), lang.L("The list was damaged. What could be read of it is here; nothing that was saved is lost."),
			lang.L("Show in folder"), func() { rowActions{w}.Reveal(core.Status{File: w.opts.Damaged}) })
	case unfinished > 0:
		w.tell(i18n.Count("Continuing with {{.Count}} downloads where you left off.", unfinished))
	}
}

// newPlayers returns what shows downloads to players.
func newPlayers(w *Window) *players {
	p := &players{
		background: w.background, serve: w.opts.watch.serve, at: w.opts.watch.at, start: w.opts.watch.start,
		browse: func(u *url.URL) error { return w.app.OpenURL(u) },
		tell:   w.tell, fail: w.fail,
		changed: func() { w.list.ShowMarks() },
		running: map[core.ID]int{},
	}
	if p.serve == nil {
		p.serve = w.queue.Players().Serve
	}
	if p.at == nil {
		p.at = w.queue.Players().Place
	}
	if p.start == nil {
		p.start = startPlayer
	}
	return p
}
