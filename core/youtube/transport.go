package youtube

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/hosts"
	"github.com/hilo-app/hilo/core/jsondoc"
	"github.com/hilo-app/hilo/core/netfail"
	"github.com/hilo-app/hilo/core/plaintext"
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
	m := takeMemory()
	defer m.giveBack()
	if err := s.fetchInto(&m.body, r, limit); err != nil {
		return nil, err
	}
	return m.takeBody(), nil
}

// fetchInto is fetch with the body in b, which is empty.
func (s *Source) fetchInto(b *bytes.Buffer, r *http.Request, limit int64) error {
	ctx, cancel := context.WithCancelCause(r.Context())
	defer cancel(nil)
	whole := time.AfterFunc(answerTime, func() { cancel(errSlow) })
	defer whole.Stop()
	headers := time.AfterFunc(headerTime, func() { cancel(errSlow) })
	resp, err := s.client.Do(r.WithContext(ctx))
	headers.Stop()
	if err != nil {
		return networkError(withCause(ctx, err))
	}
	defer resp.Body.Close()
	if err := readBody(b, resp.Body, limit+1); err != nil {
		return networkError(withCause(ctx, err))
	}
	if int64(b.Len()) > limit {
		return &Error{Class: Unintelligible, Err: errTooLong}
	}
	return statusError(resp, b.Bytes())
}

// readBody reads r to its end, but at most so many bytes. A buffer doubles when it is full;
// one with more than half of what is allowed grows to that at once, not beyond it.
func readBody(b *bytes.Buffer, r io.Reader, most int64) error {
	half := max(0, most/2-2*bytes.MinRead)
	n, err := b.ReadFrom(io.LimitReader(r, half))
	if err != nil || n < half {
		return err
	}
	b.Grow(int(most-half) + bytes.MinRead)
	_, err = b.ReadFrom(io.LimitReader(r, most-half))
	return err
}

// memory is where the body of an answer is read and parsed. A list of 5,000 entries is 60
// MB of pages, and as much again would be garbage of growing slices.
type memory struct {
	body   bytes.Buffer
	parser jsondoc.Parser
}

var memories = sync.Pool{New: func() any { return new(memory) }}

// maxKept bounds the memory that is kept of each, in bytes; the largest recorded page has 1.2 MB.
const maxKept = 4 << 20

func takeMemory() *memory {
	m := memories.Get().(*memory)
	m.body.Reset()
	return m
}

// takeBody returns the body, which no other answer overwrites.
func (m *memory) takeBody() []byte {
	body := m.body.Bytes()
	m.body = bytes.Buffer{}
	return body
}

// giveBack lets another answer use m. Nothing refers to the body or to what was parsed
// of it any more.
func (m *memory) giveBack() {
	if m.body.Cap() > maxKept {
		m.body = bytes.Buffer{}
	}
	if m.parser.Size() > maxKept {
		m.parser = jsondoc.Parser{}
	}
	memories.Put(m)
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

// networkError classifies a request that got no answer.
func networkError(err error) *Error {
	class := Unreachable
	if netfail.Offline(err) {
		class = Offline
	}
	return &Error{Class: class, Err: err}
}

// statusError classifies an answer by its HTTP status. It returns nil for 200.
func statusError(resp *http.Response, body []byte) error {
	code := resp.StatusCode
	if code == http.StatusOK {
		return nil
	}
	status, said := apiError(body)
	cause := httpError{code, status}
	switch {
	case code == http.StatusTooManyRequests:
		return &Error{Class: RateLimited, Reason: said, Wait: retryAfter(resp.Header), Err: cause}
	case code >= 300 && code < 400:
		return redirectError(resp)
	case isCaptcha(body):
		return &Error{Class: RateLimited, Wait: retryAfter(resp.Header), Err: cause}
	case code >= 500:
		return &Error{Class: Unreachable, Reason: said, Wait: retryAfter(resp.Header), Err: cause}
	case isPage(body):
		return &Error{Class: Unintelligible, Err: cause}
	case code == http.StatusNotFound:
		return &Error{Class: Removed, Reason: said, Err: cause}
	case code == http.StatusBadRequest, code == http.StatusUnauthorized, code == http.StatusForbidden:
		// InnerTube answers so to a client that it does not serve.
		return &Error{Class: ClientRefused, Reason: said, Err: cause}
	default:
		return &Error{Class: Unintelligible, Reason: said, Err: cause}
	}
}

// httpError is an HTTP status other than 200.
type httpError struct {
	code   int
	status string // of Google's APIs, such as "INVALID_ARGUMENT"; "" when the body has none
}

// Error implements error.
func (e httpError) Error() string {
	return strings.TrimSpace(fmt.Sprintf("HTTP status %d %s", e.code, e.status))
}

// redirectError classifies a redirect: to the captcha of google.com/sorry, or to
// the consent page of European countries.
func redirectError(resp *http.Response) error {
	to, err := url.Parse(resp.Header.Get("Location"))
	if err != nil || to.Host == "" {
		to = &url.URL{}
	}
	cause := fmt.Errorf("HTTP status %d to %q", resp.StatusCode, to.Host)
	if strings.HasPrefix(to.Path, "/sorry") {
		return &Error{Class: RateLimited, Wait: retryAfter(resp.Header), Err: cause}
	}
	return &Error{Class: Unintelligible, Err: cause}
}

// pageError classifies a body that is not JSON.
func pageError(body []byte) error {
	switch {
	case isCaptcha(body):
		return &Error{Class: RateLimited, Err: errors.New("captcha page")}
	case bytes.Contains(body, []byte("consent.youtube.com")):
		return &Error{Class: Unintelligible, Err: errors.New("consent page")}
	default:
		return &Error{Class: Unintelligible, Err: errors.New("answer is not JSON")}
	}
}

// isCaptcha reports whether a body is YouTube's captcha page (recorded in 2021) or
// the one of google.com/sorry. The word "recaptcha" alone is in every page of
// YouTube's.
func isCaptcha(body []byte) bool {
	return bytes.Contains(body, []byte("g-recaptcha")) ||
		bytes.Contains(body, []byte("google.com/sorry/")) ||
		bytes.Contains(body, []byte("Our systems have detected unusual traffic"))
}

// isPage reports whether a body is an HTML page.
func isPage(body []byte) bool {
	start := bytes.TrimSpace(body[:min(len(body), 100)])
	start = bytes.ToLower(start)
	return bytes.HasPrefix(start, []byte("<!doctype html")) || bytes.HasPrefix(start, []byte("<html"))
}

// apiError returns the status, such as "NOT_FOUND", and the sentence in the body
// of an InnerTube error, "" where it has none.
func apiError(body []byte) (status, message string) {
	var a struct {
		Error struct {
			Status  string `json:"status"`
			Message string `json:"message"`
		} `json:"error"`
	}
	if json.Unmarshal(body, &a) != nil {
		return "", ""
	}
	return plaintext.Truncate(a.Error.Status, 50), plaintext.Truncate(a.Error.Message, 500)
}

// retryAfter returns how long an answer asks to wait, at most a day.
func retryAfter(h http.Header) time.Duration {
	return netfail.RetryAfter(h, time.Now(), 24*time.Hour)
}
