package core

import "github.com/hilo-app/hilo/core/format"

// Settings are the stored choices of the user.
type Settings struct {
	Dir         string      `json:"dir"`         // folder of new downloads
	Wish        format.Wish `json:"wish"`        // of new downloads
	Parallel    int         `json:"parallel"`    // downloads at a time, 1-8
	Connections int         `json:"connections"` // per stream, 1-8
	Limit       int64       `json:"limit"`       // bytes per second of all downloads together, 0 = none
	// NoYtdlp forbids to ask the user's own yt-dlp for videos that Hilo cannot
	// look up. Its JSON name is the one that stored settings have.
	NoYtdlp bool `json:"no_helper"`
}

// withinRanges brings the numbers into their ranges.
func (s Settings) withinRanges() Settings {
	s.Parallel = min(max(s.Parallel, 1), 8)
	s.Connections = min(max(s.Connections, 1), 8)
	s.Limit = max(s.Limit, 0)
	if s.Wish.Kind == "" {
		s.Wish.Kind = format.Video
	}
	return s
}
