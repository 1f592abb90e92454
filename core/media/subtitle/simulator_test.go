package subtitle_test

import (
	"context"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/subtitle"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// The forms that are asked for, generated or not, are read as what they are.
func TestCaptionsOfSite(t *testing.T) {
	const id = "aaaaaaaaaaa"
	cues := []simulator.Cue{
		{Start: mediatest.MS(160), End: mediatest.MS(2240), Text: "good morning & welcome"},
		{Start: mediatest.MS(2240), End: mediatest.MS(4160), Text: "it's <early>"},
		{Start: mediatest.MS(4160), End: mediatest.MS(9000), Text: "the boats"},
		{Start: mediatest.MS(12_000), End: mediatest.MS(15_000), Text: "the boats"},
		{Start: mediatest.MS(15_000), End: mediatest.MS(16_000), Text: "leave"},
	}
	site := simulator.NewServer()
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
			got, err := subtitle.Parse(body)
			if err != nil {
				t.Fatal(err)
			}
			want := []subtitle.Cue{}
			for _, c := range cues {
				want = append(want, subtitle.Cue(c))
			}
			if mediatest.CuesOf(got) != mediatest.CuesOf(want) {
				t.Errorf("%s%s: %s\n%s", form, kind, mediatest.CuesOf(got), body)
			}
		}
	}
}
