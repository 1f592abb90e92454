// Package preferences names the choices that only the window has, and that are kept in
// Fyne's preferences. Their zero values are the defaults. What the core needs to know
// is in core.Settings.
package preferences

// How the window looks.
const (
	Theme    = "look.theme"    // string: "light", "dark", or empty for that of the system
	Language = "look.language" // string: a BCP 47 tag, or empty for that of the system
	TextSize = "look.text"     // int: per cent, 80-200, or 0 for 100
	Still    = "look.still"    // bool: less movement, see package gui
	Quiet    = "look.quiet"    // bool: no notifications
	Width    = "window.width"  // float: of the window, in units of Fyne
	Height   = "window.height" // float
	Order    = "list.order"    // int: a downloads.Order
	Compact  = "list.compact"  // bool: rows of one line
	Folds    = "list.folds"    // list of strings: see downloads.Model.Folds
)

// ListOfVideo is what is done with the link of a video that is part of a list.
const ListOfVideo = "add.list_of_video" // string: a value of ListOfVideo…, or empty to ask

// Values of ListOfVideo.
const (
	ListOfVideoNever  = "never"  // the video is added, and nothing is said of the list
	ListOfVideoAlways = "always" // the video is added, and the list is opened to choose from
)

// What the window does with the rest of the desktop.
const (
	NoTray   = "desktop.no_tray"   // bool: no icon in the tray
	Closing  = "desktop.closing"   // string: a value of Closing…, or empty to ask
	WhenDone = "desktop.when_done" // string: a value of Done…, or empty for nothing
	MaySleep = "desktop.may_sleep" // bool: the computer may sleep while downloads run
)

// Folders has the folders that files were saved in last, newest first, up to eight:
// a list of strings.
const Folders = "folders.recent"

// Values of Closing.
const (
	ClosingToTray = "tray"
	ClosingQuits  = "quit"
)

// Values of WhenDone: what the computer does once all downloads are done.
const (
	DoneSleep    = "sleep"
	DoneShutDown = "shutdown"
)

// Settings returns the keys of what can be chosen in the settings.
func Settings() []string {
	return []string{Theme, Language, TextSize, Still, Quiet, Compact, ListOfVideo, NoTray, Closing, WhenDone, MaySleep}
}
