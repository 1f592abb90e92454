package simulator

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"strings"
)

// page answers GET requests at youtube.com.
func (x *exchange) page() {
	path, q := x.r.URL.Path, x.r.URL.Query()
	endpoint, id := OnPage, q.Get("v")
	if path == "/api/timedtext" {
		endpoint = OnCaption
	}
	if rest, ok := strings.CutPrefix(path, "/embed/"); ok {
		id = rest
	}
	if _, ok := x.intercept(target{endpoint: endpoint, videoID: id}); !ok {
		return
	}
	switch {
	case endpoint == OnCaption:
		x.caption(id, q.Get("lang"), q.Get("kind") == "asr", q.Get("fmt"))
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

// watchPage returns the parts of a video's page that scrapers read.
func (s *Server) watchPage(id, userAgent string) string {
	title, player := "YouTube", ""
	if v := s.video(id); v != nil {
		answer, _ := json.Marshal(s.playerAnswer(v, "WEB", userAgent))
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
