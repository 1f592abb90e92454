package ytdlp

import (
	"regexp"
	"strings"

	"github.com/hilo-app/hilo/core/youtube"
)

// A row maps what yt-dlp says to a class; the text is matched in lower case
// and the first row that is part of it counts.
type row struct {
	part  string
	class youtube.Class
}

// verdicts are its own sentences about a video.
var verdicts = []row{
	{"drm protected", youtube.DRM},
	{"captcha", youtube.BotCheck}, // "YouTube is requiring a captcha challenge before playback"
	{"geo restriction", youtube.GeoBlocked},
	{"requested format is not available", youtube.NoStreams},
	{"only images are available", youtube.NoStreams},
	{"no video formats found", youtube.NoStreams},
	{"ip is likely being blocked", youtube.WrongVideo}, // "All player responses are invalid."
	{"http error 429", youtube.RateLimited},
}

// troubles are those of the network, in the words of Python and the system.
// They may stand in a warning, far before the last sentence.
var troubles = []row{
	{"http error 429", youtube.RateLimited},
	{"name or service not known", youtube.Offline},      // Linux
	{"name resolution", youtube.Offline},                // "Temporary failure in name resolution"
	{"nodename nor servname", youtube.Offline},          // macOS
	{"getaddrinfo failed", youtube.Offline},             // Windows
	{"failed to resolve", youtube.Offline},              // requests
	{"no address associated", youtube.Offline},          //
	{"network is unreachable", youtube.Offline},         //
	{"unreachable network", youtube.Offline},            // Windows
	{"no route to host", youtube.Offline},               //
	{"timed out", youtube.Unreachable},                  //
	{"connection refused", youtube.Unreachable},         //
	{"connection reset", youtube.Unreachable},           //
	{"connection aborted", youtube.Unreachable},         //
	{"certificate_verify", youtube.Unreachable},         // also "CERTIFICATE_VERIFY_FAILED"
	{"unable to connect to proxy", youtube.Unreachable}, //
	{"http error 5", youtube.Unreachable},               //
	{"failed to extract any player", youtube.Unreachable},
}

func lookFor(rows []row, text string) youtube.Class {
	text = strings.ToLower(text)
	for _, r := range rows {
		if strings.Contains(text, r.part) {
			return r.class
		}
	}
	return youtube.Unknown
}

// mark is in front of a sentence: "ERROR: [youtube] dQw4w9WgXcQ: ".
var mark = regexp.MustCompile(`^ERROR: (?:\[[\w:+-]+\] )?(?:[\w-]{11}: )?`)

// advice is what yt-dlp adds to a sentence for those who use it themselves.
var advice = regexp.MustCompile(`(?i)[;.]? (?:please report this issue on|use --|\(caused by) ?.*$`)

// refusal reads why yt-dlp failed.
func refusal(said string) *youtube.Error {
	said = strings.ToValidUTF8(said, "?")
	var sentence string
	for line := range strings.Lines(said) {
		if m := mark.FindString(line); m != "" {
			sentence = strings.TrimSpace(line[len(m):])
		}
	}
	e := &youtube.Error{Class: lookFor(verdicts, sentence)}
	if e.Class == youtube.Unknown {
		e.Class = youtube.ClassOf(sentence)
	}
	if e.Class == youtube.Unknown {
		e.Class = lookFor(troubles, said)
	}
	e.Reason = advice.ReplaceAllString(sentence, "")
	e.Reason = strings.ToValidUTF8(e.Reason[:min(len(e.Reason), 300)], "")
	return e
}
