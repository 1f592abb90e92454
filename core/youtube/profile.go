package youtube

import (
	_ "embed"
	"encoding/json"
	"slices"
)

// A profile is the identity of one of YouTube's own programs. Which of them
// get addresses that work changes a few times a year, so they are data.
type profile struct {
	Name      string         `json:"name"`      // InnerTube client name
	Header    string         `json:"header"`    // its number in X-YouTube-Client-Name
	Version   string         `json:"version"`   //
	UserAgent string         `json:"userAgent"` // of the lookup and of the media requests
	Client    map[string]any `json:"client"`    // further fields of context.client
	Itags     []int          `json:"itags"`     // the only streams whose addresses work; empty means all
}

// profiles holds the identities in the order they are tried.
//
// VISIONOS 1.02 gets a direct address for every stream (last seen working in
// late October 2026, in the defaults of yt-dlp and NewPipe). ANDROID is the
// rescue: without a proof-of-origin token only its itag 18, 360p with sound,
// can be fetched.
var profiles = func() (p struct {
	Player []profile `json:"player"`
	Browse profile   `json:"browse"`
}) {
	if err := json.Unmarshal(profilesJSON, &p); err != nil {
		panic("profiles.json: " + err.Error()) // a mistake in the program itself
	}
	return p
}()

//go:embed profiles.json
var profilesJSON []byte

// allows says whether the addresses of an itag work for this profile.
func (p *profile) allows(itag int) bool {
	return len(p.Itags) == 0 || slices.Contains(p.Itags, itag)
}

// context is the "context" object of a request's body. Answers come in
// English: the wording of failures and of playlist pages is recognised in it.
func (p *profile) context(visitor string) map[string]any {
	client := map[string]any{
		"clientName":       p.Name,
		"clientVersion":    p.Version,
		"userAgent":        p.UserAgent,
		"hl":               "en",
		"gl":               "US",
		"timeZone":         "UTC",
		"utcOffsetMinutes": 0,
	}
	for k, v := range p.Client {
		client[k] = v
	}
	if visitor != "" {
		client["visitorData"] = visitor
	}
	return map[string]any{
		"client":  client,
		"request": map[string]any{"internalExperimentFlags": []string{}, "useSsl": true},
		"user":    map[string]any{"lockedSafetyMode": false},
	}
}
