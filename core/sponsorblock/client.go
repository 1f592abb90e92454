package sponsorblock

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/hosts"
)

// Host is the only host that is asked.
const Host = "sponsor.ajay.app"

const (
	patience   = 5 * time.Second  // for one answer
	pause      = 30 * time.Second // in which a service that has failed is not asked again
	cachedMost = 1000             // videos
)

// Client asks the service. It may be used by several goroutines.
type Client struct {
	http *http.Client

	mu      sync.Mutex
	answers map[question][]Segment
	failed  time.Time // when the service failed last
	failure error
}

// question is what an answer depends on.
type question struct {
	videoID    string
	categories string
	length     time.Duration
}

// New returns a client. Its requests take a transport that must check certificates;
// nil means http.DefaultTransport.
func New(t http.RoundTripper) *Client {
	if t == nil {
		t = http.DefaultTransport
	}
	return &Client{
		answers: map[question][]Segment{},
		http: &http.Client{
			Transport:     guard{t},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

// guard refuses requests to any other host.
type guard struct{ next http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (g guard) RoundTrip(r *http.Request) (*http.Response, error) {
	if !hosts.Allowed(r.URL, Host) {
		return nil, fmt.Errorf("sponsorblock: %s is another host", r.URL.Redacted())
	}
	return g.next.RoundTrip(r)
}

// Segments returns what the service's users marked in a video, of these categories,
// in the order of their starts: none is no error. Those of one category do not
// overlap, and all end at length at the latest, which is how long the video is, 0
// when unknown. Segments that were marked when the video had another length are left
// out.
//
// An answer is remembered. When the service has failed, it is not asked again for 30
// seconds. Errors wrap ErrAnswer, or are those of the network or of ctx; the service
// has 5 seconds.
func (c *Client) Segments(ctx context.Context, videoID string, length time.Duration, categories []string) ([]Segment, error) {
	q := question{videoID, strings.Join(categories, ","), length}
	c.mu.Lock()
	known, ok := c.answers[q]
	failure := c.failure
	if time.Since(c.failed) >= pause {
		failure = nil
	}
	c.mu.Unlock()
	if ok || len(categories) == 0 {
		return slices.Clone(known), nil
	}
	if failure != nil {
		return nil, failure
	}
	found, err := c.ask(ctx, q, categories)
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil {
		c.failed, c.failure = time.Now(), err
		return nil, err
	}
	if len(c.answers) >= cachedMost {
		clear(c.answers)
	}
	c.answers[q] = found
	return slices.Clone(found), nil
}

// ask asks the service.
func (c *Client) ask(ctx context.Context, q question, categories []string) ([]Segment, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address(q.videoID, categories), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", "Hilo")
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	switch resp.StatusCode {
	case http.StatusOK:
	case http.StatusNotFound: // the service's way to say that no video with the prefix has segments
		return nil, nil
	default:
		return nil, fmt.Errorf("%w: HTTP status %d", ErrAnswer, resp.StatusCode)
	}
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if err != nil {
		return nil, err
	}
	if len(answer) > maxAnswer {
		return nil, fmt.Errorf("%w: longer than %d bytes", ErrAnswer, maxAnswer)
	}
	return parse(answer, q.videoID, q.length, categories)
}

// address returns the address that answers about all videos with the prefix of one.
func address(videoID string, categories []string) string {
	list, _ := json.Marshal(categories) // strings cannot fail
	u := url.URL{
		Scheme: "https", Host: Host, Path: "/api/skipSegments/" + prefixOf(videoID),
		RawQuery: url.Values{"categories": {string(list)}, "actionTypes": {`["skip"]`}}.Encode(),
	}
	return u.String()
}
