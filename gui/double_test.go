package gui

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/checkup"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/link"
	"github.com/hilo-app/hilo/gui/i18n"
)

// fakeQueue is a queue that does what it is told and nothing by itself.
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
	helper   core.Helper
	profiles error // of UpdateProfiles
	last     time.Time
	asked    int // for last
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

// send puts statuses in the mailbox.
func (q *fakeQueue) send(all ...core.Status) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, s := range all {
		if _, ok := q.all[s.ID]; !ok {
			q.order = append(q.order, s.ID)
			q.update.Order = append([]core.ID{}, q.order...)
		}
		q.all[s.ID] = s
		q.update.Changed = append(q.update.Changed, s)
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
	q.update = core.Update{}
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

func (q *fakeQueue) Remove(ids ...core.ID) {
	q.did("remove", ids...)
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, id := range ids {
		delete(q.all, id)
		q.update.Removed = append(q.update.Removed, id)
	}
}

func (q *fakeQueue) Pause(ids ...core.ID)  { q.did("pause", ids...) }
func (q *fakeQueue) Resume(ids ...core.ID) { q.did("resume", ids...) }
func (q *fakeQueue) Cancel(ids ...core.ID) { q.did("cancel", ids...) }
func (q *fakeQueue) Retry(ids ...core.ID)  { q.did("retry", ids...) }
func (q *fakeQueue) SetWish(w format.Wish, ids ...core.ID) {
	q.wished = append(q.wished, w)
	q.did(fmt.Sprintf("wish %s %s", w.Kind, w.Format), ids...)
}
func (q *fakeQueue) Move(id, before core.ID)    { q.did("move", id, before) }
func (q *fakeQueue) PauseAll()                  { q.did("pause all") }
func (q *fakeQueue) ResumeAll()                 { q.did("resume all") }
func (q *fakeQueue) ClearFinished()             { q.did("clear finished") }
func (q *fakeQueue) Settings() core.Settings    { return q.settings }
func (q *fakeQueue) Free(string) (int64, error) { return 118e9, nil }

// Look answers with the offer, or with the error that is set.
func (q *fakeQueue) Look(ctx context.Context, text string) (core.Offer, error) {
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
func (q *fakeQueue) Helper(ctx context.Context) core.Helper {
	q.did("helper")
	if q.hold != nil {
		select {
		case <-q.hold:
		case <-ctx.Done():
			q.did("no helper")
			return core.Helper{State: core.HelperBroken}
		}
	}
	return q.helper
}

func (q *fakeQueue) UpdateProfiles(path string) error {
	q.did("profiles " + path)
	return q.profiles
}

func (q *fakeQueue) LastStart() time.Time {
	q.asked++
	return q.last
}

func (q *fakeQueue) List() []core.Status {
	var all []core.Status
	for _, id := range q.order {
		all = append(all, q.all[id])
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
func speak(t *testing.T, locale string) {
	t.Helper()
	t.Setenv("LC_ALL", locale)
	t.Setenv("LANG", locale)
	t.Setenv("LANGUAGE", "")
	i18n.Load()
}

// stage is a window in the test driver, at a fixed time.
type stage struct {
	*Window
	q   *fakeQueue
	app fyne.App
	at  time.Time
}

func open(t *testing.T, q *fakeQueue, locale string, o Options) *stage {
	t.Helper()
	speak(t, locale)
	a := test.NewTempApp(t)
	o.Version = "1.0.0"
	s := &stage{q: q, app: a, at: time.Date(2026, 11, 23, 13, 0, 0, 0, time.Local)}
	o.now = func() time.Time { return s.at }
	s.Window = New(a, q, q, o)
	t.Cleanup(s.Stop)
	return s
}

// tick lets time pass and pumps once, as the ticker would.
func (s *stage) tick(d time.Duration) {
	s.at = s.at.Add(d)
	s.pump()
}

func gradient(from, to uint32) []byte {
	img := image.NewNRGBA(image.Rect(0, 0, 320, 180))
	rgb := func(v uint32) color.NRGBA { return color.NRGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 0xff} }
	a, b := rgb(from), rgb(to)
	for y := range 180 {
		for x := range 320 {
			f := float64(x+y) / 500
			mix := func(p, q uint8) uint8 { return uint8(float64(p)*(1-f) + float64(q)*f) }
			img.Set(x, y, color.NRGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), 0xff})
		}
	}
	var buf bytes.Buffer
	_ = png.Encode(&buf, img)
	return buf.Bytes()
}

// examples is one row of every state.
func examples(at time.Time) []core.Status {
	thumb := func(s string) string { return "https://i.ytimg.com/vi/" + s + "/mqdefault.jpg" }
	return []core.Status{
		{ID: "a", VideoID: "aaaaaaaaaaa", URL: "https://www.youtube.com/watch?v=aaaaaaaaaaa", Title: "How bridges are built: the Millau Viaduct from the first pillar to the last bolt", Channel: "Civil Works", Duration: 761 * time.Second, Thumbnail: thumb("a"),
			State: core.Downloading, Quality: "1080p", Received: 148e6, Total: 236e6, Speed: 9.8e6, ETA: 9 * time.Second},
		{ID: "b", VideoID: "bbbbbbbbbbb", URL: "https://www.youtube.com/watch?v=bbbbbbbbbbb", Title: "Ana Ruiz – Hilo de Luna (Official Audio)", Channel: "Ana Ruiz", Duration: 208 * time.Second, Thumbnail: thumb("b"),
			State: core.Downloading, Quality: "M4A", Received: 7.1e6, Total: 7.8e6, Speed: 2.6e6, ETA: time.Second},
		{ID: "c", VideoID: "ccccccccccc", URL: "https://www.youtube.com/watch?v=ccccccccccc", Title: "Lecture 7: Fault tolerance and checkpointing", Channel: "CS Open Courses", Duration: 3730 * time.Second, Thumbnail: thumb("c"),
			State: core.Waiting, Quality: "1080p", Total: 611e6, Until: at.Add(65 * time.Minute), Problem: &core.Problem{Class: core.RateLimited}},
		{ID: "d", VideoID: "ddddddddddd", URL: "https://www.youtube.com/watch?v=ddddddddddd", Title: "Sourdough in one day", Channel: "Slow Kitchen", Duration: 495 * time.Second, Thumbnail: thumb("d"),
			State: core.Done, Quality: "1080p", Received: 96e6, Total: 96e6, File: filepath.Join("/home", "ana", "Downloads", "Sourdough in one day.mp4")},
		{ID: "e", VideoID: "3xYeeeeeeee", URL: "https://www.youtube.com/watch?v=3xYeeeeeeee",
			State: core.Failed, Problem: &core.Problem{Class: core.Private, Message: "This video is private", Err: errors.New("lookup 3xYeeeeeeee: LOGIN_REQUIRED: This video is private")}},
		{ID: "f", VideoID: "fffffffffff", URL: "https://www.youtube.com/watch?v=fffffffffff", State: core.LookingUp},
		{ID: "g", VideoID: "ggggggggggg", URL: "https://www.youtube.com/watch?v=ggggggggggg", Title: "A walk through the old town at night", Channel: "Quiet Steps", Duration: 1500 * time.Second, Thumbnail: thumb("g"),
			State: core.Paused, Quality: "720p", Received: 61e6, Total: 180e6},
		{ID: "h", VideoID: "hhhhhhhhhhh", URL: "https://www.youtube.com/watch?v=hhhhhhhhhhh", Title: "Repairing a bicycle wheel", Channel: "Workshop", Duration: 600 * time.Second, Thumbnail: thumb("h"),
			State: core.Queued, Quality: "1080p60", Total: 310e6},
		{ID: "i", VideoID: "iiiiiiiiiii", URL: "https://www.youtube.com/watch?v=iiiiiiiiiii", Title: "The sea in January", Channel: "Northern Light", Duration: 60 * time.Second, Thumbnail: thumb("i"),
			State: core.Failed, Quality: "2160p HDR", Total: 4.2e9, Problem: &core.Problem{Class: core.DiskFull}},
		{ID: "j", VideoID: "jjjjjjjjjjj", URL: "https://www.youtube.com/watch?v=jjjjjjjjjjj", Title: "Cloud types explained", Channel: "Weather School", Duration: 333 * time.Second, Thumbnail: thumb("j"),
			State: core.Failed, Quality: "1080p", Problem: &core.Problem{Class: core.Unreachable}},
		{ID: "k", VideoID: "kkkkkkkkkkk", URL: "https://www.youtube.com/watch?v=kkkkkkkkkkk", Title: "Piano for beginners, lesson 1", Channel: "Keys", Duration: 333 * time.Second, Thumbnail: thumb("k"),
			State: core.Cancelled, Quality: "1080p"},
		{ID: "l", VideoID: "lllllllllll", URL: "https://www.youtube.com/watch?v=lllllllllll", Title: "The long way home", Channel: "Roads", Duration: 333 * time.Second, Thumbnail: thumb("l"),
			State: core.Finishing, Quality: "1080p", Received: 50e6, Total: 50e6},
	}
}

func examplePictures(q *fakeQueue) {
	for i, c := range [][2]uint32{{0x274060, 0x5c946e}, {0x8e44ad, 0xe67e22}, {0x34495e, 0x95a5a6}, {0x16a085, 0xf1c40f}, {0x7f8c8d, 0x2c3e50}, {0x1f3a5f, 0x9b6a6c}, {0x2c3e50, 0xfd746c}, {0x355c7d, 0xc06c84}, {0x004e92, 0x6dd5fa}, {0x606c88, 0x3f4c6b}, {0x42275a, 0x734b6d}, {0x614385, 0x516395}} {
		q.pictures[fmt.Sprintf("https://i.ytimg.com/vi/%c/mqdefault.jpg", 'a'+i)] = gradient(c[0], c[1])
	}
}
