package youtube

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/hosts"
	"github.com/hilo-app/hilo/core/sysproxy"
)

// answerLimit bounds an answer of InnerTube: its bytes, decompressed, and its
// values, because an object of two bytes takes hundreds once it is decoded.
type answerLimit struct {
	bytes  int64
	values int
}

// The limits, each over ten times the values of the largest recorded answer.
var (
	playerLimit = answerLimit{4 << 20, 100_000} // recorded: 0.4 MB with 8,364 values
	pageLimit   = answerLimit{8 << 20, 450_000} // recorded: 1.3 MB with 44,145 values
)

const (
	answerTime = 30 * time.Second // until the whole answer has arrived
	headerTime = 10 * time.Second // until the answer's headers have arrived
)

var (
	errTooLong = errors.New("answer too long")
	errSlow    = errors.New("no answer in time")
)

// The only hosts that requests go to, and whose addresses are accepted in an
// answer. A name includes all names below it.
var (
	apiHosts   = []string{"youtube.com"}
	mediaHosts = []string{"googlevideo.com", "youtube.com"}
	imageHosts = []string{"ytimg.com", "ggpht.com"}
)

// newClient returns a client that sends requests to YouTube's hosts only, over
// TLS, and follows no redirect: no request made here is redirected when it
// succeeds, and the target of a redirect says why it fails.
func newClient(t http.RoundTripper) *http.Client {
	if t == nil {
		own := http.DefaultTransport.(*http.Transport).Clone()
		own.Proxy = sysproxy.New().Find
		t = own
	}
	return &http.Client{
		Transport:     guard{t},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// guard refuses requests to any host but YouTube's.
type guard struct{ next http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (g guard) RoundTrip(r *http.Request) (*http.Response, error) {
	if !under(r.URL, apiHosts) && !under(r.URL, imageHosts) {
		return nil, fmt.Errorf("%s is not a host of YouTube", r.URL.Redacted())
	}
	return g.next.RoundTrip(r)
}

// under reports whether u is an https address at one of the hosts or below one.
func under(u *url.URL, names []string) bool {
	return hosts.Allowed(u, names...)
}

// absolute adds the scheme that an address of an answer may lack, and reports
// whether it is an https address at one of these hosts.
func absolute(address string, hosts []string) (string, bool) {
	if strings.HasPrefix(address, "//") {
		address = "https:" + address
	}
	u, err := url.Parse(address)
	return address, err == nil && under(u, hosts)
}

// fetch sends r and returns the body of an answer with status 200. A body over
// limit bytes is an error.
func (s *Source) fetch(r *http.Request, limit int64) ([]byte, error) {
	ctx, cancel := context.WithCancelCause(r.Context())
	defer cancel(nil)
	whole := time.AfterFunc(answerTime, func() { cancel(errSlow) })
	defer whole.Stop()
	headers := time.AfterFunc(headerTime, func() { cancel(errSlow) })
	resp, err := s.client.Do(r.WithContext(ctx))
	headers.Stop()
	if err != nil {
		return nil, networkError(withCause(ctx, err))
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	if err != nil {
		return nil, networkError(withCause(ctx, err))
	}
	if int64(len(body)) > limit {
		return nil, &Error{Class: Unintelligible, Err: errTooLong}
	}
	if err := statusError(resp, body); err != nil {
		return nil, err
	}
	return body, nil
}

// withCause replaces err by errSlow when a time limit of fetch ended the request.
func withCause(ctx context.Context, err error) error {
	if errors.Is(context.Cause(ctx), errSlow) {
		// err is not wrapped, because it would look like a cancellation by the
		// caller.
		return fmt.Errorf("%w: %s", errSlow, err.Error())
	}
	return err
}
