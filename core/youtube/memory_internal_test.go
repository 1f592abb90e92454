package youtube

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core/jsondoc"
)

// What an answer may cost: bytes of memory, and allocations, which stand for work.
// The bytes are all that are allocated, so that the memory in use at a time is less.
const (
	mostAllocated   = 64 << 20
	mostAllocations = 2_000_000
)

// cost returns what f allocates.
func cost(f func()) (allocated, allocations uint64) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc, after.Mallocs - before.Mallocs
}

// checkCost fails when f allocates more than an answer may cost.
func checkCost(t *testing.T, f func()) {
	t.Helper()
	allocated, allocations := cost(f)
	t.Logf("%d MiB in %d allocations", allocated>>20, allocations)
	if measures && (allocated > mostAllocated || allocations > mostAllocations) {
		t.Errorf("%d MiB in %d allocations", allocated>>20, allocations)
	}
}

// answering returns a Source whose every request is answered with body.
func answering(body []byte) *Source {
	return New(Options{Transport: transportFunc(func(r *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(bytes.NewReader(body)), Request: r}, nil
	})})
}

// times repeats an element, separated by commas, until a document with it has
// as many values and bytes as an answer may have, less some for what is around it.
func times(element string, values int, most int64) string {
	n := values - 200
	if v := jsondoc.Count([]byte("["+element+"]")) - 1; strings.HasPrefix(element, `"`) && strings.Contains(element, `":`) {
		n /= jsondoc.Count([]byte("{"+element+"}")) - 1
	} else {
		n /= v
	}
	n = min(n, (int(most)-10_000)/(len(element)+1))
	return strings.TrimSuffix(strings.Repeat(element+",", n), ",")
}

// padded lengthens a document to the most bytes that an answer may have, with a
// string that is not read.
func padded(doc string, most int64) []byte {
	rest, ok := strings.CutSuffix(doc, "}")
	if n := int(most) - len(doc) - len(`,"pad":""`); ok && n > 0 {
		doc = rest + `,"pad":"` + strings.Repeat("x", n) + `"}`
	}
	return []byte(doc)
}

// TestWorstPlayerAnswers looks up a video whose answer is as large as it may be,
// in each of the ways that take much memory.
func TestWorstPlayerAnswers(t *testing.T) {
	const format = `{"itag":18,"url":"https://r1.googlevideo.com/videoplayback","mimeType":"video/mp4; codecs=\"avc1, mp4a\"","contentLength":"5"}`
	many := func(element string) string { return times(element, playerLimit.values, playerLimit.bytes) }
	for name, worst := range map[string]struct{ status, details, formats, more string }{
		"empty formats":    {formats: many(`{}`)},
		"formats":          {formats: many(format)},
		"null formats":     {formats: many(`null`)},
		"ranges":           {formats: many(`{"initRange":{},"indexRange":{},"audioTrack":{}}`)},
		"DRM families":     {formats: `{"drmFamilies":[` + many(`""`) + `]}`},
		"formats again":    {more: many(`"streamingData":{"formats":[{}]}`)},
		"captions":         {more: `"captions":{"playerCaptionsTracklistRenderer":{"captionTracks":[` + many(`{}`) + `]}}`},
		"caption in runs":  {more: `"captions":{"playerCaptionsTracklistRenderer":{"captionTracks":[{"languageCode":"en","baseUrl":"https://www.youtube.com/api","name":{"runs":[` + many(`{"text":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}`) + `]}}]}}`},
		"thumbnails":       {details: `"thumbnail":{"thumbnails":[` + many(`{}`) + `]}`},
		"good thumbnails":  {details: `"thumbnail":{"thumbnails":[` + many(`{"url":"//i.ytimg.com/x"}`) + `]}`},
		"keywords":         {details: `"keywords":[` + many(`""`) + `]`},
		"description":      {details: `"shortDescription":"` + strings.Repeat("x", int(playerLimit.bytes)-2000) + `"`},
		"chapters":         {details: `"shortDescription":"` + strings.Repeat(`0:01 x\n`, int(playerLimit.bytes)/8-200) + `"`},
		"countries":        {more: `"microformat":{"playerMicroformatRenderer":{"availableCountries":[` + many(`""`) + `]}}`},
		"arrays":           {more: `"x":[` + many(`[[[[]]]]`) + `]`},
		"messages":         {status: `"messages":[` + many(`""`) + `]`},
		"long messages":    {status: `"messages":[` + many(`"`+strings.Repeat("’", 10)+`"`) + `]`},
		"error screens":    {status: `"errorScreen":{` + many(`"x":{}`) + `}`},
		"an error screen":  {status: `"errorScreen":{"x":{"dialogMessages":[` + many(`{}`) + `]}}`},
		"reason in runs":   {status: `"errorScreen":{"x":{"reason":{"runs":[` + many(`{"text":"xxxxxxxxxxxxxxxx"}`) + `]}}}`},
		"different fields": {more: distinct(playerLimit.values - 100)},
	} {
		t.Run(name, func(t *testing.T) {
			status := `"status":"OK"`
			if worst.status != "" {
				status = `"status":"ERROR",` + worst.status
			}
			details := `"videoId":"` + internalID + `","lengthSeconds":"100"`
			if worst.details != "" {
				details += "," + worst.details
			}
			if worst.formats == "" {
				worst.formats = format
			}
			if worst.more != "" {
				worst.more = "," + worst.more
			}
			body := padded(fmt.Sprintf(`{"playabilityStatus":{%s},"videoDetails":{%s},"streamingData":{"adaptiveFormats":[%s]}%s}`, status, details, worst.formats, worst.more), playerLimit.bytes)
			s := answering(body)
			checkCost(t, func() {
				_, err := s.lookup(t.Context(), internalID, &s.current().Player[0])
				if errors.Is(err, errTooLong) || errors.Is(err, jsondoc.ErrTooMany) || errors.Is(err, jsondoc.ErrSyntax) {
					t.Error("the answer is not accepted: ", err)
				}
			})
		})
	}
}

