package timeline_test

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/gui/timeline"
)

func ExampleRangeSlider() {
	a := test.NewApp()
	defer a.Quit()
	s := timeline.NewRangeSlider(10*time.Minute, nil, func(r timeline.Range) { fmt.Println(r.From, r.To) }, nil)
	s.From.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	s.To.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
	// Output:
	// 1s 10m0s
	// 1s 9m50s
}
