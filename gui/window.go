// Package gui is the window. It shows the downloads of the queue and gives the queue
// the person's commands; it downloads nothing itself.
//
// Ten times a second, or fewer (see updating), Window.update takes what changed from the
// subscription to the queue and gives it to the parts of the window, in one call on the
// UI goroutine. Nothing else calls that goroutine: what finishes in the background, such
// as a folder dialog, is delivered with the next update.
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
	"net/url"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/checkup"
	"github.com/hilo-app/hilo/core/follow"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/history"
	"github.com/hilo-app/hilo/core/keyring"
	"github.com/hilo-app/hilo/gui/background"
	"github.com/hilo-app/hilo/gui/downloads"
	"github.com/hilo-app/hilo/gui/emptystate"
	"github.com/hilo-app/hilo/gui/folders"
	"github.com/hilo-app/hilo/gui/footer"
	_ "github.com/hilo-app/hilo/gui/internal/fynecache" // before Fyne
	"github.com/hilo-app/hilo/gui/linkbar"
	"github.com/hilo-app/hilo/gui/notice"
	"github.com/hilo-app/hilo/gui/options"
	"github.com/hilo-app/hilo/gui/settings"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// Queue is what the window needs of core.Manager.
type Queue interface {
	Add(core.Request) core.Added
	Pause(...core.ID)
	Resume(...core.ID)
	StartNow(...core.ID)
	Retry(...core.ID)
	RetryWithUndo(...core.ID) core.Undo
	SetWish(format.Wish, ...core.ID)
	RemoveWithUndo(...core.ID) core.Undo
	Move(ids []core.ID, before core.ID)
	PauseAll()
	ResumeAll()
	List() []*core.Status
	Settings() core.Settings
	SetSettings(core.Settings) error
	Thumbnail(ctx context.Context, url string) ([]byte, error)
	Free(dir string) (bytes int64, err error)
	Lookup(ctx context.Context, text string) (core.Offer, error)
	CheckUp(ctx context.Context, dir string, tell func(checkup.Step)) checkup.Verdict
	Ytdlp(ctx context.Context) core.Ytdlp
	UpdateProfiles(path string) error
	CheckUpdates(context.Context) (core.News, error)
	LastOf(n int) time.Time
	ReadList(text string, tab core.Tab) (*core.ListReader, error)
	SearchVideos(words string, f core.SearchFilter) *core.ListReader
	MarkKnown([]core.ListEntry, format.Wish)
	History() *history.History
	Following() *follow.Follower
	Players() *core.Players
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
	Built   time.Time // date of the commit; zero when unknown
	Website string    // of Hilo, whose page "releases" has newer versions; empty offers none
	// UpdatePage is the page that core.Manager.CheckUpdates asks; empty when this
	// Hilo was built without one, and then the window says nothing of updates.
	UpdatePage string
	Demo       []string     // links of the demo that the empty window offers; nil for none
	Log        *slog.Logger // nil: the default one
	Damaged    string       // where the database is kept if a part of it could not be read; else empty
	Hidden     bool         // start without the window where there is a tray
	// ProxyPassword is keyring.Proxy.Place of the queue's proxy; nil says nothing of it.
	ProxyPassword func(context.Context) (keyring.Place, error)
	Fonts         func() // waits until LoadFonts has loaded them; nil when it was not called

	now       func() time.Time // nil: the real one
	do        func(func())     // nil: fyne.Do
	desktop   desktopParts
	watch     watchParts
	modifiers func() fyne.KeyModifier // that are held; nil: asks the driver
	stat      func(path string) error // of a saved file; nil: os.Stat
}

// Window is the one window of Hilo.
type Window struct {
	theme      *theme.Theme
	textSize   textSize
	app        fyne.App
	win        fyne.Window
	opens      bool // as far as is known before Show
	queue      Queue
	changes    Changes
	opts       Options
	settings   core.Settings
	background *background.Runner
	quits      context.Context // ends when the app quits
	quitNow    context.CancelFunc
	disk       *diskSpace

	model      *downloads.Model
	thumbnails *downloads.ThumbnailCache
	list       *downloads.List
	listBar    *downloads.ListBar
	links      *linkbar.Bar
	bar        *options.Bar
	over       *notice.Overlay
	empty      *emptystate.Start
	nothing    *emptystate.NoMatch
	footer     *footer.Footer
	summary    *summary
	tooltip    *widgets.Tooltip
	dialogs    *dialogs
	files      *folders.Picker
	relayout   func()                 // after a part at the top changed its height
	settingsAt func(settings.Section) // opens the settings

	desk    *integration
	players *players
	news    *news
}

// Stop ends the updates and everything that runs in the background. Call it when the
// app has quit, or is about to.
func (w *Window) Stop() {
	w.quitNow()
	w.background.Stop()
	w.desk.close()
	w.thumbnails.Close()
}

// fail tells the person of an error in a short sentence, and the log of its cause.
func (w *Window) fail(sentence string, err error) {
	w.opts.Log.Error(sentence, "err", err)
	w.tell(sentence)
}

func (w *Window) tell(sentence string) { w.over.Banner.Say(w.opts.now(), sentence, "", nil) }

func (w *Window) save() {
	if err := w.queue.SetSettings(w.settings); err != nil {
		w.fail(lang.L("This choice could not be kept."), err)
	}
}

// showSettings opens the settings at their first section.
func (w *Window) showSettings() { w.settingsAt(settings.Downloads) }

// version names this build of Hilo.
func (w *Window) version() string {
	var known []string
	if w.opts.Commit != "" && w.opts.Commit != "unknown" {
		known = append(known, w.opts.Commit)
	}
	if !w.opts.Built.IsZero() {
		known = append(known, w.opts.Built.Format(time.DateOnly))
	}
	if len(known) == 0 {
		return w.opts.Version
	}
	return w.opts.Version + " (" + strings.Join(known, ", ") + ")"
}

// browse opens a page in the browser.
func (w *Window) browse(page *url.URL) {
	if err := w.app.OpenURL(page); err != nil {
		w.fail(lang.L("The browser could not be opened."), err)
	}
}

// newerVersion returns what opens the page with newer versions; nil when that page
// is not known.
func (w *Window) newerVersion() func() { return w.page("releases") }

// page returns what opens a page of Hilo's website; nil when that is not known.
func (w *Window) page(name string) func() {
	page, err := url.Parse(w.opts.Website)
	if err != nil || page.Scheme != "https" {
		return nil
	}
	return func() { w.browse(page.JoinPath(name)) }
}
