// Package gui is the window. It shows what the queue says and tells it what
// the person wants; it never asks for progress and does no work of its own.
//
// Ten times a second one pump takes what changed from the queue's mailbox and
// sets the bound data of those rows, in one call on the UI goroutine. Nothing
// else reaches that goroutine from outside: what finishes elsewhere, such as a
// folder dialog, waits for the pump too (see Window.later).
package gui

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/checkup"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/desktop"
	"github.com/hilo-app/hilo/gui/i18n"
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
	Look(ctx context.Context, text string) (core.Offer, error)
	CheckUp(ctx context.Context, dir string, tell func(checkup.Step)) checkup.Verdict
	Helper(ctx context.Context) core.Helper
	UpdateProfiles(path string) error
	LastStart() time.Time
}

// Changes is the mailbox of the queue, a *core.Mailbox. Subscribe before New,
// so that nothing is missed.
type Changes interface {
	Take() core.Update
}

// Options are what the window is told once.
type Options struct {
	Version string
	Commit  string
	Website string       // of Hilo, whose page "releases" has newer versions; empty offers none
	Demo    []string     // practice links that the empty window offers; nil for none
	Log     *slog.Logger // nil: the default one
	Damaged string       // where the list's file was kept aside, as not all of it could be read; empty if it could

	now func() time.Time // nil: the real one
}

// Window is the one window of Hilo.
type Window struct {
	look     *theme.Theme
	app      fyne.App
	win      fyne.Window
	queue    Queue
	changes  Changes
	opts     Options
	now      func() time.Time
	pick     func(ctx context.Context, title, start string) (string, error)   // desktop.PickFolder
	pickFile func(ctx context.Context, title, pattern string) (string, error) // desktop.PickFile

	settings core.Settings
	rows     *Model
	pictures *ThumbnailCache
	live     map[*Row]bool // rows that are bound
	chosen   core.ID       // by click or arrow keys
	lit      core.ID       // to be found
	litUntil time.Time
	seek     core.ID // to be scrolled to when it is there
	offered  string  // links on the clipboard that Add would take
	hint     string  // what the empty box says
	used     string  // clipboard text that was added already
	inFront  bool
	asking   bool // for a folder or a file
	practice int  // next practice link
	free     atomic.Int64
	freeIn   atomic.Value // string: the folder whose disk is looked at

	box        *widgets.LinkEntry
	add        *widgets.Button
	more       *widgets.Button // the options of one video
	options    *Bar
	banner     *banner
	filter     *Filter
	list       *rowList
	empty      *empty
	footer     *footer
	tips       *widgets.Tooltip
	dialog     *widgets.Dialog    // the one that is open
	sheet      *dialog_           // what is in it, if it is the one for a video's options
	stopDialog context.CancelFunc // ends what goes on for it, if anything
	folders    *dialog.FileDialog // Fyne's, while it is open
	top        *fyne.Container
	content    *fyne.Container

	mu      sync.Mutex
	waiting []func() // for the pump
	ctx     context.Context
	quit    context.CancelFunc
	workers sync.WaitGroup
	stop    sync.Once
}

const (
	prefWidth, prefHeight = "window.width", "window.height"

	defaultWidth, defaultHeight = 960, 720
	minWidth, minHeight         = 600, 440
)

// New builds the window. Show opens it and starts the pump.
func New(a fyne.App, q Queue, changes Changes, o Options) *Window {
	i18n.Load()
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.now == nil {
		o.now = time.Now
	}
	w := &Window{
		look: theme.New(), app: a, queue: q, changes: changes, opts: o, now: o.now, pick: desktop.PickFolder, pickFile: desktop.PickFile,
		settings: q.Settings(), live: map[*Row]bool{}, inFront: true,
	}
	a.Settings().SetTheme(w.look)
	w.ctx, w.quit = context.WithCancel(context.Background())
	w.pictures = NewThumbnailCache(q.Thumbnail)
	w.rows = NewModel(q.List(), w.now())
	w.win = a.NewWindow("Hilo")
	w.win.SetMaster()
	w.win.SetPadded(false)
	w.build()
	w.keys()

	size := a.Preferences()
	w.win.Resize(fyne.NewSize(
		float32(max(minWidth, size.FloatWithFallback(prefWidth, defaultWidth))),
		float32(max(minHeight, size.FloatWithFallback(prefHeight, defaultHeight)))))
	w.win.SetCloseIntercept(w.close)
	a.Lifecycle().SetOnEnteredForeground(func() { w.inFront = true; w.offerClipboard() })
	a.Lifecycle().SetOnExitedForeground(func() { w.inFront = false })

	w.setFolder(w.settings.Dir)
	w.offerClipboard()
	w.greet()
	w.pump()
	return w
}

