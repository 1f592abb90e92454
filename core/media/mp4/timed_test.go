package mp4

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
)

// timedStream is a fragmented stream as a clip sees it: its packets and the media
// time at which the video begins.
type timedStream struct {
	kind      string
	timescale int64
	packets   []mediatest.Packet
	lengths   []int64
	zero      int64
}

func (s *timedStream) at(i int) int64 { return s.packets[i].DTS + s.packets[i].CTS }

func (s *timedStream) units(d time.Duration) int64 {
	return s.zero + (2*int64(d)*s.timescale/int64(time.Second)+1)/2
}

// expected is what of a stream a clip holds: packets, of which one is shown when
// the clip begins, -1 if it begins before them.
type expected struct{ from, to, shown int }

func (s *timedStream) expect(c media.Clip) (e expected) {
	from, to := s.units(c.From), int64(math.MaxInt64)
	if c.To > 0 {
		to = s.units(c.To)
	}
	e.shown = -1
	for i, p := range s.packets {
		at := s.at(i)
		if at <= from && (e.shown < 0 || at > s.at(e.shown)) {
			e.shown = i
		}
		if at <= from && p.Sync && s.kind == "vide" {
			e.from = i
		}
		if at < to {
			e.to = i + 1
		}
	}
	if s.kind == "soun" {
		e.from = max(0, e.shown-1)
	}
	return e
}

// holdsClip checks that a finished track has exactly the packets of a clip, and
// shows each when the source does.
func holdsClip(t *testing.T, s *timedStream, c media.Clip, edits []bmff.Edit, got []mediatest.Packet) expected {
	t.Helper()
	e := s.expect(c)
	want := slices.Clone(s.packets[e.from:e.to])
	media := edits[len(edits)-1].Media
	first := want[0].DTS
	for i := range want {
		want[i].DTS -= first
	}
	if s.kind == "vide" && e.shown >= 0 {
		want[e.shown-e.from].CTS += s.units(c.From) - s.at(e.shown)
	}
	wait := int64(0)
	if len(edits) == 2 {
		wait = int64(math.Floor(float64(edits[0].Length) * float64(s.timescale) / 1000))
		if e.shown >= 0 || edits[0].Media != -1 || wait == 0 {
			t.Fatalf("edits %v", edits)
		}
		// The first one waits for a whole millisecond.
		lead, at := int64(math.MaxInt64), 0
		for i, p := range want {
			if shown := first + p.DTS + p.CTS - s.units(c.From); shown < lead {
				lead, at = shown, i
			}
		}
		if wait < lead || wait > lead+s.timescale/1000+1 {
			t.Fatalf("waits %d for %d", wait, lead)
		}
		if s.kind == "vide" {
			want[at].CTS += wait - lead
		}
	}
	if media != s.units(c.From)+wait-first {
		t.Fatalf("%v: edits %v, want from %d", c, edits, s.units(c.From)+wait-first)
	}
	for i := range want {
		want[i].DTS += want[0].DTS
	}
	mediatest.SamePackets(t, s.kind, want, got)
	return e
}

// editsOf returns the edit lists of a finished file.
func editsOf(t *testing.T, file []byte) (list [][]bmff.Edit) {
	moov, _ := mediatest.TracksOf(t, file)
	for _, trak := range moov.Traks {
		var edits []bmff.Edit
		if trak.Edts != nil {
			for _, x := range trak.Edts.Elst[0].Entries {
				edits = append(edits, bmff.Edit{Length: x.SegmentDuration, Media: x.MediaTime})
			}
		}
		list = append(list, edits)
	}
	return list
}

// timedSample reads a file of testdata.
func timedSample(t *testing.T, name string) *timedStream {
	t.Helper()
	stream := mediatest.Sample(t, name)
	h, err := readHead(mediatest.HeadOf(stream))
	if err != nil {
		t.Fatal(err)
	}
	s := &timedStream{kind: h.kind, timescale: int64(h.timescale), packets: mediatest.PacketsOf(t, stream), zero: h.mediaTime}
	for i := range s.packets {
		next := s.packets[max(1, i)].DTS - s.packets[max(1, i)-1].DTS
		if i+1 < len(s.packets) {
			next = s.packets[i+1].DTS - s.packets[i].DTS
		}
		s.lengths = append(s.lengths, next)
	}
	return s
}
