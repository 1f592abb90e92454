package gui

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/checkup"
	"github.com/hilo-app/hilo/core/follow"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/history"
	"github.com/hilo-app/hilo/core/link"
	"github.com/hilo-app/hilo/gui/downloads"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/widgets"
)

// fakeQueue is a queue that records commands and changes only when a test sends
// statuses.
type fakeQueue struct {
	mu       sync.Mutex
	update   core.Update
	all      map[core.ID]core.Status
	order    []core.ID
	requests []core.Request
	calls    []string
	wished   []format.Wish // of SetWish
	settings core.Settings
	refuse   error // of SetSettings
	offer    core.Offer
	steps    []checkup.Step
	verdict  checkup.Verdict
	lost     error         // of Look
	hold     chan struct{} // holds Look, CheckUp and Helper back until it is closed
	ytdlp    core.Ytdlp
	profiles error // of UpdateProfiles
	news     core.News
	noNews   error // of CheckUpdates
	last     time.Time
	lists    []string // of ReadList
	asked    int      // for last
	pictures map[string][]byte
	loaded   []string
}

func newFakeQueue(all ...core.Status) *fakeQueue {
	q := &fakeQueue{
		all:      map[core.ID]core.Status{},
		settings: core.Settings{Dir: filepath.Join("/home", "ana", "Downloads"), Wish: format.Wish{Kind: format.Video}, Parallel: 3, Connections: 4},
		pictures: map[string][]byte{},
	}
	q.send(all...)
	q.update = core.Update{}
	return q
}

// send makes statuses part of the next update.
func (q *fakeQueue) send(all ...core.Status) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, s := range all {
		if _, ok := q.all[s.ID]; !ok {
			q.order = append(q.order, s.ID)
			q.update.Order = append([]core.ID{}, q.order...)
		}
		q.all[s.ID] = s
		q.update.Changed = append(q.update.Changed, &s)
	}
}

func (q *fakeQueue) did(what string, ids ...core.ID) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, id := range ids {
		what += " " + string(id)
	}
	q.calls = append(q.calls, what)
}

func (q *fakeQueue) took() string {
	q.mu.Lock()
	defer q.mu.Unlock()
	s := strings.Join(q.calls, ", ")
	q.calls = nil
	return s
}

func (q *fakeQueue) Take() core.Update {
	q.mu.Lock()
	defer q.mu.Unlock()
	u := q.update
	q.update = core.Update{NotSaved: u.NotSaved, News: u.News} // states, unlike the rest
	return u
}

// Add queues each link once and knows it the next time.
func (q *fakeQueue) Add(r core.Request) core.Added {
	q.mu.Lock()
	q.requests = append(q.requests, r)
	q.mu.Unlock()
	links, rejected := link.Parse(r.Text)
	a := core.Added{Rejected: rejected}
	for _, l := range links {
		id := core.ID(l.VideoID + l.PlaylistID)
		if l.Kind == link.Video && !r.Lists {
			id = core.ID(l.VideoID)
			if l.PlaylistID != "" {
				a.Lists = append(a.Lists, l)
			}
		}
		if r.Wish.Clip != (format.Clip{}) {
			id += core.ID(r.Wish.Clip.From.String())
		}
		if _, ok := q.all[id]; ok {
			a.Known = append(a.Known, id)
			continue
		}
		a.IDs = append(a.IDs, id)
		q.send(core.Status{ID: id, VideoID: l.VideoID, URL: "https://www.youtube.com/watch?v=" + l.VideoID, Wish: r.Wish, Dir: r.Dir, State: core.Queued})
	}
	return a
}

// RemoveWithUndo removes downloads, and puts them back at the end of the list.
func (q *fakeQueue) RemoveWithUndo(ids ...core.ID) core.Undo {
	q.did("remove", ids...)
	q.mu.Lock()
	defer q.mu.Unlock()
	var removed []core.Status
	for _, id := range ids {
		removed = append(removed, q.all[id])
		delete(q.all, id)
		q.order = slices.DeleteFunc(q.order, func(o core.ID) bool { return o == id })
		q.update.Removed = append(q.update.Removed, id)
	}
	return core.Undo{Count: len(ids), Revert: func() { q.did("put back", ids...); q.send(removed...) }, Expire: func() { q.did("forget", ids...) }}
}

// RetryWithUndo records that downloads are tried again.
func (q *fakeQueue) RetryWithUndo(ids ...core.ID) core.Undo {
	q.did("retry", ids...)
	return core.Undo{Count: len(ids), Revert: func() { q.did("no retry", ids...) }, Expire: func() { q.did("forget", ids...) }}
}

