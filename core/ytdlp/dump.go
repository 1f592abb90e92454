package ytdlp

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/jsondoc"
	"github.com/hilo-app/hilo/core/youtube"
)

// dump is the part of the output of -J that is needed, but its lists. All numbers
// are floats, because yt-dlp prints some of them with a fraction.
type dump struct {
	ID           string  `json:"id"`
	Title        string  `json:"title"`
	Channel      string  `json:"channel"`
	Uploader     string  `json:"uploader"`
	ChannelID    string  `json:"channel_id"`
	Description  string  `json:"description"`
	Duration     float64 `json:"duration"`
	Timestamp    float64 `json:"timestamp"`
	UploadDate   string  `json:"upload_date"` // "20261103"
	LiveStatus   string  `json:"live_status"`
	AgeLimit     float64 `json:"age_limit"`
	Availability string  `json:"availability"`
}

type thumbnail struct {
	URL    string  `json:"url"`
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
}

type chapter struct {
	Start float64 `json:"start_time"`
	Title string  `json:"title"`
}

const (
	// maxValues bounds the values of a dump. 189 formats have some 8,000, and each
	// subtitle track that YouTube translates some 4,500.
	maxValues   = 200_000
	maxFormats  = 2000
	maxCaptions = 500
	maxChapters = 1000
	maxPictures = 200 // thumbnails
)

// read converts the output of -J to a video, and returns when its addresses become
// valid.
func read(raw []byte) (*youtube.Video, time.Time, error) {
	doc, err := jsondoc.Parse(raw, maxValues)
	if err != nil {
		return nil, time.Time{}, &youtube.Error{Class: youtube.Unintelligible, Err: fmt.Errorf("read the output of yt-dlp: %w", err)}
	}
	d := decode[dump](doc)
	if err := d.restriction(); err != nil {
		return nil, time.Time{}, err
	}
	v := &youtube.Video{
		ID:          d.ID,
		Title:       d.Title,
		Author:      d.Channel,
		ChannelID:   d.ChannelID,
		Description: d.Description,
		Duration:    seconds(d.Duration),
		Published:   d.published(),
		Live:        liveStates[d.LiveStatus],
	}
	if v.Author == "" {
		v.Author = d.Uploader
	}
	for _, t := range decodeItems[thumbnail](doc.Get("thumbnails"), maxPictures) {
		if t.Width > 0 && t.Height > 0 && !strings.Contains(t.URL, ".webp") { // others are guessed by yt-dlp, or WebP, which covers cannot be
			v.Thumbnails = append(v.Thumbnails, youtube.Thumbnail{URL: t.URL, Width: whole(t.Width), Height: whole(t.Height)})
		}
	}
	for _, c := range decodeItems[chapter](doc.Get("chapters"), maxChapters) {
		v.Chapters = append(v.Chapters, youtube.Chapter{Start: seconds(c.Start), Title: c.Title})
	}
	v.Captions = append(captions(doc.Get("subtitles"), false), captions(doc.Get("automatic_captions"), true)...)
	from := addStreams(v, decodeItems[format](doc.Get("formats"), maxFormats))
	return v, from, nil
}

// decode converts v. What has another type than T says counts as absent.
func decode[T any](v jsondoc.Value) (out T) {
	_ = json.Unmarshal(v.Raw(), &out) // v is valid JSON, so the error is about a type
	return out
}

// decodeItems converts the first elements of an array, most at most.
func decodeItems[T any](v jsondoc.Value, most int) (out []T) {
	for item := range v.Items() {
		if len(out) == most {
			break
		}
		out = append(out, decode[T](item))
	}
	return out
}

var liveStates = map[string]youtube.LiveState{
	"is_live": youtube.Live, "post_live": youtube.Live, "is_upcoming": youtube.Upcoming, "was_live": youtube.WasLive,
}

