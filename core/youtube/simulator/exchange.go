package simulator

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// exchange is one request and its answer.
type exchange struct {
	server *Server
	w      *recorder
	r      *http.Request
	entry  *Request
}

// intercept logs what the request is about and picks the fault that applies. It
// returns false when the fault replaced the answer.
func (x *exchange) intercept(t target) (activeFault, bool) {
	x.server.updateLog(func() {
		x.entry.Endpoint, x.entry.VideoID, x.entry.Itag, x.entry.Client = t.endpoint, t.videoID, t.itag, t.client
	})
	f := x.server.pickFault(t)
	switch f.Kind {
	case Late:
		timer := time.NewTimer(f.Delay)
		defer timer.Stop()
		if !x.wait(timer.C) {
			panic(http.ErrAbortHandler)
		}
		return f, true
	case Status:
		if f.RetryAfter != "" {
			x.w.Header().Set("Retry-After", f.RetryAfter)
		}
		http.Error(x.w, http.StatusText(f.Code), f.Code)
	case Forbid:
		x.forbid()
	case Answer:
		x.w.WriteHeader(max(f.Code, http.StatusOK))
		_, _ = io.WriteString(x.w, f.Body)
	case Bomb:
		bomb(x.w)
	case Endless:
		endless(x.w)
	case Redirect:
		x.redirect(f.To)
	case Captcha:
		x.html(http.StatusTooManyRequests, captchaPage)
	case Consent:
		x.html(http.StatusOK, consentPage)
	case Reset, Stall, Truncate:
		if t.endpoint == OnMedia {
			return f, true // send breaks the answer in the middle
		}
		x.breakOff(f.Kind)
	default:
		return f, true
	}
	return f, false
}

// breakOff ends the answer as a fault of the first group demands.
func (x *exchange) breakOff(kind FaultKind) {
	_ = http.NewResponseController(x.w).Flush()
	switch kind {
	case Stall:
		x.wait(nil)
	case Reset:
		if c, ok := x.r.Context().Value(connKey{}).(net.Conn); ok {
			abort(c)
		}
	}
	panic(http.ErrAbortHandler)
}

// wait waits for the timer (nil: forever). It returns false when the client
// disconnects or the server closes first.
func (x *exchange) wait(timer <-chan time.Time) bool {
	select {
	case <-timer:
		return true
	case <-x.r.Context().Done():
	case <-x.server.done:
	}
	return false
}

func (x *exchange) forbid() { http.Error(x.w, "Forbidden", http.StatusForbidden) }

func (x *exchange) redirect(to string) {
	if !strings.Contains(to, "://") {
		u := *x.r.URL
		u.Scheme, u.Host = "https", to
		q := u.Query()
		n, _ := strconv.Atoi(q.Get("redirect_counter"))
		q.Set("redirect_counter", strconv.Itoa(n+1))
		u.RawQuery = q.Encode()
		to = u.String()
	}
	x.w.Header().Set("Location", to)
	x.w.WriteHeader(http.StatusFound)
}

func (x *exchange) json(code int, v any) {
	x.w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	x.w.WriteHeader(code)
	e := json.NewEncoder(x.w)
	e.SetEscapeHTML(false)
	_ = e.Encode(v)
}

func (x *exchange) html(code int, page string) {
	x.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	x.w.WriteHeader(code)
	_, _ = io.WriteString(x.w, page)
}

// Answers that take the place of the regular one.

// bombMember is 64 MiB of spaces as a gzip member of some 64 KiB. Members may
// follow each other (RFC 1952, section 2.2).
var bombMember = sync.OnceValue(func() []byte {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	spaces := bytes.Repeat([]byte(" "), 1<<20)
	for range 64 {
		_, _ = z.Write(spaces)
	}
	_ = z.Close()
	return b.Bytes()
})

// bomb answers with JSON that decompresses to 64 GiB.
func bomb(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.Header().Set("Content-Encoding", "gzip")
	w.WriteHeader(http.StatusOK)
	for range 1024 {
		if _, err := w.Write(bombMember()); err != nil {
			panic(http.ErrAbortHandler)
		}
	}
}

// endless answers with JSON that never ends.
func endless(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.WriteHeader(http.StatusOK)
	_, err := io.WriteString(w, `{"videoDetails":{"keywords":[""`)
	more := bytes.Repeat([]byte(`,"and another"`), 4096)
	for err == nil {
		_, err = w.Write(more)
	}
	panic(http.ErrAbortHandler)
}

// captchaPage is the answer to a network that sent too many requests.
const captchaPage = `<!DOCTYPE html>
<html><head><title>YouTube</title><script src="https://www.google.com/recaptcha/api.js" async defer></script></head>
<body><div id="captcha-page"><p>Sorry for the interruption. We have been receiving a large volume of requests from your network.</p>
<form action="/das_captcha?fw=1" method="POST"><div class="g-recaptcha" data-sitekey="simulator"></div>
<input type="hidden" name="action_recaptcha_verify2" value="1"></form></div></body></html>
`

// consentPage is the answer to a client without cookies in some countries.
const consentPage = `<!DOCTYPE html>
<html lang="en"><head><title>Before you continue to YouTube</title></head>
<body><h1>Before you continue to YouTube</h1><div class="box"><form action="https://consent.youtube.com/s" method="POST">
<input type="hidden" name="v" value="cb.20261001-00-p0.en+FX+100"><button>Accept all</button></form></div></body></html>
`
