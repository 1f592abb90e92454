package youtube_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core/youtube"
)

// bulk is what YouTube sends with each entry besides what is read: menus and
// tracking of 12 KB, in 400 values.
var bulk = func() string {
	button := `{"buttonViewModel":{"iconName":"WATCH_LATER","onTap":{"innertubeCommand":{"commandMetadata":{"webCommandMetadata":{"sendPost":true,"apiUrl":"/youtubei/v1/browse/edit_playlist"}},` +
		`"playlistEditEndpoint":{"playlistId":"WL","actions":[{"addedVideoId":"invented001","action":"ACTION_ADD_VIDEO"}]}}},"style":"BUTTON_VIEW_MODEL_STYLE_OVERLAY_DARK","trackingParams":"` + strings.Repeat("A", 60) + `"}}`
	return `,"itemActions":[` + strings.Repeat(button+",", 24) + button + `]`
}()

// longList answers a request for the n-th page of a list of 5,000 with a page as
// large as YouTube's.
func longList(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	n := 0
	if _, token, ok := bytes.Cut(body, []byte(`"continuation":"`)); ok {
		if _, err := fmt.Sscanf(string(token), "page%d", &n); err != nil {
			return nil, err
		}
	}
	var items []string
	for i := n * 100; i < (n+1)*100; i++ {
		items = append(items, strings.Replace(lockup(videoID(i), fmt.Sprint("Video ", i)), `"contentId"`, bulk[1:]+`,"contentId"`, 1))
	}
	if n < 49 {
		items = append(items, more(fmt.Sprintf("page%d", n+1)))
	}
	page := laterPage(items...)
	if n == 0 {
		page = firstPage(5000, items...)
	}
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(page)), Request: r}, nil
}

// BenchmarkList5000 reads a list of 5,000 entries, to its end and to its first
// page, answered from memory with pages of 1.2 MB. live-MB is what the entries keep,
// peak-MB the most that was in use after a page, with what was not collected yet.
func BenchmarkList5000(b *testing.B) {
	bodies := map[string][]byte{}
	record := roundTrip(func(r *http.Request) (*http.Response, error) {
		raw, _ := io.ReadAll(r.Body)
		key := string(raw[bytes.LastIndexByte(raw, '{'):])
		if bodies[key] == nil {
			r.Body = io.NopCloser(bytes.NewReader(raw))
			resp, err := longList(r)
			if err != nil {
				return nil, err
			}
			bodies[key], _ = io.ReadAll(resp.Body)
		}
		return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(bodies[key])), Request: r}, nil
	})
	source := youtube.New(youtube.Options{Transport: record})
	peak := 0.0
	read := func() (all []youtube.Entry) {
		for page, err := range source.ListPlaylist("PLx").Pages(b.Context()) {
			if err != nil {
				b.Fatal(err)
			}
			all = append(all, page.Entries...)
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, float64(m.HeapAlloc)/1e6)
		}
		return all
	}
	read() // makes the answers
	b.Run("first page", func(b *testing.B) {
		for b.Loop() {
			if page, err := source.ListPlaylist("PLx").Next(b.Context()); err != nil || len(page.Entries) != 100 {
				b.Fatal(err)
			}
		}
	})
	b.Run("all", func(b *testing.B) {
		b.ReportAllocs()
		var live float64
		answers := heap()
		peak = 0
		for b.Loop() {
			before := heap()
			all := read()
			live = heap() - before
			if len(all) != 5000 {
				b.Fatal(errors.New("entries are missing"))
			}
			runtime.KeepAlive(all)
		}
		b.ReportMetric(live, "live-MB")
		b.ReportMetric(peak-answers, "peak-MB")
	})
}

// heap returns the bytes in use, in MB.
func heap() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / 1e6
}
