package mp4

import (
	"encoding/binary"
	"math"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
	"github.com/hilo-app/hilo/core/media/mp4/internal/texttrack"
)

// movie is what goes into the moov.
type movie struct {
	tracks   []*track
	samples  []*samples
	starts   []int64 // presentation time of each track's media time 0, in its timescale
	meta     media.Meta
	texts    []*texttrack.Track // subtitles, then the chapters
	chapters bool               // there are some
	scale    uint32             // units of time per second
}

func newMovie(tracks []*track, tables []*samples, m media.Meta, scale uint32) *movie {
	v := &movie{tracks: tracks, samples: tables, meta: m, scale: scale}
	v.align()
	v.texts = texttrack.Subtitles(m, v.duration(), v.picture())
	if t := texttrack.Chapters(m, v.duration()); t != nil {
		v.texts, v.chapters = append(v.texts, t), true
	}
	return v
}

// align computes when each track starts. Media time 0 of the finished track is
// the first sample's decode time, so a track starts at that time, less what its
// edit list skips, plus what it delays. An origin common to all tracks is dropped
// when it is a second or more, as in parts of a broadcast.
func (v *movie) align() {
	for i, t := range v.tracks {
		v.starts = append(v.starts, int64(v.samples[i].first)-t.mediaTime+t.delay)
	}
	begin := origin(v.tracks, v.starts)
	for i, t := range v.tracks {
		v.starts[i] -= int64(math.Round(begin * float64(t.timescale)))
	}
}

// picture is the shape of the first picture.
func (v *movie) picture() texttrack.Shape {
	for _, t := range v.tracks {
		if t.kind != "soun" {
			return texttrack.Shape{Width: uint32(t.width), Height: uint32(t.height)}
		}
	}
	return texttrack.Shape{}
}

// duration is the length of the presentation.
func (v *movie) duration() time.Duration { return bin.Duration(v.length(), v.scale) }

// timescale returns the units of time per second of a track's tables.
func (v *movie) timescale(i int) uint32 { return v.tracks[i].timescale * max(v.samples[i].finer, 1) }

// length is duration in units of the movie.
func (v *movie) length() (longest uint64) {
	for i := range v.tracks {
		_, d := v.edits(i)
		longest = max(longest, d)
	}
	return longest
}

// edits returns a track's edit list, empty when it starts at 0 as it is, and
// the length of its presentation in units of the movie.
func (v *movie) edits(i int) ([]bmff.Edit, uint64) {
	if list := v.samples[i].edits; list != nil {
		return list, bmff.EditsLength(list)
	}
	ts, scale := uint64(v.tracks[i].timescale), uint64(v.scale)
	start, begin, end := v.starts[i], max(0, v.samples[i].begin), max(0, v.samples[i].end)
	switch {
	case start < 0: // the edit list of the source skips the beginning
		length := bmff.ScaleUp(max(0, end+start), scale, ts)
		return []bmff.Edit{{Length: length, Media: -start}}, length
	case start == 0:
		return nil, bmff.ScaleUp(end, scale, ts)
	}
	// An edit begins with its first frame: FFmpeg removes a gap there.
	wait := bin.Scale(uint64(start+begin)*2+1, scale, ts*2) // to the nearest
	if wait == 0 {
		return nil, bmff.ScaleUp(end, scale, ts)
	}
	length := bmff.ScaleUp(end-begin, scale, ts)
	return []bmff.Edit{{Length: wait, Media: -1}, {Length: length, Media: begin}}, wait + length
}

// build returns the moov box, and where in it the text tracks' 64-bit chunk
// offsets are, which depend on where the moov goes.
func (v *movie) build() (moov []byte, offsets []int) {
	w := &bmff.Builder{B: make([]byte, 0, v.estimate())}
	w.Box("moov", func() {
		next := uint32(len(v.tracks)) + 1
		v.mvhd(w, next+uint32(len(v.texts)))
		for i := range v.tracks {
			v.trak(w, i)
		}
		for i, t := range v.texts {
			offsets = append(offsets, t.AppendTrak(w, next+uint32(i), v.scale))
		}
		udta(w, v.meta)
	})
	return w.B, offsets
}

