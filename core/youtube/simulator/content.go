package simulator

import (
	"bytes"
	"embed"
	"encoding/binary"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator/internal/dash"
)

// Content is the bytes of one format.
type Content interface {
	io.ReaderAt
	Size() int64
}

// Bytes returns b as a Content. The caller must not change b afterwards.
func Bytes(b []byte) Content { return bytes.NewReader(b) }

// Fixture names one of the small media files that testdata/make.sh generates: 12
// seconds long, in the shape in which YouTube serves media.
type Fixture string

// The fixtures. All but Muxed are DASH streams of one track.
const (
	H264x1080    Fixture = "h264-1080p.mp4"    // 1920x1080, 30 fps
	H264x720     Fixture = "h264-720p.mp4"     // 1280x720
	H264x360     Fixture = "h264-360p.mp4"     // 640x360
	H264x144     Fixture = "h264-144p.mp4"     // 256x144
	H264Portrait Fixture = "h264-portrait.mp4" // 720x1280
	AV1x2160     Fixture = "av1-2160p.mp4"     // 3840x2160
	VP9x720      Fixture = "vp9-720p.webm"     // 1280x720
	AAC          Fixture = "aac.mp4"           // 44.1 kHz stereo, a tune
	AACLow       Fixture = "aac-low.mp4"       // 22.05 kHz
	AACDub       Fixture = "aac-dub.mp4"       // the tune a fifth higher: another "language"
	AACDRC       Fixture = "aac-drc.mp4"       // the tune a fourth lower: "stable volume"
	Opus         Fixture = "opus.webm"         // 48 kHz stereo, the tune
	Muxed        Fixture = "muxed-360p.mp4"    // H.264 and AAC in one progressive file, moov in front
)

//go:embed testdata/*.mp4 testdata/*.webm
var fixtures embed.FS

// Content returns the file's bytes. It panics when f is not one of the constants.
func (f Fixture) Content() Content { return Bytes(f.bytes()) }

// loaded caches the bytes of each fixture, which many formats share.
var loaded sync.Map

func (f Fixture) bytes() []byte {
	if b, ok := loaded.Load(f); ok {
		return b.([]byte)
	}
	b, err := fixtures.ReadFile("testdata/" + string(f))
	if err != nil {
		panic("simulator: " + err.Error())
	}
	kept, _ := loaded.LoadOrStore(f, b)
	return kept.([]byte)
}

// Long returns valid media of length d that repeats the fragments of a DASH MP4
// fixture, with continuous times and sequence numbers and an index (sidx) over all
// fragments. The last fragment is cut so that the length is d, to a sample. Bytes
// are generated when they are read; the whole is never in memory. Long panics when
// f is not a DASH MP4.
func Long(f Fixture, d time.Duration) Content { return LongAt(f, d, 0) }

// LongAt is Long for an H.264 fixture with about bitrate bits per second, for large
// files that still play: each picture is preceded by an SEI message that players
// skip. A bitrate of 0, or below the fixture's own, adds nothing. LongAt panics when
// f is not H.264.
func LongAt(f Fixture, d time.Duration, bitrate int) Content {
	c, err := dash.Repeat(f.bytes(), d, bitrate)
	if err != nil {
		panic(fmt.Sprintf("simulator: %s: %v", f, err))
	}
	return c
}

// Noise returns a Content of size pseudorandom bytes that depend only on seed and
// offset. It is no media and is for tests that only transfer bytes.
func Noise(seed uint64, size int64) Content { return noise{seed, size} }

type noise struct {
	seed uint64
	size int64
}

// Size implements Content.
func (n noise) Size() int64 { return n.size }

// ReadAt implements io.ReaderAt. Each 64-bit word is splitmix of its number in the
// file.
func (n noise) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 || off >= n.size {
		return 0, io.EOF
	}
	var err error
	if rest := n.size - off; int64(len(p)) > rest {
		p, err = p[:rest], io.EOF
	}
	for i := 0; i < len(p); {
		at := uint64(off) + uint64(i)
		word := splitmix(n.seed + at/8)
		if at%8 == 0 && len(p)-i >= 8 {
			binary.LittleEndian.PutUint64(p[i:], word)
			i += 8
			continue
		}
		p[i] = byte(word >> (8 * (at % 8)))
		i++
	}
	return len(p), err
}

// splitmix is the finaliser of SplitMix64 (Steele, Lea, Flood 2014).
func splitmix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
