package youtube_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube"
)

// playlist is a whole list, with each video once that is available.
type playlist struct {
	ID, Title, Author string
	Total             int
	Entries           []youtube.Entry
	Summary           youtube.ListSummary
}

// wholeList reads a list to its end.
func wholeList(ctx context.Context, s *youtube.Source, id string) (*playlist, error) {
	l, known := &playlist{ID: id}, map[string]bool{}
	r := s.ListPlaylist(id)
	for page, err := range r.Pages(ctx) {
		if err != nil {
			return nil, err
		}
		for _, e := range page.Entries {
			if e.Unavailable == "" && !known[e.ID] {
				known[e.ID] = true
				l.Entries = append(l.Entries, e)
			}
		}
	}
	l.Summary = r.Summary()
	l.Title, l.Author, l.Total = l.Summary.Title, l.Summary.Author, l.Summary.Announced
	return l, nil
}

// Items of a playlist, in each of their shapes.
func oldItem(id, title string) string {
	return fmt.Sprintf(`{"playlistVideoRenderer":{"videoId":%q,"title":{"runs":[{"text":%q}]},"shortBylineText":{"runs":[{"text":"A"}]},"lengthSeconds":"61"}}`, id, title)
}

func lockup(id, title string) string {
	return fmt.Sprintf(`{"lockupViewModel":{"contentType":"LOCKUP_CONTENT_TYPE_VIDEO","contentId":%q,
	 "metadata":{"lockupMetadataViewModel":{"title":{"content":%q},"metadata":{"contentMetadataViewModel":{"metadataRows":[{"metadataParts":[{"text":{"content":"A"}}]},{"metadataParts":[{"text":{"content":"5 views"}}]}]}}}},
	 "contentImage":{"thumbnailViewModel":{"overlays":[{"thumbnailBottomOverlayViewModel":{"badges":[{"thumbnailBadgeViewModel":{"text":"1:01"}}]}}]}}}}`, id, title)
}

func short(id, title string) string {
	return fmt.Sprintf(`{"richItemRenderer":{"content":{"shortsLockupViewModel":{"entityId":"x","overlayMetadata":{"primaryText":{"content":%q}},"onTap":{"innertubeCommand":{"reelWatchEndpoint":{"videoId":%q}}}}}}}`, title, id)
}

func more(token string) string {
	return fmt.Sprintf(`{"continuationItemRenderer":{"continuationEndpoint":{"commandExecutorCommand":{"commands":[{"x":1},{"continuationCommand":{"token":%q}}]}}}}`, token)
}

// firstPage and laterPage return pages with these items.
func firstPage(count int, items ...string) string {
	return fmt.Sprintf(`{"header":{"pageHeaderRenderer":{"pageTitle":"List","content":{"pageHeaderViewModel":{"metadata":{"contentMetadataViewModel":{"metadataRows":[
	 {"metadataParts":[{"avatarStack":{"avatarStackViewModel":{"text":{"content":"by Owner"}}}}]},{"metadataParts":[{"text":{"content":"Playlist"}},{"text":{"content":"%d videos"}}]}]}}}}}},
	 "sidebar":{"items":[%s]},
	 "contents":{"tabs":[{"tabRenderer":{"content":{"sectionListRenderer":{"contents":[{"itemSectionRenderer":{"contents":[{"playlistVideoListRenderer":{"contents":[%s]}}]}},%s]}}}}]}}`,
		count, more("of the sidebar"), strings.Join(items, ","), more("of recommendations"))
}

func laterPage(items ...string) string {
	return `{"onResponseReceivedActions":[{"appendContinuationItemsAction":{"continuationItems":[` + strings.Join(items, ",") + `]}}]}`
}

// videoID returns a different id for each number.
func videoID(n int) string { return fmt.Sprintf("id%09d", n) }

