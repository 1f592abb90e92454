package youtube

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"testing"
)

// FuzzPlayer feeds any bytes to a lookup.
func FuzzPlayer(f *testing.F) {
	for _, seed := range []string{whole, good, sabr, kids, botted, "", "{}", "null", "[]", `{"playabilityStatus":{"status":"OK","errorScreen":{"a":1}}}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		s := New(Options{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Body: io.NopCloser(bytes.NewReader(raw)), Request: r}, nil
		})})
		v, err := s.Video(t.Context(), testID)
		var e *Error
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

// FuzzPage feeds any bytes to the reader of playlist pages.
func FuzzPage(f *testing.F) {
	for _, seed := range []string{
		firstPage(3, oldItem(videoID(1), "a"), lockup(videoID(2), "b"), short(videoID(3), "c"), more("x")), laterPage(lockup(videoID(1), "a"), more("y")),
		"{}", "null", `{"contents":[[[[{}]]]]}`, `{"contents":{"continuationItemRenderer":{}}}`, `{"alerts":[{}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := readPage(raw)
		var e *Error
		if err != nil {
			if !errors.As(err, &e) {
				t.Fatalf("got %v", err)
			}
			return
		}
		for _, entry := range p.entries {
			if !validID(entry.ID) || entry.Duration < 0 || len(entry.Title) > 500 {
				t.Fatalf("got %+v", entry)
			}
		}
		if p.total < 0 || len(p.next) >= 1<<14 {
			t.Fatalf("got %+v", p)
		}
	})
}
