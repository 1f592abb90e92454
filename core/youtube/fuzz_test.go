package youtube_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"testing"

	"github.com/hilo-app/hilo/core/youtube"
)

// FuzzPlayer feeds any bytes to a lookup.
func FuzzPlayer(f *testing.F) {
	for _, seed := range []string{whole, good, sabr, kids, botted, "", "{}", "null", "[]", `{"playabilityStatus":{"status":"OK","errorScreen":{"a":1}}}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		s := youtube.New(youtube.Options{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Body: io.NopCloser(bytes.NewReader(raw)), Request: r}, nil
		})})
		v, err := s.Video(t.Context(), testID)
		var e *youtube.Error
		switch {
		case err != nil:
			if !errors.As(err, &e) || e.Class == "" || len(e.Reason) > 500 {
				t.Fatalf("got %v", err)
			}
		case v.ID != testID || len(v.Streams) == 0 || v.Duration < 0:
			t.Fatalf("got %+v", v)
		default:
			for _, st := range v.Streams {
				if st.URL == "" || st.Size < 0 || st.Bitrate < 0 || st.Width < 0 || st.Height < 0 || st.FPS < 0 || st.Duration < 0 || !st.HasVideo && !st.HasAudio ||
					st.Init.From < 0 || st.Init.To < st.Init.From || st.Index.From < 0 || st.Index.To < st.Index.From {
					t.Fatalf("got %+v", st)
				}
			}
		}
	})
}
