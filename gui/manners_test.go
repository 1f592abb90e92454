package gui

import (
	"cmp"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/storage"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/internal/examples"
	"github.com/hilo-app/hilo/gui/widgets"
)

// openMenu returns the labels of the menu that is open, "-" for a line.
func (s *stage) openMenu(t *testing.T) string {
	t.Helper()
	menu, ok := s.win.Canvas().Overlays().Top().(*widgets.Menu)
	if !ok {
		t.Fatalf("no menu is open but %T", s.win.Canvas().Overlays().Top())
	}
	var all []string
	for _, i := range menu.Items() {
		all = append(all, cmp.Or(i.Label, "-"))
	}
	menu.Close()
	return strings.Join(all, ", ")
}

func TestDoubleClick(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a program of Windows opens the file here")
	}
	saved := filepath.Join(t.TempDir(), "a.mp4")
	if err := os.WriteFile(saved, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	all := examples.Downloads(time.Time{})
	all[3].File = saved
	s := open(t, newFakeQueue(all...), english, Options{})
	opened := ""
	s.Window.app = openURLs{s.app, &opened}
	s.shown(t, "d").DoubleTapped(nil)
	if !strings.HasSuffix(opened, "/a.mp4") {
		t.Errorf("opened %q", opened)
	}
	s.shown(t, "e").DoubleTapped(nil)
	if s.dialogs.open == nil || !strings.Contains(texts(s.dialogs.open), "private") {
		t.Error("a failed row shows no details")
	}
	s.dialogs.close()
	s.shown(t, "a").DoubleTapped(nil)
	if s.dialogs.open != nil || s.q.took() != "" {
		t.Error("a double click on a running download does something")
	}
}

// The link of a list opens the picker, however it comes into the window.
func TestDropOfAList(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t, newFakeQueue(), english, Options{})
		s.dropped([]fyne.URI{storage.NewFileURI("https://www.youtube.com/playlist?list=PLmmmmmmmmmmmmmmmm")})
		synctest.Wait()
		s.tick(0)
		if s.dialogs.open == nil || len(s.q.requests) > 0 {
			t.Errorf("%d requests", len(s.q.requests))
		}
	})
}

// openURLs is an app that remembers which address was opened last.
type openURLs struct {
	fyne.App
	last *string
}

func (a openURLs) OpenURL(u *url.URL) error { *a.last = u.String(); return nil }

// A press chooses the row at once, without the wait for a second one.
func TestPressChooses(t *testing.T) {
	s := open(t, newFakeQueue(examples.Downloads(time.Time{})...), english, Options{})
	s.shown(t, "c").MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
	if s.list.Chosen() != "c" || s.win.Canvas().Focused() != s.list {
		t.Errorf("chosen %q, focus on %T", s.list.Chosen(), s.win.Canvas().Focused())
	}
}

func TestWindowKeys(t *testing.T) {
	held := fyne.KeyModifier(0)
	s := open(t, newFakeQueue(examples.Downloads(time.Time{})...), english, Options{modifiers: func() fyne.KeyModifier { return held }})
	k := keyboard{s.Window}
	s.links.Entry.SetText("old words")
	withCtrl()[fyne.KeyL](k)
	if s.win.Canvas().Focused() != s.links.Entry || s.links.Entry.SelectedText() != "old words" {
		t.Errorf("Ctrl+L: focus on %T, selected %q", s.win.Canvas().Focused(), s.links.Entry.SelectedText())
	}
	press(s.links.Entry, fyne.KeyEscape)
	if s.win.Canvas().Focused() != nil {
		t.Error("Escape must leave the entry")
	}
	withCtrl()[fyne.KeyComma](k)
	if s.dialogs.open == nil {
		t.Error("Ctrl+, opens nothing")
	}
	s.background.Wait()
	s.q.took()
	if press(s.links.Entry, fyne.KeyF5); s.q.took() != "" {
		t.Error("F5 acts under a dialog")
	}
	s.dialogs.close()
	for name, from := range map[string]fyne.Focusable{"entry": s.links.Entry, "list": s.list, "button": s.links.Add} {
		s.win.Canvas().Focus(from)
		if press(from, fyne.KeyF1); s.dialogs.open == nil || !strings.Contains(texts(s.dialogs.open), "Ctrl+L") {
			t.Errorf("F1 in the %s shows no keys", name)
		}
		s.dialogs.close()
		if press(from, fyne.KeyF5); s.q.took() != "resume c, retry e i j" {
			t.Errorf("F5 in the %s does not try again", name)
		}
		s.over.Toast.Expire()
		s.q.took()
	}

	s.win.Canvas().Focus(s.list)
	press(s.list, fyne.KeyHome)
	if press(s.list, fyne.KeyF10); s.win.Canvas().Overlays().Top() != nil {
		t.Error("F10 alone opens a menu")
	}
	held = fyne.KeyModifierShift
	press(s.list, fyne.KeyF10)
	s.openMenu(t)
	held = 0
	press(s.list, desktop.KeyMenu)
	s.openMenu(t)

	k.copy()
	if got := s.app.Clipboard().Content(); got != examples.LinkA || s.links.Offered != "" {
		t.Errorf("Ctrl+C copied %q", got)
	}
}

