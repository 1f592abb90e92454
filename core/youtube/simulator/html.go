package simulator

import (
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"strings"
)

// page answers GET requests at youtube.com.
func (x *exchange) page() {
	path, q := x.r.URL.Path, x.r.URL.Query()
	endpoint, id := OnPage, q.Get("v")
	switch path {
	case "/api/timedtext":
		endpoint = OnCaption
	case "/oembed":
		endpoint = OnPreview
	}
	if rest, ok := strings.CutPrefix(path, "/embed/"); ok {
		id = rest
	}
	if _, ok := x.intercept(target{endpoint: endpoint, videoID: id}); !ok {
		return
	}
	switch {
	case x.script(path):
	case endpoint == OnCaption:
		x.caption(id, q.Get("lang"), q.Get("kind") == "asr", q.Get("fmt"))
	case endpoint == OnPreview:
		x.preview(q.Get("url"))
	case strings.HasPrefix(x.r.Host, "consent."):
		x.html(http.StatusOK, consentPage)
	case path == "/generate_204": // where programs check whether they are online, and read the time
		x.w.Header().Set("Date", x.server.Clock().UTC().Format(http.TimeFormat))
		x.w.WriteHeader(http.StatusNoContent)
	case path == "/", path == "/watch", strings.HasPrefix(path, "/embed/"):
		x.html(http.StatusOK, x.server.watchPage(id, x.r.UserAgent()))
	default:
		http.NotFound(x.w, x.r)
	}
}

// script answers with the page that names the player script, or with the script. It
// reports whether path is one of them.
func (x *exchange) script(path string) bool {
	id := PlayerID(x.server.Player)
	switch path {
	case "/iframe_api":
		x.javascript(`var scriptUrl = 'https:\/\/www.youtube.com\/s\/player\/` + id + `\/www-widgetapi.vflset\/www-widgetapi.js';`)
	case "/s/player/" + id + "/player_ias.vflset/en_US/base.js":
		x.javascript(PlayerScript(x.server.Player))
	default:
		return false
	}
	return true
}

func (x *exchange) javascript(source string) {
	x.w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	_, _ = io.WriteString(x.w, source)
}

// watchPage returns the parts of a video's page that scrapers read.
func (s *Server) watchPage(id, userAgent string) string {
	title, player := "YouTube", ""
	if v := s.video(id); v != nil {
		answer, _ := json.Marshal(s.playerAnswer(v, "WEB", userAgent, "", ""))
		title = html.EscapeString(v.Title) + " - YouTube"
		player = fmt.Sprintf("<script>var ytInitialPlayerResponse = %s;</script>\n", answer)
	}
	return `<!DOCTYPE html>
<html lang="en"><head><title>` + title + `</title>
<script>(function() {window.ytcfg = {set: function() {}};
ytcfg.set({"INNERTUBE_CONTEXT":{"client":{"hl":"en","gl":"US","visitorData":"CglTaW11bGF0b3I%3D","clientName":"WEB","clientVersion":"2.20261120.00.00"}}});
})();</script>
` + player + `</head><body>A simulated YouTube.</body></html>
`
}
