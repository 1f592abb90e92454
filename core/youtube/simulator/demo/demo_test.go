package demo_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/Eyevinn/mp4ff/mp4"
	"go.uber.org/goleak"

	"github.com/hilo-app/hilo/core/youtube/simulator"
	"github.com/hilo-app/hilo/core/youtube/simulator/demo"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const userAgent = "com.google.visionos.youtube/1.02(RealityDevice17,1)"

// response is the part of a player answer that the tests read.
type response struct {
	PlayabilityStatus struct{ Status, Reason string }
	VideoDetails      struct{ LengthSeconds string }
	StreamingData     struct {
		AdaptiveFormats []format
	}
}

type format struct {
	Itag                                              int
	URL, MimeType, LastModified, ContentLength, Xtags string
	Width, Height                                     int
	InitRange, IndexRange                             struct{ Start, End string }
	AudioTrack                                        struct{ ID string }
}

func start(t testing.TB) *simulator.Server {
	t.Helper()
	s := demo.Start()
	t.Cleanup(s.Close)
	return s
}

// post sends an InnerTube request as a client, and decodes the answer into a.
func post(t testing.TB, s *simulator.Server, method, client, version, agent string, fields map[string]any, a any) {
	t.Helper()
	fields["context"] = map[string]any{"client": map[string]any{"clientName": client, "clientVersion": version}}
	body, _ := json.Marshal(fields)
	r, _ := http.NewRequest(http.MethodPost, "https://www.youtube.com/youtubei/v1/"+method, bytes.NewReader(body))
	r.Header.Set("User-Agent", agent)
	resp, err := s.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(a); err != nil {
		t.Fatal(err)
	}
}

func player(t testing.TB, s *simulator.Server, id string) (a response) {
	t.Helper()
	post(t, s, "player", "VISIONOS", "1.02", userAgent, map[string]any{"videoId": id}, &a)
	return a
}

