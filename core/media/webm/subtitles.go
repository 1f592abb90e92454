package webm

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"errors"
	"hash/crc32"
	"io"
	"math"
	"strings"

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

// setTexts makes tracks of those subtitles that have something to show. They are
// saved in the file until it is finished, so that a restart does not need them
// again.
func (m *muxer) setTexts(all []subtitle.Track) error {
	from, to := inTime(m.from, m.scale), m.clip.To
	if end := from + m.length; m.length > 0 && (to == 0 || end < to) {
		to = end
	}
	for _, s := range metadata.Clip(media.Meta{Subtitles: metadata.NormalizeSubtitles(all)}, from, to).Subtitles {
		b, err := deflate(s)
		if err != nil {
			return err
		}
		if len(m.texts) == maxTexts || len(m.savedTexts)+len(b) > maxSavedTexts {
			break
		}
		m.savedTexts = append(m.savedTexts, b...)
		m.addText(s)
	}
	return nil
}

func (m *muxer) addText(s subtitle.Track) {
	m.texts = append(m.texts, &textTrack{Track: s, number: byte(len(m.streams) + len(m.texts) + 1)})
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

// getTexts reads the tracks that an unfinished file keeps before its first
// cluster.
func (m *muxer) getTexts(media, size int64, sum uint32) error {
	if size == 0 {
		return nil
	}
	m.savedTexts = make([]byte, size)
	if err := bin.ReadFull(m.file, m.savedTexts, media-size); err != nil {
		return err
	}
	if crc32.ChecksumIEEE(m.savedTexts) != sum {
		return errors.New("subtitles are damaged")
	}
	for r := bytes.NewReader(m.savedTexts); r.Len() > 0 && len(m.texts) < maxTexts; {
		b, err := io.ReadAll(io.LimitReader(flate.NewReader(r), 8*metadata.MaxSubtitleText))
		if err != nil {
			return err
		}
		var s subtitle.Track
		if err := json.Unmarshal(b, &s); err != nil {
			return err
		}
		m.addText(s)
	}
	return nil
}

// textEntries appends the TrackEntries: WebVTT as WebM has it ("WebVTT in WebM",
// webmproject.org), which all players read that show subtitles in WebM. The first
// one that a human made is the default.
func (m *muxer) textEntries(w *ebmlBuilder) {
	shown := false
	for _, t := range m.texts {
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

// putTexts moves the cues that start before a time into clusters.
func (m *muxer) putTexts(before int64) error {
	for {
		var first *textTrack
		for _, t := range m.texts {
			if t.next < len(t.Cues) && (first == nil || t.Cues[t.next].Start < first.Cues[first.next].Start) {
				first = t
			}
		}
		if first == nil || m.units(first.Cues[first.next].Start) >= before {
			return nil
		}
		if err := m.putText(first); err != nil {
			return err
		}
	}
}

func (m *muxer) putText(t *textTrack) error {
	cue, c := t.Cues[t.next], &m.cluster
	start := m.units(cue.Start)
	if rel := start - c.time; c.open && (rel < math.MinInt16 || rel >= m.units(maxClusterTime) || len(c.blocks) > maxCluster) {
		if err := m.closeCluster(); err != nil {
			return err
		}
	}
	c.begin(start)
	w := &ebmlBuilder{b: c.blocks}
	w.master(idBlockGroup, func(w *ebmlBuilder) {
		rel := uint16(int16(start - c.time))
		// The lines before the text are for the cue's name and settings, which it has not.
		w.bytes(idBlock, append([]byte{0x80 | t.number, byte(rel >> 8), byte(rel), 0}, "\n\n"+vttText(cue.Text)...))
		w.uint(idBlockDuration, uint64(max(m.units(cue.End)-start, 1)))
	})
	c.blocks = w.b
	t.next++
	return nil
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
