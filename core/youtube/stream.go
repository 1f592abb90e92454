package youtube

import (
	"errors"
	"mime"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/kkdai/youtube/v2"
)

// rawStream is a format of a player answer: the fields that kkdai/youtube reads,
// and those it leaves out.
type rawStream struct {
	youtube.Format
	Type              string   `json:"type"`
	TargetDurationSec float64  `json:"targetDurationSec"`
	DRMFamilies       []string `json:"drmFamilies"`
	IsDRC             bool     `json:"isDrc"`
	LoudnessDB        *float64 `json:"loudnessDb"`                // how much louder than -14 LUFS
	LoudnessLKFS      float64  `json:"trackAbsoluteLoudnessLkfs"` // LKFS is another name of LUFS
	ColorInfo         struct {
		TransferCharacteristics string `json:"transferCharacteristics"`
	} `json:"colorInfo"`
}

// maxStreams bounds the formats of a video. The largest recorded answer has 189,
// with 35 dubs.
const maxStreams = 2000

// streams returns the formats that profile p can download. The error says why
// there is none.
func streams(all []rawStream, p *profile) ([]Stream, error) {
	var out []Stream
	encrypted := false
	for i := range all[:min(len(all), maxStreams)] {
		f := &all[i]
		encrypted = encrypted || len(f.DRMFamilies) > 0
		if s, ok := f.stream(); ok && p.allows(s.Itag) {
			out = append(out, s)
		}
	}
	markOriginal(out)
	switch {
	case len(out) > 0:
		return out, nil
	case encrypted:
		return nil, &Error{Class: DRM}
	case len(all) > 0:
		// Formats without addresses are for SABR, YouTube's own streaming protocol.
		return nil, &Error{Class: NoStreams, Err: errors.New("no stream has an address that works")}
	default:
		return nil, &Error{Class: NoStreams, Err: errors.New("no streams")}
	}
}

// withheld compares the formats that an answer lists, of picture or sound alone,
// with the streams that can be fetched. listed is the size of the largest picture
// in lines; rescue reports whether pictures are listed and none can be fetched, or
// sounds.
func withheld(all []rawStream, streams []Stream) (listed int, rescue bool) {
	sound := false
	for i := range all[:min(len(all), maxStreams)] {
		f := &all[i]
		switch {
		case len(f.DRMFamilies) > 0, f.Type == "FORMAT_STREAM_TYPE_OTF", f.TargetDurationSec > 0:
		case strings.HasPrefix(f.MimeType, "video/"):
			listed = max(listed, min(f.Width, f.Height))
		case strings.HasPrefix(f.MimeType, "audio/"):
			sound = true
		}
	}
	picture, heard := false, false
	for _, s := range streams {
		picture = picture || s.HasVideo && !s.HasAudio
		heard = heard || s.HasAudio
	}
	return listed, listed > 0 && !picture || sound && !heard
}

// stream converts f, and reports whether it can be fetched by byte ranges.
func (f *rawStream) stream() (Stream, bool) {
	address, err := url.Parse(f.URL)
	switch {
	case err != nil || !under(address, mediaHosts): // also where there is no address
		return Stream{}, false
	case len(f.DRMFamilies) > 0, f.Type == "FORMAT_STREAM_TYPE_OTF", f.TargetDurationSec > 0:
		// encrypted; OTF, assembled from segments; segments of a live broadcast
		return Stream{}, false
	}
	kind, params, err := mime.ParseMediaType(f.MimeType)
	media, container, _ := strings.Cut(kind, "/")
	if err != nil || (media != "video" && media != "audio") || (container != "mp4" && container != "webm") {
		return Stream{}, false
	}
	query := address.Query()
	tags := xtags(query.Get("xtags"))
	if tags["vb"] == "1" { // "voice boost", a processed copy of the sound
		return Stream{}, false
	}
	ms, _ := strconv.ParseInt(f.ApproxDurationMs, 10, 32)
	s := Stream{
		Itag:      f.ItagNo,
		URL:       f.URL,
		Container: container,
		Codecs:    params["codecs"],
		Size:      max(f.ContentLength, 0),
		Bitrate:   max(f.Bitrate, 0),
		Duration:  time.Duration(max(ms, 0)) * time.Millisecond,
		HasVideo:  media == "video",
		HasAudio:  media == "audio" || strings.Contains(params["codecs"], ","),
		Width:     max(f.Width, 0),
		Height:    max(f.Height, 0),
		FPS:       max(f.FPS, 0),
		HDR:       isHDR(f.ColorInfo.TransferCharacteristics),
		Described: tags["acont"] == "descriptive",
		DRC:       f.IsDRC || tags["drc"] == "1",
		Channels:  max(f.AudioChannels, 0),
		Loudness:  f.loudness(),
		Init:      byteRange(f.InitRange),
		Index:     byteRange(f.IndexRange),
		Version:   f.LastModified,
		Expires:   expiry(address, query),
	}
	if f.AudioTrack != nil {
		s.Language, _, _ = strings.Cut(f.AudioTrack.ID, ".") // "es-419.3"
		s.LanguageName = f.AudioTrack.DisplayName
		s.Original = tags["acont"] == "original" || (tags["acont"] == "" && f.AudioTrack.AudioIsDefault)
	} else {
		s.Original = s.HasAudio
	}
	return s, true
}

