package youtube_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/age"
	"github.com/hilo-app/hilo/core/youtube"
)

// readAll reads a list to its end and returns its entries.
func readAll(t *testing.T, r *youtube.ListReader) (all []youtube.Entry) {
	t.Helper()
	for page, err := range r.Pages(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, page.Entries...)
	}
	return all
}

func ids(entries []youtube.Entry) (list []string) {
	for _, e := range entries {
		list = append(list, e.ID+e.ListID)
	}
	return list
}

// failing serves pages by continuation, and answers with that status to the one of
// that name as often as *times says.
func failing(pages map[string]string, name string, status int, times *int) func(http.ResponseWriter, asked) {
	return func(w http.ResponseWriter, a asked) {
		if a.text("continuation") == name && *times > 0 {
			*times--
			w.WriteHeader(status)
			return
		}
		serve(pages)(w, a)
	}
}

func threePages() map[string]string {
	return map[string]string{
		"":  firstPage(5, lockup(videoID(1), "One"), lockup(videoID(2), "Two"), more("2")),
		"2": laterPage(lockup(videoID(3), "Three"), lockup(videoID(4), "Four"), more("3")),
		"3": laterPage(lockup(videoID(5), "Five")),
	}
}

func TestListContinuesAfterAFault(t *testing.T) {
	youtube.SetPageWaits(t, 0, 0, 0)
	times := 3
	server, s := newServer(t, failing(threePages(), "3", 503, &times))
	all := readAll(t, s.ListPlaylist("PLx"))
	if want := []string{videoID(1), videoID(2), videoID(3), videoID(4), videoID(5)}; !slices.Equal(ids(all), want) {
		t.Errorf("got %q", ids(all))
	}
	if n := len(server.requests()); n != 3+3 {
		t.Errorf("%d requests", n)
	}
	for i, e := range all {
		if e.Index != i+1 || e.Thumbnail == "" || e.Unavailable != "" {
			t.Errorf("%+v", e)
		}
	}
}

func TestListKeepsItsPlaceWhenTheFaultStays(t *testing.T) {
	youtube.SetPageWaits(t, 0, 0, 0)
	times := 4
	server, s := newServer(t, failing(threePages(), "2", 500, &times))
	r := s.ListPlaylist("PLx")
	first, err := r.Next(t.Context())
	if err != nil || len(first.Entries) != 2 {
		t.Fatal(first, err)
	}
	_, err = r.Next(t.Context())
	wantClass(t, err, youtube.Unreachable)
	if got := r.Summary().String(); got != "2 of 5 so far" {
		t.Errorf("said %q", got)
	}
	if rest := readAll(t, r); !slices.Equal(ids(rest), []string{videoID(3), videoID(4), videoID(5)}) || r.Summary().String() != "5" {
		t.Errorf("got %q, %q", ids(rest), r.Summary())
	}
	if n := len(server.requests()); n != 1+4+2 {
		t.Errorf("%d requests", n)
	}
}

func TestListAsksAgainOnlyWhereThatHelps(t *testing.T) {
	youtube.SetPageWaits(t, 0, 0, 0)
	for status, tt := range map[int]struct {
		class    youtube.Class
		requests int
	}{
		429: {youtube.RateLimited, 2},
		400: {youtube.ClientRefused, 2},
		404: {youtube.TryLater, 2 + 2}, // the continuation is no longer known, and not after beginning anew either
		503: {youtube.Unreachable, 1 + 4},
	} {
		times := 100
		server, s := newServer(t, failing(threePages(), "2", status, &times))
		r := s.ListPlaylist("PLx")
		if _, err := r.Next(t.Context()); err != nil {
			t.Fatal(err)
		}
		_, err := r.Next(t.Context())
		t.Run(fmt.Sprint(status), func(t *testing.T) { wantClass(t, err, tt.class) })
		if n := len(server.requests()); n != tt.requests {
			t.Errorf("%d: %d requests", status, n)
		}
	}
}

