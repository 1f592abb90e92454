package youtube_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/age"
	"github.com/hilo-app/hilo/core/jsondoc"
	"github.com/hilo-app/hilo/core/youtube"
	"github.com/hilo-app/hilo/core/youtube/challenge"
)

// recordings is the folder of recorded answers, which are not part of the project.
const recordings = "../../../shared/recordings"

// recording returns a recorded answer. It skips the test when there are none.
func recording(t *testing.T, name string) []byte {
	t.Helper()
	if _, err := os.Stat(recordings); err != nil {
		t.Skip("recorded answers are not part of the project, and are not in " + recordings)
	}
	raw, err := os.ReadFile(filepath.Join(recordings, name))
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Ext(name) == ".gz" {
		z, err := gzip.NewReader(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		if raw, err = io.ReadAll(z); err != nil {
			t.Fatal(err)
		}
	}
	return raw
}

func TestRecordedPlayers(t *testing.T) {
	const dir = "player/2026-06-07_VISIONOS-1.02_"
	const reel = "player/2026-01-26_ANDROID-21.03.36_"
	for _, tt := range []struct {
		file, id string
		class    youtube.Class
		title    string
		duration time.Duration
		streams  int
		captions int
		original string // languages of the original sound
	}{
		{file: "player/2024-11-10_TVHTML5_SIMPLY_EMBEDDED_PLAYER-2.0_rwcfPqbAx-0.json", id: "rwcfPqbAx-0", class: youtube.ClientRefused},
		{file: "player/2025-01-18_ANDROID_VR-1.60_Wg92RrNhB8s.json", id: "Wg92RrNhB8s", title: "Ariana Grande - One Last Time (Official Lyric Video)", duration: 199 * time.Second, streams: 24},
		{file: "player/2025-03-17_TVHTML5-7.20250122_K4DyBUG242c_ciphered.json.gz", id: "K4DyBUG242c", class: youtube.NoStreams},
		{file: reel + "empty__INVALID_ID_.json", id: "INVALID_ID_", class: youtube.Removed},
		{file: reel + "login_required_This-video-is-private_8VajtrESJzA.json", id: "8VajtrESJzA", class: youtube.Private},
		{file: reel + "ok__An8vtD1FDqs.json", id: "An8vtD1FDqs", title: "Makani’s first commercial-scale energy kite", duration: 175 * time.Second, streams: 7, captions: 2},
		{file: reel + "ok__it3OtbTxQk0.json", id: "it3OtbTxQk0", title: "Introduction to Doodle for Google 2023", duration: 145 * time.Second, streams: 7, captions: 1},
		{file: reel + "ok__udsB8KnIJTg.json", id: "udsB8KnIJTg", title: "Praise the Casual: Ein Neuling trifft Dark Souls - Folge 5", duration: 2488 * time.Second, streams: 8, captions: 1},
		{file: reel + "unplayable_The-uploader-has-not-mad__PL2HJKxnOM.json", id: "_PL2HJKxnOM", class: youtube.GeoBlocked},
		{file: reel + "unplayable_This-video-is-available_ayI2iBwGdxw.json", id: "ayI2iBwGdxw", class: youtube.MembersOnly},
		{file: dir + "3sbYbckT1VY.json.gz", id: "3sbYbckT1VY", title: "Engineers vs Pumpkin Carving 2.0", duration: 696 * time.Second, streams: 189, captions: 36, original: "en-US"},
		{file: dir + "An8vtD1FDqs.json", id: "An8vtD1FDqs", title: "Makani’s first commercial-scale energy kite", duration: 175 * time.Second, streams: 7, captions: 2},
		{file: dir + "K4DyBUG242c.json", id: "K4DyBUG242c", title: "Cartoon, Jéja - On & On (feat. Daniel Levi) | Electronic Pop | NCS - Copyright Free Music", duration: 208 * time.Second, streams: 15, captions: 1},
		{file: dir + "Kn56bMZ9OE8.json", id: "Kn56bMZ9OE8", title: "This bus transforms into a train", duration: 304 * time.Second, streams: 29, captions: 3, original: "en"},
		{file: dir + "X4VbdwhkE10.json", id: "X4VbdwhkE10", class: youtube.IsLive},
		{file: dir + "cJ9to6EmElQ.json", id: "cJ9to6EmElQ", title: "Merci pour les 3 millions d'abonnés 🎉| ARTE", duration: 45 * time.Second, streams: 22, captions: 1},
		{file: dir + "it3OtbTxQk0.json", id: "it3OtbTxQk0", class: youtube.ClientRefused},
		{file: dir + "rCAS2eD-mcw.json", id: "rCAS2eD-mcw", title: "Laryngeal Mask Airway (LMA) insertion | ESSENTIAL TECHNIQUES for standard patients", duration: 343 * time.Second, streams: 72, captions: 13, original: "en-US"},
		{file: dir + "tjz2u2DiveM.json", id: "tjz2u2DiveM", title: "dog", duration: 11 * time.Second, streams: 13, captions: 1},

		{file: "failures/youtube.innertube.json", id: "GJLlxj_dtq8", title: "Surface Go Review - It’s Awesome", duration: 316 * time.Second, streams: 25, captions: 9},
		{file: "failures/youtube_po_token_required.innertube.json", id: "GJLlxj_dtq8", title: "Surface Go Review - It’s Awesome", duration: 316 * time.Second, streams: 25, captions: 8},
		{file: "failures/youtube_transcripts_disabled.innertube.json", id: "dsMFmonKDD4", title: "Angèle - Eels x Richard Cocciante | A Take Away Show", duration: 288 * time.Second, streams: 28},
		{file: "failures/youtube_age_restricted.innertube.json", id: "Njp5uhTorCo", class: youtube.AgeRestricted},
		{file: "failures/youtube_request_blocked.innertube.json", id: "GJLlxj_dtq8", class: youtube.BotCheck},
		{file: "failures/youtube_video_unavailable.innertube.json", id: "GJLlxj_dtq8", class: youtube.Removed},
		{file: "failures/youtube_too_many_requests.html", id: "GJLlxj_dtq8", class: youtube.RateLimited},
		{file: "failures/youtube_consent_page.html", id: "GJLlxj_dtq8", class: youtube.Unintelligible},
		{file: "failures/youtube_consent_page_invalid.html", id: "GJLlxj_dtq8", class: youtube.Unintelligible},
		{file: "failures/transcript.xml", id: "GJLlxj_dtq8", class: youtube.Unintelligible},
		{file: "failures/2020_live-future_watch.json.gz", id: "VIBFo3Ti5vQ", class: youtube.IsUpcoming},
		{file: "failures/2020_non-existent_watch.json", id: "99999999999", class: youtube.Removed},
		{file: "failures/2020_private_watch.json", id: "z2jeHsa0UG0", class: youtube.Private},
	} {
		t.Run(tt.file, func(t *testing.T) {
			body := recording(t, tt.file)
			if strings.Contains(tt.file, "/2020_") {
				body = playerPart(t, body)
			}
			server, s := newServer(t, always(string(body)))
			v, err := s.Video(t.Context(), tt.id)
			if tt.class != "" {
				wantClass(t, err, tt.class)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if n := len(server.requests()); n != 1 {
				t.Errorf("%d requests", n)
			}
			if v.ID != tt.id || v.Title != tt.title || v.Duration != tt.duration || v.Author == "" || len(v.ChannelID) != 24 {
				t.Errorf("got %q %q %v %q %q", v.ID, v.Title, v.Duration, v.Author, v.ChannelID)
			}
			if len(v.Streams) != tt.streams || len(v.Captions) != tt.captions || len(v.Thumbnails) == 0 {
				t.Errorf("%d streams, %d captions, %d thumbnails", len(v.Streams), len(v.Captions), len(v.Thumbnails))
			}
			checkStreams(t, v, tt.original)
		})
	}
}

// checkStreams checks what every stream with an address has.
func checkStreams(t *testing.T, v *youtube.Video, original string) {
	t.Helper()
	hasOriginal := false
	for _, st := range v.Streams {
		what := fmt.Sprintf("itag %d %s %s", st.Itag, st.Container, st.Codecs)
		if st.Itag == 0 || st.Codecs == "" || st.Bitrate == 0 || st.Version == "" || st.Expires.Year() < 2025 || st.Duration == 0 {
			t.Errorf("%s: something is missing: %+v", what, st)
		}
		if st.Itag != 18 && (st.Size == 0 || st.Init.To == 0 || st.Index.From < st.Init.To || st.Index.To <= st.Index.From) {
			t.Errorf("%s: size %d, init %v, index %v", what, st.Size, st.Init, st.Index)
		}
		if st.HasVideo && (st.Width == 0 || st.Height == 0 || st.FPS == 0) || st.HasAudio && st.Channels != 2 {
			t.Errorf("%s: %+v", what, st)
		}
		if st.HasAudio && st.Original {
			hasOriginal = true
			if st.Language != original || st.Described {
				t.Errorf("%s: original in %q, described %v", what, st.Language, st.Described)
			}
		}
		if dub := strings.Contains(st.URL, "dubbed"); dub && st.Original {
			t.Errorf("%s: a dub is called original", what)
		}
		if drc := strings.Contains(st.URL, "drc%3D1"); drc != st.DRC {
			t.Errorf("%s: DRC is %v", what, st.DRC)
		}
	}
	if !hasOriginal {
		t.Error("no original sound")
	}
	for _, c := range v.Captions {
		if c.Name == "" || c.Language == "" || c.Generated != strings.Contains(c.Name, "auto-generated") {
			t.Errorf("caption %+v", c)
		}
	}
	for i := 1; i < len(v.Thumbnails); i++ {
		if v.Thumbnails[i-1].Width > v.Thumbnails[i].Width {
			t.Error("thumbnails are not in order")
		}
	}
}

// playerPart returns the player answer in a watch page of 2020.
func playerPart(t *testing.T, page []byte) []byte {
	t.Helper()
	var parts []struct {
		PlayerResponse json.RawMessage `json:"playerResponse"`
	}
	if err := json.Unmarshal(page, &parts); err != nil {
		t.Fatal(err)
	}
	for _, p := range parts {
		if p.PlayerResponse != nil {
			return p.PlayerResponse
		}
	}
	t.Fatal("no player answer")
	return nil
}

func TestRecordedPlaylists(t *testing.T) {
	const huge = "browse/2026-07-02_WEB_hugeplaylist_"
	for _, tt := range []struct {
		name   string
		files  []string // answers in the order of the requests
		codes  int
		class  youtube.Class
		reason string
		want   playlist
		first  youtube.Entry
		count  int
	}{
		{
			name: "2025", files: []string{"browse/2025-07-11_WEB_VLPLXJg25X-OulsVsnvZ7RVtSDW-id9_RzAO.json"},
			want:  playlist{Title: "Top 10 Copyright Free Music Tracks 2021", Author: "Audio Lounge Music", Total: 17},
			first: youtube.Entry{ID: "UKwSQSFN4Nw", Title: "Happy, Upbeat Background Instrumental | Royalty Free Music for Videos, Adverts, Commercials", Author: "Audio Lounge Music", Duration: 131 * time.Second},
			count: 17,
		},
		{
			name: "2025 of a big channel", files: []string{"browse/2025-07-11_WEB_VLPL8dPuuaLjXtOAKed_MxxWBNaPno5h3Zs8.json.gz"},
			want:  playlist{Title: "Anatomy & Physiology", Author: "CrashCourse", Total: 49},
			count: 49,
		},
		{
			name: "2026 course", files: []string{"browse/2026-07-02_WEB_courseplaylist_2.json"},
			want:  playlist{Title: "C++ Template Metaprogramming"},
			first: youtube.Entry{ID: "VBI6TSo8Zog", Duration: 1015 * time.Second},
			count: 14,
		},
		{
			name: "2026 with continuations", files: []string{huge + "2.json.gz", huge + "3.json.gz", "browse/2026-07-02_WEB_courseplaylist_2.json"},
			want:  playlist{Title: "I Wanna Rock Super Gigantic Playlist 1: Hardrock, AOR, Metal and more !!! 5000 music videos !!!"},
			first: youtube.Entry{ID: "8SbUC-UaAxE", Title: "Guns N' Roses - November Rain", Duration: 557 * time.Second},
			count: 102 + 101 + 14,
		},
		{name: "2025 no list type", files: []string{"browse/2025-07-11_WEB_VLINVALID_ID.json"}, class: youtube.EmptyPlaylist, reason: "This playlist type is unviewable."},
		{name: "2025 no such list", files: []string{"browse/2025-07-11_WEB_VLPL11111111111111111111111111111111.json"}, class: youtube.EmptyPlaylist, reason: "The playlist does not exist."},
		{name: "2026 no list type", files: []string{"browse/2026-07-02_WEB_notavailable_1.json"}, class: youtube.EmptyPlaylist, reason: "This playlist type is unviewable."},
		{name: "2026 no such list", files: []string{"browse/2026-07-02_WEB_notavailable_2.json"}, codes: 404, class: youtube.EmptyPlaylist, reason: "Requested entity was not found."},
		{
			name: "channel's own page", files: []string{"channel_search/2026-07-02_youtubechanneltabextractor_videos_2.json.gz", "channel_search/2026-07-02_youtubechanneltabextractor_videos_3.json.gz", "browse/2026-07-02_WEB_courseplaylist_2.json"},
			want:  playlist{Title: "Creative Commons", Total: 265},
			first: youtube.Entry{ID: "OOHUhSEdkB0"},
			count: 30 + 30 + 14,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var pages [][]byte
			for _, f := range tt.files {
				pages = append(pages, recording(t, f))
			}
			server, s := newServer(t, func(w http.ResponseWriter, a asked) {
				if tt.codes != 0 {
					w.WriteHeader(tt.codes)
				}
				_, _ = w.Write(pages[0])
				pages = pages[1:]
			})
			got, err := wholeList(t.Context(), s, "PLx")
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
			if got.Title != tt.want.Title || tt.want.Author != "" && got.Author != tt.want.Author || got.Total != tt.want.Total || got.ID != "PLx" {
				t.Errorf("got %q by %q, %d", got.Title, got.Author, got.Total)
			}
			if len(got.Entries) != tt.count || len(server.requests()) != len(tt.files) {
				t.Errorf("%d entries, want %d; %d requests", len(got.Entries), tt.count, len(server.requests()))
			}
			if f := got.Entries[0]; tt.first.ID != "" && (f.ID != tt.first.ID || tt.first.Title != "" && f.Title != tt.first.Title || tt.first.Duration != 0 && f.Duration != tt.first.Duration) {
				t.Errorf("first %+v", f)
			}
			noChannel := 0
			for _, e := range got.Entries {
				if e.Author == "" {
					noChannel++
				}
				if e.Title == "" || e.Duration == 0 || strings.HasSuffix(e.Author, " views") || strings.HasPrefix(tt.name, "2026") && (e.Views == 0 || e.Age == (age.Age{})) {
					t.Errorf("%+v", e)
				}
			}
			const course = 14 // entries without a channel, in an answer without the list's owner
			if want := map[bool]int{true: course}[strings.HasPrefix(tt.name, "2026")]; noChannel != want && tt.name != "channel's own page" {
				t.Errorf("%d entries without a channel, want %d", noChannel, want)
			}
		})
	}
}

func TestRecordedChannel(t *testing.T) {
	body := recording(t, "channel_search/2026-07-02_youtubechanneltabextractor_videos_1.json")
	_, s := newServer(t, always(string(body)))
	if id, err := s.Uploads(t.Context(), "/@creativecommons"); id != "UUTwECeGqMZee77BjdoYtI2Q" || err != nil {
		t.Errorf("got %q, %v", id, err)
	}
}

// TestLimitsAreFarFromRecordings checks that YouTube could give answers of ten
// times the values, and twice the bytes, before one is refused.
func TestLimitsAreFarFromRecordings(t *testing.T) {
	checked := 0
	for folder, limit := range map[string]youtube.AnswerLimit{
		"player": youtube.PlayerLimit, "failures": youtube.PlayerLimit, "browse": youtube.PageLimit, "channel_search": youtube.PageLimit,
	} {
		files, err := filepath.Glob(filepath.Join(recordings, folder, "*.json*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			body := recording(t, filepath.Join(folder, filepath.Base(file)))
			checked++
			if n := jsondoc.Count(body); 10*n > limit.Values() {
				t.Errorf("%s has %d values, %d are allowed", file, n, limit.Values())
			}
			if 2*int64(len(body)) > limit.Bytes() {
				t.Errorf("%s has %d bytes, %d are allowed", file, len(body), limit.Bytes())
			}
		}
	}
	if checked == 0 {
		t.Skip("recorded answers are not part of the project, and are not in " + recordings)
	}
}

// TestRecordedChallenges looks up a recorded video of a client with challenges, with the
// recorded player script that belongs to its answer.
func TestRecordedChallenges(t *testing.T) {
	if !youtube.Measures {
		t.Skip("the race detector makes the interpreter too slow for a script of 2.5 MB")
	}
	pages := map[string][]byte{
		"/iframe_api":         recording(t, "players/iframe_api_2025-03-17.js"),
		"/youtubei/v1/player": recording(t, "player/2025-03-17_TVHTML5-7.20250122_K4DyBUG242c_ciphered.json.gz"),
		"/s/player/6b3caec8/player_ias.vflset/en_US/base.js": recording(t, "players/6b3caec8.js.gz"),
	}
	server, s := newServer(t, func(w http.ResponseWriter, a asked) { _, _ = w.Write(pages[a.Path]) })
	if err := s.UseProfiles(loadProfiles(t, allProfiles(t), builtInSerial(t)+1)); err != nil {
		t.Fatal(err)
	}
	v, err := s.VideoWith(t.Context(), "TVHTML5", "K4DyBUG242c")
	if err != nil {
		t.Fatal(err)
	}
	if len(v.Streams) != 22 || v.Rescue || v.Listed != 720 {
		t.Errorf("%d streams, rescue %v, listed %d", len(v.Streams), v.Rescue, v.Listed)
	}
	answers := map[string]bool{}
	for _, stream := range v.Streams {
		u, err := url.Parse(stream.URL)
		if err != nil {
			t.Fatal(err)
		}
		if sig := u.Query().Get("sig"); !challenge.ValidSignature(sig) {
			t.Errorf("itag %d: signature %q", stream.Itag, sig)
		}
		answers[u.Query().Get("n")] = true
	}
	if want := map[string]bool{"3ArUPj_F4TOs8w": true, "7Ro3fI-Vb8V4gw": true}; !maps.Equal(answers, want) { // the muxed format has its own n
		t.Errorf("answers to n %v", answers)
	}
	last := server.requests()[len(server.requests())-1]
	playback, _ := last.Body["playbackContext"].(map[string]any)
	content, _ := playback["contentPlaybackContext"].(map[string]any)
	if content["signatureTimestamp"] != 20159.0 {
		t.Errorf("signatureTimestamp %v", content)
	}
}
