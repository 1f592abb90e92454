package sponsorblock

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/hilo-app/hilo/core/jsondoc"
)

// Segment is a part of a video from From up to To that somebody marked.
type Segment struct {
	From, To time.Duration
	Category string
}

// Range is a part of a video from From up to To.
type Range struct{ From, To time.Duration }

// Bounds of an answer, which is about all videos with a prefix. A segment has some ten
// values.
const (
	maxAnswer   = 1 << 20 // bytes, decompressed
	maxValues   = 50_000  // of JSON
	maxSegments = 200     // of one video
	maxSeconds  = 1e6     // of a time
)

// ErrAnswer says that an answer of the service cannot be used.
var ErrAnswer = errors.New("sponsorblock: unusable answer")

// prefixOf returns what the service is told of a video: 4 hexadecimal digits.
func prefixOf(videoID string) string {
	sum := sha256.Sum256([]byte(videoID))
	return hex.EncodeToString(sum[:2])
}

// marked is a video in an answer.
type marked struct {
	VideoID  string `json:"videoID"`
	Segments []struct {
		Category string     `json:"category"`
		Action   string     `json:"actionType"`
		Segment  [2]float64 `json:"segment"`       // seconds
		Length   float64    `json:"videoDuration"` // seconds, of the video when it was marked; 0 when unknown
		Votes    int        `json:"votes"`
	} `json:"segments"`
}

// parse returns the segments of one video in an answer. length is how long the video
// is now, 0 when unknown.
func parse(answer []byte, videoID string, length time.Duration, categories []string) ([]Segment, error) {
	if err := jsondoc.Check(answer, maxValues); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrAnswer, err)
	}
	var all []marked
	if err := json.Unmarshal(answer, &all); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrAnswer, err)
	}
	var found []Segment
	for _, v := range all {
		if v.VideoID != videoID {
			continue
		}
		for _, s := range v.Segments {
			if s.Action != "skip" || s.Votes < -1 || !slices.Contains(categories, s.Category) || !sameLength(s.Length, length) {
				continue
			}
			from, to := seconds(s.Segment[0]), seconds(s.Segment[1])
			if length > 0 {
				to = min(to, length)
			}
			if from < to {
				found = append(found, Segment{from, to, s.Category})
			}
		}
	}
	if len(found) > maxSegments {
		return nil, fmt.Errorf("%w: %d segments", ErrAnswer, len(found))
	}
	return sorted(found), nil
}

// sameLength reports whether a segment was marked in a video that is as long as now,
// within 1 s and 1 %: otherwise the video was changed.
func sameLength(then float64, now time.Duration) bool {
	if then == 0 || now <= 0 {
		return true
	}
	return (seconds(then) - now).Abs() <= time.Second+now/100
}

// seconds returns a time in whole milliseconds, which is within the ranges that
// durations can have.
func seconds(s float64) time.Duration {
	return time.Duration(min(max(s, 0), maxSeconds)*1000+0.5) * time.Millisecond
}

// sorted returns segments in the order of their starts. Those of a category that
// overlap or touch become one.
func sorted(all []Segment) []Segment {
	slices.SortFunc(all, func(a, b Segment) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Category, b.Category))
	})
	last := map[string]int{} // index in merged by category
	merged := all[:0:0]
	for _, s := range all {
		if i, ok := last[s.Category]; ok && s.From <= merged[i].To {
			merged[i].To = max(merged[i].To, s.To)
			continue
		}
		last[s.Category] = len(merged)
		merged = append(merged, s)
	}
	return merged
}

// Merge returns what the segments cover, of whatever category: sorted ranges that
// neither overlap nor touch.
func Merge(segments []Segment) []Range {
	var all []Range
	for _, s := range slices.SortedFunc(slices.Values(segments), func(a, b Segment) int { return cmp.Compare(a.From, b.From) }) {
		if n := len(all); n > 0 && s.From <= all[n-1].To {
			all[n-1].To = max(all[n-1].To, s.To)
			continue
		}
		all = append(all, Range{s.From, s.To})
	}
	return all
}
