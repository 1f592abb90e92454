package settings

import (
	"context"
	"log/slog"

	"fyne.io/fyne/v2"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/keyring"
	"github.com/hilo-app/hilo/gui/widgets"
)

// Section is one of the sections of the dialog.
type Section int

// The sections.
const (
	Downloads Section = iota
	Formats
	Names
	Network
	Look
)

// Host is what the dialog needs of the window. Its functions are called on the UI
// goroutine, unless they say otherwise.
type Host interface {
	Canvas() fyne.Canvas
	Theme() fyne.Theme
	Tooltip() *widgets.Tooltip
	Log() *slog.Logger
	Context() context.Context // ends with the window
	Go(func())                // runs in a goroutine that the window waits for
	Later(func())             // runs on the UI goroutine; call it from any

	Show(card *widgets.Dialog, content Content, stop func())
	Close()
	Tell(sentence string) // where the dialog was closed meanwhile

	Settings() core.Settings
	// SetSettings keeps settings and applies them at once. It tells the person of an
	// error.
	SetSettings(core.Settings) error
	// ProxyPassword says where the password of the proxy is kept, as soon as that is
	// known. A person may have to unlock the keyring: call it within Go.
	ProxyPassword(context.Context) (keyring.Place, error)
	Preferences() fyne.Preferences
	ShowLook() // after the look was changed in the preferences
	// ShowTray has to be called after NoTray was changed in the preferences. It returns
	// false if the change counts from the next start.
	ShowTray() bool
	SetLanguage(tag string) // "" is that of the system; closes the dialog and opens it again

	// Ytdlp looks for the user's yt-dlp. It takes seconds: call it within Go.
	Ytdlp(context.Context) core.Ytdlp
	// UpdateProfiles loads newer client profiles. A disk on the network may never
	// answer: call it in a goroutine that nobody waits for.
	UpdateProfiles(path string) error

	// Autostart says whether Hilo starts with the system, and whether that can be
	// changed. SetAutostart changes it; its error is told by the dialog.
	Autostart() (on, can bool)
	SetAutostart(on bool) error
	UpdatePage() bool // whether this build knows a page for updates
	Updates() string  // what is known of newer versions, in a few words; may be empty
	LookForUpdates()  // closes the dialog and asks that page
	Privacy() string  // the sentence that says whom this build talks to

	// AskFolder asks for a folder, starting at one; then is not called if none is chosen.
	AskFolder(title, start string, then func(dir string))
	// AskFile asks for a file; then is not called if none is chosen.
	AskFile(title string, then func(path string), patterns ...string)
	CheckUp()        // closes the dialog and opens the check-up
	Version() string // of this build of Hilo
}

// Content is what the window does with a dialog that is shown.
type Content interface {
	Key(*fyne.KeyEvent)
	Update() // several times a second
}
