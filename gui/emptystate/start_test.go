package emptystate

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// In the lowest window there is space under the button for demo videos.
func TestStartInLowWindow(t *testing.T) {
	test.NewTempApp(t)
	const height = 250 // of what a window of 600x440 has for it
	for _, high := range []float32{height, 480} {
		e := NewStart(func() {})
		e.View.Resize(fyne.NewSize(600, high))
		if top, bottom := e.logo.Position().Y, e.demo.Position().Y+e.demo.Size().Height; top < margin || bottom > high-margin {
			t.Errorf("%v high: from %v to %v", high, top, bottom)
		}
	}
}
