package youtube_test

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube"
)

// The files in testdata/answers have every key of an answer that YouTube gave, each
// with a value of the same type, and no value of YouTube's: texts, ids, addresses
// and numbers are invented. TestAnswersHaveTheShapeOfRecordings compares them with
// the recordings, which are not part of the project.

// inventedID is the id of the video in the player answers.
const inventedID = "inventedVid"

// answerFile returns a file of testdata/answers.
func answerFile(t testing.TB, name string) []byte {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("testdata", "answers", name))
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func TestPlayerAnswers(t *testing.T) {
	for _, tt := range []struct {
		file     string
		class    youtube.Class
		reason   string
		bare     bool // without title, author and description, as TVHTML5 answers are
		streams  int
		captions []string // languages; a star marks a generated track
		original string   // language of the original sound
	}{
		{file: "player_visionos_ok.json", streams: 4, captions: []string{"en", "es*"}},
		{file: "player_visionos_dubs.json", streams: 7, captions: []string{"en", "es*"}, original: "en"},
		{file: "player_visionos_live.json", class: youtube.IsLive},
		{file: "player_visionos_refused.json", class: youtube.ClientRefused, reason: "This video is not available"},
		{file: "player_android_ok.json", streams: 4, captions: []string{"en", "es*"}},
		{file: "player_android_empty.json", class: youtube.Removed},
		{file: "player_android_login_required.json", class: youtube.Private, reason: "This video is private"},
		{file: "player_android_geo_blocked.json", class: youtube.GeoBlocked, reason: "The uploader has not made this video available in your country"},
		{file: "player_android_members_only.json", class: youtube.MembersOnly},
		{file: "player_tvhtml5_ciphered.json", class: youtube.NoStreams},
		{file: "player_tvhtml5_plain.json", bare: true, streams: 6, captions: []string{"en", "es*"}},
		{file: "player_tvhtml5_embedded.json", class: youtube.ClientRefused, reason: "Please sign in"},
		{file: "player_age_restricted.json", class: youtube.AgeRestricted, reason: "This video may be inappropriate for some users."},
		{file: "player_bot_check.json", class: youtube.BotCheck, reason: "Sign in to confirm you’re not a bot"},
		{file: "player_removed.json", class: youtube.Removed, reason: "This video is unavailable"},
	} {
		t.Run(tt.file, func(t *testing.T) {
			_, s := newServer(t, always(string(answerFile(t, tt.file))))
			v, err := s.Video(t.Context(), inventedID)
			if tt.class != "" {
				wantClass(t, err, tt.class)
				var e *youtube.Error
				if errors.As(err, &e) && tt.reason != "" && e.Reason != tt.reason {
					t.Errorf("reason %q", e.Reason)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			title, author, chapters := "An invented title", "Invented Author", 3
			if tt.bare {
				title, author, chapters = "", "", 0
			}
			if v.ID != inventedID || v.Title != title || v.Author != author || v.ChannelID != "UCInventedChannel1234567" ||
				v.Duration != 61*time.Second || len(v.Thumbnails) == 0 || len(v.Chapters) != chapters {
				t.Errorf("got %+v", v)
			}
			var captions []string
			for _, c := range v.Captions {
				if c.Generated {
					c.Language += "*"
				}
				captions = append(captions, c.Language)
			}
			if len(v.Streams) != tt.streams || !slices.Equal(captions, tt.captions) {
				t.Errorf("%d streams, captions %q", len(v.Streams), captions)
			}
			checkStreams(t, v, tt.original)
		})
	}
}

func TestBrowseAnswers(t *testing.T) {
	for _, tt := range []struct {
		name   string
		files  []string // answers in the order of the requests
		code   int
		class  youtube.Class
		reason string
		author string
		total  int
		count  int
		first  youtube.Entry
	}{
		{name: "2025", files: []string{"browse_2025_first.json"}, author: "Invented Owner", total: 1234, count: 3,
			first: youtube.Entry{ID: "inventA0001", Title: "invented 4", Author: "invented 6", Duration: 61 * time.Second}},
		{name: "2025 no such list", files: []string{"browse_2025_missing.json"}, class: youtube.EmptyPlaylist, reason: "The playlist does not exist."},
		{name: "2025 no list type", files: []string{"browse_2025_unviewable.json"}, class: youtube.EmptyPlaylist, reason: "The playlist does not exist."},
		{name: "2026 with continuation", files: []string{"browse_2026_first.json", "browse_2026_continuation.json", "browse_2026_course.json"}, count: 17,
			first: youtube.Entry{ID: "inventB0001", Title: "invented 57", Author: "invented 62", Duration: 245 * time.Second}},
		{name: "2026 course", files: []string{"browse_2026_course.json"}, count: 3,
			first: youtube.Entry{ID: "inventD0001", Title: "invented 49", Author: "invented 55", Duration: 245 * time.Second}},
		{name: "2026 no list type", files: []string{"browse_2026_unviewable.json"}, class: youtube.EmptyPlaylist, reason: "The playlist does not exist."},
		{name: "2026 no such list", files: []string{"browse_2026_missing.json"}, code: http.StatusNotFound, class: youtube.EmptyPlaylist, reason: "Requested entity was not found."},
		{name: "a channel's videos", files: []string{"channel_videos.json", "channel_videos_continuation.json", "browse_2026_course.json"}, total: 1234, count: 14,
			first: youtube.Entry{ID: "inventE0001", Title: "invented 51", Author: "invented 52", Duration: time.Hour + 2*time.Minute + 3*time.Second}},
		// Nothing asks for search results, whose entries have another shape.
		{name: "search", files: []string{"search_continuation.json"}, class: youtube.EmptyPlaylist},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := tt.files
			server, s := newServer(t, func(w http.ResponseWriter, _ asked) {
				if tt.code != 0 {
					w.WriteHeader(tt.code)
				}
				_, _ = w.Write(answerFile(t, files[0]))
				files = files[1:]
			})
			got, err := wholeList(t.Context(), s, "PLinvented")
			if tt.class != "" {
				wantClass(t, err, tt.class)
				var e *youtube.Error
				if errors.As(err, &e) && e.Reason != tt.reason {
					t.Errorf("reason %q", e.Reason)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got.Title != "An invented list" || got.Author != tt.author || got.Total != tt.total || len(got.Entries) != tt.count || bare(got.Entries[0]) != tt.first {
				t.Errorf("%q by %q, total %d, %d entries, first %+v", got.Title, got.Author, got.Total, len(got.Entries), got.Entries[0])
			}
			if n := len(server.requests()); n != len(tt.files) {
				t.Errorf("%d requests, want %d", n, len(tt.files))
			}
			for _, e := range got.Entries {
				if e.Title == "" || e.Duration == 0 {
					t.Errorf("%+v", e)
				}
			}
		})
	}
}

// bare returns an entry without place and thumbnail.
func bare(e youtube.Entry) youtube.Entry {
	e.Index, e.Thumbnail = 0, ""
	return e
}

func TestChannelAnswer(t *testing.T) {
	_, s := newServer(t, always(string(answerFile(t, "channel_resolve.json"))))
	if id, err := s.Uploads(t.Context(), "/@invented"); id != "UUInventedChannel1234567" || err != nil {
		t.Errorf("got %q, %v", id, err)
	}
}