func (q *fakeQueue) Pause(ids ...core.ID)  { q.did("pause", ids...) }
func (q *fakeQueue) Resume(ids ...core.ID) { q.did("resume", ids...) }
func (q *fakeQueue) Retry(ids ...core.ID)  { q.did("retry", ids...) }
func (q *fakeQueue) SetWish(w format.Wish, ids ...core.ID) {
	q.wished = append(q.wished, w)
	q.did(fmt.Sprintf("wish %s %s", w.Kind, w.Format), ids...)
}
func (q *fakeQueue) Move(ids []core.ID, before core.ID) {
	q.did("move", append(slices.Clone(ids), before)...)
}
func (q *fakeQueue) PauseAll()                  { q.did("pause all") }
func (q *fakeQueue) ResumeAll()                 { q.did("resume all") }
func (q *fakeQueue) Settings() core.Settings    { return q.settings }
func (q *fakeQueue) Free(string) (int64, error) { return 118e9, nil }

// Look answers with the offer, or with the error that is set.
func (q *fakeQueue) Lookup(ctx context.Context, text string) (core.Offer, error) {
	q.did("look " + text)
	if q.hold != nil {
		select {
		case <-q.hold:
		case <-ctx.Done():
			return core.Offer{}, ctx.Err()
		}
	}
	return q.offer, q.lost
}

// CheckUp tells of the steps that are set and returns the verdict.
func (q *fakeQueue) CheckUp(ctx context.Context, dir string, tell func(checkup.Step)) checkup.Verdict {
	q.did("check up " + dir)
	for _, s := range q.steps {
		tell(s)
	}
	if q.hold != nil {
		select {
		case <-q.hold:
		case <-ctx.Done():
			return checkup.Verdict{Class: checkup.Stopped, State: checkup.Skipped}
		}
	}
	return q.verdict
}

// Helper answers with what is set of yt-dlp.
func (q *fakeQueue) Ytdlp(ctx context.Context) core.Ytdlp {
	q.did("yt-dlp")
	if q.hold != nil {
		select {
		case <-q.hold:
		case <-ctx.Done():
			q.did("no yt-dlp")
			return core.Ytdlp{State: core.YtdlpBroken}
		}
	}
	return q.ytdlp
}

func (q *fakeQueue) UpdateProfiles(path string) error {
	q.did("profiles " + path)
	return q.profiles
}

