package youtube

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/hilo-app/hilo/core/jsondoc"
	"github.com/hilo-app/hilo/core/plaintext"
)

// ListPlaylist returns a reader of a playlist, an album ("OLAK5uy…") or a mix
// ("RD…"). At most 5,000 entries are read, 500 of a mix.
func (s *Source) ListPlaylist(id string) *ListReader { return s.reader(feedOf(id)) }

// feedOf returns where the pages of a list come from, and how many entries are read.
func feedOf(id string) (f feed, most int) {
	switch {
	case strings.HasPrefix(id, "RD") && !strings.HasPrefix(id, "RDCLAK"): // RDCLAK… are playlists of YouTube Music
		return mixFeed(id), maxMixEntries
	case strings.HasPrefix(id, "OLAK5uy"):
		return playlistFeed(AlbumKind, id), maxListEntries
	}
	return playlistFeed(PlaylistKind, id), maxListEntries
}

// ListChannel returns a reader of a tab of a channel, newest first. The channel is
// given as for Uploads.
func (s *Source) ListChannel(channel string, tab Tab) *ListReader {
	return s.reader(s.channelFeed(channel, tab), maxListEntries)
}

// Search returns a reader of the videos that YouTube finds for some words, at most
// 500 characters of them, about twenty to a page.
func (s *Source) Search(words string, f SearchFilter) *ListReader {
	return s.reader(searchFeed(plaintext.Truncate(words, 500), f), maxListEntries)
}

// SearchFilter is what YouTube's page of results offers besides the words, as recorded
// in 2026-07: it has no order by date any more. The zero value finds all, the best
// match first.
type SearchFilter struct {
	Popular bool // those that are viewed most come first
	Since   Since
}

// Since says when a video was published at the earliest.
type Since int

// The choices of YouTube, with its numbers of them.
const (
	AnyTime   Since = 0
	Today     Since = 2
	ThisWeek  Since = 3
	ThisMonth Since = 4
	ThisYear  Since = 5
)

// params returns the parameter of the request: a protobuf message in escaped base64.
// Field 1 is the order (3: popularity), field 2 the filters, in it field 1 the date and
// field 2 the type (1: videos, no channels, lists and films).
func (f SearchFilter) params() string {
	filters := []byte{2 << 3, 1}
	if f.Since != AnyTime {
		filters = append([]byte{1 << 3, byte(f.Since)}, filters...)
	}
	message := append([]byte{2<<3 | 2, byte(len(filters))}, filters...)
	if f.Popular {
		message = append([]byte{1 << 3, 3}, message...)
	}
	return url.QueryEscape(base64.URLEncoding.EncodeToString(message))
}

func (s *Source) reader(f feed, most int) *ListReader {
	return newListReader(s.listPage, s.log, f, most)
}

func playlistFeed(kind ListKind, id string) feed {
	return feed{
		kind: kind, id: id, announces: true, read: readPage, following: byToken("browse"),
		first: func(context.Context) (listRequest, error) {
			if !plaintext.IsToken(id) || len(id) > 100 {
				return listRequest{}, &Error{Class: EmptyPlaylist, Err: fmt.Errorf("%q is not a playlist id", plaintext.Truncate(id, 100))}
			}
			return listRequest{"browse", map[string]any{"browseId": "VL" + id}}, nil
		},
	}
}

// byToken returns a function that requests what the continuation of a page leads
// to.
func byToken(method string) func(*page) (listRequest, bool) {
	return func(p *page) (listRequest, bool) {
		return listRequest{method, map[string]any{"continuation": p.next}}, p.next != ""
	}
}

// tabParams are the parameters with which YouTube's pages request a tab, recorded
// in 2026-07.
var tabParams = map[Tab]string{
	VideosTab:    "EgZ2aWRlb3PyBgQKAjoA",
	ShortsTab:    "EgZzaG9ydHPyBgUKA5oBAA%3D%3D",
	LiveTab:      "EgdzdHJlYW1z8gYECgJ6AA%3D%3D",
	PlaylistsTab: "EglwbGF5bGlzdHPyBgQKAkIA",
}