func TestMenus(t *testing.T) {
	s := open(t, newFakeQueue(examples.Downloads(time.Time{})...), english, Options{})
	for id, want := range map[core.ID]string{
		"a": "Pause, Play, -, Move down, -, Copy the link, Watch on YouTube, -, Remove",
		"c": "Try now, Pause, -, Move to the top, Move up, Move down, -, Options…, Copy the link, Watch on YouTube, -, Remove",
		"d": "Open, Show in folder, -, Move up, Move down, -, Download again with options…, Copy the link, Watch on YouTube, -, Remove",
		"e": "Try again, -, Move up, Move down, -, Options…, Save as…, Copy the link, Watch on YouTube, Details, Why isn't it working?, -, Remove",
		"g": "Resume, Start now, -, Move to the top, Move up, Move down, -, Options…, Save as…, Copy the link, Watch on YouTube, -, Remove",
		"i": "Try again, Choose another folder, -, Move up, Move down, -, Options…, Save as…, Copy the link, Watch on YouTube, Details, Why isn't it working?, -, Remove",
	} {
		rowActions{s.Window}.ShowMenu(s.status(id), fyne.NewPos(100, 100))
		if got := s.openMenu(t); got != want {
			t.Errorf("%s: %s\nwant %s", id, got, want)
		}
	}
}

// What waits can be started now: by the menu of its row, by that of its group and by
// keyboard; what runs or has ended is left alone.
func TestStartNow(t *testing.T) {
	s := open(t, newFakeQueue(
		core.Status{ID: "a", URL: examples.LinkA, State: core.Downloading}, core.Status{ID: "b", URL: examples.LinkA, State: core.Queued},
		core.Status{ID: "c", URL: examples.LinkA, State: core.Done}, core.Status{ID: "d", URL: examples.LinkA, State: core.Queued},
	), english, Options{})
	start := func() {
		t.Helper()
		menu, ok := s.win.Canvas().Overlays().Top().(*widgets.Menu)
		if !ok {
			t.Fatal("no menu")
		}
		for _, i := range menu.Items() {
			if i.Label == "Start now" {
				menu.Close()
				i.Do()
				return
			}
		}
		t.Error("the menu does not offer it")
		menu.Close()
	}
	rowActions{s.Window}.ShowMenu(s.status("b"), fyne.NewPos(100, 100))
	start()
	rowActions{s.Window}.ShowGroupMenu(core.Group{}, []core.ID{"a", "b", "c", "d"}, fyne.NewPos(100, 100))
	start()
	s.win.Canvas().Focus(s.list)
	press(s.list, fyne.KeyHome)
	withAlt[fyne.KeyReturn](keyboard{s.Window}) // of what runs: nothing
	s.list.SelectAll()
	withAlt[fyne.KeyReturn](keyboard{s.Window})
	if got := s.q.took(); got != "start now b, start now b d, start now b d" {
		t.Errorf("queue was told %q", got)
	}
}

