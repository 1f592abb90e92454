package simulator

import (
	"fmt"
	"net/http"
	"strings"
)

// apiRequest is the body of an InnerTube request.
type apiRequest struct {
	Context struct {
		Client     identity `json:"client"`
		ThirdParty struct {
			EmbedURL string `json:"embedUrl"`
		} `json:"thirdParty"`
	} `json:"context"`
	PlaybackContext struct {
		Content struct {
			SignatureTimestamp int `json:"signatureTimestamp"`
		} `json:"contentPlaybackContext"`
	} `json:"playbackContext"`
	VideoID      string `json:"videoId"`
	BrowseID     string `json:"browseId"`
	Continuation string `json:"continuation"`
	Params       string `json:"params"`
	Query        string `json:"query"`
	PlaylistID   string `json:"playlistId"`
	URL          string `json:"url"`
}

// responseContext returns the first field of every InnerTube answer.
func responseContext() object {
	return object{"visitorData": "CglTaW11bGF0b3I%3D", "maxAgeSeconds": 0}
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
	Visitor   string `json:"visitorData"`
	Make      string `json:"deviceMake"`
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

func runs(text ...string) object {
	list := make([]object, len(text))
	for i, t := range text {
		list[i] = object{"text": t}
	}
	return object{"runs": list}
}

// object is a JSON object.
type object = map[string]any

// fail answers as Google's APIs do: message is the summary, why the detail.
func (x *exchange) fail(code int, status, message, why string) {
	x.json(code, object{"error": object{
		"code": code, "message": message, "status": status,
		"errors": []object{{"message": why, "domain": "global", "reason": "badRequest"}},
	}})
}