// entry returns what is read of the n-th video at that place of a list: one of 61
// seconds, or a Short when it has no author.
func entry(place, n int, title, author string) youtube.Entry {
	e := youtube.Entry{ID: videoID(n), Title: title, Author: author, Index: place, Thumbnail: "https://i.ytimg.com/vi/" + videoID(n) + "/mqdefault.jpg"}
	if author != "" {
		e.Duration = 61 * time.Second
	}
	return e
}

// serve returns a handler that serves pages by continuation; the first page has
// none.
func serve(pages map[string]string) func(http.ResponseWriter, asked) {
	return func(w http.ResponseWriter, a asked) {
		page, ok := pages[a.text("continuation")]
		if !ok {
			w.WriteHeader(http.StatusTeapot)
		}
		_, _ = io.WriteString(w, page)
	}
}

func TestPlaylist(t *testing.T) {
	server, s := newServer(t, serve(map[string]string{
		"":  firstPage(1234, oldItem(videoID(1), "One"), lockup(videoID(2), "Two"), oldItem(videoID(3), "[Deleted video]"), oldItem(videoID(4), "[Private video]"), more("2")),
		"2": laterPage(short(videoID(5), "Five"), lockup(videoID(2), "Two again"), oldItem("broken", "x"), `{"lockupViewModel":{"contentType":"LOCKUP_CONTENT_TYPE_PLAYLIST","contentId":"`+videoID(6)+`"}}`, more("3")),
		"3": laterPage(lockup(videoID(7), "Seven")),
	}))
	got, err := wholeList(t.Context(), s, "PLx")
	if err != nil {
		t.Fatal(err)
	}
	want := &playlist{ID: "PLx", Title: "List", Author: "Owner", Total: 1234, Entries: []youtube.Entry{
		entry(1, 1, "One", "A"), entry(2, 2, "Two", "A"), entry(5, 5, "Five", ""), entry(7, 7, "Seven", "A"),
	}}
	if said := got.Summary.String(); said != "5 of 1234: 1 is private, 1 is deleted, 1227 are hidden by YouTube" {
		t.Errorf("said %q", said)
	}
	got.Summary = youtube.ListSummary{}
	for i := range got.Entries {
		got.Entries[i].Views = 0 // TestAgeAndViews
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
	all := server.requests()
	if len(all) != 3 || all[0].Path != "/youtubei/v1/browse" || all[0].Body["browseId"] != "VLPLx" || all[0].client() != "WEB" || all[1].Body["browseId"] != nil {
		t.Errorf("asked %+v", all)
	}
}

func TestPlaylistEnds(t *testing.T) {
	endless := 0
	for _, tt := range []struct {
		name     string
		serve    func(http.ResponseWriter, asked)
		entries  int
		requests int
	}{
		{"a page leads to itself", serve(map[string]string{"": firstPage(1, lockup(videoID(1), "x"), more("a")), "a": laterPage(lockup(videoID(2), "x"), more("a"))}), 2, 2},
		{"a ring", serve(map[string]string{"": firstPage(1, lockup(videoID(1), "x"), more("a")), "a": laterPage(lockup(videoID(2), "x"), more("b")), "b": laterPage(lockup(videoID(3), "x"), more("a"))}), 3, 3},
		{"nothing new", func(w http.ResponseWriter, a asked) {
			endless++
			_, _ = io.WriteString(w, laterPage(lockup(videoID(1), "x"), more(fmt.Sprint(endless))))
		}, 1, 1 + 3},
		{"no entry on the first page", serve(map[string]string{"": firstPage(2, `{"x":1}`, more("a")), "a": laterPage(lockup(videoID(1), "x"))}), 1, 2},
	} {
		server, s := newServer(t, tt.serve)
		got, err := wholeList(t.Context(), s, "PLx")
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if n := len(server.requests()); len(got.Entries) != tt.entries || n != tt.requests {
			t.Errorf("%s: %d entries, %d requests", tt.name, len(got.Entries), n)
		}
	}
}

func TestPlaylistIsBounded(t *testing.T) {
	n := 0
	server, s := newServer(t, func(w http.ResponseWriter, _ asked) {
		var items []string
		for range 1000 {
			n++
			items = append(items, oldItem(videoID(n), "x"))
		}
		_, _ = io.WriteString(w, laterPage(append(items, more(fmt.Sprint(n)))...))
	})
	got, err := wholeList(t.Context(), s, "PLx")
	if err != nil || len(got.Entries) != 5000 || len(server.requests()) != 5 {
		t.Errorf("%v, %d requests", err, len(server.requests()))
	}
}

func TestPlaylistFailures(t *testing.T) {
	for name, tt := range map[string]struct {
		id, body string
		code     int
		class    youtube.Class
	}{
		"alert":        {"PLx", `{"alerts":[{"alertRenderer":{"type":"ERROR","text":{"simpleText":"The playlist does not exist."}}}]}`, 200, youtube.EmptyPlaylist},
		"not found":    {"PLx", `{"error":{"message":"Requested entity was not found."}}`, 404, youtube.EmptyPlaylist},
		"no entries":   {"PLx", firstPage(0), 200, youtube.EmptyPlaylist},
		"empty":        {"PLx", `{}`, 200, youtube.EmptyPlaylist},
		"odd id":       {"PL/../x", ``, 200, youtube.EmptyPlaylist},
		"rate limited": {"PLx", ``, 429, youtube.RateLimited},
		"odd shape":    {"PLx", `{"alerts":"none"}`, 200, youtube.Unintelligible},
	} {
		_, s := newServer(t, func(w http.ResponseWriter, _ asked) {
			w.WriteHeader(tt.code)
			_, _ = io.WriteString(w, tt.body)
		})
		_, err := wholeList(t.Context(), s, tt.id)
		t.Run(name, func(t *testing.T) { wantClass(t, err, tt.class) })
	}
}

func TestUploads(t *testing.T) {
	const uc = "UCTwECeGqMZee77BjdoYtI2Q"
	found := `{"endpoint":{"browseEndpoint":{"browseId":"` + uc + `"}}}`
	to := func(address string) string { return `{"endpoint":{"urlEndpoint":{"url":"` + address + `"}}}` }
	for _, tt := range []struct {
		channel string
		answers map[string]string // by the address in the request
		class   youtube.Class
		asked   int
	}{
		{"/channel/" + uc, nil, "", 0},
		{"/@name", map[string]string{"https://www.youtube.com/@name": found}, "", 1},
		{"/c/Ünï", map[string]string{"https://www.youtube.com/c/%C3%9Cn%C3%AF": found}, "", 1},
		{"/user/old", map[string]string{"https://www.youtube.com/user/old": to("https://www.youtube.com/@new"), "https://www.youtube.com/@new": found}, "", 2},
		{"/@elsewhere", map[string]string{"https://www.youtube.com/@elsewhere": to("https://evil.org/@x")}, youtube.EmptyPlaylist, 1},
		{"/@self", map[string]string{"https://www.youtube.com/@self": to("https://www.youtube.com/@self")}, youtube.EmptyPlaylist, 1},
		{"/@list", map[string]string{"https://www.youtube.com/@list": `{"endpoint":{"browseEndpoint":{"browseId":"FEwhat"}}}`}, youtube.EmptyPlaylist, 1},
		{"/@nobody", nil, youtube.EmptyPlaylist, 1},
		{"/channel/UCshort", nil, youtube.EmptyPlaylist, 0},
	} {
		t.Run(tt.channel, func(t *testing.T) {
			server, s := newServer(t, func(w http.ResponseWriter, a asked) {
				body, ok := tt.answers[a.text("url")]
				if !ok || a.Path != "/youtubei/v1/navigation/resolve_url" {
					w.WriteHeader(http.StatusNotFound)
				}
				_, _ = io.WriteString(w, body)
			})
			got, err := s.Uploads(t.Context(), tt.channel)
			if tt.class != "" {
				wantClass(t, err, tt.class)
			} else if err != nil || got != "UU"+uc[2:] {
				t.Errorf("got %q, %v", got, err)
			}
			if n := len(server.requests()); n != tt.asked {
				t.Errorf("%d requests", n)
			}
		})
	}
}
