package media

// What of Meta.Subtitles goes into a file.
const (
	maxSubtitles    = 200
	maxSubtitleText = 32 << 20 // bytes of all
	maxSubtitleName = 255
)

// normalizeSubtitles returns those tracks that have something to show, within
// bounds.
func normalizeSubtitles(all []Subtitle) []Subtitle {
	var list []Subtitle
	bytes := 0
	for _, s := range all {
		s.Cues = settle(s.Cues)
		s.Cues = s.Cues[:min(len(s.Cues), maxCues)]
		for _, c := range s.Cues {
			bytes += len(c.Text)
		}
		if bytes > maxSubtitleText || len(list) == maxSubtitles {
			break
		}
		s.Name = cleanText(s.Name, maxSubtitleName)
		if len(s.Cues) > 0 {
			list = append(list, s)
		}
	}
	return list
}
