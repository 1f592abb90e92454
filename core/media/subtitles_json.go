package media

import (
	"encoding/json"
	"strings"
	"time"
)

// parseJSON3 reads YouTube's JSON: events with segments of text, in
// milliseconds. Events without segments define windows.
func parseJSON3(data []byte) ([]Cue, error) {
	var track struct {
		Events []struct {
			Start    *float64 `json:"tStartMs"`
			Duration *float64 `json:"dDurationMs"`
			Segments []struct {
				Text string `json:"utf8"`
			} `json:"segs"`
		} `json:"events"`
	}
	if err := json.Unmarshal(data, &track); err != nil {
		return nil, err
	}
	var cues []Cue
	for _, e := range track.Events {
		var text strings.Builder
		for _, s := range e.Segments {
			text.WriteString(s.Text)
		}
		start, length := milliseconds(e.Start, 0), milliseconds(e.Duration, -1) // a first event may leave out its 0
		cues = addCue(cues, start, length, withoutMarkup(text.String()))
	}
	return cues, nil
}

// milliseconds is v, or what it means that there is none; -1 when it is out of
// bounds.
func milliseconds(v *float64, none time.Duration) time.Duration {
	switch {
	case v == nil:
		return none
	case *v < 0 || *v > float64(maxCueTime/time.Millisecond):
		return -1
	}
	return time.Duration(*v) * time.Millisecond
}
