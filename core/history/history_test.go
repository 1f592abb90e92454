package history_test

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/history"
)

// kept is a store in memory.
type kept map[string]history.Entry

func (k kept) keep(key string, e *history.Entry) {
	if e == nil {
		delete(k, key)
		return
	}
	k[key] = *e
}

func (k kept) reopen() *history.History {
	return history.Open(func(each func(history.Entry)) {
		for _, e := range maps.All(k) { // in no order
			each(e)
		}
	}, k.keep)
}

func titles(all []history.Entry) string {
	var t []string
	for _, e := range all {
		t = append(t, e.Title)
	}
	return strings.Join(t, "|")
}

func bridge(n int) history.Entry {
	return history.Entry{VideoID: fmt.Sprintf("%011d", n), Title: fmt.Sprint("Bridge ", n), Kind: format.Video, File: fmt.Sprintf("/videos/%d.mp4", n), Size: 5}
}

func TestFindByVideo(t *testing.T) {
	k := kept{}
	h := history.Open(nil, k.keep)
	clip := format.Clip{From: time.Second, To: 2 * time.Second}
	for i, e := range []history.Entry{
		{VideoID: "aaaaaaaaaaa", Title: "first", Kind: format.Video, File: "/1"},
		{VideoID: "aaaaaaaaaaa", Title: "sound", Kind: format.Audio, File: "/2"},
		{VideoID: "aaaaaaaaaaa", Title: "clip", Kind: format.Video, Part: clip, File: "/3"},
		{VideoID: "aaaaaaaaaaa", Title: "second", Kind: format.Video, File: "/4"},
		{VideoID: "bbbbbbbbbbb", Title: "other", Kind: format.Video, File: "/5"},
		{VideoID: "aaaaaaaaaaa", Title: "first again", Kind: format.Video, File: "/1"},
	} {
		if got := h.Add(e); got.Key == "" || got.Saved.IsZero() {
			t.Errorf("%d: %+v", i, got)
		}
	}
	for range 2 {
		if got := titles(h.Find("aaaaaaaaaaa", format.Video, format.Clip{})); got != "first again|second" {
			t.Errorf("video: %q", got)
		}
		if got := titles(h.Find("aaaaaaaaaaa", format.Audio, format.Clip{})); got != "sound" {
			t.Errorf("sound: %q", got)
		}
		if got := titles(h.Find("aaaaaaaaaaa", format.Video, clip)); got != "clip" {
			t.Errorf("clip: %q", got)
		}
		if h.Len() != 5 || len(k) != 5 {
			t.Errorf("%d entries, %d stored", h.Len(), len(k))
		}
		h = k.reopen()
	}
}

func TestForgetAndClear(t *testing.T) {
	k := kept{}
	h := history.Open(nil, k.keep)
	var keys []string
	for i := range 5 {
		keys = append(keys, h.Add(bridge(i)).Key)
	}
	h.Forget(keys[1], keys[3], "nothing")
	if page, total := h.Search("", 0, 10); titles(page) != "Bridge 4|Bridge 2|Bridge 0" || total != 3 {
		t.Errorf("%q, %d", titles(page), total)
	}
	if len(h.Find("00000000001", format.Video, format.Clip{})) != 0 || len(k) != 3 {
		t.Errorf("still known; stored %v", k)
	}
	h.Clear()
	h.Add(bridge(9))
	if page, total := h.Search("bridge", 0, 10); titles(page) != "Bridge 9" || total != 1 || len(k) != 1 {
		t.Errorf("after Clear: %q, %d, stored %v", titles(page), total, k)
	}
}

func TestSearch(t *testing.T) {
	h := history.Open(nil, nil)
	for _, e := range []history.Entry{
		{VideoID: "aaaaaaaaaaa", Title: "Cómo se construye un puente", Channel: "Ingeniería", File: "/x/Cómo.mp4"},
		{VideoID: "bbbbbbbbbbb", Title: "How bridges are built", Channel: "Practice", List: "Bridges of the World", File: "/x/007 - How.mp4"},
		{VideoID: "ccccccccccc", Title: "橋の作り方", Channel: "ＰＲＡＣＴＩＣＥ", File: "/bridges/x.mp4"},
	} {
		h.Add(e)
	}
	for query, want := range map[string]string{
		"":                         "橋の作り方|How bridges are built|Cómo se construye un puente",
		"BRIDGE":                   "How bridges are built", // not the folder of the third
		"como ingenieria":          "Cómo se construye un puente",
		"CÓMO":                     "Cómo se construye un puente",
		"world how":                "How bridges are built",
		"built practice 007":       "How bridges are built",
		"practice":                 "橋の作り方|How bridges are built",
		"の作":                       "橋の作り方",
		"bbbbbbbbbbb":              "How bridges are built",
		"built\npractice":          "How bridges are built",
		"builtpractice":            "",
		"\xff\xfe":                 "橋の作り方|How bridges are built|Cómo se construye un puente",
		strings.Repeat("zq ", 1e5): "",
	} {
		page, total := h.Search(query, 0, 10)
		if titles(page) != want || total != len(page) {
			t.Errorf("%.30q: %q, %d; want %q", query, titles(page), total, want)
		}
	}
	h.Add(history.Entry{VideoID: "ddddddddddd", Title: "A new bridge", File: "/x/y.mp4"})
	if page, total := h.Search("bridge", 1, 1); titles(page) != "How bridges are built" || total != 2 {
		t.Errorf("second page: %q of %d", titles(page), total)
	}
}

