package simulator

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strconv"
)

// withDefaults fills in the empty fields of a Video. The values depend only on the
// other fields, so that they are the same in every process.
func withDefaults(v Video) Video {
	if v.Title == "" {
		v.Title = "Video " + v.ID
	}
	if v.Author == "" {
		v.Author = "Simulated Channel"
	}
	if v.ChannelID == "" {
		v.ChannelID = channelID(v.Author)
	}
	if v.Hue == 0 {
		v.Hue = int(hashNumber(v.ID) % 360)
	}
	v.Media = append([]Media(nil), v.Media...)
	for i := range v.Media {
		m := &v.Media[i]
		if m.LMT == "" {
			m.LMT = inventedLMT(fmt.Sprint(v.ID, m.Itag, m.xtags()))
		}
		if m.FPS == 0 && m.Height > 0 {
			m.FPS = 30
		}
		if m.Content == nil {
			continue
		}
		if m.Bitrate == 0 && v.Duration > 0 {
			m.Bitrate = int(float64(m.Content.Size()) * 8 / v.Duration.Seconds())
		}
		if m.Init == [2]int64{} && m.Index == [2]int64{} && !m.NoIndex && !m.muxed() {
			m.Init, m.Index, _ = ranges(m.Content)
		}
	}
	return v
}

// channelID derives a channel's ID of 24 characters from its name.
func channelID(name string) string {
	sum := sha256.Sum256([]byte("channel " + name))
	return "UC" + base64.RawURLEncoding.EncodeToString(sum[:])[:22]
}

// inventedLMT derives a time in 2025 or 2026, in microseconds, from a name.
func inventedLMT(name string) string {
	return strconv.FormatUint(1735689600_000000+hashNumber(name)%50_000_000_000000, 10)
}

// nextLMT returns a later version than old.
func nextLMT(old string) string {
	n, _ := strconv.ParseUint(old, 10, 64)
	return strconv.FormatUint(n+3600_000000, 10)
}

// hashNumber returns 64 bits of a hash of s.
func hashNumber(s string) uint64 {
	sum := sha256.Sum256([]byte(s))
	return binary.BigEndian.Uint64(sum[:])
}

// protoField appends a length-delimited protobuf field.
func protoField(b []byte, n int, value []byte) []byte {
	b = binary.AppendUvarint(b, uint64(n)<<3|2)
	b = binary.AppendUvarint(b, uint64(len(value)))
	return append(b, value...)
}
