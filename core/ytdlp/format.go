package ytdlp

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"github.com/hilo-app/hilo/core/youtube"
)

// format is an element of "formats" in the output of -J.
type format struct {
	ID          string            `json:"format_id"` // the itag, which "-drc" or a number may follow
	Note        string            `json:"format_note"`
	URL         string            `json:"url"`
	Protocol    string            `json:"protocol"`
	Ext         string            `json:"ext"`
	VideoCodec  string            `json:"vcodec"` // "none" for sound
	AudioCodec  string            `json:"acodec"` // "none" for video without sound
	Size        float64           `json:"filesize"`
	Bitrate     float64           `json:"tbr"` // kilobits per second, on average
	FPS         float64           `json:"fps"`
	Width       float64           `json:"width"`
	Height      float64           `json:"height"`
	Range       string            `json:"dynamic_range"` // "SDR", "HDR10", "HLG"
	Language    string            `json:"language"`
	Preference  float64           `json:"language_preference"`
	Channels    float64           `json:"audio_channels"`
	DRM         json.RawMessage   `json:"has_drm"` // false, true or "maybe"
	Fragments   []struct{}        `json:"fragments"`
	AvailableAt float64           `json:"available_at"` // seconds since 1970
	Headers     map[string]string `json:"http_headers"`
}

// isDescribed is the language_preference of sound with audio description. The
// original sound has 10; when none is marked as original, the default sound has 5.
// All other values are negative.
const isDescribed = -10

// stream converts f, and reports whether it can be fetched by byte ranges.
func (f *format) stream() (youtube.Stream, bool) {
	container := map[string]string{"mp4": "mp4", "m4a": "mp4", "webm": "webm"}[f.Ext]
	itag := leadingNumber(f.ID)
	if f.Protocol != "https" || len(f.Fragments) > 0 || f.drm() || container == "" || itag == 0 {
		return youtube.Stream{}, false
	}
	s := youtube.Stream{
		Itag:      itag,
		URL:       f.URL,
		Container: container,
		Size:      int64(whole(f.Size)),
		Bitrate:   whole(f.Bitrate * 1000),
		HasVideo:  is(f.VideoCodec),
		HasAudio:  is(f.AudioCodec),
		Width:     whole(f.Width),
		Height:    whole(f.Height),
		FPS:       whole(f.FPS + 0.5),
		HDR:       f.Range != "" && f.Range != "SDR",
		DRC:       strings.HasSuffix(f.ID, "-drc") || strings.Contains(f.ID, "-drc-"),
		Channels:  whole(f.Channels),
	}
	var codecs []string
	for _, c := range []string{f.VideoCodec, f.AudioCodec} {
		if is(c) {
			codecs = append(codecs, c)
		}
	}
	s.Codecs = strings.Join(codecs, ", ")
	if s.HasAudio {
		s.Language = strings.TrimSuffix(f.Language, "-desc")
		s.Described = f.Preference == isDescribed
		s.LanguageName = f.languageName()
	}
	return s, true
}

// drm reports whether the format is, or may be, encrypted.
func (f *format) drm() bool {
	return len(f.DRM) > 0 && string(f.DRM) != "false" && string(f.DRM) != "null"
}

// is reports whether a codec's name stands for a codec.
func is(codec string) bool { return codec != "" && codec != "none" }

// quality matches the start of a note that names no language.
var quality = regexp.MustCompile(`^(?:\d+p.*|ultralow|low|medium|high|tiny|Default|DRC)?$`)

// languageName returns the language in a note such as "English original (default),
// medium, DRC".
func (f *format) languageName() string {
	name, _, _ := strings.Cut(f.Note, ", ")
	if f.Language == "" || quality.MatchString(name) {
		return ""
	}
	return strings.TrimSuffix(name, " (default)")
}

// userAgent returns the user agent that media requests must carry.
func (f *format) userAgent() string {
	for name, value := range f.Headers {
		if strings.EqualFold(name, "User-Agent") {
			return value
		}
	}
	return ""
}

// whole returns f as an integer, 0 when it is negative, too large or not a number.
func whole(f float64) int {
	if f >= 0 && f < 1<<52 { // false for NaN
		return int(f)
	}
	return 0
}

// leadingNumber returns 140 for "140-drc", 0 when s does not start with a number.
func leadingNumber(s string) int {
	s, _, _ = strings.Cut(s, "-")
	n, err := strconv.ParseUint(s, 10, 16)
	if err != nil {
		return 0
	}
	return int(n)
}