// TestListBeginsAnewWhenItsContinuationIsForgotten refuses the continuations of one
// session after two pages.
func TestListBeginsAnewWhenItsContinuationIsForgotten(t *testing.T) {
	pages := threePages()
	for _, status := range []int{404, 400} {
		session := 1
		server, s := newServer(t, func(w http.ResponseWriter, a asked) {
			token := a.text("continuation")
			if token == "3" && session == 1 {
				session = 2
				w.WriteHeader(status)
				_, _ = io.WriteString(w, `{"error":{"message":"Request contains an invalid argument.","status":"INVALID_ARGUMENT"}}`)
				return
			}
			_, _ = io.WriteString(w, pages[token])
		})
		r := s.ListPlaylist("PLx")
		all := readAll(t, r)
		if want := []string{videoID(1), videoID(2), videoID(3), videoID(4), videoID(5)}; !slices.Equal(ids(all), want) || all[4].Index != 5 || r.Summary().String() != "5" {
			t.Errorf("%d: got %q, %q", status, ids(all), r.Summary())
		}
		if n := len(server.requests()); n != 3+3 {
			t.Errorf("%d: %d requests", status, n)
		}
	}
}

func TestListSaysWhatIsMissing(t *testing.T) {
	live := strings.Replace(lockup(videoID(5), "Now"), `"text":"1:01"`, `"text":"LIVE","badgeStyle":"THUMBNAIL_OVERLAY_BADGE_STYLE_LIVE"`, 1)
	soon := strings.Replace(lockup(videoID(6), "Soon"), `"text":"1:01"`, `"text":"Upcoming"`, 1)
	blocked := strings.Replace(oldItem(videoID(7), "Blocked"), `"lengthSeconds"`, `"isPlayable":false,"lengthSeconds"`, 1)
	_, s := newServer(t, serve(map[string]string{
		"":  firstPage(10, lockup(videoID(1), "One"), lockup(videoID(2), "[Private video]"), lockup(videoID(3), "[Private video]"), lockup(videoID(4), "[Deleted video]"), more("2")),
		"2": laterPage(live, soon, blocked, more("3")),
		"3": laterPage(),
	}))
	r := s.ListPlaylist("PLx")
	all := readAll(t, r)
	want := []youtube.Class{"", youtube.Private, youtube.Private, youtube.Removed, youtube.IsLive, youtube.IsUpcoming, youtube.Unknown}
	for i, e := range all {
		if e.Unavailable != want[i] || (e.Thumbnail == "") != (i > 0 && i < 4) {
			t.Errorf("%+v, want %q", e, want[i])
		}
	}
	if got := r.Summary().String(); len(all) != len(want) || got != "1 of 10: 2 are private, 1 is deleted, 3 are unavailable, 3 are hidden by YouTube" {
		t.Errorf("%d entries, said %q", len(all), got)
	}
}

func TestListKeepsWhatItHoldsTwice(t *testing.T) {
	page := func(next string) string {
		return laterPage(lockup(videoID(1), "One"), lockup(videoID(1), "One"), lockup(videoID(2), "Two"), more(next))
	}
	_, s := newServer(t, serve(map[string]string{
		"": page("2"), "2": page("3"), "3": laterPage(lockup(videoID(1), "One"), lockup(videoID(3), "Three")),
	}))
	all := readAll(t, s.ListPlaylist("PLx"))
	if want := []string{videoID(1), videoID(1), videoID(2), videoID(1), videoID(3)}; !slices.Equal(ids(all), want) || all[4].Index != 5 {
		t.Errorf("got %q", ids(all))
	}
}

func TestListIsBounded(t *testing.T) {
	n := 0
	_, s := newServer(t, func(w http.ResponseWriter, _ asked) {
		var items []string
		for range 700 {
			n++
			items = append(items, oldItem(videoID(n), "x"))
		}
		_, _ = io.WriteString(w, laterPage(append(items, more(fmt.Sprint(n)))...))
	})
	r := s.ListPlaylist("PLx")
	all := readAll(t, r)
	if got := r.Summary(); len(all) != 5000 || !got.Bounded || !got.Ended || got.String() != "5000: Hilo reads no more" {
		t.Errorf("%d entries, %+v", len(all), got)
	}
}

