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

// maxPage is how many bytes of a page are looked at.
const maxPage = 64 << 10

// answer is what came back from YouTube, or from where YouTube should be.
type answer struct {
	class    Class // empty when it may be YouTube's
	said     string
	date, at time.Time // see run
}

// ask gets the page over a connection of t.
func (r *run) ask(ctx context.Context, t *http.Transport) (*answer, error) {
	var through atomic.Bool  // there is a way through the proxy
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
		if r.via != nil && strings.HasPrefix(r.via.Scheme, "socks") {
			through.Store(true)
		}
	}})
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, page, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", "") // sends none
	res, err := t.RoundTrip(req)
	if err != nil && r.via != nil && !through.Load() {
		return nil, &proxyError{proxyClass(err, int(refused.Load())), err}
	}
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	a := &answer{at: r.now()}
	body, err := io.ReadAll(io.LimitReader(res.Body, maxPage))
	if err != nil {
		return nil, err
	}
	a.class, a.said = judge(res, body)
	a.date, _ = http.ParseTime(res.Header.Get("Date"))
	return a, nil
}

// proxyError is a failure of the proxy's.
type proxyError struct {
	class Class
	err   error
}

func (e *proxyError) Error() string { return e.err.Error() }
func (e *proxyError) Unwrap() error { return e.err }

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

// unreached classifies a request that got no answer.
func unreached(err error) Class {
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.As(err, &certificate):
		return Intercepted
	case netfail.NoTLS(err):
		return Blocked
	}
	return Unreachable
}

// judge tells answers that are not to the question: those of filters and
// sign-in pages, and those that YouTube gives to networks it does not trust.
func judge(res *http.Response, body []byte) (class Class, said string) {
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
		return judgeRedirect(to), fmt.Sprintf("%s to %q", said, to.Host)
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
		return Blocked, said + ", a page that was not asked for"
	}
	return "", said
}

func judgeRedirect(to *url.URL) Class {
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

// watcher is a way to YouTube that judges what comes back.
type watcher struct {
	next http.RoundTripper

	mu    sync.Mutex
	class Class // of the last answer
	said  string
}

func (w *watcher) judgement() (class Class, said string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.class, w.said
}

func (w *watcher) note(class Class, said string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.class, w.said = class, said
}

func (w *watcher) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := w.next.RoundTrip(req)
	if err != nil {
		w.note(unreached(err), err.Error())
		return nil, err
	}
	head := make([]byte, maxPage)
	n, err := io.ReadFull(res.Body, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		res.Body.Close()
		return nil, err
	}
	w.note(judge(res, head[:n]))
	res.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(head[:n]), res.Body), res.Body}
	return res, nil
}
