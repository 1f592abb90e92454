package library

import (
	"fmt"
	"image"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core/follow"
	"github.com/hilo-app/hilo/core/history"
	"github.com/hilo-app/hilo/core/linkfile"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.Local)

// fakeHost is a window without anything in it but the dialog. What Go is given runs
// in settle, so that a test sees what the dialog shows meanwhile.
type fakeHost struct {
	win     fyne.Window
	theme   *theme.Theme
	history *countedHistory
	lists   *fakeLists
	gone    map[string]bool // by the file
	did     []string        // in order
	every   int
	refuse  string // what Follow says
	file    Imported
	problem string // of Export

	work    []func()
	results []func()
	dialog  Content
	card    *widgets.Dialog
}

// countedHistory counts the searches of a history and holds the largest one.
type countedHistory struct {
	*history.History
	mu       sync.Mutex
	searches int
	largest  int
}

func (c *countedHistory) Search(query string, offset, n int) ([]history.Entry, int) {
	page, total := c.History.Search(query, offset, n)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.searches++
	c.largest = max(c.largest, len(page))
	return page, total
}

// fakeLists is what is followed.
type fakeLists struct {
	host *fakeHost
	all  []follow.Followed
}

func (f *fakeLists) List() []follow.Followed { return f.all }
func (f *fakeLists) Remove(id string) {
	f.all = slices.DeleteFunc(f.all, func(l follow.Followed) bool { return l.ID == id })
	f.host.note("remove", id)
}
func (f *fakeLists) SetAutomatic(id string, on bool) { f.host.note("automatic", id, fmt.Sprint(on)) }
func (f *fakeLists) Check(ids ...string)             { f.host.note(append([]string{"check"}, ids...)...) }
func (f *fakeLists) Take(id string, _ ...string)     { f.host.note("take", id) }
func (f *fakeLists) Dismiss(id string, _ ...string)  { f.host.note("dismiss", id) }

func newFakeHost(t testing.TB, entries ...history.Entry) *fakeHost {
	t.Helper()
	t.Setenv("LC_ALL", "en_US.UTF-8")
	t.Setenv("LANG", "en_US.UTF-8")
	t.Setenv("LANGUAGE", "")
	i18n.Load()
	a := test.NewTempApp(t)
	h := &fakeHost{theme: theme.New(), history: &countedHistory{History: history.Open(nil, nil)}, gone: map[string]bool{}, every: 6}
	h.lists = &fakeLists{host: h}
	for _, e := range entries {
		h.history.Add(e)
	}
	a.Settings().SetTheme(h.theme)
	h.win = a.NewWindow("")
	h.win.SetPadded(false)
	h.win.Resize(fyne.NewSize(960, 720))
	h.win.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) {
		if h.dialog != nil {
			h.dialog.Key(e)
		}
	})
	return h
}

// open opens the dialog and lets all become known.
func (h *fakeHost) open(t Tab) *Dialog {
	d := Open(h, t)
	h.settle()
	return d
}

// settle runs what Go was given and shows the results, until nothing is left.
func (h *fakeHost) settle() {
	for {
		if h.dialog != nil {
			h.dialog.Update()
		}
		if len(h.work)+len(h.results) == 0 {
			return
		}
		work := h.work
		h.work = nil
		for _, f := range work {
			f()
		}
		results := h.results
		h.results = nil
		for _, f := range results {
			f()
		}
	}
}

func (h *fakeHost) note(what ...string) { h.did = append(h.did, strings.Join(what, " ")) }

// took returns what was done since the last call.
func (h *fakeHost) took() string {
	s := strings.Join(h.did, ", ")
	h.did = nil
	return s
}

func (h *fakeHost) Canvas() fyne.Canvas          { return h.win.Canvas() }
func (h *fakeHost) Theme() fyne.Theme            { return h.theme }
func (h *fakeHost) Tooltip() *widgets.Tooltip    { return nil }
func (h *fakeHost) Now() time.Time               { return noon }
func (h *fakeHost) Thumbnail(string) image.Image { return nil }
func (h *fakeHost) Go(f func())                  { h.work = append(h.work, f) }
func (h *fakeHost) Later(f func())               { h.results = append(h.results, f) }
func (h *fakeHost) History() History             { return h.history }
func (h *fakeHost) Following() Following         { return h.lists }
func (h *fakeHost) Every() int                   { return h.every }
func (h *fakeHost) SetEvery(hours int)           { h.every = hours }
func (h *fakeHost) IsList(text string) bool      { return strings.Contains(text, "list=") }

func (h *fakeHost) Gone(e history.Entry) bool     { h.note("look for", e.File); return h.gone[e.File] }
func (h *fakeHost) Open(file string)              { h.note("open", file) }
func (h *fakeHost) Reveal(file string)            { h.note("reveal", file) }
func (h *fakeHost) DownloadAgain(e history.Entry) { h.note("download", e.VideoID) }
func (h *fakeHost) CopyLink(address string)       { h.note("copy", address) }
func (h *fakeHost) Browse(address string)         { h.note("browse", address) }
func (h *fakeHost) ChooseNew(f follow.Followed)   { h.note("choose", f.ID) }
func (h *fakeHost) AddLinks(all []linkfile.Item)  { h.note("add", fmt.Sprint(len(all))) }
func (h *fakeHost) Import(then func(Imported))    { then(h.file) }
func (h *fakeHost) Export(_ Exported, then func(file, problem string)) {
	then("/d/Hilo.csv", h.problem)
}

func (h *fakeHost) Follow(all []linkfile.Item) (int, string) {
	if h.refuse != "" {
		return 0, h.refuse
	}
	for _, i := range all {
		h.lists.all = append(h.lists.all, follow.Followed{ID: i.URL, Text: i.URL, Title: i.Title, Since: noon})
	}
	return len(all), ""
}

func (h *fakeHost) Show(card *widgets.Dialog, d Content) {
	h.card, h.dialog = card, d
	h.Canvas().Overlays().Add(card)
}

func (h *fakeHost) Close() {
	h.Canvas().Overlays().Remove(h.card)
	h.card, h.dialog = nil, nil
}