func TestListIsCancelled(t *testing.T) {
	youtube.SetPageWaits(t, time.Minute)
	ctx, cancel := context.WithCancel(t.Context())
	times := 100
	_, s := newServer(t, failing(threePages(), "2", 503, &times))
	r := s.ListPlaylist("PLx")
	if _, err := r.Next(ctx); err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(50*time.Millisecond, cancel) // in a wait of a minute
	start := time.Now()
	if _, err := r.Next(ctx); !errors.Is(err, context.Canceled) || time.Since(start) > 30*time.Second {
		t.Errorf("%v after %v", err, time.Since(start))
	}
	youtube.SetPageWaits(t)
	for range r.Pages(t.Context()) {
		break // the loop of the caller may end at any time
	}
}

// tabPage returns the first page of a channel that shows a tab.
func tabPage(tab string, items ...string) string {
	return `{"metadata":{"channelMetadataRenderer":{"title":"A channel","externalId":"UCTwECeGqMZee77BjdoYtI2Q"}},
	"header":{"pageHeaderRenderer":{"pageTitle":"A channel","content":{"pageHeaderViewModel":{"metadata":{"contentMetadataViewModel":{"metadataRows":[{"metadataParts":[{"text":{"content":"265 videos"}}]}]}}}}}},
	"contents":{"twoColumnBrowseResultsRenderer":{"tabs":[{"tabRenderer":{"title":"Home","endpoint":{"commandMetadata":{"webCommandMetadata":{"url":"/@a/featured"}}}}},
	{"tabRenderer":{"selected":true,"endpoint":{"commandMetadata":{"webCommandMetadata":{"url":"/@a/` + tab + `"}}},"content":{"richGridRenderer":{"contents":[` + strings.Join(items, ",") + `]}}}}]}}}`
}

func TestChannelTabs(t *testing.T) {
	const channel = "UCTwECeGqMZee77BjdoYtI2Q"
	list := `{"richItemRenderer":{"content":{"lockupViewModel":{"contentType":"LOCKUP_CONTENT_TYPE_PLAYLIST","contentId":"PLabc","metadata":{"lockupMetadataViewModel":{"title":{"content":"A list"}}},
	 "contentImage":{"collectionThumbnailViewModel":{"primaryThumbnail":{"thumbnailViewModel":{"image":{"sources":[{"url":"https://i.ytimg.com/vi/x/hq.jpg"}]}}}}}}}}}`
	video := `{"richItemRenderer":{"content":` + strings.Replace(lockup(videoID(1), "One"), `"content":"A"`, `"content":"221 views"`, 1) + `}}`
	for tab, tt := range map[youtube.Tab]struct {
		params string
		items  []string
		want   []string
	}{
		youtube.VideosTab:    {"EgZ2aWRlb3PyBgQKAjoA", []string{video, list}, []string{videoID(1)}},
		youtube.ShortsTab:    {"EgZzaG9ydHPyBgUKA5oBAA%3D%3D", []string{short(videoID(2), "Two")}, []string{videoID(2)}},
		youtube.LiveTab:      {"EgdzdHJlYW1z8gYECgJ6AA%3D%3D", []string{video}, []string{videoID(1)}},
		youtube.PlaylistsTab: {"EglwbGF5bGlzdHPyBgQKAkIA", []string{list, video}, []string{"PLabc"}},
	} {
		t.Run(string(tab), func(t *testing.T) {
			server, s := newServer(t, func(w http.ResponseWriter, a asked) {
				switch {
				case a.text("url") != "":
					_, _ = io.WriteString(w, `{"endpoint":{"browseEndpoint":{"browseId":"`+channel+`"}}}`)
				case a.text("continuation") == "next":
					_, _ = io.WriteString(w, laterPage(short(videoID(9), "Nine")))
				default:
					_, _ = io.WriteString(w, tabPage(string(tab), append(tt.items, more("next"))...))
				}
			})
			r := s.ListChannel("/@a", tab)
			all := readAll(t, r)
			want := tt.want
			if tab != youtube.PlaylistsTab {
				want = append(want, videoID(9))
			}
			if !slices.Equal(ids(all), want) || all[0].Author != "A channel" || all[0].Thumbnail == "" {
				t.Errorf("got %+v", all)
			}
			if got := r.Summary(); got.Kind != youtube.ChannelKind || got.ID != channel || got.Title != "A channel" || (got.Announced == 265) != (tab == youtube.VideosTab) {
				t.Errorf("got %+v", got)
			}
			if asked := server.requests()[1]; asked.text("browseId") != channel || asked.text("params") != tt.params {
				t.Errorf("asked %v", asked.Body)
			}
		})
	}
	_, s := newServer(t, always(tabPage("featured", video)))
	_, err := s.ListChannel("/channel/"+channel, youtube.ShortsTab).Next(t.Context())
	wantClass(t, err, youtube.EmptyPlaylist)
}

