package emptystate

import (
	"strings"

	"fyne.io/fyne/v2"

	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// KeyHeading is one centred line of words and keys, which have a frame around them.
type KeyHeading struct {
	View  *fyne.Container
	parts []*widgets.Label // in the order of reading
	keys  map[int]*widgets.Panel
}

// keyMark stands for a key in the text of a KeyHeading.
const keyMark = "\x00"

// newKeyHeading makes a line of a text with a keyMark for each key.
func newKeyHeading(text string, keys ...string) *KeyHeading {
	h := &KeyHeading{keys: map[int]*widgets.Panel{}}
	var all []fyne.CanvasObject
	add := func(s string) {
		if s = strings.TrimSpace(s); s != "" {
			h.parts = append(h.parts, widgets.NewLabel(s, theme.SizeHeading, true, theme.ColorText).Align(fyne.TextAlignCenter))
		}
	}
	for i, words := range strings.Split(text, keyMark) {
		if i > 0 && i <= len(keys) {
			p := widgets.NewPanel(theme.ColorCard, theme.ColorLine, 6)
			all = append(all, p)
			h.keys[len(h.parts)] = p
			add(keys[i-1])
		}
		add(words)
	}
	for _, t := range h.parts {
		all = append(all, t)
	}
	h.View = widgets.Arrange(func() fyne.Size { return fyne.NewSize(320, keyHeadingHeight) }, h.layout, all...)
	return h
}

const keyHeadingHeight = 28

// The space around the text of a key, and between words and keys.
const (
	keySide    = 9
	keyBetween = 8
)

// Width returns the width of the line.
func (h *KeyHeading) Width() float32 {
	width := float32(2*keySide*len(h.keys) - keyBetween)
	for _, t := range h.parts {
		width += t.Width() + keyBetween
	}
	return width
}

func (h *KeyHeading) layout(s fyne.Size) {
	x := (s.Width - h.Width()) / 2
	for i, t := range h.parts {
		w := t.Width()
		if key := h.keys[i]; key != nil {
			widgets.Place(key, x, 0, w+2*keySide, keyHeadingHeight)
			widgets.Place(t, x+keySide, 0, w+1, keyHeadingHeight)
			x += 2 * keySide
		} else {
			widgets.Place(t, x, 0, w+1, keyHeadingHeight)
		}
		x += w + keyBetween
	}
}
