package sponsorblock_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hilo-app/hilo/core/sponsorblock"
)

const id = "dQw4w9WgXcQ" // SHA-256 begins with 5f6b

// service is a fake of the service: an http.RoundTripper.
type service struct {
	status   int
	body     string
	err      error
	slow     bool // answers when the request's context ends
	requests []*http.Request
}

func (s *service) RoundTrip(r *http.Request) (*http.Response, error) {
	s.requests = append(s.requests, r)
	if s.slow {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	if s.err != nil {
		return nil, s.err
	}
	return &http.Response{StatusCode: s.status, Header: http.Header{"Location": {"https://www.youtube.com/"}}, Body: io.NopCloser(strings.NewReader(s.body)), Request: r}, nil
}

func answer(segments string) string {
	return `[{"videoID":"another-one","segments":[{"category":"sponsor","actionType":"skip","segment":[0,9],"UUID":"x","videoDuration":0,"locked":0,"votes":1}]},` +
		`{"videoID":"` + id + `","segments":[` + segments + `]}]`
}

func segment(category string, times, more string) string {
	return `{"category":"` + category + `","actionType":"skip","segment":` + times + `,"UUID":"u"` + more + `}`
}

const length = 100 * time.Second

var both = []string{sponsorblock.Sponsor, sponsorblock.SelfPromo}

func ask(t *testing.T, s *service) ([]sponsorblock.Segment, error) {
	t.Helper()
	return sponsorblock.New(s).Segments(t.Context(), id, length, both)
}

func TestRequestNamesNoVideo(t *testing.T) {
	s := &service{status: http.StatusNotFound}
	got, err := ask(t, s)
	if len(got) != 0 || err != nil {
		t.Errorf("%v, %v", got, err)
	}
	want := "https://sponsor.ajay.app/api/skipSegments/5f6b" +
		"?actionTypes=%5B%22skip%22%5D&categories=%5B%22sponsor%22%2C%22selfpromo%22%5D"
	if len(s.requests) != 1 || s.requests[0].URL.String() != want || s.requests[0].Method != http.MethodGet {
		t.Errorf("asked for %v", s.requests)
	}
	for name, values := range s.requests[0].Header {
		if name != "User-Agent" || values[0] != "Hilo" {
			t.Errorf("header %s: %s", name, values)
		}
	}
}

func TestSegments(t *testing.T) {
	for name, c := range map[string]struct {
		segments string
		want     []sponsorblock.Segment
	}{
		"none of the video": {"", nil},
		"sorted": {
			segment("sponsor", "[50.5,60]", "") + "," + segment("selfpromo", "[1,2.0005]", ""),
			[]sponsorblock.Segment{{time.Second, 2001 * time.Millisecond, "selfpromo"}, {50500 * time.Millisecond, time.Minute, "sponsor"}},
		},
		"merged by category": {
			segment("sponsor", "[10,20]", "") + "," + segment("sponsor", "[15,30]", "") + "," + segment("selfpromo", "[20,25]", "") + "," + segment("sponsor", "[30,31]", ""),
			[]sponsorblock.Segment{{10 * time.Second, 31 * time.Second, "sponsor"}, {20 * time.Second, 25 * time.Second, "selfpromo"}},
		},
		"clamped":             {segment("sponsor", "[-5,1e300]", ""), []sponsorblock.Segment{{0, length, "sponsor"}}},
		"behind the end":      {segment("sponsor", "[100,120]", ""), nil},
		"backwards":           {segment("sponsor", "[20,10]", ""), nil},
		"another category":    {segment("outro", "[10,20]", ""), nil},
		"another action":      {`{"category":"sponsor","actionType":"mute","segment":[1,2]}`, nil},
		"voted down":          {segment("sponsor", "[10,20]", `,"votes":-2`), nil},
		"about another video": {segment("sponsor", "[10,20]", `,"videoDuration":102.1`), nil},
		"nearly as long":      {segment("sponsor", "[10,20]", `,"videoDuration":98.1`), []sponsorblock.Segment{{10 * time.Second, 20 * time.Second, "sponsor"}}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := ask(t, &service{status: http.StatusOK, body: answer(c.segments)})
			if err != nil || len(got)+len(c.want) > 0 && !reflect.DeepEqual(got, c.want) {
				t.Errorf("%v, %v; want %v", got, err, c.want)
			}
		})
	}
}

