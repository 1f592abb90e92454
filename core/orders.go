package core

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/link"
	"github.com/hilo-app/hilo/core/problem"
)

// Why a download's goroutine is stopped.
var (
	errClosing   = errors.New("hilo is closing")
	errPaused    = errors.New("paused by the user")
	errCancelled = errors.New("cancelled by the user")
)

func isOrder(err error) bool {
	return errors.Is(err, errPaused) || errors.Is(err, errCancelled)
}

// Add puts every YouTube link of a text into the queue. A playlist or channel
// enters as one row and is replaced by its videos once they are known.
func (m *Manager) Add(r Request) Added {
	links, rejected := link.Parse(r.Text)
	added := Added{Rejected: rejected}
	m.mu.Lock()
	defer m.mu.Unlock()
	if r.Dir == "" {
		r.Dir = m.settings.Dir
	}
	if dir, err := filepath.Abs(r.Dir); err == nil {
		r.Dir = dir
	}
	for _, l := range links {
		d := &download{status: Status{URL: l.URL(), VideoID: l.VideoID, Wish: r.Wish, Dir: r.Dir, State: Queued}}
		switch {
		case l.Kind == link.Video && l.PlaylistID != "" && r.Lists:
			l = link.Link{Kind: link.Playlist, PlaylistID: l.PlaylistID}
			d.status.URL, d.status.VideoID, d.list = l.URL(), "", &l
		case l.Kind == link.Video:
			if l.PlaylistID != "" {
				added.Lists = append(added.Lists, l)
			}
		default:
			d.list = &l
		}
		if id, ok := m.known(d); ok {
			added.Known = append(added.Known, id)
			continue
		}
		m.insert(d, len(m.order))
		added.IDs = append(added.IDs, d.status.ID)
	}
	if len(added.IDs) > 0 {
		m.tellOrder()
		m.schedule()
	}
	return added
}

// insert puts a new download at a place in the queue. m.mu is held; the caller
// calls tellOrder.
func (m *Manager) insert(d *download, at int) {
	d.status.ID = ID(rand.Text()[:12])
	if id := d.status.VideoID; id != "" { // good enough to show until the video is looked up
		d.status.Thumbnail = "https://i.ytimg.com/vi/" + id + "/mqdefault.jpg"
	}
	m.keep(d)
	m.order = slices.Insert(m.order, at, d.status.ID)
	m.change(d, func(*Status) {})
}

// keep makes a download findable. m.mu is held.
func (m *Manager) keep(d *download) {
	id, url := d.status.ID, d.status.URL
	m.downloads[id] = d
	m.byURL[url] = append(m.byURL[url], id)
}

// known finds a download that makes a new one needless: the same thing, in
// the same folder, not failed, and not deleted since. m.mu is held.
func (m *Manager) known(d *download) (ID, bool) {
	for _, id := range m.byURL[d.status.URL] {
		k := m.downloads[id].status
		if k.Wish != d.status.Wish || k.Dir != d.status.Dir || k.State == Failed || k.State == Cancelled {
			continue
		}
		if k.State == Done {
			if _, err := os.Stat(k.File); err != nil {
				continue
			}
		}
		return id, true
	}
	return "", false
}

// Pause stops downloads where they are.
func (m *Manager) Pause(ids ...ID) { m.each(ids, m.pause) }

// Resume lets paused downloads go on, and waiting ones try now.
func (m *Manager) Resume(ids ...ID) { m.each(ids, m.resume) }

// Cancel stops downloads and deletes what they have of a file.
func (m *Manager) Cancel(ids ...ID) {
	m.each(ids, func(d *download) {
		if !d.status.State.Ended() {
			m.halt(d, Cancelled, errCancelled)
		}
	})
}

// Retry starts failed and cancelled downloads again, with the bytes they have.
func (m *Manager) Retry(ids ...ID) {
	m.each(ids, func(d *download) {
		if d.status.State == Failed || d.status.State == Cancelled {
			m.requeue(d)
		}
	})
}

