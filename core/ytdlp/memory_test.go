package ytdlp_test

import (
	"errors"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core/jsondoc"
	"github.com/hilo-app/hilo/core/youtube"
	"github.com/hilo-app/hilo/core/ytdlp"
)

// What a dump may cost to read: bytes of memory, and allocations, which stand for
// work. The bytes are all that are allocated, so that the memory in use at a time is
// less. The buffer in which the dump was collected takes up to 48 MiB more.
const (
	mostAllocated   = 80 << 20
	mostAllocations = 2_000_000
)

// checkCost fails when f allocates more than a dump may cost.
func checkCost(t *testing.T, f func()) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	allocated, allocations := after.TotalAlloc-before.TotalAlloc, after.Mallocs-before.Mallocs
	t.Logf("%d MiB in %d allocations", allocated>>20, allocations)
	if allocated > mostAllocated || allocations > mostAllocations {
		t.Errorf("%d MiB in %d allocations", allocated>>20, allocations)
	}
}

// TestWorstDumps reads dumps with as many values and bytes as one may have, in each
// of the ways that take much memory.
func TestWorstDumps(t *testing.T) {
	many := func(element string) string {
		n := jsondoc.Count([]byte("["+element+"]")) - 1
		if strings.HasPrefix(element, `"`) {
			n = jsondoc.Count([]byte("{"+element+"}")) - 1
		}
		return strings.TrimSuffix(strings.Repeat(element+",", (ytdlp.MaxValues-100)/n), ",")
	}
	distinct := func(value string) string {
		var b strings.Builder
		for i := range (ytdlp.MaxValues - 100) / jsondoc.Count([]byte(value)) {
			b.WriteString(`"` + strconv.Itoa(i) + `":` + value + ",")
		}
		return strings.TrimSuffix(b.String(), ",")
	}
	for name, doc := range map[string]string{
		"formats":       `{"formats":[` + many(`{}`) + `]}`,
		"headers":       `{"formats":[` + many(`{"http_headers":{"a":"b"}}`) + `]}`,
		"header":        `{"formats":[{"http_headers":{` + distinct(`"b"`) + `}}]}`,
		"DRM":           `{"formats":[{"has_drm":[` + many(strings.Repeat(`{"":`, 100)+`0`+strings.Repeat(`}`, 100)) + `]}]}`,
		"fragments":     `{"formats":[{"fragments":[` + many(`{}`) + `]}]}`,
		"formats again": `{` + many(`"formats":[{}]`) + `}`,
		"thumbnails":    `{"thumbnails":[` + many(`{}`) + `]}`,
		"chapters":      `{"chapters":[` + many(`{}`) + `]}`,
		"languages":     `{"subtitles":{` + distinct(`[{}]`) + `}}`,
		"no languages":  `{"automatic_captions":{` + distinct(`[]`) + `}}`,
		"tracks":        `{"subtitles":{"en":[` + many(`{}`) + `]}}`,
		"good tracks":   `{"subtitles":{` + distinct(`[{"ext":"vtt","url":"https://www.youtube.com/api/timedtext?lang=en","name":"x"}]`) + `}}`,
		"objects":       `{"x":[` + many(`{}`) + `]}`,
	} {
		t.Run(name, func(t *testing.T) {
			pad := ytdlp.MaxDump - len(doc) - len(`,"description":""}`)
			raw := []byte(strings.TrimSuffix(doc, "}") + `,"description":"` + strings.Repeat("x", pad) + `"}`)
			checkCost(t, func() {
				if _, _, err := ytdlp.Read(raw); errors.Is(err, jsondoc.ErrTooMany) || errors.Is(err, jsondoc.ErrSyntax) {
					t.Error("the dump is not accepted: ", err)
				}
			})
		})
	}
}

// TestDumpOfManyValuesIsRefused checks that a dump with more values than any video
// has is refused before it is decoded.
func TestDumpOfManyValuesIsRefused(t *testing.T) {
	raw := []byte(`{"formats":[{}` + strings.Repeat(",{}", 5_000_000) + `]}`)
	checkCost(t, func() {
		_, _, err := ytdlp.Read(raw)
		wantClass(t, err, youtube.Unintelligible)
		if !errors.Is(err, jsondoc.ErrTooMany) {
			t.Errorf("got %v", err)
		}
	})
}
