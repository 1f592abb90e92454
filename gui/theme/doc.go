// Package theme is how Hilo looks: its colours in light and dark, the sizes of
// text and of what can be pressed, and the icons.
//
// New returns the theme that main gives to Fyne; the colours that Fyne has no name
// for, such as ColorCard, are looked up through it with Color. ForEntry, ForDialog
// and ForList change a theme for one part of the window. Colored returns an icon
// in a colour of the theme. The package knows no widget.
package theme