// SetWish changes what is wanted of downloads that are not being fetched; the
// others, and those that are done, stay as they are.
func (m *Manager) SetWish(w format.Wish, ids ...ID) {
	m.each(ids, func(d *download) {
		if d.stop == nil && d.status.State != Done {
			m.change(d, func(s *Status) { s.Wish = w })
		}
	})
}

// Remove takes downloads out of the queue and deletes what they have of an
// unfinished file. A finished file stays.
func (m *Manager) Remove(ids ...ID) {
	m.each(ids, func(d *download) {
		if d.status.State.Ended() {
			d.discardIf(d.status.State != Done)
		} else {
			m.halt(d, Cancelled, errCancelled)
		}
		m.drop(d)
	})
}

// ClearFinished takes every download that is done or cancelled out of the queue.
func (m *Manager) ClearFinished() {
	var ids []ID
	for _, s := range m.List() {
		if s.State == Done || s.State == Cancelled {
			ids = append(ids, s.ID)
		}
	}
	m.Remove(ids...)
}

// PauseAll pauses everything that has not ended.
func (m *Manager) PauseAll() { m.Pause(m.ids()...) }

// ResumeAll lets everything that is paused or waiting go on.
func (m *Manager) ResumeAll() { m.Resume(m.ids()...) }

// Move puts a download before another one, or at the end if before is empty.
func (m *Manager) Move(id, before ID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.downloads[id]; !ok || id == before {
		return
	}
	m.order = slices.DeleteFunc(m.order, func(o ID) bool { return o == id })
	at := slices.Index(m.order, before)
	if at < 0 {
		at = len(m.order)
	}
	m.order = slices.Insert(m.order, at, id)
	m.tellOrder()
}

func (m *Manager) ids() []ID {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.order)
}

// each carries an order out on each download, then fills the free places.
func (m *Manager) each(ids []ID, do func(*download)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return
	}
	for _, id := range ids {
		if d := m.downloads[id]; d != nil {
			do(d)
		}
	}
	m.prune()
	m.tellIfAllDone()
	m.schedule()
}

func (m *Manager) pause(d *download) {
	if !d.status.State.Ended() && d.status.State != Paused {
		m.halt(d, Paused, errPaused)
	}
}

func (m *Manager) resume(d *download) {
	if d.status.State == Paused || d.status.State == Waiting {
		m.requeue(d)
	}
}

// halt brings a download that has not ended to rest in a state. m.mu is held.
func (m *Manager) halt(d *download, to State, why error) {
	if d.status.State == Waiting {
		m.hold = time.Time{} // it may have been the one that others wait for
	}
	d.stopTimer()
	m.change(d, func(s *Status) {
		s.State, s.Speed, s.ETA, s.Until, s.Problem = to, 0, 0, time.Time{}, nil
	})
	if d.stop != nil {
		d.stop(why)
		return
	}
	d.discardIf(to == Cancelled)
}

func (m *Manager) requeue(d *download) {
	m.hold = time.Time{}
	d.stopTimer()
	d.retries = problem.Retries{}
	m.change(d, func(s *Status) { s.State, s.Problem, s.Until = Queued, nil, time.Time{} })
}

// drop forgets a download. m.mu is held; the caller calls prune.
func (m *Manager) drop(d *download) {
	d.gone = true
	id, url := d.status.ID, d.status.URL
	delete(m.downloads, id)
	if m.byURL[url] = slices.DeleteFunc(m.byURL[url], func(o ID) bool { return o == id }); len(m.byURL[url]) == 0 {
		delete(m.byURL, url)
	}
	for b := range m.boxes {
		b.removed(d.status.ID)
	}
	m.forgetDownload(d)
}

// prune takes dropped downloads out of the order: once, however many they are.
func (m *Manager) prune() {
	if len(m.order) == len(m.downloads) {
		return
	}
	m.order = slices.DeleteFunc(m.order, func(id ID) bool { return m.downloads[id] == nil })
	m.tellOrder()
}