// build puts the parts in their places.
func (w *Window) build() {
	w.tips = widgets.NewTooltip(w.now)
	w.box = widgets.NewLinkEntry()
	w.add = widgets.NewButton(widgets.Primary, lang.L("Add"), nil, w.addBox)
	w.more = widgets.NewButton(widgets.Outlined, lang.L("Options…"), theme.IconTune, w.showOptions)
	w.more.Tooltip = w.tips
	w.options = NewBar(w.settings.Wish, w.setWish, w.chooseFolder, w.tips)
	w.banner = newBanner(w.tips, w.relayout)
	w.filter = NewFilter(w.setFilter)
	w.footer = newFooter(w.queue.PauseAll, w.queue.ResumeAll, w.queue.ClearFinished, w.showSettings, w.tips)
	var practice func()
	if len(w.opts.Demo) > 0 {
		practice = w.addPractice
	}
	w.empty = newEmpty(practice)
	w.list = newList(w)

	w.box.OnSubmit = w.addBox
	w.box.OnPaste = w.addPasted
	w.box.OnShortcut = w.shortcut
	w.box.OnResize = w.relayout
	w.box.OnChanged = func(string) { w.box.FitLines(); w.offer() }

	field := widgets.NewEntryFrame(w.box, w.look, theme.ColorCard, theme.RadiusCard, theme.SizeTitle, 13)
	w.box.OnFocus = field.SetFocused
	line := widgets.Arrange(
		func() fyne.Size {
			height := float32(widgets.LinkEntryHeight) // of one line, whatever the font
			if w.box.Lines() > 1 {
				height = field.MinSize().Height
			}
			return fyne.NewSize(minWidth-2*theme.Margin, height)
		},
		func(s fyne.Size) {
			w.more.SetCompact(s.Width < theme.Narrow)
			add, more := w.add.MinSize().Width, max(widgets.LinkEntryHeight, w.more.MinSize().Width)
			widgets.Place(field, 0, 0, s.Width-add-more-2*theme.Gap, s.Height)
			widgets.Place(w.more, s.Width-add-more-theme.Gap, 0, more, widgets.LinkEntryHeight)
			widgets.Place(w.add, s.Width-add, 0, add, widgets.LinkEntryHeight)
		}, field, w.more, w.add)
	w.top = container.New(layout.NewCustomPaddedVBoxLayout(12), line, w.options, w.banner, w.filter)
	rows := container.NewThemeOverride(w.list, theme.ForList(w.look))
	w.content = widgets.Arrange(
		func() fyne.Size { return fyne.NewSize(minWidth, minHeight) },
		func(s fyne.Size) {
			top := w.top.MinSize().Height
			widgets.Place(w.top, theme.Margin, 16, s.Width-2*theme.Margin, top)
			widgets.Place(w.footer, 0, s.Height-footerHeight, s.Width, footerHeight)
			top += 16 + theme.Gap - rowInset
			widgets.Place(rows, theme.Margin-rowInset, top, s.Width-2*theme.Margin+rowInset+rowGutter, s.Height-footerHeight-top)
			widgets.Place(w.empty, theme.Margin, top, s.Width-2*theme.Margin, s.Height-footerHeight-top)
		}, w.top, rows, w.empty, w.footer)
	w.win.SetContent(container.NewStack(w.content, container.NewWithoutLayout(w.tips)))
}

// Show opens the window, starts the pump and looks at the clipboard.
func (w *Window) Show() {
	w.run()
	w.win.Show()
	w.offerClipboard()
}

// run starts what goes on by itself until Stop.
func (w *Window) run() {
	w.workers.Go(func() {
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-w.ctx.Done():
				return
			case <-tick.C:
				fyne.Do(w.pump)
			}
		}
	})
	w.workers.Go(w.watchDisk)
}

// Stop ends the pump and all that goes on by itself. Call it before the app
// quits: afterwards Fyne runs what it is given on the caller's goroutine.
func (w *Window) Stop() {
	w.stop.Do(func() {
		w.quit()
		w.pictures.Close()
		w.workers.Wait()
	})
}

// close keeps the size and goes. Nothing is asked, because nothing is lost.
func (w *Window) close() {
	s := w.win.Canvas().Size()
	w.app.Preferences().SetFloat(prefWidth, float64(s.Width))
	w.app.Preferences().SetFloat(prefHeight, float64(s.Height))
	w.Stop()
	w.win.Close()
}

// later runs f with the next pump. Any goroutine may call it.
func (w *Window) later(f func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.waiting = append(w.waiting, f)
}

// pump brings the window up to date.
func (w *Window) pump() {
	if w.ctx.Err() != nil {
		return
	}
	w.mu.Lock()
	waiting := w.waiting
	w.waiting = nil
	w.mu.Unlock()
	for _, f := range waiting {
		f()
	}

	now := w.now()
	u := w.changes.Take()
	if w.rows.apply(u, now) {
		w.showRows()
	}
	w.filter.set(w.rows.counts, w.rows.filter)
	t := w.rows.totals()
	w.footer.set(t, w.free.Load(), w.queue.LastStart, now)
	if u.AllDone {
		w.allDone(u)
	}
	if w.pictures.Arrived() {
		for r := range w.live {
			r.showPicture()
			canvas.Refresh(r) // a picture that was never drawn does not know its canvas
		}
	}
	w.sweep()
	w.found(now)
	w.banner.pump(now)
	if w.dialog != nil {
		w.dialog.ScrollToFocus(w.win.Canvas())
	}
	if w.sheet != nil {
		w.sheet.pump()
	}
	w.tips.Update(now, w.win.Canvas())
}

// showRows shows the list anew after rows came, went or moved.
func (w *Window) showRows() {
	has := len(w.rows.order) > 0
	if has != w.filter.Visible() {
		widgets.SetVisible(w.filter, has)
		w.relayout()
	}
	widgets.SetVisible(w.empty, !has)
	widgets.SetVisible(w.list, has)
	if w.seek != "" {
		if i, ok := w.rows.index[w.seek]; ok {
			w.list.ScrollTo(i)
			w.seek = ""
		}
	}
	w.list.Refresh()
}

// relayout gives the parts of the top their places after one changed height.
func (w *Window) relayout() {
	w.top.Refresh()
	w.content.Refresh()
}

// fail is the one door for errors: a short sentence for the person, the cause
// for the log.
func (w *Window) fail(sentence string, err error) {
	w.opts.Log.Error(sentence, "err", err)
	w.tell(sentence)
}

func (w *Window) tell(sentence string) { w.banner.say(w.now(), sentence, "", nil) }
