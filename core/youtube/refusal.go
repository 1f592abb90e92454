package youtube

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/hilo-app/hilo/core/jsondoc"
	"github.com/hilo-app/hilo/core/plaintext"
)

// screens maps the kind of an error screen, or of a part of one, to a class, for
// the kinds that say more than their text (all from yt-dlp).
var screens = map[string]Class{
	"playerCaptchaViewModel":              BotCheck, // also inside a playerErrorMessageRenderer
	"playerAgeGateRenderer":               AgeRestricted,
	"ypcTrailerRenderer":                  Paid,
	"playerLegacyDesktopYpcOfferRenderer": Paid,
}

// statuses maps the playability statuses that need no text to a class.
var statuses = map[string]Class{
	"AGE_VERIFICATION_REQUIRED": AgeRestricted, // yt-dlp
	"AGE_CHECK_REQUIRED":        AgeRestricted, // yt-dlp
	"CONTENT_CHECK_REQUIRED":    ContentCheck,  // yt-dlp
	"LIVE_STREAM_OFFLINE":       IsUpcoming,    // recorded
}

// playability is the playabilityStatus of a player answer.
type playability struct {
	Status      string          `json:"status"`
	Reason      string          `json:"reason"`
	ReasonTitle string          `json:"reasonTitle"`
	Messages    []string        `json:"messages"`
	ErrorScreen json.RawMessage `json:"errorScreen"`
}

// failure returns why a video cannot be played, nil when it can. The reason is
// the sentence that the class was read from, or else the first one that is no
// heading.
func (p *playability) failure() error {
	if p.Status == "OK" {
		return nil
	}
	screen := p.screen()
	said := p.sentences(screen.said)
	special := slices.DeleteFunc(slices.Clone(said), isHeading)
	class := classOf(strings.Join(special, "\n"))
	if screen.class != "" && slices.Contains([]Class{Unknown, ClientRefused, TryLater}, class) {
		class = screen.class
	}
	if c, ok := statuses[p.Status]; ok && class == Unknown {
		class = c
	}
	switch {
	case class == Unknown && p.Status == "ERROR" && len(said) > 0 && len(special) == 0:
		class = Removed
	case class == ClientRefused && p.Status == "LOGIN_REQUIRED":
		class = Unknown // refused to all guests and not to this client: no other one is tried
	}
	e := &Error{Class: class, askOn: class == Unknown && (p.Status == "UNPLAYABLE" || p.Status == "ERROR")}
	if i := slices.IndexFunc(special, func(s string) bool { return classOf(s) == class }); i >= 0 {
		e.Reason = special[i]
	} else if said = slices.Concat(special, said); len(said) > 0 {
		e.Reason = said[0]
	}
	return e
}

// sentences returns all texts of the status and of its screen, without repetition.
func (p *playability) sentences(screen []string) []string {
	all := append([]string{p.Reason}, p.Messages...)
	all = append(all, screen...)
	var said []string
	for _, s := range append(all, p.ReasonTitle) {
		s = plaintext.Truncate(strings.TrimSpace(s), 500)
		if s != "" && len(said) < maxSentences && !slices.Contains(said, s) {
			said = append(said, s)
		}
	}
	return said
}

// The bounds of an error screen. The recorded ones have up to four sentences, at
// depth 4.
const (
	maxSentences   = 20
	maxScreenDepth = 10
)

// errorScreen is what an error screen says.
type errorScreen struct {
	said  []string
	class Class // of a part whose kind says it, else ""
}

func (p *playability) screen() errorScreen {
	var s errorScreen
	if doc, err := jsondoc.Parse(p.ErrorScreen, playerLimit.values); err == nil {
		s.walk(doc, 0)
	}
	return s
}

// walk collects the sentences below v in the order of the document. Texts on
// buttons are not about the video.
func (s *errorScreen) walk(v jsondoc.Value, depth int) {
	if depth > maxScreenDepth || len(s.said) >= maxSentences {
		return
	}
	for key, child := range v.Members() {
		if c, ok := screens[key]; ok && s.class == "" {
			s.class = c
		}
		switch {
		case strings.Contains(strings.ToLower(key), "button"):
		case slices.Contains([]string{"reason", "subreason", "title", "description"}, key) && child.IsObject():
			s.said = append(s.said, textOf(child))
		case key == "dialogMessages":
			for m := range child.Items() {
				s.said = append(s.said, textOf(m))
			}
		default:
			s.walk(child, depth+1)
		}
	}
	for item := range v.Items() {
		s.walk(item, depth+1)
	}
}