func TestGone(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x.mp4")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	e := history.Entry{File: file}
	if e.Gone() {
		t.Error("gone while it is there")
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if !e.Gone() {
		t.Error("not gone")
	}
}

// The order is that of adding, even if the clock was set back meanwhile.
func TestClockThatWasSetBack(t *testing.T) {
	k := kept{}
	h := history.Open(nil, k.keep)
	for i := range 4 {
		e := bridge(i)
		e.Saved = time.Date(2026, 11, 27-i, 0, 0, 0, 0, time.UTC)
		h.Add(e)
	}
	for range 2 {
		if page, _ := h.Search("", 0, 9); titles(page) != "Bridge 3|Bridge 2|Bridge 1|Bridge 0" {
			t.Errorf("%q", titles(page))
		}
		h = k.reopen()
	}
}

func TestCSV(t *testing.T) {
	h := history.Open(nil, nil)
	e := bridge(1)
	e.Title, e.Channel, e.Saved, e.Duration = `=HYPERLINK("x")`, "Practice, Inc.", time.Date(2026, 11, 27, 4, 0, 0, 0, time.UTC), 90*time.Second
	h.Add(e)
	var b strings.Builder
	if err := h.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	const want = "saved,title,channel,list,kind,quality,seconds,bytes,file,link\r\n" +
		`2026-11-27T04:00:00Z,"'=HYPERLINK(""x"")","Practice, Inc.",,video,,90,5,/videos/1.mp4,https://www.youtube.com/watch?v=00000000001` + "\r\n"
	if b.String() != want {
		t.Errorf("%s", b.String())
	}
	if err := h.WriteCSV(full{}); !errors.Is(err, errFull) {
		t.Errorf("error %v", err)
	}
}

var errFull = errors.New("disk full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

func load(all []history.Entry) history.Load {
	return func(each func(history.Entry)) {
		for _, e := range all {
			each(e)
		}
	}
}

func many(n int) []history.Entry {
	all := make([]history.Entry, n)
	words := []string{"bridge", "Ártico", "song", "live", "2026", "tutorial", "橋", "remix", "official", "how", "to"}
	for i := range all {
		title := make([]string, 7)
		for j := range title {
			title[j] = words[(i*7+j*j)%len(words)]
		}
		all[i] = bridge(i)
		all[i].Key = fmt.Sprintf("%014x", i)
		all[i].Title, all[i].Channel, all[i].List = strings.Join(title, " "), fmt.Sprint("Channel ", i%300), "A list of them"
	}
	return all
}

// A key of the search in a history of 50,000.
func BenchmarkSearch50000(b *testing.B) {
	h := history.Open(load(many(50_000)), nil)
	h.Prepare()
	for _, query := range []string{"", "b", "bridge", "artico song", "nothing at all"} {
		b.Run(query, func(b *testing.B) {
			for b.Loop() {
				h.Search(query, 0, 100)
			}
		})
	}
	b.Run("prepare", func(b *testing.B) {
		all := many(50_000)
		for b.Loop() {
			h := history.Open(load(all), nil)
			h.Prepare()
		}
	})
}

// The memory of a history of 50,000 that can be searched, in bytes an entry, with the
// texts of its entries.
func BenchmarkMemory50000(b *testing.B) {
	const n = 50_000
	heap := func() uint64 {
		runtime.GC()
		runtime.GC() // frees what a finalizer or a pool kept
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	for b.Loop() {
		before := heap()
		h := history.Open(func(each func(history.Entry)) {
			for i := range n { // one after the other, as the store gives them
				e := bridge(i)
				e.Key = fmt.Sprintf("%014x", i)
				e.Title = fmt.Sprint("How bridges are built and why they stand, part ", i)
				e.Channel, e.List = strings.Clone("Practice"), strings.Clone("Bridges of the world")
				e.File = fmt.Sprintf("/home/ana/Downloads/Bridges of the world/%05d - How bridges are built.mp4", i)
				each(e)
			}
		}, nil)
		h.Prepare()
		if h.Len() != n {
			b.Fatalf("%d entries", h.Len())
		}
		b.ReportMetric(float64(heap()-before)/n, "B/entry")
		runtime.KeepAlive(h)
	}
}
