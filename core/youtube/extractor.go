package youtube

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/plaintext"
)

// ClassOf returns the class of a failure that YouTube describes in a sentence,
// Unknown when the sentence is not known. It is for programs that quote YouTube
// without the status that the sentence came with.
func ClassOf(sentence string) Class {
	if isHeading(sentence) {
		return Removed
	}
	return classOf(sentence)
}

// askExtractor looks up a video with e and checks the result.
func askExtractor(ctx context.Context, extractor FallbackExtractor, id string) (*Video, error) {
	v, err := extractor.Video(ctx, id)
	var e *Error
	switch {
	case errors.As(err, &e):
		return nil, e
	case err != nil:
		return nil, &Error{Class: Unknown, Err: err}
	case v == nil:
		return nil, &Error{Class: Unintelligible, Err: errors.New("no video and no error")}
	case v.ID != id:
		return nil, &Error{Class: WrongVideo, Err: fmt.Errorf("asked for %s, the answer is about %q", id, plaintext.Truncate(v.ID, 20))}
	case v.Live == Live:
		return nil, &Error{Class: IsLive}
	case v.Live == Upcoming:
		return nil, &Error{Class: IsUpcoming}
	}
	return checkVideo(v, extractor.Name())
}

// maxDuration bounds a video's length; YouTube itself accepts a tenth of it.
const maxDuration = 1000 * time.Hour

// checkVideo returns a copy of a video of the fallback extractor by that name
// with every value checked and out-of-range values left out. The error says why
// nothing usable is left.
func checkVideo(v *Video, by string) (*Video, error) {
	out := &Video{
		ID:          v.ID,
		Title:       plaintext.Truncate(v.Title, 500),
		Author:      plaintext.Truncate(v.Author, 500),
		ChannelID:   channelID(v.ChannelID),
		Description: plaintext.Truncate(v.Description, 64<<10),
		Duration:    within(v.Duration, maxDuration),
		Published:   v.Published,
		Live:        v.Live,
		Profile:     by,
		UserAgent:   v.UserAgent,
	}
	out.Chapters = checkChapters(v.Chapters, out.Duration)
	if out.Chapters == nil {
		out.Chapters = chapters(out.Description, out.Duration)
	}
	for _, t := range v.Thumbnails {
		if address, ok := absolute(t.URL, imageHosts); ok {
			out.Thumbnails = append(out.Thumbnails, Thumbnail{address, within(t.Width, 1<<15), within(t.Height, 1<<15)})
		}
	}
	slices.SortStableFunc(out.Thumbnails, func(a, b Thumbnail) int { return a.Width*a.Height - b.Width*b.Height })
	for _, c := range v.Captions {
		if address, ok := absolute(c.URL, apiHosts); ok && c.Language != "" && !needsToken(address) {
			out.Captions = append(out.Captions, Caption{address, plaintext.Truncate(c.Language, 50), plaintext.Truncate(c.Name, 500), c.Generated})
		}
	}
	for _, s := range v.Streams[:min(len(v.Streams), maxStreams)] {
		if s.check() {
			out.Streams = append(out.Streams, s)
		}
	}
	markOriginal(out.Streams)
	if len(out.Streams) == 0 {
		return nil, &Error{Class: NoStreams, Err: errors.New("no stream has an address that works")}
	}
	if !printable.MatchString(v.UserAgent) {
		return nil, &Error{Class: Unintelligible, Err: fmt.Errorf("user agent %.100q", v.UserAgent)}
	}
	return out, nil
}

// check clears the values of s that are out of range, fills in what its address
// says, and reports whether s can be fetched by byte ranges.
func (s *Stream) check() bool {
	address, err := url.Parse(s.URL)
	if err != nil || !under(address, mediaHosts) || !strings.HasPrefix(address.Path, "/videoplayback") {
		return false
	}
	if s.Itag <= 0 || s.Itag > 9999 || (s.Container != "mp4" && s.Container != "webm") || !s.HasVideo && !s.HasAudio {
		return false
	}
	s.Codecs = plaintext.Truncate(s.Codecs, 100)
	s.Language, s.LanguageName = plaintext.Truncate(s.Language, 50), plaintext.Truncate(s.LanguageName, 500)
	s.Size, s.Bitrate = within(s.Size, 1<<48), within(s.Bitrate, 1<<31-1)
	s.Width, s.Height = within(s.Width, 1<<15), within(s.Height, 1<<15)
	s.FPS, s.Channels = within(s.FPS, 1000), within(s.Channels, 100)
	s.Duration = within(s.Duration, maxDuration)
	s.Init, s.Index = Range{}, Range{}
	query := address.Query()
	if s.Expires = expiry(address, query); s.Version == "" {
		s.Version = plaintext.Truncate(query.Get("lmt"), 50)
	}
	if n, err := strconv.ParseInt(query.Get("clen"), 10, 48); err == nil && s.Size == 0 {
		s.Size = max(n, 0)
	}
	if seconds, err := strconv.ParseFloat(query.Get("dur"), 64); err == nil && s.Duration == 0 {
		s.Duration = within(time.Duration(seconds*float64(time.Second)), maxDuration)
	}
	tags := xtags(query.Get("xtags"))
	s.DRC = s.DRC || tags["drc"] == "1"
	s.Described = s.Described || tags["acont"] == "descriptive"
	if kind := tags["acont"]; kind != "" {
		s.Original = kind == "original"
	}
	return tags["vb"] != "1"
}

// checkChapters returns list if it keeps the rules of chapters(), else nil.
func checkChapters(list []Chapter, duration time.Duration) []Chapter {
	if len(list) > maxChapters || len(list) > 0 && list[0].Start != 0 {
		return nil
	}
	list = slices.Clone(list)
	for i := range list {
		list[i].Title = plaintext.Truncate(strings.TrimSpace(list[i].Title), maxTitleBytes)
		if list[i].Title == "" || i > 0 && list[i].Start <= list[i-1].Start || duration > 0 && list[i].Start >= duration {
			return nil
		}
	}
	return validChapters(list, duration)
}

// within returns n, or 0 when n is negative or over most.
func within[T int | int64 | time.Duration](n, most T) T {
	if n < 0 || n > most {
		return 0
	}
	return n
}