func TestMove(t *testing.T) {
	s := open(t, newFakeQueue(examples.Downloads(time.Time{})...), english, Options{})
	k := keyboard{s.Window}
	s.win.Canvas().Focus(s.list)
	press(s.list, fyne.KeyDown) // b
	withAlt[fyne.KeyUp](k)
	withAlt[fyne.KeyDown](k)
	withAlt[fyne.KeyHome](k)
	if got := s.q.took(); got != "move b a, move b d, move b a" {
		t.Errorf("queue was told %q", got)
	}
	press(s.list, fyne.KeyHome) // a
	withAlt[fyne.KeyUp](k)
	withAlt[fyne.KeyHome](k)
	press(s.list, fyne.KeyEnd) // l
	withAlt[fyne.KeyDown](k)
	if got := s.q.took(); got != "" {
		t.Errorf("at the ends: queue was told %q", got)
	}
	press(s.list, fyne.KeyUp) // k
	if withAlt[fyne.KeyDown](k); s.q.took() != "move k " {
		t.Error("the last but one does not move to the end")
	}
}

func TestDrop(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) fyne.URI {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return storage.NewFileURI(path)
	}
	folder := filepath.Join(dir, "folder.txt")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	huge := strings.Repeat("x", maxDroppedSize) + " " + examples.LinkA
	for name, tt := range map[string]struct {
		drop []fyne.URI
		want string // the links that are added, one a line
	}{
		"text":          {[]fyne.URI{write("list.txt", "My list\n"+examples.LinkA+" and\n"+examples.LinkB)}, examples.LinkA + "\n" + examples.LinkB},
		"Windows":       {[]fyne.URI{write("a.URL", "[InternetShortcut]\r\nURL="+examples.LinkA+"\r\nIconIndex=0\r\n")}, examples.LinkA},
		"macOS":         {[]fyne.URI{write("a.webloc", "<plist><dict><key>URL</key><string>"+examples.LinkB+"</string></dict></plist>")}, examples.LinkB},
		"macOS, binary": {[]fyne.URI{write("b.webloc", "bplist00\xd1\x01\x02SURL_\x10\x1c"+examples.LinkB+"\x08\x0b\x0f")}, examples.LinkB},
		"Linux":         {[]fyne.URI{write("a.desktop", "[Desktop Entry]\nType=Link\nURL="+examples.LinkA+"\n")}, examples.LinkA},
		"two":           {[]fyne.URI{write("a.url", "URL="+examples.LinkA), write("b.url", "URL="+examples.LinkB)}, examples.LinkA + "\n" + examples.LinkB},
		"a link":        {[]fyne.URI{storage.NewFileURI(examples.LinkA)}, examples.LinkA}, // as the driver gives it
		"another page":  {[]fyne.URI{storage.NewFileURI("https://example.org/watch?v=aaaaaaaaaaa")}, ""},
		"a film":        {[]fyne.URI{write("film.mp4", examples.LinkA)}, ""},
		"no link":       {[]fyne.URI{write("note.txt", "https://example.org/watch?v=aaaaaaaaaaa")}, ""},
		"a folder":      {[]fyne.URI{storage.NewFileURI(folder)}, ""},
		"a lost one":    {[]fyne.URI{storage.NewFileURI(filepath.Join(dir, "lost.txt"))}, ""},
		"beyond 1 MiB":  {[]fyne.URI{write("huge.txt", huge)}, ""},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := open(t, newFakeQueue(), english, Options{})
			s.dropped(tt.drop)
			synctest.Wait()
			s.tick(0)
			got := ""
			if n := len(s.q.requests); n > 0 {
				got = s.q.requests[n-1].Text
			}
			if got != tt.want {
				t.Errorf("%s: added %q, want %q", name, got, tt.want)
			}
			if says := s.over.Banner.Text.Text(); tt.want == "" && (!s.over.Banner.View.Visible() || !strings.HasPrefix(says, "No YouTube link in ")) {
				t.Errorf("%s: says %q", name, says)
			}
		})
	}
}
