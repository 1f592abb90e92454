//go:build unix

package gui

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/youtube/simulator"
	"github.com/hilo-app/hilo/gui/picker"
)

// replay answers what was asked before from files, so that the simulator takes none of
// the time and memory that is measured, with pages as large as those of YouTube.
type replay struct {
	site http.RoundTripper
	dir  string

	mu      sync.Mutex
	answers map[string]answer
	first   time.Time // when the first page of a list was read to its end
}

type answer struct {
	status int
	header http.Header
	file   string // with the body
}

// bulk is what YouTube sends with each entry besides what is read: 12 KB.
var bulk = func() string {
	button := `{"buttonViewModel":{"iconName":"WATCH_LATER","onTap":{"innertubeCommand":{"commandMetadata":{"webCommandMetadata":{"sendPost":true,"apiUrl":"/youtubei/v1/browse/edit_playlist"}},` +
		`"playlistEditEndpoint":{"playlistId":"WL","actions":[{"addedVideoId":"invented001","action":"ACTION_ADD_VIDEO"}]}}},"style":"BUTTON_VIEW_MODEL_STYLE_OVERLAY_DARK","trackingParams":"` + strings.Repeat("A", 60) + `"}}`
	return `"itemActions":[` + strings.Repeat(button+",", 24) + button + `],`
}()

// RoundTrip implements http.RoundTripper.
func (r *replay) RoundTrip(q *http.Request) (*http.Response, error) {
	var sent []byte
	if q.Body != nil {
		sent, _ = io.ReadAll(q.Body)
		q.Body = io.NopCloser(bytes.NewReader(sent))
	}
	list := strings.HasSuffix(q.URL.Path, "/browse")
	key := q.URL.String()
	if list { // the rest of a request differs from one to the next
		key += string(sent[bytes.LastIndex(sent, []byte(`"continuation"`))+1:])
	}
	r.mu.Lock()
	a, known := r.answers[key]
	r.mu.Unlock()
	if !known {
		resp, err := r.site.RoundTrip(q)
		if err != nil {
			return nil, err
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			return nil, err
		}
		if list {
			const kind = `"contentType":"LOCKUP_CONTENT_TYPE_VIDEO"`
			body = bytes.ReplaceAll(body, []byte(kind), []byte(bulk+kind))
		}
		header := resp.Header.Clone()
		header.Del("Content-Length")
		header.Del("Content-Encoding")
		r.mu.Lock()
		a = answer{resp.StatusCode, header, filepath.Join(r.dir, strconv.Itoa(len(r.answers)))}
		if err := os.WriteFile(a.file, body, 0o600); err != nil {
			return nil, err
		}
		r.answers[key] = a
		r.mu.Unlock()
	}
	resp := &http.Response{StatusCode: a.status, Header: a.header.Clone(), ContentLength: -1, Request: q, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1}
	body, err := os.Open(a.file)
	if err != nil {
		return nil, err
	}
	resp.Body = &told{File: body, end: func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		if list && r.first.IsZero() {
			r.first = time.Now()
		}
	}}
	return resp, nil
}

// told tells when it was read to its end.
type told struct {
	*os.File
	end func()
}

func (t *told) Read(p []byte) (int, error) {
	n, err := t.File.Read(p)
	if err == io.EOF {
		t.end()
	}
	return n, err
}

// BenchmarkPicker5000 opens a list of 5,000 from pages of YouTube's size, in a window
// that is updated ten times a second. first-ms is from the end of the first answer to
// the first rows, before they are painted; cpu-s what reading and showing all of it
// takes in all threads; live-MB what it keeps until the dialog is closed, and
// peak-MB the most that was in use, with what was not collected yet. All are the worst
// of the runs.
func BenchmarkPicker5000(b *testing.B) {
	speak(b, english)
	site := simulator.NewServer()
	defer site.Close()
	site.AddLists()
	net := &replay{site: site.Transport(), dir: b.TempDir(), answers: map[string]answer{}}
	transport := &http.Transport{}
	transport.RegisterProtocol("https", net)
	m, err := core.Open(core.Config{Dir: b.TempDir(), Transport: transport, Lookups: -1})
	if err != nil {
		b.Fatal(err)
	}
	defer m.Close()
	w := New(test.NewTempApp(b), m, m.Subscribe(), Options{Version: "1.0.0"})
	defer w.Stop()
	read := func() (first, cpu, live, peak float64) {
		before, start := heapMB(), cpuSeconds()
		net.first = time.Time{}
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		w.addText("https://www.youtube.com/playlist?list=" + simulator.List5000)
		d := w.dialogs.content.(*picker.Dialog)
		for {
			<-tick.C
			w.update()
			peak = max(peak, inUseMB())
			n := len(d.Choice().Entries)
			if n > 0 && first == 0 {
				net.mu.Lock()
				first = float64(time.Since(net.first).Microseconds()) / 1000
				net.mu.Unlock()
			}
			if n == 5000 {
				cpu = cpuSeconds() - start
				live = heapMB() - before
				runtime.KeepAlive(d)
				w.dialogs.close()
				return first, cpu, live, peak - before
			}
		}
	}
	read() // keeps the answers
	var first, cpu, live, peak float64
	for b.Loop() {
		f, c, l, p := read()
		first, cpu, live, peak = max(first, f), max(cpu, c), max(live, l), max(peak, p)
	}
	b.ReportMetric(first, "first-ms")
	b.ReportMetric(cpu, "cpu-s")
	b.ReportMetric(live, "live-MB")
	b.ReportMetric(peak, "peak-MB")
}

// cpuSeconds returns the time that all threads were busy so far.
func cpuSeconds() float64 {
	var r syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return float64(r.Utime.Sec+r.Stime.Sec) + float64(r.Utime.Usec+r.Stime.Usec)/1e6
}

// heapMB returns what is in use after what is not was freed.
func heapMB() float64 {
	runtime.GC()
	runtime.GC() // what finalizers and pools kept
	return inUseMB()
}

func inUseMB() float64 {
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return float64(s.HeapAlloc) / 1e6
}