// targetLoudness is the level in LUFS that YouTube's players turn loud videos
// down to, and loudnessDb counts from ("loudnessTargetLkfs" in recorded answers).
const targetLoudness = -14

// loudness returns the loudness of the sound, see Stream.Loudness.
func (f *rawStream) loudness() float64 {
	switch {
	case f.LoudnessLKFS != 0:
		return plausibleLoudness(f.LoudnessLKFS)
	case f.LoudnessDB != nil:
		return plausibleLoudness(targetLoudness + *f.LoudnessDB)
	}
	return 0
}

// plausibleLoudness returns lufs, or 0 if no sound has such a loudness: -70 is
// silence to the meter (ITU-R BS.1770-5, the absolute gate).
func plausibleLoudness(lufs float64) float64 {
	if lufs > -70 && lufs < 0 {
		return lufs
	}
	return 0
}

// markOriginal marks all sound as original when none is marked and all of it is in
// one language.
func markOriginal(all []Stream) {
	languages := map[string]bool{}
	for _, s := range all {
		if s.HasAudio && s.Original {
			return
		}
		if s.HasAudio {
			languages[s.Language] = true
		}
	}
	for i := range all {
		if all[i].HasAudio && len(languages) == 1 {
			all[i].Original = true
		}
	}
}

// xtags parses the tags that distinguish streams of the same itag, such as
// "acont=dubbed-auto:lang=de-DE" or "drc=1" (recorded in 2026-06).
func xtags(s string) map[string]string {
	tags := map[string]string{}
	for pair := range strings.SplitSeq(s, ":") {
		if k, v, ok := strings.Cut(pair, "="); ok {
			tags[k] = v
		}
	}
	return tags
}

// isHDR reports whether a transfer function is PQ or HLG (ITU-R BT.2100).
func isHDR(transfer string) bool {
	return strings.HasSuffix(transfer, "_SMPTEST2084") || strings.HasSuffix(transfer, "_ARIB_STD_B67")
}

// byteRange converts a range of YouTube, whose end is its last byte. It returns
// the zero Range for one that is absent or malformed.
func byteRange(r *struct {
	Start string `json:"start"`
	End   string `json:"end"`
}) Range {
	if r == nil {
		return Range{}
	}
	from, err1 := strconv.ParseInt(r.Start, 10, 48)
	last, err2 := strconv.ParseInt(r.End, 10, 48)
	if err1 != nil || err2 != nil || from < 0 || last < from {
		return Range{}
	}
	return Range{From: from, To: last + 1}
}

// expiry returns when an address stops working: expire=SECONDS in the query, or
// /expire/SECONDS/ in the path. It is zero when the address does not say.
func expiry(address *url.URL, query url.Values) time.Time {
	s := query.Get("expire")
	if s == "" {
		_, rest, _ := strings.Cut(address.Path, "/expire/")
		s, _, _ = strings.Cut(rest, "/")
	}
	seconds, err := strconv.ParseInt(s, 10, 40)
	if err != nil || seconds <= 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}
