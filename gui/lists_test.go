package gui

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/youtube/simulator"
	"github.com/hilo-app/hilo/gui/picker"
)

const listLink = "https://www.youtube.com/playlist?list=PLwindow0000000000000000000000000"

// realStage is a window over the real queue and a simulated YouTube with a playlist
// of that many videos.
func realStage(t *testing.T, videos int) (*Window, *core.Manager, string) {
	t.Helper()
	w, m, dir, _ := growingStage(t, videos)
	return w, m, dir
}

// growingStage is a realStage whose playlist can be made longer by some videos.
func growingStage(t *testing.T, videos int) (w *Window, m *core.Manager, dir string, grow func(n int)) {
	t.Helper()
	speak(t, english)
	site := simulator.NewServer()
	t.Cleanup(site.Close)
	list := simulator.Playlist{ID: "PLwindow0000000000000000000000000", Title: "Bridges", Author: "Ana", PageSize: 5}
	grow = func(n int) {
		for range n {
			i := len(list.Entries)
			v := simulator.Video{ID: fmt.Sprintf("window%05d", i), Title: fmt.Sprintf("Bridge %d", i+1), Author: "Ana", Duration: 12 * time.Second, Media: []simulator.Media{
				{Itag: 18, MIME: `video/mp4; codecs="avc1.42001E, mp4a.40.2"`, Width: 640, Height: 360, Content: simulator.Muxed.Content()}}}
			site.Add(v)
			list.Entries = append(list.Entries, simulator.Entry{ID: v.ID})
		}
		site.AddPlaylist(list)
	}
	grow(videos)
	dir = t.TempDir()
	m, err := core.Open(core.Config{Dir: dir, Transport: site.Transport()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = m.Close() })
	w = New(test.NewTempApp(t), m, m.Subscribe(), withoutDesktop(Options{Version: "1.0.0"}))
	t.Cleanup(w.Stop)
	return w, m, dir, grow
}

// until updates the window until something is true.
func until(t *testing.T, w *Window, what string, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	late := time.After(30 * time.Second)
	for {
		if w.update(); ok() {
			return
		}
		select {
		case <-tick.C:
		case <-late:
			t.Fatal("waited in vain for " + what)
		}
	}
}

// A list is two actions: its link opens the picker, Enter downloads what is ticked,
// into a folder of its own and numbered.
func TestListIsPickedFrom(t *testing.T) {
	w, m, dir := realStage(t, 12)
	w.addText(listLink)
	d, ok := w.dialogs.content.(*picker.Dialog)
	if !ok {
		t.Fatal("no picker opened")
	}
	until(t, w, "all pages", func() bool { return len(d.Choice().Entries) == 12 })
	list := w.win.Canvas().Focused()
	if list == nil {
		t.Fatal("nothing has the focus")
	}
	// Only the third to the fifth.
	test.Tap(button(t, w.dialogs.open, lang.L("None")))
	w.win.Canvas().Focus(list)
	press(list, fyne.KeyHome)
	press(list, fyne.KeyDown)
	press(list, fyne.KeyDown)
	press(list, fyne.KeySpace)
	held, ok := list.(desktop.Keyable)
	if !ok {
		t.Fatal("the list does not see Shift")
	}
	held.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	press(list, fyne.KeyDown)
	press(list, fyne.KeyDown)
	held.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	press(list, fyne.KeyReturn)
	if w.dialogs.open != nil {
		t.Fatal("the picker is still open")
	}
	until(t, w, "three files", func() bool {
		g := m.Groups().List()
		return len(g) == 1 && g[0].Done == 3
	})
	for _, n := range []string{"03 - Bridge 3.mp4", "04 - Bridge 4.mp4", "05 - Bridge 5.mp4"} {
		if found, _ := filepath.Glob(filepath.Join(dir, "Bridges", n)); len(found) != 1 {
			t.Errorf("no file %q", n)
		}
	}
	// The same list again knows what is there.
	w.addText(listLink)
	d = w.dialogs.content.(*picker.Dialog)
	until(t, w, "all pages", func() bool { return len(d.Choice().Entries) == 9 })
	press(w.win.Canvas().Focused(), fyne.KeyEscape)
	if w.dialogs.open != nil {
		t.Error("Escape does not close")
	}
}

// A list that is not there says so, and the window stays usable.
func TestListThatIsNotThere(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	s.addText(listLink)
	until(t, s.Window, "the sentence", func() bool { return s.dialogs.open != nil && len(s.q.lists) == 1 })
	if s.q.lists[0] != listLink {
		t.Errorf("%q", s.q.lists)
	}
	press(s.win.Canvas().Focused(), fyne.KeyEscape)
	if s.dialogs.open != nil || len(s.q.requests) != 0 {
		t.Errorf("still open, or added: %+v", s.q.requests)
	}
}
