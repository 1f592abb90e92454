package youtube

import (
	"context"
	"errors"
	"fmt"
	"maps"
)

// maxEntries bounds a Playlist; YouTube lists as many uploads of a channel.
const maxEntries = 20000

// Playlist returns a playlist, album or mix with its videos, at most 20,000 (500 of a
// mix) and each once, except those that are unavailable. The error's class is EmptyPlaylist when a guest
// cannot see such a list, or when it has no entries. After another error, the pages
// so far are kept for half an hour, and the next call for the same id continues.
func (s *Source) Playlist(ctx context.Context, id string) (*Playlist, error) {
	u := s.takeUnfinished(id)
	if u == nil {
		f, most := feedOf(id)
		if most == maxListEntries {
			most = maxEntries
		}
		u = &unfinishedList{reader: s.reader(f, most), known: map[string]bool{}}
		u.list.ID = id
	}
	for page, err := range u.reader.Pages(ctx) {
		if err != nil {
			return nil, s.interrupted(u, err)
		}
		for _, e := range page.Entries {
			if e.Unavailable == "" && !u.known[e.ID] { // a list may hold a video twice, a download must not
				u.known[e.ID] = true
				u.list.Entries = append(u.list.Entries, e)
			}
		}
	}
	about := u.reader.Summary()
	u.list.Title, u.list.Author, u.list.Total = about.Title, about.Author, about.Announced
	u.list.Summary = about
	if len(u.list.Entries) == 0 {
		return nil, &Error{Class: EmptyPlaylist, Err: errors.New("no entries")}
	}
	return &u.list, nil
}

// interrupted keeps a list whose next page failed, and returns the failure with
// how much has come.
func (s *Source) interrupted(u *unfinishedList, err error) error {
	about := u.reader.Summary()
	var e *Error
	if about.Received == 0 || errors.Is(err, errContinuation) {
		return err
	}
	now := s.clock()
	u.since = now
	s.mu.Lock()
	maps.DeleteFunc(s.unfinished, func(_ string, u *unfinishedList) bool { return now.Sub(u.since) > unfinishedLife })
	if len(s.unfinished) < maxUnfinished {
		s.unfinished[about.ID] = u
	}
	s.mu.Unlock()
	if !errors.As(err, &e) {
		return err
	}
	with := *e
	with.Err = fmt.Errorf("%s: %w", about, err)
	return &with
}

// takeUnfinished returns what is kept of a list, nil if there is nothing.
func (s *Source) takeUnfinished(id string) *unfinishedList {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.unfinished[id]
	delete(s.unfinished, id)
	if u == nil || s.clock().Sub(u.since) > unfinishedLife {
		return nil
	}
	return u
}