func (s *Source) channelFeed(channel string, tab Tab) feed {
	return feed{
		kind: ChannelKind, announces: tab == VideosTab, ofLists: tab == PlaylistsTab, following: byToken("browse"),
		read: func(doc jsondoc.Value) (*page, error) { return readTab(doc, tab) },
		first: func(ctx context.Context) (listRequest, error) {
			id, ok := strings.CutPrefix(channel, "/channel/")
			if !ok {
				var err error
				if id, err = s.resolve(ctx, channel); err != nil {
					return listRequest{}, err
				}
			}
			if _, err := uploadsOf(id); err != nil {
				return listRequest{}, err
			}
			return listRequest{"browse", map[string]any{"browseId": id, "params": tabParams[tab]}}, nil
		},
	}
}

// readTab parses a page of a channel's tab. The class of the error is
// EmptyPlaylist when the channel has no such tab: YouTube then shows another one.
func readTab(doc jsondoc.Value, tab Tab) (*page, error) {
	p, err := readPage(doc)
	if err == nil && p.tab != "" && p.tab != string(tab) {
		return nil, &Error{Class: EmptyPlaylist, Err: fmt.Errorf("the channel shows %q, not %q", p.tab, tab)}
	}
	return p, err
}

func searchFeed(words string, f SearchFilter) feed {
	return feed{
		kind: SearchKind, title: words, overlaps: true, following: byToken("search"),
		read: readSearchPage,
		first: func(context.Context) (listRequest, error) {
			return listRequest{"search", map[string]any{"query": words, "params": f.params()}}, nil
		},
	}
}

// mixFeed returns the feed of a mix, which has no page of its own: it is shown next
// to a video. The end of its id is the video that it was made for; the last entry
// leads on.
func mixFeed(id string) feed {
	request := func(payload map[string]any) listRequest {
		payload["playlistId"] = id
		return listRequest{"next", payload}
	}
	return feed{
		kind: MixKind, id: id, overlaps: true, read: readMix,
		first: func(context.Context) (listRequest, error) {
			if !plaintext.IsToken(id) || len(id) > 100 {
				return listRequest{}, &Error{Class: EmptyPlaylist, Err: fmt.Errorf("%q is not a mix", plaintext.Truncate(id, 100))}
			}
			payload := map[string]any{}
			if video := id[max(len(id)-11, 2):]; validID(video) {
				payload["videoId"] = video
			}
			return request(payload), nil
		},
		following: func(p *page) (listRequest, bool) {
			if len(p.entries) == 0 {
				return listRequest{}, false
			}
			payload := map[string]any{"videoId": p.entries[len(p.entries)-1].ID}
			if p.next != "" {
				payload["params"] = p.next
			}
			return request(payload), true
		},
	}
}

// readMix parses the list next to a video.
func readMix(doc jsondoc.Value) (*page, error) {
	list := doc.Get("contents", "twoColumnWatchNextResults", "playlist", "playlist")
	p := &page{title: plaintext.Truncate(list.Get("title").Str(), 500)}
	for item := range list.Get("contents").Items() {
		o := item.Get("playlistPanelVideoRenderer")
		if e := readPanelVideo(o); validID(e.ID) && len(p.entries) < maxPageEntries {
			p.entries = append(p.entries, e)
			p.next = plaintext.Truncate(o.Get("navigationEndpoint", "watchEndpoint", "params").Str(), 1000)
		}
	}
	return p, nil
}

func readPanelVideo(o jsondoc.Value) Entry {
	e := Entry{ID: o.Get("videoId").Str(), Title: textOf(o.Get("title")), Author: textOf(o.Get("shortBylineText"))}
	if e.Author == "" {
		e.Author = textOf(o.Get("longBylineText"))
	}
	e.Duration = clock(textOf(o.Get("lengthText")))
	if e.Duration > maxDuration {
		e.Duration = 0
	}
	e.finish()
	return e
}

// listPage requests one page of a list.
func (s *Source) listPage(ctx context.Context, r listRequest, read func(jsondoc.Value) (*page, error)) (*page, error) {
	var p *page
	var unread error
	err := s.callDocument(ctx, &s.current().Browse, r.method, r.payload, pageLimit, func(doc jsondoc.Value) error {
		if unread = checkPage(doc); unread == nil {
			p, unread = read(doc)
		}
		return nil
	})
	if err != nil {
		return nil, asEmptyPlaylist(err)
	}
	return p, unread
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
	if channelID(id) == "" {
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
