package simulator

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

// sponsoredVideo is a video in an answer of SponsorBlock.
type sponsoredVideo struct {
	VideoID  string             `json:"videoID"`
	Segments []sponsoredSegment `json:"segments"`
}

type sponsoredSegment struct {
	Category    string     `json:"category"`
	Action      string     `json:"actionType"`
	Segment     [2]float64 `json:"segment"`
	UUID        string     `json:"UUID"`
	Length      float64    `json:"videoDuration"`
	Locked      int        `json:"locked"`
	Votes       int        `json:"votes"`
	Description string     `json:"description"`
}

// sponsors answers sponsor.ajay.app/api/skipSegments/PREFIX: for all videos with the
// prefix, and for one more that is not in the catalogue.
func (x *exchange) sponsors() {
	if _, ok := x.intercept(target{endpoint: OnSponsor}); !ok {
		return
	}
	prefix, found := strings.CutPrefix(x.r.URL.Path, "/api/skipSegments/")
	var categories, actions []string
	q := x.r.URL.Query()
	bad := json.Unmarshal([]byte(q.Get("categories")), &categories) != nil || json.Unmarshal([]byte(q.Get("actionTypes")), &actions) != nil
	if !found || len(prefix) < 4 || len(prefix) > 32 || bad {
		http.Error(x.w, "Bad Request", http.StatusBadRequest)
		return
	}
	all := []sponsoredVideo{}
	for _, v := range x.server.sponsored(prefix) {
		one := sponsoredVideo{VideoID: v.ID}
		for _, s := range v.Sponsored {
			if !slices.Contains(categories, s.Category) || !slices.Contains(actions, "skip") {
				continue
			}
			if s.Length == 0 {
				s.Length = v.Duration
			}
			one.Segments = append(one.Segments, sponsoredSegment{
				Category: s.Category, Action: "skip", Segment: [2]float64{s.From.Seconds(), s.To.Seconds()},
				UUID: hex.EncodeToString([]byte(v.ID)), Length: s.Length.Seconds(), Votes: s.Votes,
			})
		}
		if len(one.Segments) > 0 {
			all = append(all, one)
		}
	}
	if len(all) == 0 {
		http.Error(x.w, "[]", http.StatusNotFound)
		return
	}
	other := sponsoredVideo{VideoID: "another-one", Segments: []sponsoredSegment{
		{Category: categories[0], Action: "skip", Segment: [2]float64{0, 3600}, UUID: "another"},
	}}
	x.json(http.StatusOK, append([]sponsoredVideo{other}, all...))
}

// sponsored returns the videos with sponsored parts whose ids have a hash with the
// prefix.
func (c *catalogue) sponsored(prefix string) []*video {
	c.mu.Lock()
	defer c.mu.Unlock()
	var found []*video
	for id, v := range c.videos {
		sum := sha256.Sum256([]byte(id))
		if len(v.Sponsored) > 0 && strings.HasPrefix(hex.EncodeToString(sum[:]), prefix) {
			copied := *v
			found = append(found, &copied)
		}
	}
	return found
}
