package youtube

import (
	"cmp"
	"slices"

	"github.com/hilo-app/hilo/core/youtube/challenge"
)

// profile is the identity of one of YouTube's own client programs. The programs
// whose addresses work change a few times a year, so profiles are data.
type profile struct {
	Name      string         `json:"name"`      // InnerTube client name
	Header    string         `json:"header"`    // its number in X-YouTube-Client-Name
	Version   string         `json:"version"`   //
	UserAgent string         `json:"userAgent"` // of the lookup and of the media requests
	Client    map[string]any `json:"client"`    // further fields of context.client
	Itags     []int          `json:"itags"`     // the only streams whose addresses work; empty means all

	// Label tells two profiles of one client apart. It is the name that people and
	// logs see; empty means Name.
	Label string `json:"label"`
	// Challenge says that addresses need an answer of the player script.
	Challenge bool `json:"challenge"`
	// Embedded says that the request is that of a player on another site.
	Embedded bool `json:"embedded"`
	// WhenRefused says that the profile is asked only about videos that YouTube
	// refused to another one, such as those made for kids.
	WhenRefused bool `json:"whenRefused"`
}

// ProfileSet is the content of a file of profiles such as profiles.json. It is
// immutable.
type ProfileSet struct {
	Schema     int       `json:"schema"`     // of this file: 1, or 2 for what was added since
	Serial     int64     `json:"serial"`     // grows with every set; by convention a date such as 20261123
	MinimumApp string    `json:"minimumApp"` // version of Hilo, such as "1.2.0"
	Player     []profile `json:"player"`     // in the order of the fallback chain
	Browse     profile   `json:"browse"`     // for playlists, channels, subtitles and pictures

	// Solver is what player scripts are searched for; nil means the built-in hints.
	Solver *challenge.Hints `json:"solver"`
}

// hints returns what player scripts are searched for.
func (p *ProfileSet) hints() challenge.Hints {
	if p.Solver != nil {
		return *p.Solver
	}
	return challenge.DefaultHints()
}

// label names the profile for people.
func (p *profile) label() string { return cmp.Or(p.Label, p.Name) }

// key names a profile and its version: what the gated cache knows about one
// version does not apply to the next.
func (p *profile) key() string { return p.label() + " " + p.Version }

// allows reports whether the addresses of an itag work for this profile.
func (p *profile) allows(itag int) bool {
	return len(p.Itags) == 0 || slices.Contains(p.Itags, itag)
}

// context returns the "context" object of a request's body.
func (p *profile) context(visitor string) map[string]any {
	client := p.clientContext(visitor)
	for k, v := range p.Client {
		client[k] = v
	}
	all := map[string]any{
		"client":  client,
		"request": map[string]any{"internalExperimentFlags": []string{}, "useSsl": true},
		"user":    map[string]any{"lockedSafetyMode": false},
	}
	if p.Embedded {
		// Any other site; yt-dlp names this one.
		all["thirdParty"] = map[string]any{"embedUrl": "https://www.reddit.com/"}
	}
	return all
}

// clientContext returns the fields that every profile sends. They ask for answers
// in English, because the wording of failures and of playlist pages is matched in
// English.
func (p *profile) clientContext(visitor string) map[string]any {
	client := map[string]any{
		"clientName":       p.Name,
		"clientVersion":    p.Version,
		"userAgent":        p.UserAgent,
		"hl":               "en",
		"gl":               "US",
		"timeZone":         "UTC",
		"utcOffsetMinutes": 0,
	}
	if visitor != "" {
		client["visitorData"] = visitor
	}
	return client
}
