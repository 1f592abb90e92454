package webm

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"errors"
	"hash/crc32"
	"io"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/internal/metadata"
	"github.com/hilo-app/hilo/core/media/subtitle"
)

const (
	typeSubtitles = 17      // TrackType (RFC 9559 §5.1.4.1.3)
	maxTexts      = 100     // tracks; their numbers take one byte
	maxSavedTexts = 4 << 20 // bytes
)

// textTrack is a track of subtitles. All of it is known from the start; its times
// are those of the file.
type textTrack struct {
	subtitle.Track
	number byte
	next   int // how many of its cues are in clusters
	saved  int // the value of next when the cluster before out was written
}

// textTracks are the tracks of subtitles of a file.
type textTracks struct {
	list   []*textTrack
	before int    // tracks of the file that have lower numbers
	saved  []byte // all of them, as they are saved directly before the first cluster
}

// set makes tracks of those subtitles that have something to show between two times
// of the video. They are saved in the file until it is finished, so that a restart
// does not need them again.
func (x *textTracks) set(all []subtitle.Track, from, to time.Duration) error {
	for _, s := range metadata.Clip(media.Meta{Subtitles: metadata.NormalizeSubtitles(all)}, from, to).Subtitles {
		b, err := deflate(s)
		if err != nil {
			return err
		}
		if len(x.list) == maxTexts || len(x.saved)+len(b) > maxSavedTexts {
			break
		}
		x.saved = append(x.saved, b...)
		x.add(s)
	}
	return nil
}

func (x *textTracks) add(s subtitle.Track) {
	x.list = append(x.list, &textTrack{Track: s, number: byte(x.before + len(x.list) + 1)})
}

func deflate(s subtitle.Track) ([]byte, error) {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.DefaultCompression)
	if err != nil {
		return nil, err
	}
	err = errors.Join(json.NewEncoder(w).Encode(s), w.Close())
	return b.Bytes(), err
}

// load reads the tracks that an unfinished file keeps before its first cluster, whose
// offset is media.
func (x *textTracks) load(f media.File, media, size int64, sum uint32) error {
	if size == 0 {
		return nil
	}
	x.saved = make([]byte, size)
	if err := bin.ReadFull(f, x.saved, media-size); err != nil {
		return err
	}
	if crc32.ChecksumIEEE(x.saved) != sum {
		return errors.New("subtitles are damaged")
	}
	for r := bytes.NewReader(x.saved); r.Len() > 0 && len(x.list) < maxTexts; {
		b, err := io.ReadAll(io.LimitReader(flate.NewReader(r), 8*metadata.MaxSubtitleText))
		if err != nil {
			return err
		}
		var s subtitle.Track
		if err := json.Unmarshal(b, &s); err != nil {
			return err
		}
		x.add(s)
	}
	return nil
}

// write writes the saved tracks into the Void before the first cluster, whose offset
// is media.
func (x *textTracks) write(f media.File, media int64) error {
	_, err := f.WriteAt(x.saved, media-int64(len(x.saved)))
	return err
}

// savedSize is how many bytes before the first cluster are of a Void, whatever is
// before them.
func (x *textTracks) savedSize() int64 {
	if len(x.saved) == 0 {
		return 0
	}
	return voidHead + int64(len(x.saved))
}

// entries appends the TrackEntries: WebVTT as WebM has it ("WebVTT in WebM",
// webmproject.org), which all players read that show subtitles in WebM. The first
// one that a human made is the default.
func (x *textTracks) entries(w *ebmlBuilder) {
	shown := false
	for _, t := range x.list {
		w.master(idTrackEntry, func(w *ebmlBuilder) {
			w.uint(idTrackNumber, uint64(t.number))
			w.uint(idTrackUID, uint64(t.number))
			w.uint(idTrackType, typeSubtitles)
			if shown || t.Generated {
				w.uint(idFlagDefault, 0)
			} else {
				shown = true
				w.uint(idFlagDefault, 1)
			}
			w.uint(idFlagLacing, 0)
			w.text(idCodecID, "D_WEBVTT/SUBTITLES")
			if t.Name != "" {
				w.text(idTrackName, t.Name)
			}
			code, full := matroskaLanguage(t.Language)
			w.text(idLanguage, code)
			if full != "" {
				w.text(idLanguageBCP47, full)
			}
		})
	}
}

// earliest returns the track whose next cue starts first, nil if all are in clusters.
func (x *textTracks) earliest() *textTrack {
	var first *textTrack
	for _, t := range x.list {
		if t.next < len(t.Cues) && (first == nil || t.Cues[t.next].Start < first.Cues[first.next].Start) {
			first = t
		}
	}
	return first
}

// appendNext appends the next cue as a BlockGroup at rel units behind the time of the
// cluster, for length units.
func (t *textTrack) appendNext(w *ebmlBuilder, rel, length int64) {
	w.master(idBlockGroup, func(w *ebmlBuilder) {
		at := uint16(int16(rel))
		// The lines before the text are for the cue's name and settings, which it has not.
		w.bytes(idBlock, append([]byte{0x80 | t.number, byte(at >> 8), byte(at), 0}, "\n\n"+vttText(t.Cues[t.next].Text)...))
		w.uint(idBlockDuration, uint64(max(length, 1)))
	})
	t.next++
}

// vttText is text as the payload of a WebVTT cue (W3C WebVTT §4.2.2).
var vttText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace

// matroskaLanguage is a language as Matroska has it (RFC 9559 §12): the bibliographic
// code of ISO 639-2, and the BCP 47 tag where that says more.
func matroskaLanguage(tag string) (code, full string) {
	packed, full := subtitle.PackLanguage(tag)
	code = string([]byte{byte(packed>>10&31) + 0x60, byte(packed>>5&31) + 0x60, byte(packed&31) + 0x60})
	if b, ok := bibliographic[code]; ok {
		code = b
	}
	return code, full
}

// bibliographic codes of ISO 639-2, where they are not the terminological ones.
var bibliographic = map[string]string{
	"bod": "tib", "ces": "cze", "cym": "wel", "deu": "ger", "ell": "gre", "eus": "baq", "fas": "per", "fra": "fre",
	"hye": "arm", "isl": "ice", "kat": "geo", "mkd": "mac", "mri": "mao", "msa": "may", "mya": "bur", "nld": "dut",
	"ron": "rum", "slk": "slo", "sqi": "alb", "zho": "chi",
}
