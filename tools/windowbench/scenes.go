//go:build bench

package main

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/youtube/simulator"
	"github.com/hilo-app/hilo/gui"
)

// The names of the scenes that windowbench shows.
const (
	sceneEmpty = "empty" // nothing; for a profile of what an idle window does
	sceneRows  = "rows"  // 10,000 rows, 8 active
	sceneGroup = "group" // one group of 5,000, 8 active
	sceneHour  = "hour"  // 300 rows, 8 active, a clock that runs fast
)

const (
	manyRows    = 10_000
	groupRows   = 5_000
	hourRows    = 300
	active      = 8
	pace        = 500 << 10 // bytes per second of each connection
	videoLength = 90 * time.Minute
)

// scene is what a window is opened on.
type scene struct {
	queue   gui.Queue
	changes gui.Changes
	clock   func() time.Time                         // nil: the real one
	pass    func(ctx context.Context, update func()) // lets time pass; nil: it passes by itself
	close   func()
}

// openScene fills a queue.
func openScene(name, dir string) (*scene, error) {
	site, err := startSite(map[string]int{sceneRows: manyRows, sceneGroup: groupRows}[name], dir)
	if err != nil {
		return nil, err
	}
	manager, err := core.Open(core.Config{
		Dir: dir, Store: filepath.Join(dir, "queue.db"), Transport: site.transport(), Lookups: -1, Parallel: active, Connections: 1,
	})
	if err != nil {
		return nil, errors.Join(err, site.close())
	}
	s := &scene{queue: manager, close: func() { _ = errors.Join(manager.Close(), site.close()) }}
	switch name {
	case sceneEmpty:
		s.changes = manager.Subscribe()
		return s, nil
	case sceneRows:
		for _, v := range videos(manyRows) {
			manager.Add(core.Request{Text: "https://www.youtube.com/watch?v=" + v.ID})
		}
	case sceneGroup:
		list := core.List{Kind: core.Playlist, ID: "PLHiloBench0123456789", Title: "A long list", Channel: "Bench", Total: groupRows}
		for i, v := range videos(groupRows) {
			list.Entries = append(list.Entries, core.ListEntry{VideoID: v.ID, Title: v.Title, Channel: v.Author, Duration: v.Duration, Number: i + 1})
		}
		manager.Add(core.Request{List: &list})
	case sceneHour:
		h := newHour(manager)
		s.queue, s.changes, s.clock, s.pass = h, h, h.now, h.pass
		return s, nil
	default:
		return nil, fmt.Errorf("no scene %q", name)
	}
	s.changes = manager.Subscribe()
	if err := waitForActive(manager); err != nil {
		return nil, err
	}
	s.queue, err = newPictured(manager)
	debug.FreeOSMemory() // what made the scene is no work of the window
	return s, err
}

// pictured is a queue with sixteen thumbnails, which come again: drawing one for each
// row would be most of what the process does, and the work of the simulated YouTube.
type pictured struct {
	*core.Manager
	pictures [16][]byte
}

func newPictured(m *core.Manager) (*pictured, error) {
	p := &pictured{Manager: m}
	known := 0
	for _, s := range m.List() {
		if s.Thumbnail == "" || known == len(p.pictures) {
			continue
		}
		data, err := m.Thumbnail(context.Background(), s.Thumbnail)
		if err != nil {
			return nil, err
		}
		p.pictures[known] = data
		known++
	}
	for i := known; i < len(p.pictures); i++ {
		p.pictures[i] = p.pictures[i%known]
	}
	return p, nil
}

// Thumbnail implements gui.Queue.
func (p *pictured) Thumbnail(_ context.Context, url string) ([]byte, error) {
	sum := fnv.New32()
	_, _ = sum.Write([]byte(url))
	return p.pictures[sum.Sum32()%uint32(len(p.pictures))], nil
}

