package core

import (
	"path/filepath"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/link"
	"github.com/hilo-app/hilo/core/naming"
)

// Request is what a person adds to the queue.
type Request struct {
	Text string // pasted text; every YouTube link in it is taken
	Wish format.Wish
	Dir  string // folder to save in; empty means Settings.Dir
	// Lists makes a link that is both a video and a playlist add the whole
	// list. Without it such a link adds its video, and Added.Lists names the
	// list.
	Lists bool
	// List adds the entries of a list that was opened, or those of them that were
	// chosen, in place of Text.
	List *List
	// Names say how the files are named; nil means Settings.Names.
	Names *naming.Rules
	// Again adds what the history has, too.
	Again bool
}

// Added says what became of a Request.
type Added struct {
	IDs      []ID             // new downloads, in order
	Group    GroupID          // what they are together; empty for a single one
	Known    []ID             // already in the queue with the same wish and folder: not added again
	Rejected []link.Rejection // pieces of text that are not YouTube links, and why not
	Lists    []link.Link      // lists that were not added, see Request.Lists
}

// Add puts every YouTube link of a text, or the entries of a list, into the queue.
// A playlist or channel in a text is one row, which is replaced by its videos once
// they are known. Several videos become a group.
func (m *Manager) Add(r Request) Added {
	if r.List != nil {
		return m.addList(r)
	}
	links, rejected := link.Parse(r.Text)
	added := Added{Rejected: rejected}
	m.mu.Lock()
	defer m.mu.Unlock()
	r.Dir = m.folder(r.Dir)
	pattern := m.names(r.Names, Links).Pattern
	var rows []*entry
	for _, l := range links {
		e := &entry{status: Status{URL: l.URL(), VideoID: l.VideoID, Wish: r.Wish, Dir: r.Dir, Pattern: pattern, State: Queued}}
		switch {
		case l.Kind == link.Video && l.PlaylistID != "" && r.Lists:
			l = link.Link{Kind: link.Playlist, PlaylistID: l.PlaylistID}
			e.status.URL, e.status.VideoID = l.URL(), ""
			e.list = &listLink{l, r.Names, r.Again}
		case l.Kind == link.Video:
			if l.PlaylistID != "" {
				added.Lists = append(added.Lists, l)
			}
		default:
			e.list = &listLink{l, r.Names, r.Again}
		}
		rows = append(rows, e)
	}
	m.queue.addAll(&added, rows, Group{Kind: Links, Dir: r.Dir})
	m.schedule()
	return added
}

// addList adds r.List.
func (m *Manager) addList(r Request) Added {
	var added Added
	m.mu.Lock()
	defer m.mu.Unlock()
	names := m.names(r.Names, r.List.Kind)
	dir := names.Dir(m.folder(r.Dir), r.List.Title, r.List.ID)
	m.queue.addAll(&added, r.List.rows(r.Wish, dir, names), r.List.group(dir))
	m.schedule()
	return added
}

// addAll puts rows at the end of the queue, except those that it has. The videos
// among them become the group g, unless they are links and only one.
func (q *queue) addAll(added *Added, rows []*entry, g Group) {
	var fresh []*entry
	videos := 0
	seen := map[string]bool{}
	for _, e := range rows {
		if id, ok := q.equivalent(e); ok {
			added.Known = append(added.Known, id)
			continue
		}
		if seen[e.status.URL] {
			continue
		}
		seen[e.status.URL] = true
		fresh = append(fresh, e)
		if e.list == nil {
			videos++
		}
	}
	if videos > 1 || videos == 1 && g.Kind != Links {
		g.Known = len(added.Known)
		added.Group = q.groups.create(g)
	}
	for _, e := range fresh {
		if e.list == nil {
			e.status.Group = added.Group
		}
		q.insert(e, len(q.order))
		added.IDs = append(added.IDs, e.status.ID)
	}
	if len(fresh) > 0 {
		q.announceOrder()
	}
}

// folder returns the full path of the folder that a request names. m.mu is held.
func (m *Manager) folder(dir string) string {
	if dir == "" {
		dir = m.settings.Dir
	}
	if full, err := filepath.Abs(dir); err == nil {
		dir = full
	}
	return dir
}

// names returns the rules of a request. m.mu is held.
func (m *Manager) names(of *naming.Rules, kind ListKind) naming.Rules {
	if of != nil {
		return *of
	}
	return m.settings.Names.Rules(kind)
}
