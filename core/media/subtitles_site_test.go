package media

import (
	"context"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// The forms that are asked for, generated or not, are read as what they are.
func TestCaptionsOfSite(t *testing.T) {
	const id = "aaaaaaaaaaa"
	cues := []simulator.Cue{
		{Start: ms(160), End: ms(2240), Text: "good morning & welcome"},
		{Start: ms(2240), End: ms(4160), Text: "it's <early>"},
		{Start: ms(4160), End: ms(9000), Text: "the boats"},
		{Start: ms(12_000), End: ms(15_000), Text: "the boats"},
		{Start: ms(15_000), End: ms(16_000), Text: "leave"},
	}
	site := simulator.NewSite()
	defer site.Close()
	site.Add(simulator.Video{ID: id, Captions: []simulator.Caption{
		{Language: "en", Cues: cues}, {Language: "en", Generated: true, Cues: cues},
	}})
	transport := site.Transport()
	defer transport.CloseIdleConnections()
	for _, kind := range []string{"", "&kind=asr"} {
		for _, form := range []string{"srv1", "srv3"} {
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			r, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://www.youtube.com/api/timedtext?v="+id+"&lang=en&fmt="+form+kind, nil)
			if err != nil {
				t.Fatal(err)
			}
			resp, err := transport.RoundTrip(r)
			if err != nil {
				t.Fatal(err)
			}
			body, _ := io.ReadAll(resp.Body)
			_ = resp.Body.Close()
			got, err := ParseCaptions(body)
			if err != nil {
				t.Fatal(err)
			}
			want := []Cue{}
			for _, c := range cues {
				want = append(want, Cue(c))
			}
			if cuesOf(got) != cuesOf(want) {
				t.Errorf("%s%s: %s\n%s", form, kind, cuesOf(got), body)
			}
		}
	}
}
