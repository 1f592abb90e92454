package youtube

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/kkdai/youtube/v2"

	"github.com/hilo-app/hilo/core/jsondoc"
	"github.com/hilo-app/hilo/core/plaintext"
)

// playerResponse is the part of a player answer that kkdai/youtube does not read.
type playerResponse struct {
	PlayabilityStatus playability `json:"playabilityStatus"`
	VideoDetails      struct {
		VideoID       string `json:"videoId"`
		Title         string `json:"title"`
		Author        string `json:"author"`
		ChannelID     string `json:"channelId"`
		LengthSeconds string `json:"lengthSeconds"`
		Thumbnail     struct {
			Thumbnails youtube.Thumbnails `json:"thumbnails"`
		} `json:"thumbnail"`
		IsLive        bool `json:"isLive"`
		IsUpcoming    bool `json:"isUpcoming"`
		IsPostLiveDVR bool `json:"isPostLiveDvr"` // over, but the recording does not exist yet
		IsLiveContent bool `json:"isLiveContent"`
	} `json:"videoDetails"`
	StreamingData struct {
		Formats         atMost[rawStream] `json:"formats"`         // picture and sound in one
		AdaptiveFormats atMost[rawStream] `json:"adaptiveFormats"` // one of them
	} `json:"streamingData"`
	PlayerConfig struct {
		Audio struct {
			LoudnessLKFS float64 `json:"trackAbsoluteLoudnessLkfs"` // of the original sound
		} `json:"audioConfig"`
	} `json:"playerConfig"`
	Storyboards struct {
		Renderer struct {
			Spec string `json:"spec"`
		} `json:"playerStoryboardSpecRenderer"` // a live video has another renderer
	} `json:"storyboards"`
	Captions struct {
		Renderer struct {
			Tracks atMost[rawCaption] `json:"captionTracks"`
		} `json:"playerCaptionsTracklistRenderer"`
	} `json:"captions"`
	Microformat struct {
		Renderer struct {
			PublishDate string `json:"publishDate"`
		} `json:"playerMicroformatRenderer"`
	} `json:"microformat"`
}

// atMost is an array of which the first maxItems elements are decoded. The others
// would only take memory.
type atMost[T any] []T

const maxItems = 2000

// UnmarshalJSON implements json.Unmarshaler.
func (a *atMost[T]) UnmarshalJSON(raw []byte) error {
	v, err := jsondoc.Parse(raw, playerLimit.values)
	switch {
	case err != nil:
		return err
	case v.IsNull():
		*a = nil
		return nil
	case !v.IsArray():
		return errors.New("an array is expected")
	}
	n := 0
	for range v.Items() {
		n++
	}
	*a = make([]T, min(n, maxItems))
	i := 0
	for item := range v.Items() {
		if i == len(*a) {
			break
		}
		if err := json.Unmarshal(item.Raw(), &(*a)[i]); err != nil {
			return err
		}
		i++
	}
	return nil
}

type rawCaption struct {
	BaseURL      string `json:"baseUrl"`
	Name         text   `json:"name"`
	LanguageCode string `json:"languageCode"`
	Kind         string `json:"kind"` // "asr" when made by speech recognition
}

// failure returns why the answer does not describe a video with this id that a
// guest can download, nil when it does.
func (a *playerResponse) failure(id string) error {
	details := &a.VideoDetails
	switch {
	case a.PlayabilityStatus.Status == "" && details.VideoID == "":
		// {} is the recorded answer to an id that never existed.
		return &Error{Class: Removed, Err: errors.New("empty answer")}
	case details.VideoID != "" && details.VideoID != id:
		// yt-dlp reports this for IP addresses that YouTube blocks.
		return &Error{Class: WrongVideo, Err: fmt.Errorf("asked for %s, the answer is about %q", id, plaintext.Truncate(details.VideoID, 20))}
	}
	var refused *Error
	if err := a.PlayabilityStatus.failure(); errors.As(err, &refused) {
		refused.Video = a.about()
		return refused
	}
	switch a.live() {
	case Live:
		return &Error{Class: IsLive, Video: a.about()}
	case Upcoming:
		return &Error{Class: IsUpcoming, Video: a.about()}
	}
	if details.VideoID == "" {
		return &Error{Class: Unintelligible, Err: errors.New("answer names no video")}
	}
	return nil
}