func TestUnusableAnswers(t *testing.T) {
	long := strings.TrimSuffix(strings.Repeat(segment("sponsor", "[1,2]", "")+",", 201), ",")
	for name, s := range map[string]*service{
		"status":            {status: http.StatusInternalServerError},
		"redirect":          {status: http.StatusFound},
		"page":              {status: http.StatusOK, body: "<html>"},
		"cut":               {status: http.StatusOK, body: answer(segment("sponsor", "[1,2]", ""))[:90]},
		"too many bytes":    {status: http.StatusOK, body: answer("") + strings.Repeat(" ", 1<<20)},
		"too many values":   {status: http.StatusOK, body: "[" + strings.Repeat("{},", 50_000) + "{}]"},
		"too many segments": {status: http.StatusOK, body: answer(long)},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := ask(t, s)
			if !errors.Is(err, sponsorblock.ErrAnswer) || got != nil {
				t.Errorf("%v, %v", got, err)
			}
			if len(s.requests) != 1 {
				t.Errorf("%d requests", len(s.requests))
			}
		})
	}
}

func TestAnswersAreRemembered(t *testing.T) {
	s := &service{status: http.StatusOK, body: answer(segment("sponsor", "[1,2]", ""))}
	c := sponsorblock.New(s)
	for range 3 {
		got, err := c.Segments(t.Context(), id, length, both)
		if len(got) != 1 || err != nil {
			t.Fatalf("%v, %v", got, err)
		}
		got[0].From = 0 // is the caller's own
	}
	if len(s.requests) != 1 {
		t.Errorf("%d requests", len(s.requests))
	}
	if _, err := c.Segments(t.Context(), id, length, both[:1]); err != nil || len(s.requests) != 2 {
		t.Errorf("%d requests, %v", len(s.requests), err)
	}
}

// A service that does not answer takes five seconds once, and is asked again later.
func TestServiceThatDoesNotAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &service{slow: true}
		c := sponsorblock.New(s)
		start := time.Now()
		for range 3 {
			if _, err := c.Segments(t.Context(), id, length, both); !errors.Is(err, context.DeadlineExceeded) {
				t.Error(err)
			}
		}
		if took := time.Since(start); took != 5*time.Second || len(s.requests) != 1 {
			t.Errorf("%v, %d requests", took, len(s.requests))
		}
		time.Sleep(30 * time.Second)
		s.slow, s.status = false, http.StatusNotFound
		if _, err := c.Segments(t.Context(), id, length, both); err != nil || len(s.requests) != 2 {
			t.Errorf("%v, %d requests", err, len(s.requests))
		}
	})
}

// A caller who gives up is no failure of the service.
func TestCancelled(t *testing.T) {
	s := &service{err: errors.New("broken off"), status: http.StatusNotFound}
	c := sponsorblock.New(s)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Segments(ctx, id, length, both); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	s.err = nil
	if _, err := c.Segments(t.Context(), id, length, both); err != nil {
		t.Error(err)
	}
}

func TestParseCategories(t *testing.T) {
	for text, want := range map[string]string{
		"": "sponsor", "outro, sponsor ,outro": "sponsor,outro", "filler": "filler",
	} {
		got, err := sponsorblock.ParseCategories(text)
		if err != nil || strings.Join(got, ",") != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"sponsors", "sponsor,,intro", ","} {
		if got, err := sponsorblock.ParseCategories(text); err == nil {
			t.Errorf("%q: %v", text, got)
		}
	}
	for _, c := range sponsorblock.Categories() {
		if sponsorblock.CategoryName(c) == "" {
			t.Error(c)
		}
	}
}

func FuzzAnswer(f *testing.F) {
	f.Add(answer(segment("sponsor", "[1,2]", `,"videoDuration":100`)))
	f.Add(answer(segment("selfpromo", "[-1e308,1e308]", `,"votes":-9e99`)))
	f.Add("[]")
	f.Fuzz(func(t *testing.T, body string) {
		got, err := sponsorblock.New(&service{status: http.StatusOK, body: body}).Segments(t.Context(), id, length, both)
		if err != nil && got != nil {
			t.Errorf("%v with %v", got, err)
		}
		for i, s := range got {
			if s.From < 0 || s.To <= s.From || s.To > length || i > 0 && s.From < got[i-1].From {
				t.Errorf("%v", got)
			}
		}
		for i, r := range sponsorblock.Merge(got) {
			if all := sponsorblock.Merge(got); i > 0 && r.From <= all[i-1].To {
				t.Errorf("%v", all)
			}
		}
	})
}
