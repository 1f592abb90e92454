package gui

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/youtube/simulator"
	"github.com/hilo-app/hilo/gui/notice"
	"github.com/hilo-app/hilo/gui/picker"
	"github.com/hilo-app/hilo/gui/preferences"
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

// listedStage is a window over the real queue and a simulated YouTube with the lists of
// simulator.AddLists.
func listedStage(t *testing.T) (w *Window, m *core.Manager, dir string) {
	t.Helper()
	speak(t, english)
	site := simulator.NewServer()
	t.Cleanup(site.Close)
	site.AddLists()
	dir = t.TempDir()
	m, err := core.Open(core.Config{Dir: dir, Transport: site.Transport(), Lookups: -1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = m.Close() })
	w = New(test.NewTempApp(t), m, m.Subscribe(), Options{Version: "1.0.0"})
	t.Cleanup(w.Stop)
	return w, m, dir
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

// A channel opens on the tab of its link, the others are chips, and a tab is followed by
// itself.
func TestTabsOfAChannel(t *testing.T) {
	for text, want := range map[string]core.Tab{
		"https://www.youtube.com/@a": core.AllUploads, "https://www.youtube.com/@a/shorts?x=/videos": core.ShortsTab, "youtube.com/@a/streams#top": core.LiveTab,
		"https://www.youtube.com/channel/UCx/playlists": core.PlaylistsTab, "https://www.youtube.com/c/a/videos": core.VideosTab, "https://www.youtube.com/c/a/about": core.AllUploads,
	} {
		if got := tabOf(text); got != want {
			t.Errorf("%q: tab %q, want %q", text, got, want)
		}
	}
	w, m, dir := listedStage(t)
	w.addText("https://www.youtube.com" + simulator.ListTabs + "/shorts")
	d := w.dialogs.content.(*picker.Dialog)
	until(t, w, "all Shorts", func() bool { return len(d.Choice().Entries) == 40 })
	test.Tap(button(t, w.dialogs.open, lang.L("Past live streams")))
	until(t, w, "the live streams", func() bool { return len(d.Choice().Entries) == 3 })
	host := &pickerHost{optionsHost: optionsHost{w}, lists: map[core.Tab]core.List{}}
	if problem := host.Follow(picker.Followed{Choice: d.Choice(), Complete: true}); problem != "" {
		t.Fatal(problem)
	}
	if all := m.Following().List(); len(all) != 1 || all[0].Tab != string(core.LiveTab) || all[0].Kind != core.Channel {
		t.Errorf("follows %+v", all)
	}
	for tab, want := range map[core.Tab][2]bool{core.LiveTab: {true, true}, core.ShortsTab: {true, false}, core.PlaylistsTab: {false, false}} {
		r := d.Choice().Request
		r.Tab = tab
		if can, followed := host.CanFollow(r); can != want[0] || followed != want[1] {
			t.Errorf("tab %q: can be followed %v, is followed %v", tab, can, followed)
		}
	}
	press(w.win.Canvas().Focused(), fyne.KeyReturn)
	until(t, w, "the files", func() bool {
		found, _ := filepath.Glob(filepath.Join(dir, "Lists and Tabs", "*.mp4"))
		return len(found) == 3
	})
}

// A playlist of a channel is opened from its tab, and leads back to it.
func TestPlaylistOfAChannel(t *testing.T) {
	w, _, _ := listedStage(t)
	w.addText("https://www.youtube.com" + simulator.ListTabs + "/playlists")
	until(t, w, "the playlists", func() bool { return strings.Contains(texts(w.dialogs.open), "Twelve Songs") })
	list := w.win.Canvas().Focused()
	press(list, fyne.KeyEnd)
	press(list, fyne.KeyReturn)
	d := w.dialogs.content.(*picker.Dialog)
	until(t, w, "the album", func() bool { return len(d.Choice().Entries) == 12 })
	test.Tap(button(t, w.dialogs.open, lang.L("Back to the channel")))
	d = w.dialogs.content.(*picker.Dialog)
	if r := d.Choice().Request; r.Kind != picker.Channel || r.Tab != core.PlaylistsTab {
		t.Errorf("back to %+v", r)
	}
}

// The forecast knows the disk of the folder that was picked, not only that of the
// window, and does not wait for it.
func TestFreeSpaceOfThePickedFolder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		answer := make(chan int64)
		d := &diskSpace{measure: func(string) (int64, error) { return <-answer, nil }}
		d.dir.Store("/window")
		d.free.Store(7)
		if d.of("/window") != 7 || d.of("/other") != 0 || d.of("/other") != 0 {
			t.Error("it does not know, or waits for the disk")
		}
		answer <- 6
		synctest.Wait()
		if got := d.of("/other"); got != 6 {
			t.Errorf("%d", got)
		}
		time.Sleep(betweenMeasurements)
		d.of("/other")
		answer <- 5
		synctest.Wait()
		if got := d.of("/other"); got != 5 {
			t.Errorf("later: %d", got)
		}
	})
}

// The banner says how many videos the list of a video has. Whether it asks can be
// chosen, and changed at once.
func TestListOfAVideo(t *testing.T) {
	w, m, _ := listedStage(t)
	b := w.over.Banner
	next := 0
	add := func() {
		next++
		w.addText(fmt.Sprintf("https://www.youtube.com/watch?v=listed%05d&list=%s", next, simulator.List230))
	}
	add()
	if b.Text.Text() != "This video is part of a list." || !b.Asks() {
		t.Fatalf("%q", b.Text.Text())
	}
	until(t, w, "the count", func() bool { return b.Action.Label() == "Choose from the list of 232…" })
	test.Tap(b.Second)
	if b.Text.Text() != "From now on only the video is added." {
		t.Fatalf("%q", b.Text.Text())
	}
	b.Update(w.opts.now().Add(notice.BannerStays + time.Second))
	if b.View.Visible() {
		t.Error("it does not go by itself")
	}
	if add(); b.View.Visible() || len(m.List()) != 2 {
		t.Errorf("asks although it must not: %q, %d downloads", b.Text.Text(), len(m.List()))
	}
	listOffer{w}.choose(preferences.ListOfVideoNever)
	test.Tap(b.Action)
	if add(); w.dialogs.open == nil || len(m.List()) != 3 {
		t.Fatal("the list is not opened, or the video not added")
	}
	d := w.dialogs.content.(*picker.Dialog)
	until(t, w, "the list", func() bool { return d.Choice().Title == "Two hundred and thirty" })
	w.dialogs.close()
	listOffer{w}.choose(preferences.ListOfVideoAlways)
	test.Tap(b.Second)
	if add(); !b.Asks() || w.dialogs.open != nil || b.Second.Label() != "Do not ask again" {
		t.Errorf("does not ask again: %q", b.Text.Text())
	}
	w.addText("https://www.youtube.com/watch?v=listed00009&list=RDlisted00009")
	if b.Action.Label() != "Choose from the list…" {
		t.Errorf("a mix: %q", b.Action.Label())
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
