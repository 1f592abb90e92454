package simulator

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator/internal/authority"
)

// serve is the server's handler.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	s.running.Add(1)
	defer s.running.Done()
	entry := s.logRequest(r)
	defer s.updateLog(func() { entry.End = time.Now() })
	x := &exchange{server: s, w: &recorder{ResponseWriter: w, log: s.requestLog, entry: entry}, r: r, entry: entry}

	host := r.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	switch {
	case authority.MatchHost("*.googlevideo.com", host) && r.URL.Path == "/videoplayback":
		x.media()
	case host == "i.ytimg.com" && strings.HasPrefix(r.URL.Path, "/sb/"):
		x.sprite()
	case authority.MatchHost("*.ytimg.com", host), authority.MatchHost("*.ggpht.com", host):
		x.image()
	case host == "youtubei.googleapis.com", host == "www.youtube.com" && strings.HasPrefix(r.URL.Path, "/youtubei/"):
		x.api()
	case host == "youtube.com", authority.MatchHost("*.youtube.com", host):
		x.page()
	case host == "sponsor.ajay.app":
		x.sponsors()
	default:
		http.NotFound(x.w, r)
	}
}

// api answers POST /youtubei/v1/….
func (x *exchange) api() {
	if x.r.Method != http.MethodPost {
		http.Error(x.w, "Method Not Allowed", http.StatusMethodNotAllowed)
		return
	}
	body, err := io.ReadAll(io.LimitReader(x.r.Body, 1<<20))
	if err != nil {
		return
	}
	x.server.updateLog(func() { x.entry.Body = string(body) })
	var a apiRequest
	if err := json.Unmarshal(body, &a); err != nil {
		x.fail(http.StatusBadRequest, "INVALID_ARGUMENT", "Invalid JSON payload received.", err.Error())
		return
	}
	id := a.Context.Client
	var endpoint Endpoint
	var answer func(apiRequest, activeFault)
	switch x.r.URL.Path {
	case "/youtubei/v1/player":
		endpoint, answer = OnPlayer, x.player
	case "/youtubei/v1/browse":
		endpoint, answer = OnBrowse, x.browseAll
	case "/youtubei/v1/search":
		endpoint, answer = OnSearch, x.search
	case "/youtubei/v1/next":
		endpoint, answer = OnMix, x.mix
	case "/youtubei/v1/navigation/resolve_url":
		endpoint, answer = OnResolve, x.resolve
	case "/youtubei/v1/visitor_id":
		endpoint, answer = OnPage, x.visitor
	default:
		x.fail(http.StatusNotFound, "NOT_FOUND", "Method not found.", x.r.URL.Path)
		return
	}
	f, ok := x.intercept(target{endpoint: endpoint, videoID: a.VideoID, client: id.Name})
	if !ok {
		return
	}
	if why := id.mismatch(x.r.Header); why != "" {
		x.fail(http.StatusBadRequest, "INVALID_ARGUMENT", "Request contains an invalid argument.", why)
		return
	}
	answer(a, f)
}

func (x *exchange) visitor(apiRequest, activeFault) {
	x.json(http.StatusOK, object{"responseContext": responseContext()})
}
