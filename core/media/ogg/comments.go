package ogg

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/internal/metadata"
)

// Reserve returns how many bytes Options.Reserve should be for m. If m has no cover
// yet, it counts metadata.CoverReserve for one.
func Reserve(m media.Meta) int64 {
	m = metadata.Normalize(m)
	n := int64(len(appendTags(comments(m, 0)))) + 64*int64(len(m.Chapters))
	if len(m.Cover) == 0 {
		n += metadata.CoverReserve * 4 / 3
	}
	return bin.RoundUp(max(n+512, metadata.MinReserve), 4096)
}

// opusTags is the OpusTags packet (RFC 7845 §5.2) of exactly size bytes. The rest is
// zeros, which the RFC allows.
func opusTags(m media.Meta, size int, length time.Duration) []byte {
	var packet []byte
	metadata.Shrink(m, size, func(m media.Meta) int {
		packet = appendTags(comments(m, length))
		return len(packet)
	})
	return append(packet, make([]byte, size-len(packet))...)
}

// r128Key is the tag that opus players look for instead of ReplayGain's (RFC 7845
// §5.2.1).
const r128Key = "R128_TRACK_GAIN"

// comments are the tags by their established names (xiph.org, "Ogg Vorbis I format
// specification: comment field", and "Chapter Extension").
func comments(m media.Meta, length time.Duration) []string {
	var list []string
	add := func(key, value string) {
		if value != "" {
			list = append(list, key+"="+value)
		}
	}
	add("TITLE", m.Title)
	add("ARTIST", m.Artist)
	add("ALBUM", m.Album)
	add("ALBUMARTIST", m.AlbumArtist)
	for _, n := range []struct {
		key   string
		value int
	}{{"TRACKNUMBER", m.Number}, {"TRACKTOTAL", m.Total}, {"DISCNUMBER", m.Disc}} {
		if n.value > 0 {
			add(n.key, fmt.Sprint(n.value))
		}
	}
	add("DATE", m.Date)
	add(metadata.SourceKey, m.Source) // before all long comments
	add(r128Key, metadata.R128Gain(m))
	add("COMMENT", m.Link)
	add("PURL", m.Link)
	add("DESCRIPTION", m.Description)
	for i, c := range metadata.ChaptersWithin(m, length) {
		t := c.Start.Milliseconds()
		key := fmt.Sprintf("CHAPTER%03d", i+1)
		list = append(list, fmt.Sprintf("%s=%02d:%02d:%02d.%03d", key, t/3600000, t/60000%60, t/1000%60, t%1000))
		add(key+"NAME", c.Title)
	}
	if len(m.Cover) > 0 {
		add("METADATA_BLOCK_PICTURE", base64.StdEncoding.EncodeToString(pictureBlock(m)))
	}
	return list
}

func appendTags(comments []string) []byte {
	w := []byte("OpusTags")
	text := func(s string) {
		w = binary.LittleEndian.AppendUint32(w, uint32(len(s)))
		w = append(w, s...)
	}
	text(metadata.Tool)
	w = binary.LittleEndian.AppendUint32(w, uint32(len(comments)))
	for _, c := range comments {
		text(c)
	}
	return w
}

// pictureBlock is the cover as FLAC has it (RFC 9639 §8.8).
func pictureBlock(m media.Meta) []byte {
	const frontCover = 3
	width, height := metadata.ImageSize(m.Cover)
	var w []byte
	u32 := func(list ...int) {
		for _, v := range list {
			w = binary.BigEndian.AppendUint32(w, uint32(v))
		}
	}
	mime := metadata.MIMEType(m.Cover)
	u32(frontCover, len(mime))
	w = append(w, mime...)
	u32(0) // description
	u32(width, height, 24, 0, len(m.Cover))
	return append(w, m.Cover...)
}

// commentOf looks for a comment in the first bytes of an OpusTags packet.
func commentOf(packet []byte, key string) (string, bool) {
	b, ok := bytes.CutPrefix(packet, []byte("OpusTags"))
	take := func() (s []byte, ok bool) {
		if len(b) < 4 {
			return nil, false
		}
		n := uint64(binary.LittleEndian.Uint32(b))
		if n > uint64(len(b)-4) {
			return nil, false
		}
		s, b = b[4:4+n], b[4+n:]
		return s, true
	}
	if !ok {
		return "", false
	}
	if _, ok := take(); !ok || len(b) < 4 {
		return "", false
	}
	count := binary.LittleEndian.Uint32(b)
	b = b[4:]
	for range count {
		c, ok := take()
		if !ok {
			break
		}
		if k, v, _ := strings.Cut(string(c), "="); strings.EqualFold(k, key) {
			return v, true
		}
	}
	return "", false
}
