package mp4

import (
	"sort"
	"sync"
	"time"

	"github.com/Eyevinn/mp4ff/mp4"

	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
)

// Movie is a view of one or two fragmented streams as one fragmented MP4 file whose
// length is known before the media are there, for players that watch while the
// streams are fetched. Nothing of it is stored.
//
//	ftyp | moov | sidx of each track | cell | cell | … | free | mfra
//
// There is a cell for each fragment of the first stream. With a second one, of sound,
// it begins with a fragment of the sound of that time, made anew, whose mdat is filled
// up with zeros to a size that follows from the indexes alone. Then the first
// stream's fragment follows as it is.
//
// What players need was tried with mpv, Chromium, VLC and ffmpeg: without a sidx they
// read all fragments first; one of the pictures alone makes mpv jump to wrong places; its
// units must be those of the track's media; anything between an mdat and the next moof
// makes ffmpeg read that moof twice; VLC and Chromium read the end of the file
// first, which must not be media.
//
// A Movie may be used by several goroutines at once.
type Movie struct {
	tracks []*movieTrack
	front  []byte
	tail   []byte
	cells  []*cell // by place, without gaps
	size   int64

	mu sync.Mutex // guards the pieces of the cells
}

// movieTrack is a stream of a Movie.
type movieTrack struct {
	*track
	moov *mp4.MoovBox
	at   int // the stream's number
}

const (
	// soundLead is how much earlier the sound of a cell begins than its pictures.
	// ffmpeg looks for sound at or before the decode time of the picture that it
	// jumped to.
	soundLead = 250 * time.Millisecond
	// movieEnd is how many bytes before the mfra hold no media: players read the end
	// first, in blocks of up to 32 KiB.
	movieEnd = 64 << 10
	// tableBytes and packetBytes are how many bytes a cell has for the tables of its
	// sound, and for each second of it: 200 packets of 16 bytes.
	tableBytes  = 4096
	packetBytes = 200 * 16
	// firstBytes is how much of a sound fragment is asked for first: its tables,
	// without which nothing can be shown.
	firstBytes = 4096
)

// cell is a fragment of the first stream with the sound of its time.
type cell struct {
	at, size   int64
	start, end time.Duration
	sound      []int   // numbers of the fragments of sound that it takes from
	pieces     []piece // by place; nil until they are known
}

// piece is bytes of a cell: made here, of the sound, or zeros.
type piece struct {
	at, size int64 // in the cell
	made     []byte
	sound    bool
	src      int64 // in the stream of sound
}

// divide makes the cells, without their places.
func (m *Movie) divide() {
	frags := m.tracks[0].frags
	for i, f := range frags {
		c := &cell{start: f.start, end: f.end, size: f.size}
		if i == 0 {
			c.start = -bmff.MaxTime
		}
		if i == len(frags)-1 {
			c.end = bmff.MaxTime
		}
		if len(m.tracks) == 2 {
			for k, a := range m.tracks[1].frags {
				if a.start < c.end-soundLead && a.end > c.start-soundLead {
					c.sound, c.size = append(c.sound, k), c.size+a.size
				}
			}
			c.size += tableBytes + int64((f.end-f.start).Seconds()*packetBytes)
		}
		m.cells = append(m.cells, c)
	}
}

// Duration returns how long it lasts, by the indexes.
func (m *Movie) Duration() (d time.Duration) {
	for _, t := range m.tracks {
		d = max(d, t.frags[len(t.frags)-1].end)
	}
	return d
}

// cellAt returns the number of the cell at a place, or how many there are.
func (m *Movie) cellAt(at int64) int {
	return sort.Search(len(m.cells), func(i int) bool { return m.cells[i].at+m.cells[i].size > at })
}

// placeOf returns where a track's fragment of a cell begins. That of the first stream is at
// its end.
func (m *Movie) placeOf(number, track int) int64 {
	c := m.cells[number]
	if track == 0 {
		return c.at + c.size - m.tracks[0].frags[number].size
	}
	return c.at
}

// id returns the number of a track. The first one keeps its own, which is in its
// fragments.
func (m *Movie) id(track int) uint32 {
	id := m.tracks[0].id
	if track == 1 {
		id = id%1000 + 1
	}
	return id
}

// scaled returns a time in units of the track's media, rounded down.
func (t *movieTrack) scaled(d time.Duration) uint64 {
	return bin.Scale(uint64(max(d, 0)), uint64(t.timescale), uint64(time.Second))
}

// packet is one sample of sound and where it lies in its stream.
type packet struct {
	mp4.Sample
	src    int64
	decode uint64
}
