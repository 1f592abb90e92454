// Package widgets has the widgets of the window that Fyne does not have: Button, Label,
// Notice, LinkEntry, Tooltip, Dialog, OptionGrid, Wrap and Thumbnail, and functions
// to lay out and paint.
//
// Setters change what a widget shows; it reports what the person does by the
// functions that it was made with. Widgets take colours and sizes from package theme
// and text from package i18n, and must not know downloads, the queue or the window.
package widgets
