package mp4

import (
	"math"

	"github.com/Eyevinn/mp4ff/mp4"

	"github.com/hilo-app/hilo/core/media/internal/bin"
)

// tableReserve estimates how many bytes the track takes in the moov, by what its
// head says. Where it is too low, Finish writes the moov behind the media.
func (t *track) tableReserve() int64 {
	length := t.duration.Seconds()
	if length == 0 { // assume a low bit rate
		length = float64(t.size) / 25_000
	}
	rate, each := 60.0, int64(4+8+8) // samples a second of video at most, if nothing is known; stsz, ctts, stts
	if t.kind == "soun" {
		rate, each = float64(t.timescale)/1024, 4 // AAC frames are 1024 samples long
	}
	if r, e := t.firstRate(); r > 0 {
		rate, each = r, e
	}
	fragments := int64(len(t.frags))
	if fragments == 0 {
		fragments = int64(length)
	}
	const perFragment = 8 + 12 + 4 + 8 // chunk offset, stsc, stss, stts
	n := int64(min(length*rate*1.01+64, maxSamples))*each + fragments*perFragment
	// Durations may be false; tables are a small part of any real stream.
	return min(n, bin.MaxReserve, 64<<10+t.size/4) + int64(len(t.stsd)) + 1024
}

// firstRate returns the highest rate of samples in the first fragment, in
// samples a second, and the bytes that each takes in the tables; or 0.
func (t *track) firstRate() (rate float64, each int64) {
	moof := t.firstMoof()
	if moof == nil {
		return 0, 0
	}
	traf := find(moof, "traf")
	tfhd, err1 := decode[*mp4.TfhdBox](find(traf, "tfhd"))
	trun, err2 := decode[*mp4.TrunBox](find(traf, "trun"))
	if err1 != nil || err2 != nil {
		return 0, 0
	}
	trun.AddSampleDefaultValues(tfhd, t.trex)
	shortest, longest := uint32(math.MaxUint32), uint32(0)
	each = 4
	for _, s := range trun.Samples {
		if s.Dur > 0 {
			shortest, longest = min(shortest, s.Dur), max(longest, s.Dur)
		}
		if s.CompositionTimeOffset != 0 {
			each = 4 + 8
		}
	}
	if longest == 0 {
		return 0, 0
	}
	if shortest != longest {
		each += 8
	}
	return float64(t.timescale) / float64(shortest), each
}
