package metadata

import "github.com/hilo-app/hilo/core/media/subtitle"

// Bounds of the subtitles of a file.
const (
	maxSubtitles    = 200
	MaxSubtitleText = 32 << 20 // bytes of all
	maxSubtitleName = 255
)

// NormalizeSubtitles returns those tracks that have cues, within bounds.
func NormalizeSubtitles(all []subtitle.Track) []subtitle.Track {
	var list []subtitle.Track
	bytes := 0
	for _, s := range all {
		s.Cues = subtitle.Normalize(s.Cues)
		s.Cues = s.Cues[:min(len(s.Cues), subtitle.MaxCues)]
		for _, c := range s.Cues {
			bytes += len(c.Text)
		}
		if bytes > MaxSubtitleText || len(list) == maxSubtitles {
			break
		}
		s.Name = cleanText(s.Name, maxSubtitleName)
		if len(s.Cues) > 0 {
			list = append(list, s)
		}
	}
	return list
}
