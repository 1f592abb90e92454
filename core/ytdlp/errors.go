package ytdlp

import (
	"regexp"
	"strings"

	"github.com/hilo-app/hilo/core/youtube"
)

// row maps a sentence of yt-dlp to a class. The text is matched in lower case, and
// the first row that it contains counts.
type row struct {
	part  string
	class youtube.Class
}

// videoErrors are yt-dlp's own sentences about a video.
var videoErrors = []row{
	{"drm protected", youtube.DRM},
	{"captcha", youtube.BotCheck}, // "YouTube is requiring a captcha challenge before playback"
	{"geo restriction", youtube.GeoBlocked},
	{"requested format is not available", youtube.NoStreams},
	{"only images are available", youtube.NoStreams},
	{"no video formats found", youtube.NoStreams},
	{"ip is likely being blocked", youtube.WrongVideo}, // "All player responses are invalid."
	{"http error 429", youtube.RateLimited},
}

// networkErrors are sentences about the network, in the wording of Python and the
// system. They may occur in a warning, far before the last sentence.
var networkErrors = []row{
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

// classIn returns the class of the first row that text contains, else Unknown.
func classIn(rows []row, text string) youtube.Class {
	text = strings.ToLower(text)
	for _, r := range rows {
		if strings.Contains(text, r.part) {
			return r.class
		}
	}
	return youtube.Unknown
}

// errorPrefix precedes a sentence: "ERROR: [youtube] dQw4w9WgXcQ: ".
var errorPrefix = regexp.MustCompile(`^ERROR: (?:\[[\w:+-]+\] )?(?:[\w-]{11}: )?`)

// advice is what yt-dlp appends to a sentence for people who run it themselves.
var advice = regexp.MustCompile(`(?i)[;.]? (?:please report this issue on|use --|\(caused by) ?.*$`)

// parseError classifies the error output of yt-dlp.
func parseError(output string) *youtube.Error {
	output = strings.ToValidUTF8(output, "?")
	var sentence string
	for line := range strings.Lines(output) {
		if m := errorPrefix.FindString(line); m != "" {
			sentence = strings.TrimSpace(line[len(m):])
		}
	}
	e := &youtube.Error{Class: classIn(videoErrors, sentence)}
	if e.Class == youtube.Unknown {
		e.Class = youtube.ClassOf(sentence)
	}
	if e.Class == youtube.Unknown {
		e.Class = classIn(networkErrors, output)
	}
	e.Reason = advice.ReplaceAllString(sentence, "")
	e.Reason = strings.ToValidUTF8(e.Reason[:min(len(e.Reason), 300)], "")
	return e
}
