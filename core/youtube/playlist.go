package youtube

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/plaintext"
)

// maxEntries bounds a Playlist; YouTube lists as many uploads of a channel.
const maxEntries = 20000

// Playlist returns a playlist with its videos, at most 20,000 and each once, except
// those that are unavailable. The error's class is EmptyPlaylist when a guest
// cannot see such a list, or when it has no entries. After another error, the pages
// so far are kept for half an hour, and the next call for the same id continues.
func (s *Source) Playlist(ctx context.Context, id string) (*Playlist, error) {
	u := s.takeUnfinished(id)
	if u == nil {
		u = &unfinishedList{reader: s.reader(playlistFeed(PlaylistKind, id), maxEntries), known: map[string]bool{}}
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
	if len(u.list.Entries) == 0 {
		return nil, &Error{Class: EmptyPlaylist, Err: errors.New("no entries")}
	}
	return &u.list, nil
}

// unfinishedList is a playlist of which some pages have come.
type unfinishedList struct {
	reader *ListReader
	list   Playlist
	known  map[string]bool // by video id
	since  time.Time       // of the failure
}

// The bounds of what is kept of lists that failed.
const (
	maxUnfinished  = 8
	unfinishedLife = 30 * time.Minute
)

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

// listPage requests one page of a list.
func (s *Source) listPage(ctx context.Context, r listRequest, read func([]byte) (*page, error)) (*page, error) {
	raw, err := s.call(ctx, &s.current().Browse, r.method, r.payload, pageLimit)
	if err != nil {
		return nil, asEmptyPlaylist(err)
	}
	return read(raw)
}

// asEmptyPlaylist gives a refusal the class EmptyPlaylist when it is about the
// list, and not about the client: "not found" (recorded in 2026-07) or an id that
// YouTube does not take.
func asEmptyPlaylist(err error) error {
	var e *Error
	var status httpError
	if errors.As(err, &e) && (e.Class == Removed || errors.As(err, &status) && status.code == http.StatusBadRequest && status.status == "INVALID_ARGUMENT") {
		e.Class = EmptyPlaylist
	}
	return err
}

// Uploads returns the id of the playlist of all uploads of a channel, which is
// given as "/channel/UC…", "/@name", "/c/name" or "/user/name". All but the first
// form cost a request. The error's class is EmptyPlaylist when there is no such
// channel.
func (s *Source) Uploads(ctx context.Context, channel string) (string, error) {
	if id, ok := strings.CutPrefix(channel, "/channel/"); ok {
		return uploadsOf(id)
	}
	return withDeadline(ctx, func(ctx context.Context) (string, error) {
		id, err := s.resolve(ctx, channel)
		if err != nil {
			return "", err
		}
		return uploadsOf(id)
	})
}

// uploadsOf converts a channel's id "UC…" to the id of its uploads, "UU…".
func uploadsOf(id string) (string, error) {
	if len(id) != 24 || !strings.HasPrefix(id, "UC") || !plaintext.IsToken(id) {
		return "", &Error{Class: EmptyPlaylist, Err: fmt.Errorf("%q is not a channel id", plaintext.Truncate(id, 100))}
	}
	return "UU" + id[2:], nil
}

// resolve returns the id of a channel. It follows up to two redirections from one
// name to another.
func (s *Source) resolve(ctx context.Context, channel string) (string, error) {
	for range 3 {
		address := (&url.URL{Scheme: "https", Host: "www.youtube.com", Path: channel}).String()
		raw, err := s.call(ctx, &s.current().Browse, "navigation/resolve_url", map[string]any{"url": address}, pageLimit)
		if err != nil {
			return "", asEmptyPlaylist(err)
		}
		var a struct {
			Endpoint struct {
				BrowseEndpoint struct {
					BrowseID string `json:"browseId"`
				} `json:"browseEndpoint"`
				URLEndpoint struct {
					URL string `json:"url"`
				} `json:"urlEndpoint"`
			} `json:"endpoint"`
		}
		if err := json.Unmarshal(raw, &a); err != nil {
			return "", &Error{Class: Unintelligible, Err: fmt.Errorf("read the channel's address: %w", err)}
		}
		if id := a.Endpoint.BrowseEndpoint.BrowseID; id != "" {
			return id, nil
		}
		next, err := url.Parse(a.Endpoint.URLEndpoint.URL)
		if err != nil || !under(next, apiHosts) || next.Path == channel {
			break
		}
		channel = next.Path
	}
	return "", &Error{Class: EmptyPlaylist, Err: fmt.Errorf("%q leads to no channel", plaintext.Truncate(channel, 100))}
}