func TestSearch(t *testing.T) {
	result := func(id, title string) string {
		return fmt.Sprintf(`{"videoRenderer":{"videoId":%q,"title":{"runs":[{"text":%q}]},"shortBylineText":{"runs":[{"text":"A"}]},"lengthText":{"simpleText":"1:01"}}}`, id, title)
	}
	section := func(token string, items ...string) string {
		return `{"itemSectionRenderer":{"contents":[` + strings.Join(items, ",") + `]}},` + more(token)
	}
	server, s := newServer(t, func(w http.ResponseWriter, a asked) {
		if a.text("continuation") == "more" {
			_, _ = io.WriteString(w, `{"onResponseReceivedCommands":[{"appendContinuationItemsAction":{"continuationItems":[`+section("end", result(videoID(2), "Two"), result(videoID(3), "Three"))+`]}}]}`)
			return
		}
		if a.text("continuation") == "end" {
			_, _ = io.WriteString(w, `{"onResponseReceivedCommands":[]}`)
			return
		}
		_, _ = io.WriteString(w, `{"estimatedResults":"12","contents":{"twoColumnSearchResultsRenderer":{"primaryContents":{"sectionListRenderer":{"contents":[`+section("more", result(videoID(1), "One"), result(videoID(2), "Two"))+`]}}}}}`)
	})
	r := s.Search("some words", youtube.SearchFilter{})
	page, err := r.Next(t.Context())
	if err != nil || len(page.Entries) != 2 || len(server.requests()) != 1 {
		t.Fatalf("%+v, %v", page, err)
	}
	if e := page.Entries[0]; bare(e) != (youtube.Entry{ID: videoID(1), Title: "One", Author: "A", Duration: 61 * time.Second}) {
		t.Errorf("got %+v", e)
	}
	if rest := readAll(t, r); !slices.Equal(ids(rest), []string{videoID(3)}) || rest[0].Index != 3 {
		t.Errorf("then %+v", rest)
	}
	all := server.requests()
	if all[0].Path != "/youtubei/v1/search" || all[0].text("query") != "some words" || all[0].text("params") != "EgIQAQ%3D%3D" || all[1].Path != all[0].Path || all[1].text("continuation") != "more" {
		t.Errorf("asked %+v", all)
	}
	if got := r.Summary(); got.Kind != youtube.SearchKind || got.Title != "some words" || !got.Ended {
		t.Errorf("got %+v", got)
	}
	_, s = newServer(t, always(`{"estimatedResults":"0","contents":{"twoColumnSearchResultsRenderer":{}}}`))
	if _, err := s.Search("nothing", youtube.SearchFilter{}).Next(t.Context()); !errors.Is(err, io.EOF) {
		t.Errorf("nothing found: %v", err)
	}
}

// mixAnswer returns the list next to a video, of the videos from n on.
func mixAnswer(from, to int) string {
	var items []string
	for n := from; n <= to; n++ {
		items = append(items, fmt.Sprintf(`{"playlistPanelVideoRenderer":{"videoId":%q,"title":{"simpleText":"Song %d"},"longBylineText":{"runs":[{"text":"A"}]},"lengthText":{"simpleText":"1:01"},
		 "navigationEndpoint":{"watchEndpoint":{"videoId":%q,"params":"p%d","index":%d}}}}`, videoID(n), n, videoID(n), n, n))
	}
	return `{"contents":{"twoColumnWatchNextResults":{"playlist":{"playlist":{"title":"Mix - Song 1","isInfinite":true,"contents":[` + strings.Join(items, ",") + `]}},
	 "secondaryResults":{"secondaryResults":{"results":[` + lockup(videoID(900), "Recommended") + `]}}}}}`
}