// CheckUpdates answers with the news that are set, and tells the subscription of
// them as a Manager does.
func (q *fakeQueue) CheckUpdates(ctx context.Context) (core.News, error) {
	q.did("updates")
	if q.hold != nil {
		select {
		case <-q.hold:
		case <-ctx.Done():
			return core.News{}, ctx.Err()
		}
	}
	if q.noNews != nil {
		return core.News{}, q.noNews
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.update.News = &q.news
	return q.news, nil
}

func (q *fakeQueue) List() []*core.Status {
	var all []*core.Status
	for _, id := range q.order {
		s := q.all[id]
		all = append(all, &s)
	}
	return all
}

func (q *fakeQueue) SetSettings(s core.Settings) error {
	if q.refuse == nil {
		q.settings = s
	}
	return q.refuse
}

func (q *fakeQueue) Thumbnail(_ context.Context, url string) ([]byte, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.loaded = append(q.loaded, url)
	if data := q.pictures[url]; data != nil {
		return data, nil
	}
	return nil, errors.New("no such picture")
}

// speak makes the translations those of a locale for one test.
func speak(t testing.TB, locale string) {
	t.Helper()
	t.Setenv("LC_ALL", locale)
	t.Setenv("LANG", locale)
	t.Setenv("LANGUAGE", "")
	i18n.Load()
}

// stage is a window in the test driver, at a fixed time.
type stage struct {
	*Window
	q    *fakeQueue
	sent *stubNotifier
	dock *stubTaskbar
	app  fyne.App
	at   time.Time
}

// withoutDesktop returns options of a window that the desktop of this computer sees
// nothing of.
func withoutDesktop(o Options) Options {
	if o.desktop.trayHost == nil {
		o.desktop.trayHost = func(context.Context) bool { return false }
	}
	o.desktop.notifier, o.desktop.taskbar, o.desktop.starter = &stubNotifier{}, &stubTaskbar{}, &stubStarter{}
	return o
}

// stubStarter remembers whether Hilo starts with the system.
type stubStarter struct{ on bool }

func (s *stubStarter) Autostart() bool            { return s.on }
func (s *stubStarter) CanAutostart() bool         { return true }
func (s *stubStarter) SetAutostart(on bool) error { s.on = on; return nil }

func open(t *testing.T, q *fakeQueue, locale string, o Options) *stage {
	t.Helper()
	speak(t, locale)
	a := test.NewTempApp(t)
	o.Version = "1.0.0"
	if o.stat == nil {
		o.stat = func(string) error { return nil }
	}
	s := &stage{q: q, app: a, at: time.Date(2026, 11, 23, 13, 0, 0, 0, time.Local)}
	o.now = func() time.Time { return s.at }
	o = withoutDesktop(o)
	s.sent, s.dock = o.desktop.notifier.(*stubNotifier), o.desktop.taskbar.(*stubTaskbar)
	s.Window = New(a, q, q, o)
	t.Cleanup(s.Stop)
	return s
}

// tick lets time pass and updates the window once, as the ticker would.
func (s *stage) tick(d time.Duration) {
	s.at = s.at.Add(d)
	s.update()
}

// status returns the newest status of a download that the window knows.
func (s *stage) status(id core.ID) core.Status {
	status, _ := s.model.Status(id)
	return status
}

// shown returns the row that shows a download.
func (s *stage) shown(t *testing.T, id core.ID) *downloads.Row {
	t.Helper()
	var found *downloads.Row
	each(s.list, func(o fyne.CanvasObject) {
		if r, ok := o.(*downloads.Row); ok && r.ID() == id {
			found = r
		}
	})
	if found == nil {
		t.Fatalf("no row shows %s", id)
	}
	return found
}

// folder returns the button that chooses the folder, and quality that which chooses
// the quality: both stand at the end of the bar.
func (s *stage) folder() *widgets.Button {
	return s.bar.View.Objects[len(s.bar.View.Objects)-1].(*widgets.Button)
}

func (s *stage) quality() *widgets.Button {
	return s.bar.View.Objects[len(s.bar.View.Objects)-2].(*widgets.Button)
}

// chooseQuality chooses the nth quality of the menu.
func (s *stage) chooseQuality(t *testing.T, n int) {
	t.Helper()
	test.Tap(s.quality())
	menu := s.win.Canvas().Focused()
	if menu == nil {
		t.Fatal("there is no menu of qualities")
	}
	press(menu, fyne.KeyHome)
	for range n - 1 {
		press(menu, fyne.KeyDown)
	}
	press(menu, fyne.KeyReturn)
}

// each calls see with all that is seen of an object.
func each(in fyne.CanvasObject, see func(fyne.CanvasObject)) {
	for _, o := range test.LaidOutObjects(in) {
		if o.Visible() {
			see(o)
		}
	}
}

// texts returns all the text of an object, line by line, and of buttons their labels.
func texts(in fyne.CanvasObject) string {
	var all []string
	each(in, func(o fyne.CanvasObject) {
		if l, ok := o.(*widgets.Label); ok && l.Text() != "" {
			all = append(all, l.Text())
		}
	})
	return strings.Join(all, "\n")
}

// button returns the button with that label in an object.
func button(t *testing.T, in fyne.CanvasObject, label string) *widgets.Button {
	t.Helper()
	var found *widgets.Button
	each(in, func(o fyne.CanvasObject) {
		if b, ok := o.(*widgets.Button); ok && b.Label() == label {
			found = b
		}
	})
	if found == nil {
		t.Fatalf("no button says %q", label)
	}
	return found
}

// find returns the last object of a type in an object.
func find[T fyne.CanvasObject](t *testing.T, in fyne.CanvasObject) T {
	t.Helper()
	var found T
	ok := false
	each(in, func(o fyne.CanvasObject) {
		if x, is := o.(T); is {
			found, ok = x, true
		}
	})
	if !ok {
		t.Fatalf("there is no %T", found)
	}
	return found
}

// pickStub answers in place of the system's dialog for a folder.
func pickStub(answer *string, failure *error) func(ctx context.Context, title, start string) (string, error) {
	return func(context.Context, string, string) (string, error) { return *answer, *failure }
}

// LastOf counts how often it is asked for what is queued.
func (q *fakeQueue) LastOf(n int) time.Time {
	if n > 0 {
		return time.Time{}
	}
	q.asked++
	return q.last
}

func (q *fakeQueue) StartNow(ids ...core.ID) { q.did("start now", ids...) }

// ReadList finds no list: tests of the picker run with the real queue.
func (q *fakeQueue) ReadList(text string, _ core.Tab) (*core.ListReader, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.lists = append(q.lists, text)
	return nil, &core.Problem{Class: core.EmptyPlaylist}
}

func (q *fakeQueue) SearchVideos(string, core.SearchFilter) *core.ListReader {
	panic("a search needs the real queue")
}

func (q *fakeQueue) MarkKnown([]core.ListEntry, format.Wish) {}

// History is empty, and nothing is followed: tests of both run with the real queue.
func (q *fakeQueue) History() *history.History { return history.Open(nil, nil) }

func (q *fakeQueue) Following() *follow.Follower { return follow.New(nil, nil, 0) }

func (q *fakeQueue) Players() *core.Players { return new(core.Players) }
