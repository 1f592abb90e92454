// Package gui is the window. It shows the downloads of the queue and gives the queue
// the person's commands; it downloads nothing itself.
//
// Ten times a second Window.update takes what changed from the subscription to the
// queue and gives it to the parts of the window, in one call on the UI goroutine.
// Nothing else calls that goroutine: what finishes in the background, such as a folder
// dialog, is delivered with the next update.
//
//	core.Update -> Window.update -> downloads.Model -> downloads.List, Filter, footer
//	person -> linkBar, options.Bar, options.Dialog, downloads.Row -> Queue
//
// The packages under it know nothing of the window: theme, i18n and desktop, above
// them widgets, above those downloads and options. Package gui wires them together.
package gui

import (
	"context"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/checkup"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/downloads"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/options"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// Queue is what the window needs of core.Manager.
type Queue interface {
	Add(core.Request) core.Added
	Pause(...core.ID)
	Resume(...core.ID)
	Cancel(...core.ID)
	Retry(...core.ID)
	SetWish(format.Wish, ...core.ID)
	Remove(...core.ID)
	Move(id, before core.ID)
	PauseAll()
	ResumeAll()
	ClearFinished()
	List() []core.Status
	Settings() core.Settings
	SetSettings(core.Settings) error
	Thumbnail(ctx context.Context, url string) ([]byte, error)
	Free(dir string) (bytes int64, err error)
	Lookup(ctx context.Context, text string) (core.Offer, error)
	CheckUp(ctx context.Context, dir string, tell func(checkup.Step)) checkup.Verdict
	Ytdlp(ctx context.Context) core.Ytdlp
	UpdateProfiles(path string) error
	LastStart() time.Time
}

// Changes is a subscription to the queue, a *core.Subscription. Subscribe before New,
// so that nothing is missed.
type Changes interface {
	Take() core.Update
}

// Options are what New is told of this build and this run.
type Options struct {
	Version string
	Commit  string
	Built   time.Time    // date of the commit; zero when unknown
	Website string       // of Hilo, whose page "releases" has newer versions; empty offers none
	Demo    []string     // links of the demo that the empty window offers; nil for none
	Log     *slog.Logger // nil: the default one
	Damaged string       // where the database is kept if a part of it could not be read; else empty

	now func() time.Time // nil: the real one
}

// Window is the one window of Hilo.
type Window struct {
	theme      *theme.Theme
	app        fyne.App
	win        fyne.Window
	queue      Queue
	changes    Changes
	opts       Options
	settings   core.Settings
	background *background
	disk       *diskSpace

	model      *downloads.Model
	thumbnails *downloads.ThumbnailCache
	list       *downloads.List
	filter     *downloads.Filter
	links      *linkBar
	bar        *options.Bar
	banner     *banner
	empty      *emptyState
	footer     *footer
	tooltip    *widgets.Tooltip
	dialogs    *dialogs
	files      *filePicker
	top        *fyne.Container
	content    *fyne.Container

	inFront  bool
	nextDemo int
}

const (
	prefWidth, prefHeight = "window.width", "window.height"

	defaultWidth, defaultHeight = 960, 720
	minWidth, minHeight         = 600, 440
)

// New builds the window. Show opens it.
func New(a fyne.App, q Queue, changes Changes, o Options) *Window {
	i18n.Load()
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.now == nil {
		o.now = time.Now
	}
	w := &Window{
		theme: theme.New(), app: a, queue: q, changes: changes, opts: o, settings: q.Settings(),
		background: newBackground(), disk: &diskSpace{measure: q.Free}, inFront: true,
	}
	a.Settings().SetTheme(w.theme)
	w.thumbnails = downloads.NewThumbnailCache(q.Thumbnail)
	w.model = downloads.NewModel(q.List(), o.now())
	w.win = a.NewWindow("Hilo")
	w.win.SetMaster()
	w.win.SetPadded(false)
	w.build()
	keyboard{w}.install()

	size := a.Preferences()
	w.win.Resize(fyne.NewSize(
		float32(max(minWidth, size.FloatWithFallback(prefWidth, defaultWidth))),
		float32(max(minHeight, size.FloatWithFallback(prefHeight, defaultHeight)))))
	w.win.SetCloseIntercept(w.close)
	a.Lifecycle().SetOnEnteredForeground(func() { w.inFront = true; w.links.readClipboard() })
	a.Lifecycle().SetOnExitedForeground(func() { w.inFront = false })

	w.setFolder(w.settings.Dir)
	w.links.readClipboard()
	w.greet()
	w.update()
	return w
}

// build makes the parts of the window and lays them out.
func (w *Window) build() {
	w.tooltip = widgets.NewTooltip(w.opts.now)
	w.dialogs = &dialogs{canvas: w.win.Canvas(), base: w.theme, tooltip: w.tooltip}
	w.files = newFilePicker(w.win, w.background, w.fail)
	w.links = newLinkBar(w.theme, w.tooltip, w.app.Clipboard, w.model.Contains, w.addText, w.showOptions)
	w.links.entry.OnResize = w.relayout
	w.bar = options.NewBar(w.settings.Wish, w.setWish, w.chooseFolder, w.tooltip)
	w.banner = newBanner(w.tooltip, w.relayout)
	w.filter = downloads.NewFilter(w.setFilter)
	w.footer = newFooter(w.queue.PauseAll, w.queue.ResumeAll, w.queue.ClearFinished, w.showSettings, w.tooltip)
	var addDemo func()
	if len(w.opts.Demo) > 0 {
		addDemo = w.addDemo
	}
	w.empty = newEmptyState(addDemo)
	w.list = downloads.NewList(w.model, w.thumbnails, rowActions{w}, w.tooltip)

	w.top = container.New(layout.NewCustomPaddedVBoxLayout(12), w.links.view, w.bar.View, w.banner.view, w.filter.View)
	rows := container.NewThemeOverride(w.list, theme.ForList(w.theme))
	w.content = widgets.Arrange(
		func() fyne.Size { return fyne.NewSize(minWidth, minHeight) },
		func(s fyne.Size) {
			const side = theme.Margin
			top := w.top.MinSize().Height
			widgets.Place(w.top, side, 16, s.Width-2*side, top)
			widgets.Place(w.footer.view, 0, s.Height-footerHeight, s.Width, footerHeight)
			top += 16 + theme.Gap - downloads.RowInset
			widgets.Place(rows, side-downloads.RowInset, top, s.Width-2*side+downloads.RowInset+downloads.RowGutter, s.Height-footerHeight-top)
			widgets.Place(w.empty.view, side, top, s.Width-2*side, s.Height-footerHeight-top)
		}, w.top, rows, w.empty.view, w.footer.view)
	w.win.SetContent(container.NewStack(w.content, container.NewWithoutLayout(w.tooltip)))
}

// Show opens the window and starts to update it.
func (w *Window) Show() {
	w.run()
	w.win.Show()
	w.links.readClipboard()
}

// run updates the window ten times a second until Stop.
func (w *Window) run() {
	ctx := w.background.ctx
	w.background.Go(func() {
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				fyne.Do(w.update)
			}
		}
	})
	w.background.Go(func() { w.disk.watch(ctx) })
}

