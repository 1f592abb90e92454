package simulator

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
)

// ask is the body of an innertube request.
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
	who := a.Context.Client
	var part Endpoint
	var answer func(apiRequest, activeFault)
	switch x.r.URL.Path {
	case "/youtubei/v1/player":
		part, answer = OnPlayer, x.player
	case "/youtubei/v1/browse":
		part, answer = OnBrowse, x.browse
	case "/youtubei/v1/navigation/resolve_url":
		part, answer = OnResolve, x.resolve
	case "/youtubei/v1/visitor_id":
		part, answer = OnPage, x.visitor
	default:
		x.fail(http.StatusNotFound, "NOT_FOUND", "Method not found.", x.r.URL.Path)
		return
	}
	f, goOn := x.intercept(target{part: part, videoID: a.VideoID, client: who.Name})
	if !goOn {
		return
	}
	if why := who.mismatch(x.r.Header); why != "" {
		x.fail(http.StatusBadRequest, "INVALID_ARGUMENT", "Request contains an invalid argument.", why)
		return
	}
	answer(a, f)
}

// responseContext opens every innertube answer.
func responseContext() object {
	return object{"visitorData": "CgtQcmFjdGljZVNpdGU%3D", "maxAgeSeconds": 0}
}

func (x *exchange) visitor(apiRequest, activeFault) {
	x.json(http.StatusOK, object{"responseContext": responseContext()})
}

// resolve tells the channel behind "https://www.youtube.com/@name".
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

// notFound is what innertube says of a list or channel that is not there.
func (x *exchange) notFound() {
	const message = "Requested entity was not found."
	x.json(http.StatusNotFound, object{"error": object{
		"code": 404, "message": message, "status": "NOT_FOUND",
		"errors": []object{{"message": message, "domain": "global", "reason": "notFound"}},
	}})
}
