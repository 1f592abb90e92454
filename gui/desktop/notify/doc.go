// Package notify shows notifications of the system with buttons: by
// org.freedesktop.Notifications where there is a message bus. Elsewhere Notifier.Send
// returns ErrUnsupported, and the caller has to show one without buttons.
//
//	Notifier.Send -> Notify -> the person -> ActionInvoked -> Action.Do
//
// The package knows neither Fyne nor Hilo's sentences.
package notify

import "errors"

// ErrUnsupported is what Send returns where notifications cannot have buttons.
var ErrUnsupported = errors.New("notifications with buttons are not supported on this system")

// Note is a notification.
type Note struct {
	Title, Body string   // plain text
	Click       func()   // what a click on the note itself does; nil for nothing
	Actions     []Action // its buttons
}

// Action is a button of a notification. Do is called on a goroutine of the notifier.
type Action struct {
	Label string
	Do    func()
}