// about returns what a refusal says of the video, nil when it says nothing.
func (a *playerResponse) about() *Video {
	d := &a.VideoDetails
	if d.VideoID == "" || d.Title == "" {
		return nil
	}
	seconds, _ := strconv.ParseInt(d.LengthSeconds, 10, 32)
	return &Video{
		ID:         d.VideoID,
		Title:      plaintext.Truncate(d.Title, 500),
		Author:     plaintext.Truncate(d.Author, 500),
		ChannelID:  channelID(d.ChannelID),
		Duration:   within(time.Duration(seconds)*time.Second, maxDuration),
		Thumbnails: thumbnails(d.Thumbnail.Thumbnails[:min(len(d.Thumbnail.Thumbnails), maxThumbnails)]),
		Live:       a.live(),
	}
}

// maxThumbnails bounds the thumbnails of a refused video. Recorded answers have up
// to five.
const maxThumbnails = 50

func (a *playerResponse) live() LiveState {
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

// streams returns all formats of the answer.
func (a *playerResponse) streams() []*rawStream {
	var all []*rawStream
	for _, list := range [][]rawStream{a.StreamingData.AdaptiveFormats, a.StreamingData.Formats} {
		for i := range list {
			all = append(all, &list[i])
		}
	}
	return all
}

// newVideo combines what kkdai/youtube parsed with the rest of the answer.
func newVideo(parsed *youtube.Video, a *playerResponse, p *profile) (*Video, error) {
	description := plaintext.Truncate(parsed.Description, 64<<10) // YouTube allows 5000 bytes
	v := &Video{
		ID:          a.VideoDetails.VideoID,
		Title:       plaintext.Truncate(parsed.Title, 500), // YouTube itself allows 100 characters
		Author:      plaintext.Truncate(parsed.Author, 500),
		ChannelID:   channelID(parsed.ChannelID),
		Description: description,
		Duration:    parsed.Duration,
		Published:   publishDate(a.Microformat.Renderer.PublishDate),
		Thumbnails:  thumbnails(parsed.Thumbnails),
		Chapters:    chapters(description, parsed.Duration),
		Captions:    captions(a.Captions.Renderer.Tracks),
		Storyboard:  storyboardSpec(a.Storyboards.Renderer.Spec),
		Live:        a.live(),
		Profile:     p.label(),
		UserAgent:   p.UserAgent,
	}
	var err error
	v.Streams, err = streams(slices.Concat(a.StreamingData.Formats, a.StreamingData.AdaptiveFormats), p)
	if err != nil {
		return nil, err
	}
	v.Listed, v.Rescue = withheld(a.StreamingData.AdaptiveFormats, v.Streams)
	for i := range v.Streams {
		if s := &v.Streams[i]; s.HasAudio && s.Original && !s.DRC && s.Loudness == 0 {
			s.Loudness = plausibleLoudness(a.PlayerConfig.Audio.LoudnessLKFS)
		}
	}
	return v, nil
}

// publishDate parses a full time, or a date alone as in answers before 2023. It
// returns the zero time for anything else.
func publishDate(s string) time.Time {
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}

// maxSpec bounds the spec of a storyboard in bytes. Recorded ones have up to 1,300.
const maxSpec = 16 << 10

// storyboardSpec returns a spec, "" if it is too long.
func storyboardSpec(spec string) string {
	if len(spec) > maxSpec {
		return ""
	}
	return spec
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
		if !ok || c.LanguageCode == "" || needsToken(address) {
			continue
		}
		out = append(out, Caption{URL: address, Language: c.LanguageCode, Name: c.Name.String(), Generated: c.Kind == "asr"})
	}
	return out
}
