package simulator

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// apiRequest is the body of an InnerTube request.
type apiRequest struct {
	Context struct {
		Client identity `json:"client"`
	} `json:"context"`
	VideoID      string `json:"videoId"`
	BrowseID     string `json:"browseId"`
	Continuation string `json:"continuation"`
	URL          string `json:"url"`
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
		endpoint, answer = OnBrowse, x.browse
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

// responseContext returns the first field of every InnerTube answer.
func responseContext() object {
	return object{"visitorData": "CglTaW11bGF0b3I%3D", "maxAgeSeconds": 0}
}

func (x *exchange) visitor(apiRequest, activeFault) {
	x.json(http.StatusOK, object{"responseContext": responseContext()})
}

// resolve answers with the channel at "https://www.youtube.com/@name".
func (x *exchange) resolve(a apiRequest, _ activeFault) {
	var c *Channel
	if u, err := url.Parse(a.URL); err == nil {
		x.server.mu.Lock()
		c = x.server.channels[u.Path]
		x.server.mu.Unlock()
	}
	if c == nil {
		x.notFound()
		return
	}
	x.json(http.StatusOK, object{
		"responseContext": responseContext(),
		"endpoint": object{
			"commandMetadata": object{
				"webCommandMetadata": object{
					"url": "/youtubei/v1/navigation/resolve_url", "webPageType": "WEB_PAGE_TYPE_CHANNEL",
					"rootVe": 3611, "apiUrl": "/youtubei/v1/browse",
				},
				"resolveUrlCommandMetadata": object{"isVanityUrl": true},
			},
			"browseEndpoint": object{"browseId": c.ID, "params": "EgC4AQCSAwDyBgQKAjIA"},
		},
	})
}

// notFound answers as InnerTube does for a list or channel that does not exist.
func (x *exchange) notFound() {
	const message = "Requested entity was not found."
	x.json(http.StatusNotFound, object{"error": object{
		"code": 404, "message": message, "status": "NOT_FOUND",
		"errors": []object{{"message": message, "domain": "global", "reason": "notFound"}},
	}})
}

// client is one of YouTube's client programs.
type client struct {
	number   string   // X-Youtube-Client-Name
	agents   []string // prefixes of its User-Agent; %s stands for the version
	contains string   // what the User-Agent contains besides
}

// clients are the known clients, with the numbers and User-Agents that yt-dlp and
// NewPipe send for them.
var clients = map[string]client{
	"WEB":                 {"1", []string{"Mozilla/5.0 ("}, ""},
	"MWEB":                {"2", []string{"Mozilla/5.0 ("}, "Mobile"},
	"ANDROID":             {"3", []string{"com.google.android.youtube/%s"}, "Android"},
	"IOS":                 {"5", []string{"com.google.ios.youtube/%s"}, "iOS"},
	"TVHTML5":             {"7", []string{"Mozilla/5.0 ("}, "TV"},
	"ANDROID_VR":          {"28", []string{"com.google.android.apps.youtube.vr.oculus/%s"}, "Android"},
	"WEB_EMBEDDED_PLAYER": {"56", []string{"Mozilla/5.0 ("}, ""},
	"WEB_REMIX":           {"67", []string{"Mozilla/5.0 ("}, ""},
	"VISIONOS":            {"101", []string{"com.google.visionos.youtube/%s(", "Mozilla/5.0 (Macintosh;"}, ""},
}

// identity is the client as the request's body names it.
type identity struct {
	Name      string `json:"clientName"`
	Version   string `json:"clientVersion"`
	UserAgent string `json:"userAgent"`
}

// mismatch says where headers and body name different clients, "" when they agree.
func (id identity) mismatch(h http.Header) string {
	c, known := clients[id.Name]
	if !known {
		return fmt.Sprintf("context.client.clientName %q is not known", id.Name)
	}
	if id.Version == "" {
		return "context.client.clientVersion is missing"
	}
	if n := h.Get("X-Youtube-Client-Name"); n != "" && n != c.number {
		return fmt.Sprintf("X-Youtube-Client-Name is %s, but %s is %s", n, id.Name, c.number)
	}
	if v := h.Get("X-Youtube-Client-Version"); v != "" && v != id.Version {
		return fmt.Sprintf("X-Youtube-Client-Version is %s, but the body says %s", v, id.Version)
	}
	agent := h.Get("User-Agent")
	if id.UserAgent != "" && id.UserAgent != agent {
		return fmt.Sprintf("User-Agent is %q, but the body says %q", agent, id.UserAgent)
	}
	for _, start := range c.agents {
		start = strings.ReplaceAll(start, "%s", id.Version)
		if strings.HasPrefix(agent, start) && strings.Contains(agent, c.contains) {
			return ""
		}
	}
	return fmt.Sprintf("User-Agent %q is not one of %s %s", agent, id.Name, id.Version)
}
