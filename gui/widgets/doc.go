// Package widgets has the widgets of the window that Fyne has not: Button, Label,
// Notice, LinkEntry, Tooltip, Dialog, RangeSlider, OptionGrid, Wrap and Thumbnail,
// and functions to lay out and paint.
//
// A widget is told what to show by its setters and tells what was done by the
// functions it was made with. Widgets look up colours in package theme, speak by
// package i18n, and know nothing of downloads, of the queue, or of the window.
package widgets
