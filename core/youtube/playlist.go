package youtube

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/hilo-app/hilo/core/plaintext"
)

const (
	maxEntries = 20000
	maxPages   = 400 // a page has 100 entries, or about 50 Shorts
	maxIdle    = 3   // consecutive pages without a new entry
)

// Playlist returns a playlist with all of its entries, at most 20,000, except
// deleted and private videos. The error's class is EmptyPlaylist when a guest
// cannot see such a list, or when it has no entries.
func (s *Source) Playlist(ctx context.Context, id string) (*Playlist, error) {
	if !plaintext.IsToken(id) || len(id) > 100 {
		return nil, &Error{Class: EmptyPlaylist, Err: fmt.Errorf("%q is not a playlist id", plaintext.Truncate(id, 100))}
	}
	return withDeadline(ctx, func(ctx context.Context) (*Playlist, error) { return s.playlist(ctx, id) })
}

func (s *Source) playlist(ctx context.Context, id string) (*Playlist, error) {
	list := &Playlist{ID: id}
	known := map[string]bool{} // by video id: a list may hold a video twice, a download must not
	asked := map[string]bool{} // by continuation: a page may lead back to an earlier one
	payload := map[string]any{"browseId": "VL" + id}
	idle := 0
	for range maxPages {
		p, err := s.page(ctx, payload)
		if err != nil {
			return nil, err
		}
		p.describe(list)
		idle++
		for _, e := range p.entries {
			if !known[e.ID] && len(list.Entries) < maxEntries {
				known[e.ID], idle = true, 0
				list.Entries = append(list.Entries, e)
			}
		}
		if p.next == "" || asked[p.next] || idle == maxIdle || len(list.Entries) == maxEntries {
			break
		}
		asked[p.next] = true
		payload = map[string]any{"continuation": p.next}
	}
	if len(list.Entries) == 0 {
		return nil, &Error{Class: EmptyPlaylist, Err: errors.New("no entries")}
	}
	return list, nil
}

// page requests one page of a playlist.
func (s *Source) page(ctx context.Context, payload map[string]any) (*page, error) {
	raw, err := s.call(ctx, &s.current().Browse, "browse", payload, pageLimit)
	if err != nil {
		return nil, asEmptyPlaylist(err)
	}
	return readPage(raw)
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