// distinct returns n members with different keys.
func distinct(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `"%d":0,`, i)
	}
	return strings.TrimSuffix(b.String(), ",")
}

// TestWorstPages reads a page that is as large as it may be, in each of the ways
// that take much memory.
func TestWorstPages(t *testing.T) {
	many := func(element string) string { return times(element, pageLimit.values, pageLimit.bytes) }
	const good = `{"contentType":"LOCKUP_CONTENT_TYPE_VIDEO","contentId":"` + internalID + `"`
	parts := `{"pageHeaderRenderer":{"content":{"pageHeaderViewModel":{"metadata":{"contentMetadataViewModel":{"metadataRows":[{"metadataParts":[` + many(`{}`) + `]}]}}}}}}`
	rows := `{"pageHeaderRenderer":{"content":{"pageHeaderViewModel":{"metadata":{"contentMetadataViewModel":{"metadataRows":[` + many(`{}`) + `]}}}}}}`
	for name, doc := range map[string]string{
		"objects":            `{"contents":[` + many(`{}`) + `]}`,
		"arrays":             `{"contents":[` + many(`[]`) + `]}`,
		"numbers":            `{"contents":[` + many(`1.5`) + `]}`,
		"strings":            `{"contents":[` + many(`"xxxxxxxxxx"`) + `]}`,
		"nested objects":     `{"contents":[` + many(strings.Repeat(`{"":`, 100)+`0`+strings.Repeat(`}`, 100)) + `]}`,
		"nested arrays":      `{"contents":[` + many(strings.Repeat(`[`, 38)+strings.Repeat(`]`, 38)) + `]}`,
		"different keys":     `{"contents":{` + distinct(pageLimit.values-10) + `}}`,
		"empty entries":      `{"contents":[` + many(`{"lockupViewModel":{}}`) + `]}`,
		"entries":            `{"contents":[` + many(`{"lockupViewModel":`+good+`}}`) + `]}`,
		"old entries":        `{"contents":[` + many(`{"playlistVideoRenderer":{"videoId":"`+internalID+`","title":{"runs":[{"text":"a"}]}}}`) + `]}`,
		"an entry of values": `{"contents":[{"lockupViewModel":` + good + `,"metadata":{"x":[` + many(`{"":{}}`) + `]}}}]}`,
		"an entry of rows":   `{"contents":[{"lockupViewModel":` + good + `,"metadata":{"lockupMetadataViewModel":{"metadata":{"contentMetadataViewModel":{"metadataRows":[` + many(`{"metadataParts":[{}]}`) + `]}}}}}}]}`,
		"a title in runs":    `{"contents":[{"playlistVideoRenderer":{"videoId":"` + internalID + `","title":{"runs":[` + many(`{"text":"xxxx"}`) + `]}}}]}`,
		"continuations":      `{"contents":[` + many(`{"continuationItemRenderer":{"continuationCommand":{"token":"x"}}}`) + `]}`,
		"no continuations":   `{"contents":[` + many(strings.Repeat(`{"continuationItemRenderer":{"":[`, 10)+strings.Repeat(`]}}`, 10)) + `]}`,
		"header parts":       `{"header":` + parts + `}`,
		"header rows":        `{"metadata":` + rows + `}`,
		"alerts":             `{"alerts":[` + many(`{"alertRenderer":{}}`) + `]}`,
		"headers":            `{` + many(`"header":{}`) + `}`,
		"long text":          `{"alerts":[{"alertRenderer":{"type":"ERROR","text":{"runs":[` + many(`{"text":"xxxx"}`) + `]}}}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			s := answering(padded(doc, pageLimit.bytes))
			checkCost(t, func() {
				_, err := s.listPage(t.Context(), listRequest{"browse", map[string]any{"browseId": "VLPLx"}}, readPage)
				if errors.Is(err, errTooLong) || errors.Is(err, jsondoc.ErrTooMany) || errors.Is(err, jsondoc.ErrSyntax) {
					t.Error("the page is not accepted: ", err)
				}
			})
		})
	}
}

// TestAnswersOfManyValuesAreRefused checks that answers with more values than any
// that YouTube gives are refused before they are decoded.
func TestAnswersOfManyValuesAreRefused(t *testing.T) {
	const n = 1_200_000
	for name, tt := range map[string]struct {
		doc string
		ask func(*Source) error
	}{
		"player": {
			`{"playabilityStatus":{"status":"OK"},"videoDetails":{"videoId":"` + internalID + `"},"streamingData":{"adaptiveFormats":[{}` + strings.Repeat(",{}", n) + `]}}`,
			func(s *Source) error { _, err := s.lookup(t.Context(), internalID, &s.current().Player[0]); return err },
		},
		"playlist": {
			`{"contents":[{}` + strings.Repeat(",{}", n) + `]}`,
			func(s *Source) error {
				_, err := s.listPage(t.Context(), listRequest{method: "browse"}, readPage)
				return err
			},
		},
		"channel": {
			`{"endpoint":[{}` + strings.Repeat(",{}", n) + `]}`,
			func(s *Source) error { _, err := s.resolve(t.Context(), "/@x"); return err },
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := answering([]byte(tt.doc))
			checkCost(t, func() {
				err := tt.ask(s)
				wantInternalClass(t, err, Unintelligible)
				if !errors.Is(err, jsondoc.ErrTooMany) {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}