func TestMix(t *testing.T) {
	server, s := newServer(t, func(w http.ResponseWriter, a asked) {
		var n int
		if _, err := fmt.Sscanf(a.text("videoId"), "id%d", &n); err != nil {
			t.Error(err)
		}
		_, _ = io.WriteString(w, mixAnswer(max(n-2, 1), n+20)) // with some that were there before
	})
	r := s.ListPlaylist("RD" + videoID(1))
	all := readAll(t, r)
	if got := r.Summary(); len(all) != 500 || !got.Bounded || got.Title != "Mix - Song 1" || got.Kind != youtube.MixKind {
		t.Fatalf("%d entries, %+v", len(all), got)
	}
	for i, e := range all {
		if e.ID != videoID(i+1) || e.Index != i+1 || e.Author != "A" || e.Duration != 61*time.Second {
			t.Errorf("%d: %+v", i, e)
		}
	}
	if a := server.requests()[1]; a.Path != "/youtubei/v1/next" || a.text("playlistId") != "RD"+videoID(1) || a.text("videoId") != videoID(21) || a.text("params") != "p21" {
		t.Errorf("asked %+v", a)
	}
	_, s = newServer(t, always(mixAnswer(1, 25)))
	r = s.ListPlaylist("RDMM" + videoID(1))
	if all := readAll(t, r); len(all) != 25 || r.Summary().Bounded {
		t.Errorf("%d entries, %+v", len(all), r.Summary())
	}
}

func TestAlbum(t *testing.T) {
	answer := strings.NewReplacer(`"pageTitle":"List"`, `"pageTitle":"Album - Loud"`, "by Owner", "by A Band - Topic").Replace(firstPage(2, lockup(videoID(1), "One"), lockup(videoID(2), "Two")))
	_, s := newServer(t, always(answer))
	r := s.ListPlaylist("OLAK5uy_abc")
	all := readAll(t, r)
	if got := r.Summary(); got.Kind != youtube.AlbumKind || got.Title != "Loud" || got.Author != "A Band" || len(all) != 2 || all[1].Index != 2 {
		t.Errorf("%+v, %+v", got, all)
	}
}

func TestRecordedSearchAndChannel(t *testing.T) {
	const folder = "channel_search/2026-07-02_youtube"
	pages := [][]byte{recording(t, folder+"searchextractor_videos_1.json.gz"), recording(t, folder+"searchextractor_videos_2.json.gz")}
	n := 0
	_, s := newServer(t, func(w http.ResponseWriter, _ asked) {
		_, _ = w.Write(pages[n])
		n++
	})
	r := s.Search("test", youtube.SearchFilter{})
	for _, want := range []int{28, 20} {
		page, err := r.Next(t.Context())
		if err != nil || len(page.Entries) < want*8/10 || len(page.Entries) > want || page.Summary.Ended {
			t.Fatalf("%d entries, %v, %+v", len(page.Entries), err, page.Summary)
		}
		for _, e := range page.Entries {
			if e.Title == "" || e.Author == "" || (e.Duration == 0 || e.Views == 0) && e.Unavailable == "" {
				t.Errorf("%+v", e)
			}
		}
	}
	pages = [][]byte{recording(t, folder+"channeltabextractor_videos_2.json.gz"), recording(t, folder+"channeltabextractor_videos_3.json.gz")}
	n = 0
	r = s.ListChannel("/channel/UCTwECeGqMZee77BjdoYtI2Q", youtube.VideosTab)
	for range pages {
		page, err := r.Next(t.Context())
		if err != nil || len(page.Entries) != 30 || page.Entries[0].Author != "Creative Commons" || page.Entries[0].Views == 0 || page.Entries[0].Age == (age.Age{}) || page.Summary.Announced != 265 {
			t.Errorf("%+v, %v", page, err)
		}
	}
}

