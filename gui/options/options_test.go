package options_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/options"
	"github.com/hilo-app/hilo/gui/widgets"
)

// TestBarRemembersEachKind holds that changing to audio and back keeps the quality.
func TestBarRemembersEachKind(t *testing.T) {
	t.Setenv("LC_ALL", "en_US.UTF-8")
	t.Setenv("LANGUAGE", "")
	i18n.Load()
	test.NewTempApp(t)
	var wish format.Wish
	b := options.NewBar(format.Wish{Kind: format.Video, MaxHeight: 480}, func(w format.Wish) { wish = w }, func() {}, nil)
	kinds := map[string]*widgets.Button{}
	for _, o := range b.View.Objects {
		if button, ok := o.(*widgets.Button); ok {
			kinds[button.Label()] = button
		}
	}
	test.Tap(kinds["Audio"])
	if wish.Kind != format.Audio {
		t.Fatalf("audio is %+v", wish)
	}
	test.Tap(kinds["Video"])
	if wish.Kind != format.Video || wish.MaxHeight != 480 {
		t.Errorf("back at video: %+v", wish)
	}
}

func ExamplePlaceIndex() {
	i18n.Load()
	fmt.Println(options.PlaceIndex(true, false), options.PlaceIndex(false, true), options.PlaceIndex(true, true), len(options.SubtitlePlaces()))
	// Output: 0 1 2 3
}
