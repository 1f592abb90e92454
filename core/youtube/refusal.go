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
	{"on this country domain", GeoBlocked},          // "… due to a legal complaint", "… due to a court order"
	{"workspace", Filtered},                         // "… please check the Google Workspace administrator …"
	{"network administrator", Filtered},             // the same
	{"restricted mode", Filtered},                   // "This video is unavailable with Restricted Mode enabled."
	{"processing this video", Processing},           // "We're processing this video. Check back later."

	{"live event has ended", Removed},                 // LIVE_STREAM_OFFLINE of a broadcast that left no recording
	{"live stream recording is not", Removed},         // the same: "This live stream recording is not available."
	{"this live event will begin", IsUpcoming},        // recorded: LIVE_STREAM_OFFLINE "This live event will begin in 2 days."
	{"premieres in", IsUpcoming},                      // yt-dlp
	{"premiere will begin", IsUpcoming},               // yt-dlp
	{"on this app", ClientRefused},                    // "The following content is not available on this app."
	{"latest version of", ClientRefused},              // "… requires the latest version of the YouTube app"
	{"on this website or application", ClientRefused}, // "… who has blocked it from display on this website or application"
	{"on this device", ClientRefused},                 // "This video isn't available on this device."
	{"no longer supported in this", ClientRefused},    // "YouTube is no longer supported in this application or device."
	{"player configuration error", ClientRefused},     // "Video player configuration error", an embedded client
	{"page needs to be reloaded", ClientRefused},      // the second line under "Video unavailable", TVHTML5
	{"playback on other websites", ClientRefused},     // embedding switched off by the owner
	{"video is not available", ClientRefused},         // recorded: UNPLAYABLE "This video is not available", VISIONOS and "made for kids"
	{"please sign in", ClientRefused},                 // recorded: UNPLAYABLE "Please sign in", a client no longer open to guests
	{"precondition check failed", ClientRefused},      // HTTP 400 to a client version that was retired
	{"on copyright grounds", Removed},                 // blocked in all countries
	{"has been removed", Removed},                     // "This video has been removed by the uploader", "… for violating …"
	{"has been terminated", Removed},                  // "… the YouTube account associated with this video has been terminated."
	{"closed their", Removed},                         // "… the uploader has closed their YouTube account."
	{"no longer available", Removed},                  //
	{"isn't available anymore", Removed},              //
	{"does not exist", Removed},                       //
	{"an error occurred", TryLater},                   // "An error occurred. Please try again later."
	{"something went wrong", TryLater},                // the same
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

// headings are sentences that say nothing more than that there is no video. A
// special sentence mostly follows one.
var headings = []string{
	"video unavailable",         // recorded: ERROR and UNPLAYABLE
	"this video is unavailable", // recorded: ERROR
}

// isHeading reports whether s is one of the headings.
func isHeading(s string) bool {
	return slices.Contains(headings, strings.ToLower(strings.TrimRight(s, " .")))
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

// textOf returns a text that InnerTube writes in one of its ways, at most 500
// bytes of it.
func textOf(v jsondoc.Value) string {
	var b textBuilder
	b.add(v.Get("simpleText").Str())
	b.add(v.Get("content").Str())
	for run := range v.Get("runs").Items() {
		if b.Len() >= maxText {
			break
		}
		b.add(run.Get("text").Str())
	}
	return plaintext.Truncate(b.String(), 500)
}
