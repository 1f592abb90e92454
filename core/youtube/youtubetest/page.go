package youtubetest

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"net/http"
	"strings"
	"time"
)

// captchaPage is what a network gets that asked too much.
const captchaPage = `<!DOCTYPE html>
<html><head><title>YouTube</title><script src="https://www.google.com/recaptcha/api.js" async defer></script></head>
<body><div id="captcha-page"><p>Sorry for the interruption. We have been receiving a large volume of requests from your network.</p>
<form action="/das_captcha?fw=1" method="POST"><div class="g-recaptcha" data-sitekey="practice"></div>
<input type="hidden" name="action_recaptcha_verify2" value="1"></form></div></body></html>
`

// consentPage is what somebody without cookies gets in some countries.
const consentPage = `<!DOCTYPE html>
<html lang="en"><head><title>Before you continue to YouTube</title></head>
<body><h1>Before you continue to YouTube</h1><div class="box"><form action="https://consent.youtube.com/s" method="POST">
<input type="hidden" name="v" value="cb.20261001-00-p0.en+FX+100"><button>Accept all</button></form></div></body></html>
`

// page answers GET requests at youtube.com.
func (x *exchange) page() {
	path, q := x.r.URL.Path, x.r.URL.Query()
	part, id := OnPage, q.Get("v")
	if path == "/api/timedtext" {
		part = OnCaption
	}
	if rest, ok := strings.CutPrefix(path, "/embed/"); ok {
		id = rest
	}
	if _, goOn := x.aim(target{part: part, videoID: id}); !goOn {
		return
	}
	switch {
	case part == OnCaption:
		x.caption(id, q.Get("lang"), q.Get("kind") == "asr", q.Get("fmt"))
	case strings.HasPrefix(x.r.Host, "consent."):
		x.html(http.StatusOK, consentPage)
	case path == "/", path == "/watch", strings.HasPrefix(path, "/embed/"):
		x.html(http.StatusOK, x.site.watchPage(id, x.r.UserAgent()))
	default:
		http.NotFound(x.w, x.r)
	}
}

// watchPage is as much of a page as scrapers look at.
func (s *Site) watchPage(id, userAgent string) string {
	title, player := "YouTube", ""
	if v := s.video(id); v != nil {
		answer, _ := json.Marshal(s.playerAnswer(v, "WEB", userAgent))
		title = html.EscapeString(v.Title) + " - YouTube"
		player = fmt.Sprintf("<script>var ytInitialPlayerResponse = %s;</script>\n", answer)
	}
	return `<!DOCTYPE html>
<html lang="en"><head><title>` + title + `</title>
<script>(function() {window.ytcfg = {set: function() {}};
ytcfg.set({"INNERTUBE_CONTEXT":{"client":{"hl":"en","gl":"US","visitorData":"CgtQcmFjdGljZVNpdGU%3D","clientName":"WEB","clientVersion":"2.20261120.00.00"}}});
})();</script>
` + player + `</head><body>A practice site.</body></html>
`
}

// caption answers /api/timedtext in the formats vtt, srv3 and srv1.
func (x *exchange) caption(id, language string, generated bool, format string) {
	v := x.site.video(id)
	if v == nil {
		http.NotFound(x.w, x.r)
		return
	}
	for _, c := range v.Captions {
		if c.Language != language || c.Generated != generated {
			continue
		}
		if format == "vtt" {
			x.w.Header().Set("Content-Type", "text/vtt; charset=UTF-8")
			_, _ = io.WriteString(x.w, c.vtt())
			return
		}
		x.w.Header().Set("Content-Type", "text/xml; charset=UTF-8")
		_, _ = io.WriteString(x.w, c.xml(format == "srv3"))
		return
	}
	x.w.WriteHeader(http.StatusOK) // the real site answers with nothing
}

func (c Caption) vtt() string {
	var b strings.Builder
	fmt.Fprintf(&b, "WEBVTT\nKind: captions\nLanguage: %s\n\n", c.Language)
	for _, cue := range c.Cues {
		fmt.Fprintf(&b, "%s --> %s\n%s\n\n", stamp(cue.Start), stamp(cue.End), cue.Text)
	}
	return b.String()
}

func stamp(d time.Duration) string {
	ms := d.Milliseconds()
	return fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3600_000, ms/60_000%60, ms/1000%60, ms%1000)
}

// xml is srv3 (milliseconds) or srv1 (seconds).
func (c Caption) xml(srv3 bool) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="utf-8" ?>`)
	open, line, end := "<transcript>", `<text start="%.3f" dur="%.3f">`, "</text>"
	unit, shut := float64(time.Second), "</transcript>"
	if srv3 {
		open, line, end = `<timedtext format="3"><body>`, `<p t="%.0f" d="%.0f">`, "</p>"
		unit, shut = float64(time.Millisecond), "</body></timedtext>"
	}
	b.WriteString(open)
	for _, cue := range c.Cues {
		fmt.Fprintf(&b, line, float64(cue.Start)/unit, float64(cue.End-cue.Start)/unit)
		_ = xml.EscapeText(&b, []byte(cue.Text))
		b.WriteString(end)
	}
	b.WriteString(shut)
	return b.String()
}
