package core

import (
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/history"
	"github.com/hilo-app/hilo/core/link"
	"github.com/hilo-app/hilo/core/naming"
	"github.com/hilo-app/hilo/core/queue"
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
	// SkipSaved leaves out videos that the history has as the same kind and part of
	// the video, and whose file is there: Added.Here names them.
	SkipSaved bool

	join bool // the entries of List become part of its group, if that is in the queue
}

// Added says what became of a Request.
type Added struct {
	IDs   []ID    // new downloads, in order, and those that had failed, were cancelled or lost their file
	Group GroupID // what they are together; empty for a single one
	Known []ID    // already in the queue with the same wish and folder: not added again
	// Here is what was left out, see Request.SkipSaved. Moved is what the history has
	// without its file, which was moved or deleted: it is added again.
	Here, Moved []history.Entry
	Rejected    []link.Rejection // pieces of text that are not YouTube links, and why not
	Lists       []link.Link      // lists that were not added, see Request.Lists
}

// Add puts every YouTube link of a text, or the entries of a list, into the queue.
// A playlist or channel in a text is one row, which is replaced by its videos once
// they are known. Several videos become a group.
func (m *Manager) Add(r Request) Added {
	s := m.Settings()
	if r.Wish.SponsorBlock == (format.SponsorBlock{}) {
		r.Wish.SponsorBlock = s.SponsorBlock
	}
	if r.List != nil {
		return addList(m.scheduler, r)
	}
	var added Added
	links, rejected := link.Parse(r.Text)
	added.Rejected = rejected
	dir, names := folderOf(r.Dir, r.Wish.Kind, s), namesOf(r.Names, Links, s)
	var rows []*queue.Entry
	for _, l := range links {
		e := &queue.Entry{Status: &Status{URL: l.URL(), VideoID: l.VideoID, Wish: r.Wish, Dir: dir, Pattern: names.EntryPattern(), State: Queued}}
		switch {
		case l.Kind == link.Video && l.PlaylistID != "" && r.Lists:
			l = link.Link{Kind: link.Playlist, PlaylistID: l.PlaylistID}
			e.Status.URL, e.Status.VideoID = l.URL(), ""
			e.List = &queue.ListLink{Link: l, Names: r.Names, SkipSaved: r.SkipSaved}
		case l.Kind == link.Video:
			if l.PlaylistID != "" { // the same video as without the list, and known as that
				added.Lists = append(added.Lists, l)
				e.Status.URL = link.Link{Kind: link.Video, VideoID: l.VideoID}.URL()
			}
		default:
			e.List = &queue.ListLink{Link: l, Names: r.Names, SkipSaved: r.SkipSaved}
		}
		rows = append(rows, e)
	}
	m.addRows(&added, rows, Group{Kind: Links, Dir: dir}, r.SkipSaved, false)
	return added
}

// addList adds r.List.
func addList(d *scheduler, r Request) Added {
	var added Added
	s := d.currentSettings()
	names := namesOf(r.Names, r.List.Kind, s)
	dir := names.Dir(folderOf(r.Dir, r.Wish.Kind, s), r.List.Title, r.List.ID)
	d.addRows(&added, rowsOf(*r.List, r.Wish, dir, names), groupOf(*r.List, dir, names), r.SkipSaved, r.join)
	return added
}

// addRows puts rows at the end of the queue, except those that it or, with
// skipSaved, the history has. A row that failed, was cancelled or lost its file is
// downloaded again in its place. The videos among them become the group g, unless they
// are links and only one; with join they become part of the group of the same list
// and folder, if there is one.
func (d *scheduler) addRows(added *Added, rows []*queue.Entry, g Group, skipSaved, join bool) {
	here, gone := savedBefore(d.history, rows)
	d.mu.Lock()
	defer d.mu.Unlock()
	var fresh []*queue.Entry
	videos := 0
	seen := map[string]bool{}
	for i, e := range rows {
		if id, ok := d.queue.Equivalent(e); ok {
			added.Known = append(added.Known, id)
			continue
		}
		if old, saved := here[i]; saved && skipSaved {
			added.Here = append(added.Here, old)
			continue
		}
		if seen[e.Status.URL] {
			continue
		}
		seen[e.Status.URL] = true
		if old, ok := gone[i]; ok {
			added.Moved = append(added.Moved, old)
		}
		if old := d.queue.Unsaved(e); old != nil {
			d.requeue(old)
			added.IDs = append(added.IDs, old.Status.ID)
			continue
		}
		fresh = append(fresh, e)
		if e.List == nil {
			videos++
		}
	}
	if join {
		added.Group = d.queue.Groups.OfList(g)
	}
	if added.Group == "" && (videos > 1 || videos == 1 && g.Kind != Links) {
		g.Known = len(added.Known) + len(added.Here)
		added.Group = d.queue.Groups.Create(g)
	}
	for _, e := range fresh {
		if e.List == nil {
			e.Status.Group = added.Group
		}
		d.queue.Append(e)
		added.IDs = append(added.IDs, e.Status.ID)
	}
	if len(fresh) > 0 {
		d.queue.AnnounceOrder()
	}
	if len(added.IDs) > 0 {
		d.schedule()
	}
}