// Views and age are read from all recorded shapes; a text in the place of the channel
// that says views is no channel.
func TestAgeAndViews(t *testing.T) {
	lockup := func(rows string) string {
		return `{"lockupViewModel":{"contentType":"LOCKUP_CONTENT_TYPE_VIDEO","contentId":"` + videoID(1) + `","metadata":{"lockupMetadataViewModel":{"title":{"content":"T"},"metadata":{"contentMetadataViewModel":{"metadataRows":[` + rows + `]}}}}}}`
	}
	months := age.Age{Count: 10, Unit: age.Month}
	for _, tt := range []struct {
		name, item, author string
		views              int64
		age                age.Age
	}{
		{"playlist", lockup(`{"metadataParts":[{"text":{"content":"Ana"}}]},{"metadataParts":[{"text":{"content":"1.2m views"}},{"text":{"content":"10 months ago"}}]}`), "Ana", 1_200_000, months},
		{"course", lockup(`{"metadataParts":[{"text":{"content":"36k views"}},{"text":{"content":"10 months ago"}}]}`), "", 36_000, months},
		{"one view", lockup(`{"metadataParts":[{"text":{"content":"1 view"}}]}`), "", 1, age.Age{}},
		{"none", lockup(`{"metadataParts":[{"text":{"content":"Ana"}}]}`), "Ana", 0, age.Age{}},
		{"many", lockup(`{"metadataParts":[{"text":{"content":"1.15bn views"}}]}`), "", 1_150_000_000, age.Age{}},
		{"too many", lockup(`{"metadataParts":[{"text":{"content":"Ana"}}]},{"metadataParts":[{"text":{"content":"9999999bn views"}}]}`), "Ana", 0, age.Age{}},
		{"no number", lockup(`{"metadataParts":[{"text":{"content":"Ana"}}]},{"metadataParts":[{"text":{"content":"NaN views"}}]}`), "Ana", 0, age.Age{}},
		{"2025", `{"playlistVideoRenderer":{"videoId":"` + videoID(1) + `","title":{"simpleText":"T"},"shortBylineText":{"simpleText":"Ana"},"videoInfo":{"runs":[{"text":"2.5M views"},{"text":" • "},{"text":"10 months ago"}]}}}`, "Ana", 2_500_000, months},
		{"short", `{"shortsLockupViewModel":{"overlayMetadata":{"primaryText":{"content":"T"},"secondaryText":{"content":"12K views"}},"onTap":{"innertubeCommand":{"reelWatchEndpoint":{"videoId":"` + videoID(1) + `"}}}}}`, "", 12_000, age.Age{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, s := newServer(t, always(`{"contents":[`+tt.item+`]}`))
			page, err := s.ListPlaylist("PLx").Next(t.Context())
			if err != nil || len(page.Entries) != 1 {
				t.Fatal(err)
			}
			if e := page.Entries[0]; e.Author != tt.author || e.Views != tt.views || e.Age != tt.age {
				t.Errorf("%+v", e)
			}
		})
	}
}

// The parameters are those of YouTube's menu in 2026-07.
func TestSearchFilter(t *testing.T) {
	for want, f := range map[string]youtube.SearchFilter{
		"EgIQAQ%3D%3D": {}, "CAMSAhAB": {Popular: true}, "EgQIAhAB": {Since: youtube.Today}, "EgQIAxAB": {Since: youtube.ThisWeek},
		"EgQIBBAB": {Since: youtube.ThisMonth}, "EgQIBRAB": {Since: youtube.ThisYear}, "CAMSBAgDEAE%3D": {Popular: true, Since: youtube.ThisWeek},
	} {
		server, s := newServer(t, always(`{"estimatedResults":"0","contents":{}}`))
		_, _ = s.Search("words", f).Next(t.Context())
		if got := server.requests()[0].text("params"); got != want {
			t.Errorf("%+v: %q, want %q", f, got, want)
		}
	}
}
