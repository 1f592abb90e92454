package simulator

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
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
