package youtube

import (
	"encoding/json"
	"strings"

	"github.com/hilo-app/hilo/core/plaintext"
)

// wording maps YouTube's sentences to a class. The text of an answer is matched in
// lower case, with straight apostrophes. The first row that the text contains
// counts, so special rows precede general ones.
//
// Rows marked "recorded" occur in an answer that was recorded from YouTube in
// 2020-2026; rows marked "yt-dlp" are matched by that program.
var wording = []struct {
	part  string
	class Class
}{
	{"not a bot", BotCheck},                           // recorded: LOGIN_REQUIRED "Sign in to confirm you’re not a bot"
	{"isn't available, try again later", RateLimited}, // yt-dlp: "This content isn't available, try again later", up to an hour

	{"confirm your age", AgeRestricted},             // yt-dlp: "Sign in to confirm your age"
	{"inappropriate for some users", AgeRestricted}, // recorded: LOGIN_REQUIRED "This video may be inappropriate for some users."
	{"age-restricted", AgeRestricted},               // yt-dlp
	{"video is private", Private},                   // recorded: LOGIN_REQUIRED "This video is private"
	{"private video", Private},                      // recorded: LOGIN_REQUIRED "This is a private video. Please sign in to verify that you may see it."
	{"channel's members", MembersOnly},              // recorded: UNPLAYABLE "This video is available to this channel's members on level: …"
	{"members-only", MembersOnly},                   // yt-dlp: "Join this channel to get access to members-only content …"
	{"join this channel", MembersOnly},              // the same
	{"music premium", Premium},                      // yt-dlp: "This video is only available to Music Premium members"
	{"youtube premium", Premium},                    // the same kind
	{"requires payment", Paid},                      // yt-dlp: "This video requires payment to watch."
	{"in your country", GeoBlocked},                 // recorded: UNPLAYABLE "The uploader has not made this video available in your country"
	{"in your location", GeoBlocked},                // the same kind

	{"live event has ended", Removed},                 // LIVE_STREAM_OFFLINE of a broadcast that left no recording
	{"live stream recording is not", Removed},         // the same: "This live stream recording is not available."
	{"this live event will begin", IsUpcoming},        // recorded: LIVE_STREAM_OFFLINE "This live event will begin in 2 days."
	{"premieres in", IsUpcoming},                      // yt-dlp
	{"premiere will begin", IsUpcoming},               // yt-dlp
	{"on this app", ClientRefused},                    // "The following content is not available on this app."
	{"latest version of", ClientRefused},              // "… requires the latest version of the YouTube app"
	{"on this website or application", ClientRefused}, // "… who has blocked it from display on this website or application"
	{"playback on other websites", ClientRefused},     // embedding switched off by the owner
	{"video is not available", ClientRefused},         // recorded: UNPLAYABLE "This video is not available", VISIONOS and "made for kids"
	{"please sign in", ClientRefused},                 // recorded: UNPLAYABLE "Please sign in", a client no longer open to guests
	{"precondition check failed", ClientRefused},      // HTTP 400 to a client version that was retired
	{"on copyright grounds", Removed},                 // blocked in all countries
	{"has been removed", Removed},                     // "This video has been removed by the uploader", "… for violating …"
	{"has been terminated", Removed},                  // "… the YouTube account associated with this video has been terminated."
	{"closed their", Removed},                         // "… the uploader has closed their YouTube account."
	{"no longer available", Removed},                  //
	{"does not exist", Removed},                       //
	{"video is unavailable", Removed},                 // recorded: ERROR "This video is unavailable"
	{"video unavailable", Removed},                    // recorded: ERROR "Video unavailable"
}

// classOf returns the class of a text of YouTube's, Unknown when no row matches.
func classOf(s string) Class {
	s = strings.ToLower(strings.ReplaceAll(s, "’", "'"))
	for _, w := range wording {
		if strings.Contains(s, w.part) {
			return w.class
		}
	}
	return Unknown
}

// screens maps the kind of an error screen to a class, for the kinds that say more
// than their text (all from yt-dlp).
var screens = map[string]Class{
	"playerCaptchaViewModel":              BotCheck,
	"playerAgeGateRenderer":               AgeRestricted,
	"ypcTrailerRenderer":                  Paid,
	"playerLegacyDesktopYpcOfferRenderer": Paid,
}

// statuses maps the playability statuses that need no text to a class.
var statuses = map[string]Class{
	"AGE_VERIFICATION_REQUIRED": AgeRestricted, // yt-dlp
	"AGE_CHECK_REQUIRED":        AgeRestricted, // yt-dlp
	"LIVE_STREAM_OFFLINE":       IsUpcoming,    // recorded
}

// playability is the playabilityStatus of a player answer.
type playability struct {
	Status      string                     `json:"status"`
	Reason      string                     `json:"reason"`
	ReasonTitle string                     `json:"reasonTitle"`
	Messages    []string                   `json:"messages"`
	ErrorScreen map[string]json.RawMessage `json:"errorScreen"`
}

// failure returns why a video cannot be played, nil when it can.
func (p *playability) failure() error {
	if p.Status == "OK" {
		return nil
	}
	said := p.sentences()
	class := classOf(strings.Join(said, "\n"))
	for kind := range p.ErrorScreen {
		if c, ok := screens[kind]; ok && class == Unknown {
			class = c
		}
	}
	if c, ok := statuses[p.Status]; ok && class == Unknown {
		class = c
	}
	if p.Status == "LOGIN_REQUIRED" && class == ClientRefused {
		class = Unknown // refused to all guests and not to this client: no other one is tried
	}
	e := &Error{Class: class}
	if len(said) > 0 {
		e.Reason = said[0]
	}
	return e
}

// sentences returns all texts of the status, the best one first.
func (p *playability) sentences() []string {
	all := []string{p.Reason}
	all = append(all, p.Messages...)
	for _, raw := range p.ErrorScreen {
		var screen struct {
			Reason         text   `json:"reason"`
			Subreason      text   `json:"subreason"`
			DialogMessages []text `json:"dialogMessages"`
		}
		if json.Unmarshal(raw, &screen) != nil {
			continue
		}
		all = append(all, screen.Reason.String(), screen.Subreason.String())
		for _, m := range screen.DialogMessages {
			all = append(all, m.String())
		}
	}
	all = append(all, p.ReasonTitle)
	said := all[:0]
	for _, s := range all {
		if s = strings.TrimSpace(s); s != "" {
			said = append(said, plaintext.Truncate(s, 500))
		}
	}
	return said
}

// text is a text in any of the ways that InnerTube writes one.
type text struct {
	SimpleText string `json:"simpleText"`
	Content    string `json:"content"`
	Runs       []struct {
		Text string `json:"text"`
	} `json:"runs"`
}

// maxText bounds a text, in bytes. All are shown on one line, and cut far shorter.
const maxText = 4 << 10

// String returns the text, or its beginning when it is longer than maxText.
func (t text) String() string {
	var b textBuilder
	b.add(t.SimpleText)
	b.add(t.Content)
	for _, r := range t.Runs {
		b.add(r.Text)
	}
	return b.String()
}

// textBuilder joins the parts of a text up to maxText bytes.
type textBuilder struct{ strings.Builder }

func (b *textBuilder) add(s string) {
	if left := maxText - b.Len(); len(s) > left {
		s = strings.ToValidUTF8(s[:left], "") // without half a character
	}
	b.WriteString(s)
}
