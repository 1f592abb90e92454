package checkup

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hilo-app/hilo/core/netfail"
)

// maxPage is how many bytes of an answer are examined.
const maxPage = 64 << 10

// response is the answer of YouTube, or of what answers in its place.
type response struct {
	class    Class // empty when the answer is YouTube's
	detail   string
	date, at time.Time // YouTube's time and this computer's
}

// request requests pageURL over a connection of t.
func (r *run) request(ctx context.Context, t *http.Transport) (*response, error) {
	var through atomic.Bool  // the proxy has connected
	var refused atomic.Int32 // status of the proxy's answer, where it is not 200
	t.OnProxyConnectResponse = func(_ context.Context, _ *url.URL, _ *http.Request, res *http.Response) error {
		if res.StatusCode == http.StatusOK {
			through.Store(true)
		} else {
			refused.Store(int32(res.StatusCode))
		}
		return nil
	}
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{TLSHandshakeStart: func() {
		if r.proxyURL != nil && strings.HasPrefix(r.proxyURL.Scheme, "socks") {
			through.Store(true)
		}
	}})
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, pageURL, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", "") // sends no such header
	res, err := t.RoundTrip(req)
	if err != nil && r.proxyURL != nil && !through.Load() {
		return nil, &proxyError{proxyClass(err, int(refused.Load())), err}
	}
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	a := &response{at: r.now()}
	body, err := io.ReadAll(io.LimitReader(res.Body, maxPage))
	if err != nil {
		return nil, err
	}
	a.class, a.detail = classifyResponse(res, body)
	a.date, _ = http.ParseTime(res.Header.Get("Date"))
	return a, nil
}

// proxyError is a failure of the proxy.
type proxyError struct {
	class Class
	err   error
}

// Error implements error.
func (e *proxyError) Error() string { return e.err.Error() }

// Unwrap returns the cause.
func (e *proxyError) Unwrap() error { return e.err }

// proxyClass classifies a failure of the proxy. status is that of its answer, 0 when
// there was none.
func proxyClass(err error, status int) Class {
	var op *net.OpError
	socks := errors.As(err, &op) && op.Op == "socks connect"
	switch {
	case status == http.StatusProxyAuthRequired, socks && strings.Contains(err.Error(), "authentication"):
		return ProxyPassword
	case status != 0, socks:
		return ProxyRefused
	}
	return ProxyUnreachable
}

// classifyError classifies a request that got no answer.
func classifyError(err error) Class {
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.As(err, &certificate):
		return Intercepted
	case netfail.NoTLS(err):
		return Blocked
	}
	return Unreachable
}

// classifyResponse recognizes the answers of filters and sign-in pages, and those
// that YouTube gives to networks it does not trust. The class is empty for any
// other answer.
func classifyResponse(res *http.Response, body []byte) (class Class, said string) {
	said = fmt.Sprintf("HTTP status %d", res.StatusCode)
	kind, _, _ := mime.ParseMediaType(res.Header.Get("Content-Type"))
	html := kind == "text/html"
	has := func(s string) bool { return html && bytes.Contains(body, []byte(s)) }
	switch code := res.StatusCode; {
	case code >= 300 && code < 400:
		to, err := res.Request.URL.Parse(res.Header.Get("Location"))
		if err != nil {
			return Blocked, said
		}
		return classifyRedirect(to), fmt.Sprintf("%s to %q", said, to.Host)
	case has("recaptcha"), has("Our systems have detected unusual traffic"):
		return BotCheck, said + ", captcha page"
	case code == http.StatusTooManyRequests:
		return RateLimited, said
	case has("consent.youtube.com"):
		return Consent, said + ", consent page"
	case code == http.StatusNetworkAuthenticationRequired:
		return Blocked, said
	case code >= 500:
		return Down, said
	case html && (code == http.StatusOK || code == http.StatusForbidden || code == http.StatusUnavailableForLegalReasons):
		return Blocked, said + ", an unexpected page"
	}
	return "", said
}

// classifyRedirect classifies the target of a redirect.
func classifyRedirect(to *url.URL) Class {
	name := strings.ToLower(to.Hostname())
	switch {
	case strings.HasPrefix(to.Path, "/sorry"):
		return BotCheck
	case strings.HasPrefix(name, "consent."):
		return Consent
	case name == "youtube.com", strings.HasSuffix(name, ".youtube.com"):
		return ""
	}
	return Blocked
}

// observer is a transport that classifies the answers.
type observer struct {
	next http.RoundTripper

	mu     sync.Mutex
	class  Class // of the last answer
	detail string
}

// last returns the class and the detail of the last answer.
func (w *observer) last() (class Class, said string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.class, w.detail
}

func (w *observer) record(class Class, said string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.class, w.detail = class, said
}

// RoundTrip implements http.RoundTripper.
func (w *observer) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := w.next.RoundTrip(req)
	if err != nil {
		w.record(classifyError(err), err.Error())
		return nil, err
	}
	head := make([]byte, maxPage)
	n, err := io.ReadFull(res.Body, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		res.Body.Close()
		return nil, err
	}
	w.record(classifyResponse(res, head[:n]))
	res.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(head[:n]), res.Body), res.Body}
	return res, nil
}