// estimate is about the size of the moov.
func (v *movie) estimate() int {
	n := 4096 + len(v.meta.Cover) + 2*len(v.meta.Description)
	for i, s := range v.samples {
		n += 1024 + len(v.tracks[i].stsd) + len(s.sizes) + len(s.syncs) + len(s.stts.B) + len(s.ctts.B) + 20*len(s.chunks)
	}
	for _, t := range v.texts {
		n += t.EstimatedSize()
	}
	return n
}

// mvhd appends the movie header (§8.2.2).
func (v *movie) mvhd(w *bmff.Builder, nextTrack uint32) {
	d := v.length()
	version := bmff.VersionFor(d)
	w.Full("mvhd", version, 0, func() {
		w.Time(version, 0)
		w.Time(version, 0)
		w.U32(v.scale)
		w.Time(version, d)
		w.U32(0x10000)  // rate 1
		w.U16(0x100, 0) // volume 1
		w.U32(0, 0)
		w.U32(bmff.UnityMatrix...)
		w.Zero(24) // pre_defined
		w.U32(nextTrack)
	})
}

func (v *movie) trak(w *bmff.Builder, i int) {
	t := v.tracks[i]
	edits, length := v.edits(i)
	w.Box("trak", func() {
		bmff.AppendTkhd(w, bmff.TrackHeader{
			ID: uint32(i + 1), Flags: bmff.TrackEnabled | bmff.TrackInMovie, Duration: length, AlternateGroup: bmff.AlternateGroup(t.kind),
			Volume: uint16(t.volume), Width: uint32(t.width), Height: uint32(t.height),
		})
		if len(edits) > 0 {
			bmff.AppendEdts(w, edits)
		}
		if i == 0 && v.chapters {
			w.Box("tref", func() { w.Box("chap", func() { w.U32(uint32(len(v.tracks) + len(v.texts))) }) })
		}
		w.Box("mdia", func() {
			bmff.AppendMdhd(w, v.timescale(i), t.language, v.samples[i].next-v.samples[i].first)
			w.Bytes(t.hdlr)
			w.Box("minf", func() {
				for _, b := range t.mediaInfo {
					w.Bytes(b)
				}
				w.Box("stbl", func() { stbl(w, t.stsd, v.samples[i]) })
			})
		})
	})
}

// stbl appends the sample tables. stss is left out when every sample is a sync
// sample (§8.6.2), ctts when no composition offset differs from 0 (§8.6.1.3).
func stbl(w *bmff.Builder, stsd []byte, s *samples) {
	w.Bytes(stsd)
	w.Full("stts", 0, 0, func() { w.U32(uint32(s.stts.N)); w.Bytes(s.stts.B) })
	if !s.allSync() {
		w.Full("stss", 0, 0, func() { w.U32(uint32(len(s.syncs) / 4)); w.Bytes(s.syncs) })
	}
	if s.composed {
		version := byte(0)
		if s.signed {
			version = 1
		}
		w.Full("ctts", version, 0, func() { w.U32(uint32(s.ctts.N)); w.Bytes(s.ctts.B) })
	}
	stsc(w, s.chunks)
	w.Full("stsz", 0, 0, func() { w.U32(0, uint32(s.count)); w.Bytes(s.sizes) })
	chunkOffsets(w, s.chunks)
}

// stsc appends the number of samples in each chunk (§8.7.4).
func stsc(w *bmff.Builder, chunks []chunk) {
	w.Full("stsc", 0, 0, func() {
		at, n, last := len(w.B), uint32(0), uint32(0)
		w.U32(0)
		for i, c := range chunks {
			if c.n != last {
				w.U32(uint32(i+1), c.n, 1)
				n, last = n+1, c.n
			}
		}
		binary.BigEndian.PutUint32(w.B[at:], n)
	})
}

// chunkOffsets appends stco, or co64 when an offset needs it (§8.7.5).
func chunkOffsets(w *bmff.Builder, chunks []chunk) {
	large := false
	for _, c := range chunks {
		large = large || c.off >= 1<<32
	}
	if large {
		w.Full("co64", 0, 0, func() {
			w.U32(uint32(len(chunks)))
			for _, c := range chunks {
				w.U64(uint64(c.off))
			}
		})
		return
	}
	w.Full("stco", 0, 0, func() {
		w.U32(uint32(len(chunks)))
		for _, c := range chunks {
			w.U32(uint32(c.off))
		}
	})
}
