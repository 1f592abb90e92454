package transfer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/hosts"
	"github.com/hilo-app/hilo/core/netfail"
)

const (
	maxRedirects = 5
	maxAfter     = time.Hour // bounds StatusError.After
)

// errWhole is an answer of the whole stream to a request for bytes far behind its
// start.
var errWhole = fmt.Errorf("%w: it is the whole stream", ErrRange)

// answer is a body that contains the bytes that were asked for.
type answer struct {
	body       io.ReadCloser
	url        string // where it came from, after redirects
	redirected bool
	took       time.Duration // from the request to the header
	whole      bool          // it is the whole stream although less was asked for
	skip       int64         // bytes in front of those that were asked for
	total      int64         // size of the whole stream as the server says
	free       func()        // gives the host's slot back
}

func (a *answer) close() {
	a.body.Close()
	a.free()
}

// order is what open requests.
type order struct {
	Address
	from, to int64
	maxSkip  int64         // bytes in front of them that may be read and dropped
	job      any           // whose share of the host's connections is used
	header   time.Duration // most from the request to the header
	late     func()        // must end the request at once, because that is over
	begun    func()        // called before each request is sent, when its slot is free
	giveUp   func()        // must end the request soon, because another job needs its connection
}

// open requests bytes of a stream and checks that the answer is them.
func (c *Client) open(ctx context.Context, o order) (*answer, error) {
	at, err := url.Parse(o.URL)
	if err != nil || at.Scheme != "https" || at.Host == "" {
		return nil, fatalError{errors.New("address cannot be used")} // the cause would quote it, with its signature
	}
	for hops := 0; ; hops++ {
		free, err := c.slots.take(ctx, strings.ToLower(at.Host), o.job, o.giveUp)
		if err != nil {
			return nil, err
		}
		o.begun()
		timer := newHeaderTimer(o.header, o.late)
		res, err := c.transport.RoundTrip(rangeRequest(timer.trace(ctx), at, o.UserAgent, o.from, o.to)) //nolint:bodyclose // the answer closes it
		took := timer.stop()
		if err != nil {
			free()
			return nil, roundTripError(ctx, err)
		}
		ans := &answer{body: res.Body, url: at.String(), redirected: hops > 0, took: took, free: free}
		if !isRedirect(res.StatusCode) {
			if ans.skip, ans.total, err = checkAnswer(res, o.from, o.to, o.Size, o.maxSkip); err != nil {
				ans.close()
				return nil, err
			}
			ans.whole = ans.skip > 0 || res.StatusCode == http.StatusOK && res.ContentLength == o.Size && o.to < o.Size
			return ans, nil
		}
		ans.close()
		if hops == maxRedirects {
			return nil, fmt.Errorf("%w: more than %d of them", ErrRedirect, maxRedirects)
		}
		if at, err = resolveRedirect(at, res.Header.Get("Location")); err != nil {
			return nil, err
		}
	}
}

func rangeRequest(ctx context.Context, at *url.URL, agent string, from, to int64) *http.Request {
	r := (&http.Request{
		Method: http.MethodGet,
		URL:    at,
		Host:   at.Host,
		Header: http.Header{
			"Range":           {fmt.Sprintf("bytes=%d-%d", from, to-1)},
			"Accept":          {"*/*"},
			"Accept-Encoding": {"identity"},
		},
	}).WithContext(ctx)
	if agent != "" {
		r.Header.Set("User-Agent", agent)
	}
	return r
}

func roundTripError(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	var op *net.OpError
	var late net.Error
	if errors.As(err, &late) && late.Timeout() && (!errors.As(err, &op) || op.Op != "dial") {
		return fmt.Errorf("%w: %w", ErrStalled, err)
	}
	return &NetworkError{"request", err}
}

