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

// serve is the server's handler.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	s.running.Add(1)
	defer s.running.Done()
	entry := s.logRequest(r)
	defer s.updateLog(func() { entry.End = time.Now() })
	x := &exchange{server: s, w: &recorder{ResponseWriter: w, server: s, entry: entry}, r: r, entry: entry}

	host := r.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	switch {
	case matchHost("*.googlevideo.com", host) && r.URL.Path == "/videoplayback":
		x.media()
	case matchHost("*.ytimg.com", host), matchHost("*.ggpht.com", host):
		x.image()
	case host == "youtubei.googleapis.com", host == "www.youtube.com" && strings.HasPrefix(r.URL.Path, "/youtubei/"):
		x.api()
	case host == "youtube.com", matchHost("*.youtube.com", host):
		x.page()
	default:
		http.NotFound(x.w, r)
	}
}

// matchHost reports whether host is the name pattern, or matches its "*." wildcard
// for one label.
func matchHost(pattern, host string) bool {
	if suffix, wild := strings.CutPrefix(pattern, "*"); wild {
		label, found := strings.CutSuffix(host, suffix)
		return found && label != "" && !strings.Contains(label, ".")
	}
	return pattern == host
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
		x.bomb()
	case Endless:
		x.endless()
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

// object is a JSON object.
type object = map[string]any

func (x *exchange) json(code int, v any) {
	x.w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	x.w.WriteHeader(code)
	e := json.NewEncoder(x.w)
	e.SetEscapeHTML(false)
	_ = e.Encode(v)
}

// fail answers as Google's APIs do: message is the summary, why the detail.
func (x *exchange) fail(code int, status, message, why string) {
	x.json(code, object{"error": object{
		"code": code, "message": message, "status": status,
		"errors": []object{{"message": why, "domain": "global", "reason": "badRequest"}},
	}})
}

func (x *exchange) html(code int, page string) {
	x.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	x.w.WriteHeader(code)
	_, _ = io.WriteString(x.w, page)
}