// Stop ends the updates and everything that runs in the background. Call it before
// the app quits: afterwards Fyne runs what fyne.Do is given on the caller's
// goroutine.
func (w *Window) Stop() {
	w.background.stop()
	w.thumbnails.Close()
}

// close stores the size and closes the window. It does not ask, because the queue
// continues with the next start.
func (w *Window) close() {
	s := w.win.Canvas().Size()
	w.app.Preferences().SetFloat(prefWidth, float64(s.Width))
	w.app.Preferences().SetFloat(prefHeight, float64(s.Height))
	w.Stop()
	w.win.Close()
}

// update brings the window up to date with the queue. Only the UI goroutine calls
// it.
func (w *Window) update() {
	if w.background.ctx.Err() != nil {
		return
	}
	w.background.deliver()

	now := w.opts.now()
	u := w.changes.Take()
	if w.model.Apply(u, now) {
		w.showRows()
	}
	w.filter.Set(w.model.Counts(), w.model.Filter())
	w.footer.set(w.model.Totals(), w.disk.free.Load(), w.queue.LastStart, now)
	if u.AllDone {
		w.allDone(u)
	}
	w.banner.setNotSaved(now, u.NotSaved)
	w.list.Update(now)
	w.banner.update(now)
	w.dialogs.update()
	w.tooltip.Update(now, w.win.Canvas())
}

// showRows shows the list after rows were added, removed or moved.
func (w *Window) showRows() {
	has := w.model.Len() > 0
	if has != w.filter.View.Visible() {
		widgets.SetVisible(w.filter.View, has)
		w.relayout()
	}
	widgets.SetVisible(w.empty.view, !has)
	widgets.SetVisible(w.list, has)
	w.list.ShowChanged()
}

// relayout lays the window out after a part at the top changed its height.
func (w *Window) relayout() {
	w.top.Refresh()
	w.content.Refresh()
}

// fail tells the person of an error in a short sentence, and the log of its cause.
func (w *Window) fail(sentence string, err error) {
	w.opts.Log.Error(sentence, "err", err)
	w.tell(sentence)
}

func (w *Window) tell(sentence string) { w.banner.say(w.opts.now(), sentence, "", nil) }