// waitForActive waits until downloads have received bytes.
func waitForActive(m *core.Manager) error {
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		n := 0
		for _, d := range m.List() {
			if d.State == core.Downloading && d.Received > 0 {
				n++
			}
		}
		if n == active {
			return nil
		}
	}
	return fmt.Errorf("not %d downloads began", active)
}

// videos returns long videos.
func videos(n int) []simulator.Video {
	words := strings.Fields("bread harbour clouds night train lighthouse river garden kettle window song tide mountain paper winter")
	media := simulator.Formats(videoLength, 134, 140)
	list := make([]simulator.Video, n)
	for i := range list {
		list[i] = simulator.Video{
			ID: fmt.Sprintf("bench%06d", i), Title: fmt.Sprintf("Part %d: the %s and the %s", i+1, words[i%len(words)], words[i/len(words)%len(words)]),
			Author: "Bench", Published: "2026-10-02", Duration: videoLength, Hue: i * 47 % 360, Media: media,
		}
	}
	return list
}

// hour is a queue whose downloads advance by a clock of its own, a tenth of a second
// with every update of the window. Each takes a minute, so that about as many end in the
// hour as there are rows.
type hour struct {
	*core.Manager
	at  time.Time
	all []core.Status
}

// The size, in bytes, of a download of the hour, and how much of it comes in a tenth of
// a second.
const (
	hourTotal = 60e6
	hourStep  = 1e5
	hourTicks = 36_000
)

func newHour(m *core.Manager) *hour {
	h := &hour{Manager: m, at: time.Now()}
	for i := range hourRows {
		h.all = append(h.all, core.Status{
			ID: core.ID(fmt.Sprint("d", i)), URL: fmt.Sprintf("https://www.youtube.com/watch?v=bench%06d", i), VideoID: fmt.Sprintf("bench%06d", i),
			Title: fmt.Sprintf("Part %d of what an hour brings", i+1), Channel: "Bench", Quality: "720p", Duration: time.Minute, State: core.Queued,
		})
	}
	return h
}

// List implements gui.Queue.
func (h *hour) List() []*core.Status {
	all := make([]*core.Status, len(h.all))
	for i, s := range h.all {
		all[i] = &s
	}
	return all
}

func (h *hour) now() time.Time { return h.at }

// Take implements gui.Changes: the first that have not ended advance. When all have,
// they begin again.
func (h *hour) Take() core.Update {
	h.at = h.at.Add(100 * time.Millisecond)
	var u core.Update
	running := 0
	for i := range h.all {
		s := h.all[i]
		if s.State.Ended() {
			continue
		}
		if running++; running > active {
			break
		}
		s.State, s.Total, s.Speed = core.Downloading, hourTotal, 10*hourStep
		s.Received = min(hourTotal, s.Received+hourStep+int64(i%active)*1e3)
		s.ETA = time.Duration(float64(s.Total-s.Received) / float64(s.Speed) * float64(time.Second))
		if s.Received == hourTotal {
			s.State, s.Speed, s.ETA, s.File = core.Done, 0, 0, filepath.Join(os.TempDir(), s.VideoID+".mp4")
		}
		h.all[i] = s
		u.Changed = append(u.Changed, &s)
	}
	if running == 0 {
		for i := range h.all {
			h.all[i].State, h.all[i].Received, h.all[i].File = core.Queued, 0, ""
			s := h.all[i]
			u.Changed = append(u.Changed, &s)
		}
	}
	return u
}

// pass updates the window as often as an hour would, and says how far it is in lines
// on standard output.
func (h *hour) pass(ctx context.Context, update func()) {
	for i := range hourTicks {
		if ctx.Err() != nil {
			return
		}
		update()
		if (i+1)%(hourTicks/12) == 0 {
			fmt.Println("minutes", (i+1)/600)
		}
		time.Sleep(hourTick)
	}
}

// hourTick is how long the real time between two updates of the hour is at least.
const hourTick = 2 * time.Millisecond
