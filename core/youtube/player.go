package youtube

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/kkdai/youtube/v2"

	"github.com/hilo-app/hilo/core/plaintext"
)

// answer is what the player says beyond what kkdai/youtube reads.
type answer struct {
	PlayabilityStatus playability `json:"playabilityStatus"`
	VideoDetails      struct {
		VideoID       string `json:"videoId"`
		IsLive        bool   `json:"isLive"`
		IsUpcoming    bool   `json:"isUpcoming"`
		IsPostLiveDVR bool   `json:"isPostLiveDvr"` // over, but the recording is not made yet
		IsLiveContent bool   `json:"isLiveContent"`
	} `json:"videoDetails"`
	StreamingData struct {
		Formats         []rawStream `json:"formats"`         // picture and sound in one
		AdaptiveFormats []rawStream `json:"adaptiveFormats"` // one of them
	} `json:"streamingData"`
	Captions struct {
		Renderer struct {
			Tracks []rawCaption `json:"captionTracks"`
		} `json:"playerCaptionsTracklistRenderer"`
	} `json:"captions"`
	Microformat struct {
		Renderer struct {
			PublishDate string `json:"publishDate"`
		} `json:"playerMicroformatRenderer"`
	} `json:"microformat"`
}

type rawCaption struct {
	BaseURL      string `json:"baseUrl"`
	Name         text   `json:"name"`
	LanguageCode string `json:"languageCode"`
	Kind         string `json:"kind"` // "asr" when made by speech recognition
}

// failure says why the answer is not one about a video with this id that can
// be downloaded by a guest, nil when it is.
func (a *answer) failure(id string) error {
	details := &a.VideoDetails
	switch {
	case a.PlayabilityStatus.Status == "" && details.VideoID == "":
		// Recorded: {} is the answer to an id that never existed.
		return &Error{Class: Removed, Err: errors.New("empty answer")}
	case details.VideoID != "" && details.VideoID != id:
		// Seen by yt-dlp where an address is being blocked.
		return &Error{Class: WrongVideo, Err: fmt.Errorf("asked for %s, told about %q", id, plaintext.Truncate(details.VideoID, 20))}
	}
	if err := a.PlayabilityStatus.failure(); err != nil {
		return err
	}
	switch a.live() {
	case Live:
		return &Error{Class: IsLive}
	case Upcoming:
		return &Error{Class: IsUpcoming}
	}
	if details.VideoID == "" {
		return &Error{Class: Unintelligible, Err: errors.New("answer names no video")}
	}
	return nil
}

func (a *answer) live() LiveState {
	switch d := &a.VideoDetails; {
	case d.IsUpcoming:
		return Upcoming
	case d.IsLive, d.IsPostLiveDVR:
		return Live
	case d.IsLiveContent:
		return WasLive
	}
	return NotLive
}

// newVideo joins what kkdai/youtube read with what the answer says beyond.
func newVideo(parsed *youtube.Video, a *answer, p *profile) (*Video, error) {
	v := &Video{
		ID:          a.VideoDetails.VideoID,
		Title:       plaintext.Truncate(parsed.Title, 500), // YouTube itself allows 100 characters
		Author:      plaintext.Truncate(parsed.Author, 500),
		ChannelID:   channelID(parsed.ChannelID),
		Description: plaintext.Truncate(parsed.Description, 64<<10), // and 5000 here
		Duration:    parsed.Duration,
		Published:   publishDate(a.Microformat.Renderer.PublishDate),
		Thumbnails:  thumbnails(parsed.Thumbnails),
		Chapters:    chapters(parsed.Description, parsed.Duration),
		Captions:    captions(a.Captions.Renderer.Tracks),
		Live:        a.live(),
		Profile:     p.Name,
		UserAgent:   p.UserAgent,
	}
	var err error
	v.Streams, err = streams(slices.Concat(a.StreamingData.Formats, a.StreamingData.AdaptiveFormats), p)
	if err != nil {
		return nil, err
	}
	return v, nil
}

// channelID is s if it has the form of one.
func channelID(s string) string {
	if _, err := uploadsOf(s); err != nil {
		return ""
	}
	return s
}

// publishDate reads a full time, or the date alone as answers had it before
// 2023.
func publishDate(s string) time.Time {
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}

func thumbnails(all youtube.Thumbnails) []Thumbnail {
	var out []Thumbnail
	for _, t := range all {
		address, ok := absolute(t.URL, imageHosts)
		if ok && t.Width < 1<<15 && t.Height < 1<<15 {
			out = append(out, Thumbnail{URL: address, Width: int(t.Width), Height: int(t.Height)})
		}
	}
	slices.SortStableFunc(out, func(a, b Thumbnail) int { return a.Width*a.Height - b.Width*b.Height })
	return out
}

func captions(all []rawCaption) []Caption {
	var out []Caption
	for _, c := range all {
		address, ok := absolute(c.BaseURL, apiHosts)
		if !ok || c.LanguageCode == "" || gated(address) {
			continue
		}
		out = append(out, Caption{URL: address, Language: c.LanguageCode, Name: c.Name.String(), Generated: c.Kind == "asr"})
	}
	return out
}

// absolute completes an address of an answer and says whether it is an https
// one of these hosts.
func absolute(address string, hosts []string) (string, bool) {
	if strings.HasPrefix(address, "//") {
		address = "https:" + address
	}
	u, err := url.Parse(address)
	return address, err == nil && under(u, hosts)
}