// get returns bytes of a format, up to but not including to. It may be called from any
// goroutine.
func get(t testing.TB, s *simulator.Server, f format, to int64) []byte {
	t.Helper()
	r, _ := http.NewRequest(http.MethodGet, f.URL, nil)
	r.Header.Set("User-Agent", userAgent)
	r.Header.Set("Range", fmt.Sprintf("bytes=0-%d", to-1))
	resp, err := s.Client().Do(r)
	if err != nil {
		t.Error(err)
		return nil
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusPartialContent || int64(len(b)) != to {
		t.Errorf("%s: status %d, %d bytes, %v", f.URL, resp.StatusCode, len(b), err)
	}
	return b
}

func number(t testing.TB, s string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// all returns the ids of all videos: those of Videos and of the playlist.
func all(t testing.TB, s *simulator.Server) []string {
	t.Helper()
	ids := playlist(t, s)
	for _, v := range demo.Videos() {
		if !slices.Contains(ids, v.ID) {
			ids = append(ids, v.ID)
		}
	}
	return ids
}

const webAgent, webVersion = "Mozilla/5.0 (X11; Linux x86_64)", "2.20260708.00.00"

// playlist returns the ids of the playlist's entries, which are on two pages.
func playlist(t testing.TB, s *simulator.Server) []string {
	t.Helper()
	var page any
	post(t, s, "browse", "WEB", webVersion, webAgent, map[string]any{"browseId": "VL" + demo.PlaylistID}, &page)
	ids, more := lockups(page)
	if len(ids) == 0 || more == "" {
		t.Fatalf("%d entries, continuation %q", len(ids), more)
	}
	page = nil
	post(t, s, "browse", "WEB", webVersion, webAgent, map[string]any{"continuation": more}, &page)
	rest, _ := lockups(page)
	return append(ids, rest...)
}

func TestVideos(t *testing.T) {
	s := start(t)
	seen := map[string]bool{}
	playable, failing := 0, map[string]bool{}
	for _, v := range demo.Videos() {
		if len(v.ID) != 11 || seen[v.ID] || v.Title == "" || v.Expect == "" || utf8.RuneCountInString(v.Title) > 100 || strings.ContainsAny(v.Title, "<>") {
			t.Errorf("%+v", v)
		}
		seen[v.ID] = true
		status := player(t, s, v.ID).PlayabilityStatus
		if v.Fails {
			failing[status.Reason] = true
		} else {
			playable++
		}
		if (status.Status != "OK") != v.Fails {
			t.Errorf("%s: %s", v.ID, status.Status)
		}
	}
	if playable < 6 || len(failing) < 3 {
		t.Errorf("%d playable, %d kinds of failure", playable, len(failing))
	}
}

// TestMedia checks that the answers announce what the media is.
func TestMedia(t *testing.T) {
	s := start(t)
	s.SetPace(0)
	checked := 0
	for _, id := range all(t, s) {
		a := player(t, s, id)
		length := time.Duration(number(t, "0"+a.VideoDetails.LengthSeconds)) * time.Second
		for _, f := range a.StreamingData.AdaptiveFormats {
			name := fmt.Sprintf("%s itag %d %s", id, f.Itag, f.AudioTrack.ID)
			if f.IndexRange.End == "" {
				t.Errorf("%s: no index", name)
				continue
			}
			if strings.Contains(f.MimeType, "webm") {
				continue
			}
			init, err := mp4.DecodeFile(bytes.NewReader(get(t, s, f, number(t, f.InitRange.End)+1)))
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if got := codec(init.Init.Moov.Trak.Mdia.Minf.Stbl.Stsd); !strings.Contains(f.MimeType, got) && f.Itag != 139 {
				t.Errorf("%s: %s, but the media is %s", name, f.MimeType, got)
			}
			if e := init.Init.Moov.Trak.Tkhd; f.Height > 0 && (int(e.Width>>16) != f.Width || int(e.Height>>16) != f.Height) {
				t.Errorf("%s: %dx%d, but the media is %dx%d", name, f.Width, f.Height, e.Width>>16, e.Height>>16)
			}
			checked++
			size := number(t, f.ContentLength)
			if size > 1<<20 {
				continue // the tests of simulator.Long check the length of large media
			}
			got := duration(t, get(t, s, f, size))
			if diff := got - length; diff < -100*time.Millisecond || diff > 100*time.Millisecond {
				t.Errorf("%s: %v, but the media is %v", name, length, got)
			}
		}
	}
	if checked < 60 {
		t.Errorf("%d formats were checked", checked)
	}
}

func codec(stsd *mp4.StsdBox) string {
	switch {
	case stsd.AvcX != nil:
		c := stsd.AvcX.AvcC
		return fmt.Sprintf("avc1.%02X%02X%02X", c.AVCProfileIndication, c.ProfileCompatibility, c.AVCLevelIndication)
	case stsd.Av01 != nil:
		c := stsd.Av01.Av1C
		return fmt.Sprintf("av01.%d.%02dM.08", c.SeqProfile, c.SeqLevelIdx0)
	}
	return "mp4a.40.2"
}

// duration returns the sum of the durations of all samples in a fragmented file.
func duration(t *testing.T, b []byte) time.Duration {
	t.Helper()
	f, err := mp4.DecodeFile(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	var ticks uint64
	for _, s := range f.Segments {
		for _, g := range s.Fragments {
			samples, err := g.GetFullSamples(f.Init.Moov.Mvex.Trex)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range samples {
				ticks += uint64(s.Dur)
			}
		}
	}
	return time.Duration(float64(ticks) / float64(f.Init.Moov.Trak.Mdia.Mdhd.Timescale) * float64(time.Second))
}

// TestDubs checks that the original sound of the video with dubs is neither the
// first one nor the largest, so that only a correct choice finds it.
func TestDubs(t *testing.T) {
	s := start(t)
	var original, first, largest *format
	a := player(t, s, "HiloDemo006")
	for i := range a.StreamingData.AdaptiveFormats {
		f := &a.StreamingData.AdaptiveFormats[i]
		if f.AudioTrack.ID == "" {
			continue
		}
		if first == nil {
			first = f
		}
		if largest == nil || number(t, f.ContentLength) > number(t, largest.ContentLength) {
			largest = f
		}
		u, err := url.Parse(f.URL)
		if err != nil {
			t.Fatal(err)
		}
		if tags := u.Query().Get("xtags"); strings.Contains(tags, "acont=original") && !strings.Contains(tags, "drc=1") {
			original = f
		}
	}
	if original == nil || original == first || original == largest {
		t.Error("the original sound must be neither first nor largest")
	}
}

// TestSameInEveryProcess compares two servers, as two processes have them.
func TestSameInEveryProcess(t *testing.T) {
	look := func(s *simulator.Server) map[string]string {
		s.SetPace(0)
		var formats sync.WaitGroup // those of the long videos are paced
		var mu sync.Mutex
		found := map[string]string{}
		for _, id := range all(t, s) {
			for _, f := range player(t, s, id).StreamingData.AdaptiveFormats {
				size := number(t, f.ContentLength)
				formats.Go(func() {
					sum := sha256.Sum256(get(t, s, f, min(size, 1<<20)))
					mu.Lock()
					defer mu.Unlock()
					found[fmt.Sprint(id, f.Itag, f.Xtags)] = fmt.Sprintf("%s %d %x", f.LastModified, size, sum)
				})
			}
		}
		formats.Wait()
		return found
	}
	a, b := look(start(t)), look(start(t))
	if len(a) < 80 || fmt.Sprint(a) != fmt.Sprint(b) {
		t.Errorf("%d formats\n%v\n%v", len(a), a, b)
	}
}

func TestPlaylist(t *testing.T) {
	s := start(t)
	ids := playlist(t, s)
	if len(ids) < 8 || len(demo.PlaylistID) != 34 {
		t.Errorf("%d entries", len(ids))
	}
	for _, id := range ids {
		if status := player(t, s, id).PlayabilityStatus.Status; status != "OK" {
			t.Errorf("%s cannot be downloaded: %s", id, status)
		}
	}
	var channel struct {
		Endpoint struct{ BrowseEndpoint struct{ BrowseID string } }
	}
	post(t, s, "navigation/resolve_url", "WEB", webVersion, webAgent, map[string]any{"url": "https://www.youtube.com" + demo.ChannelPath}, &channel)
	id := channel.Endpoint.BrowseEndpoint.BrowseID
	if len(id) != 24 {
		t.Fatalf("channel %q", id)
	}
	var page any
	post(t, s, "browse", "WEB", webVersion, webAgent, map[string]any{"browseId": "VLUU" + id[2:]}, &page)
	if ids, _ := lockups(page); len(ids) != 4 {
		t.Errorf("uploads %q", ids)
	}
}

// lockups returns the video ids and the continuation in a page.
func lockups(v any) (ids []string, continuation string) {
	switch v := v.(type) {
	case map[string]any:
		if id, ok := v["contentId"].(string); ok {
			ids = append(ids, id)
		}
		if token, ok := v["token"].(string); ok {
			continuation = token
		}
		for _, child := range v {
			some, token := lockups(child)
			ids, continuation = append(ids, some...), continuation+token
		}
	case []any:
		for _, child := range v {
			some, token := lockups(child)
			ids, continuation = append(ids, some...), continuation+token
		}
	}
	return ids, continuation
}

func ExampleStart() {
	server := demo.Start()
	defer server.Close()
	for _, v := range demo.Videos() {
		if v.Fails {
			fmt.Println(v.URL(), v.Expect)
		}
	}
	resp, err := server.Client().Get("https://www.youtube.com/watch?v=HiloDemo001")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	fmt.Println(resp.Status)
	// Output:
	// https://www.youtube.com/watch?v=HiloDemo101 fails: it is private
	// https://www.youtube.com/watch?v=HiloDemo102 fails: not available in your country
	// https://www.youtube.com/watch?v=HiloDemo103 fails: it was removed
	// https://www.youtube.com/watch?v=HiloDemo104 fails: YouTube asks for proof that you are no robot
	// 200 OK
}