func isRedirect(code int) bool {
	switch code {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// resolveRedirect returns the address that an answer redirects to. YouTube
// redirects media only between its own media hosts; any other target is
// ErrRedirect.
func resolveRedirect(from *url.URL, location string) (*url.URL, error) {
	to, err := from.Parse(location)
	if err != nil || location == "" {
		return nil, fmt.Errorf("%w: no readable address", ErrRedirect)
	}
	if !hosts.Allowed(to, "googlevideo.com") || strings.EqualFold(to.Hostname(), "googlevideo.com") {
		return nil, fmt.Errorf("%w: %s://%s", ErrRedirect, to.Scheme, to.Host)
	}
	return to, nil
}

// checkAnswer checks that an answer is the bytes from..to of a stream of size
// bytes (0 when unknown), or the first of them. It returns how many bytes of the
// body come before them, at most maxSkip, and the size of the stream by the answer
// (RFC 9110, sections 14.4 and 15.3.7). The whole stream with more bytes before
// them is errWhole.
func checkAnswer(res *http.Response, from, to, size, maxSkip int64) (skip, total int64, err error) {
	if e := res.Header.Get("Content-Encoding"); e != "" && e != "identity" {
		return 0, 0, fmt.Errorf("%w: encoded as %q", ErrRange, e)
	}
	n := res.ContentLength
	switch res.StatusCode {
	case http.StatusPartialContent:
		cr := res.Header.Get("Content-Range")
		a, b, total, ok := parseContentRange(cr)
		if ok && size > 0 && total != size {
			return 0, 0, &resizedError{total, size}
		}
		// A server may send less than was asked for (RFC 9110, section 15.3.7), and
		// some announce the whole range before fewer bytes.
		if !ok || a != from || b < a || b >= to || n == 0 || n > b-a+1 {
			return 0, 0, fmt.Errorf("%w: %q, %d bytes, for bytes %d-%d/%d", ErrRange, cr, n, from, to-1, size)
		}
		return 0, total, nil
	case http.StatusOK:
		if n > 0 && n == size && from > maxSkip {
			return 0, 0, fmt.Errorf("%w: for bytes %d-%d/%d", errWhole, from, to-1, size)
		}
		if n > 0 && n == size {
			return from, n, nil
		}
		if n > 0 && n == to-from && size > 0 && !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
			return 0, size, nil // from a server that takes the range from the query
		}
		if n > 0 && size == 0 && from == 0 && n >= to {
			return 0, n, nil
		}
		return 0, 0, fmt.Errorf("%w: %d bytes for bytes %d-%d/%d", ErrRange, n, from, to-1, size)
	case http.StatusRequestedRangeNotSatisfiable:
		return 0, 0, fmt.Errorf("%w: %w", ErrRange, statusError(res))
	}
	return 0, 0, statusError(res)
}

// resizedError is an answer about a stream of another size.
type resizedError struct{ got, want int64 }

func (e *resizedError) Error() string {
	return fmt.Sprintf("%v: of a stream of %d bytes, not %d", ErrRange, e.got, e.want)
}

func (e *resizedError) Unwrap() error { return ErrRange }

// parseContentRange reads "bytes 0-99/1000".
func parseContentRange(s string) (from, last, total int64, ok bool) {
	rest, ok := strings.CutPrefix(s, "bytes ")
	span, size, ok1 := strings.Cut(rest, "/")
	a, b, ok2 := strings.Cut(span, "-")
	if !ok || !ok1 || !ok2 {
		return 0, 0, 0, false
	}
	for _, v := range []struct {
		text string
		to   *int64
	}{{a, &from}, {b, &last}, {size, &total}} {
		n, err := strconv.ParseUint(v.text, 10, 63)
		if err != nil {
			return 0, 0, 0, false
		}
		*v.to = int64(n)
	}
	return from, last, total, true
}

func statusError(res *http.Response) *StatusError {
	return &StatusError{res.StatusCode, netfail.RetryAfter(res.Header, time.Now(), maxAfter)}
}

// fatalError is an error that recover does not retry.
type fatalError struct{ error }
