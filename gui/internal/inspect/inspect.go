// Package inspect looks at what tests of the window and of its packages have on the
// screen: what is seen, what can be pressed, and what is cut. Nothing in it ships.
package inspect

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// Seen calls see with an object and all that is in it, without what is hidden or is in
// something hidden.
func Seen(o fyne.CanvasObject, see func(fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	see(o)
	var in []fyne.CanvasObject
	switch x := o.(type) {
	case *fyne.Container:
		in = x.Objects
	case fyne.Widget:
		in = test.WidgetRenderer(x).Objects()
	}
	for _, o := range in {
		Seen(o, see)
	}
}

// Controls returns how many controls are seen in an object, and a sentence for each that
// has no name or no role for a screen reader, or is less than 36 pixels wide or high.
func Controls(in fyne.CanvasObject) (count int, problems []string) {
	Seen(in, func(o fyne.CanvasObject) {
		size := o.Size()
		if !isControl(o) || size.Width == 0 || size.Height == 0 {
			return
		}
		count++
		a, ok := o.(fyne.Accessible)
		switch {
		case !ok:
			problems = append(problems, fmt.Sprintf("a %T at %v has no name", o, o.Position()))
		case a.AccessibilityLabel() == "" || a.AccessibilityRole() == "":
			problems = append(problems, fmt.Sprintf("a %T at %v has the name %q and the role %q", o, o.Position(), a.AccessibilityLabel(), a.AccessibilityRole()))
		case size.Width < theme.ControlHeight || size.Height < theme.ControlHeight:
			problems = append(problems, fmt.Sprintf("%q, a %T, is %v", a.AccessibilityLabel(), o, size))
		}
	})
	return count, problems
}

// isControl says whether something can be pressed or written into. What only keeps clicks
// from what is under it is no control, and neither is a part of one of Fyne's widgets,
// such as a scroll bar.
func isControl(o fyne.CanvasObject) bool {
	switch o.(type) {
	case *widgets.Surface, *widgets.Dialog, *widgets.EntryFrame, *container.Scroll:
		return false
	}
	if strings.HasPrefix(fmt.Sprintf("%T", o), "*widget.") {
		return false
	}
	_, tappable := o.(fyne.Tappable)
	_, focusable := o.(fyne.Focusable)
	return tappable || focusable
}

// Cut returns the labels in an object that are seen in part only.
func Cut(in fyne.CanvasObject) (cut []*widgets.Label) {
	Seen(in, func(o fyne.CanvasObject) {
		if l, ok := o.(*widgets.Label); ok && l.Size().Width > 0 && l.Shown() != l.Text() {
			cut = append(cut, l)
		}
	})
	return cut
}
