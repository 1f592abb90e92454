package simulator

import (
	"fmt"
	"net/http"
	"strings"
)

// client is an identity under which YouTube is asked.
type client struct {
	number   string   // X-Youtube-Client-Name
	agents   []string // what its User-Agent starts with; %s is the version
	contains string   // what it contains besides
}

// clients are those the site knows, with the numbers and User-Agents that
// yt-dlp and NewPipe send for them.
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

// identity is what a request's body says about who asks.
type identity struct {
	Name      string `json:"clientName"`
	Version   string `json:"clientVersion"`
	UserAgent string `json:"userAgent"`
}

// disagreement says where headers and body tell different stories about who
// asks, "" when they agree.
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