// restriction returns an error for a video that only some viewers may see. Hilo
// does not download such a video, even if yt-dlp can.
func (d *dump) restriction() error {
	class, ok := map[string]youtube.Class{
		"private": youtube.Private, "premium_only": youtube.Premium, "subscriber_only": youtube.MembersOnly, "needs_auth": youtube.AgeRestricted,
	}[d.Availability]
	if d.AgeLimit >= 18 {
		class, ok = youtube.AgeRestricted, true
	}
	if ok {
		return &youtube.Error{Class: class, Err: fmt.Errorf("availability %q, age limit %v", d.Availability, d.AgeLimit)}
	}
	return nil
}

// published returns when the video was published, zero when the dump does not say.
func (d *dump) published() time.Time {
	if d.Timestamp > 0 && d.Timestamp < 1<<40 {
		return time.Unix(int64(d.Timestamp), 0).UTC()
	}
	day, err := time.Parse("20060102", d.UploadDate)
	if err != nil {
		return time.Time{}
	}
	return day
}

// addStreams adds to v the formats that one user agent can fetch, and returns when
// their addresses become valid. yt-dlp gives all formats of a video the same user
// agent; when it does not, the one of the last format counts, which is the best.
func addStreams(v *youtube.Video, formats []format) (from time.Time) {
	var preferred float64
	for _, f := range formats {
		preferred = max(preferred, f.Preference)
	}
	for _, f := range slices.Backward(formats) {
		s, ok := f.stream()
		if !ok {
			continue
		}
		agent := f.userAgent()
		if v.UserAgent == "" {
			v.UserAgent = agent
		}
		if agent != v.UserAgent {
			continue
		}
		if f.AvailableAt > 0 && f.AvailableAt < 1<<40 {
			from = latest(from, time.Unix(int64(f.AvailableAt), 0))
		}
		s.Original = s.HasAudio && preferred > 0 && f.Preference == preferred
		v.Streams = append(v.Streams, s)
	}
	return from
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// captions returns one track per language, without machine translations.
func captions(all jsondoc.Value, generated bool) []youtube.Caption {
	type track struct {
		key   string
		forms jsondoc.Value
	}
	var tracks []track
	for key, forms := range all.Members() {
		tracks = append(tracks, track{key, forms})
	}
	slices.SortStableFunc(tracks, func(a, b track) int { return strings.Compare(a.key, b.key) })
	var out []youtube.Caption
	for _, t := range tracks {
		if len(out) == maxCaptions {
			break
		}
		for _, ext := range []string{"json3", "vtt"} { // package youtube asks for its own form of either
			form, ok := formOf(t.forms, ext)
			if !ok {
				continue
			}
			if c, ok := trackOf(form, t.key, generated); ok && !slices.ContainsFunc(out, func(o youtube.Caption) bool {
				return o.Language == c.Language && (generated || o.Name == c.Name) // "en" and "en-orig" are the same track
			}) && len(out) < maxCaptions {
				out = append(out, c)
			}
			break
		}
	}
	return out
}

// formOf returns the first form of a track with that file name extension.
func formOf(forms jsondoc.Value, ext string) (jsondoc.Value, bool) {
	for form := range forms.Items() {
		if form.Get("ext").Str() == ext {
			return form, true
		}
	}
	return jsondoc.Value{}, false
}

// trackOf converts a form of a track, and reports whether it is no translation of
// another track.
func trackOf(form jsondoc.Value, key string, generated bool) (youtube.Caption, bool) {
	address := form.Get("url").Str()
	u, err := url.Parse(address)
	if err != nil || u.Query().Has("tlang") {
		return youtube.Caption{}, false
	}
	language := u.Query().Get("lang")
	if language == "" {
		language = strings.TrimSuffix(key, "-orig")
	}
	return youtube.Caption{URL: address, Language: language, Name: form.Get("name").Str(), Generated: generated}, true
}

// seconds returns f seconds, 0 when f is out of range.
func seconds(f float64) time.Duration {
	if f >= 0 && f < 1<<30 {
		return time.Duration(f * float64(time.Second))
	}
	return 0
}
