package simulator_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

const webVersion = "2.20260708.00.00"

// collect follows a playlist's continuations and returns the entries' IDs.
func collect(t *testing.T, s *simulator.Server, body object) (ids []string, pages int) {
	t.Helper()
	for body != nil {
		code, a := ask(t, s, "browse", webAgent, clientBody("WEB", webVersion, body))
		if code != 200 {
			t.Fatalf("%d %v", code, a)
		}
		pages++
		body = nil
		items, ok := at(a, "onResponseReceivedActions", 0, "appendContinuationItemsAction", "continuationItems").([]any)
		if !ok {
			items, _ = at(a, "contents", "twoColumnBrowseResultsRenderer", "tabs", 0, "tabRenderer", "content",
				"sectionListRenderer", "contents", 0, "itemSectionRenderer", "contents").([]any)
		}
		for _, item := range items {
			if id, ok := at(item, "lockupViewModel", "contentId").(string); ok {
				ids = append(ids, id)
			}
			if token, ok := at(item, "continuationItemViewModel", "continuationCommand", "innertubeCommand",
				"continuationCommand", "token").(string); ok {
				body = object{"continuation": token}
			}
		}
	}
	return ids, pages
}

func TestPlaylistPages(t *testing.T) {
	s := newServer(t)
	for _, n := range []int{0, 1, 99, 100, 101, 250, 1234} {
		p := simulator.Playlist{ID: fmt.Sprintf("PLtest%d", n), Title: "List", Author: "Tester"}
		for i := range n {
			p.Entries = append(p.Entries, simulator.Entry{ID: fmt.Sprintf("entry%06d", i), Title: "Entry", Duration: time.Minute})
		}
		s.AddPlaylist(p)
		ids, pages := collect(t, s, object{"browseId": "VL" + p.ID})
		if len(ids) != n || pages != max((n+99)/100, 1) {
			t.Errorf("%d entries: got %d on %d pages", n, len(ids), pages)
		}
		for i, id := range ids {
			if id != p.Entries[i].ID {
				t.Fatalf("entry %d is %s", i, id)
			}
		}
	}
}

func TestPlaylistFields(t *testing.T) {
	s := newServer(t)
	s.AddPlaylist(simulator.Playlist{ID: "PLlooks", Title: "Looks", Author: "Tester", Entries: []simulator.Entry{
		{ID: testID}, {ID: "gone4567890", Title: "[Deleted video]"}, {ID: "long4567890", Title: "Long", Author: "Ann", Duration: 3723 * time.Second},
	}})
	_, a := ask(t, s, "browse", webAgent, clientBody("WEB", webVersion, object{"browseId": "VLPLlooks"}))
	if at(a, "metadata", "playlistMetadataRenderer", "title") != "Looks" ||
		at(a, "sidebar", "playlistSidebarRenderer", "items", 0, "playlistSidebarPrimaryInfoRenderer", "stats", 0, "runs", 0, "text") != "3" {
		t.Errorf("%v", a)
	}
	lockup := func(i int, path ...any) any {
		return at(at(a, "contents", "twoColumnBrowseResultsRenderer", "tabs", 0, "tabRenderer", "content",
			"sectionListRenderer", "contents", 0, "itemSectionRenderer", "contents", i, "lockupViewModel"), path...)
	}
	badge := []any{"contentImage", "thumbnailViewModel", "overlays", 0, "thumbnailBottomOverlayViewModel", "badges", 0, "thumbnailBadgeViewModel", "text"}
	for i, want := range []struct {
		title string
		badge any
	}{{"A test", "0:12"}, {"[Deleted video]", nil}, {"Long", "1:02:03"}} {
		if got := lockup(i, "metadata", "lockupMetadataViewModel", "title", "content"); got != want.title {
			t.Errorf("title %d: %v", i, got)
		}
		if got := lockup(i, badge...); got != want.badge {
			t.Errorf("badge %d: %v", i, got)
		}
	}
}

func TestMissingPlaylists(t *testing.T) {
	s := newServer(t)
	for _, tt := range []struct {
		body object
		code int
		says string
	}{
		{object{"browseId": "VLPLnothing"}, 404, "NOT_FOUND"},
		{object{"browseId": "VLXXnothing"}, 200, "unviewable"},
		{object{"browseId": "FEwhat"}, 400, "INVALID_ARGUMENT"},
		{object{"continuation": "%%%"}, 400, "INVALID_ARGUMENT"},
		{object{"continuation": simulator.Token("PLnothing", 5)}, 404, "NOT_FOUND"},
	} {
		code, a := ask(t, s, "browse", webAgent, clientBody("WEB", webVersion, tt.body))
		if code != tt.code || !strings.Contains(fmt.Sprint(a), tt.says) {
			t.Errorf("%v: %d %v", tt.body, code, a)
		}
	}
}

func TestChannels(t *testing.T) {
	s := newServer(t)
	c := simulator.Channel{ID: "UCabcdefghijklmnopqrstuv", Name: "Ann", Paths: []string{"/@ann"}, Uploads: []simulator.Entry{{ID: testID}}}
	s.AddChannel(c)
	for _, url := range []string{"https://www.youtube.com/@ann", "https://www.youtube.com/channel/" + c.ID} {
		_, a := ask(t, s, "navigation/resolve_url", webAgent, clientBody("WEB", webVersion, object{"url": url}))
		if got := at(a, "endpoint", "browseEndpoint", "browseId"); got != c.ID {
			t.Errorf("%s: %v", url, a)
		}
	}
	if code, _ := ask(t, s, "navigation/resolve_url", webAgent, clientBody("WEB", webVersion, object{"url": "https://www.youtube.com/@bob"})); code != 404 {
		t.Errorf("unknown: %d", code)
	}
	if ids, _ := collect(t, s, object{"browseId": "VLUU" + c.ID[2:]}); len(ids) != 1 || ids[0] != testID {
		t.Errorf("uploads %v", ids)
	}
}
