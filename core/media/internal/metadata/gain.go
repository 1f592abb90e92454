package metadata

import (
	"fmt"
	"math"
	"strconv"

	"github.com/hilo-app/hilo/core/media"
)

// ReplayGainKey is the name of the tag whose value ReplayGain returns
// (ReplayGain 2.0 specification, "Metadata format").
const ReplayGainKey = "REPLAYGAIN_TRACK_GAIN"

// Levels in LUFS to which the tags turn a song.
const (
	replayGainTarget = -18 // ReplayGain 2.0 specification, "Reference level"
	r128Target       = -23 // EBU R 128, which RFC 7845 §5.2.1 refers to
)

// ReplayGain returns how many decibels a player should amplify the sound of a
// normalized m, such as "-4.24 dB"; empty when its loudness is not known.
func ReplayGain(m media.Meta) string {
	if m.Loudness == 0 {
		return ""
	}
	return fmt.Sprintf("%+.2f dB", replayGainTarget-m.Loudness)
}

// R128Gain is ReplayGain as Opus files have it (RFC 7845 §5.2.1): against another
// level, in units of 1/256 decibel.
func R128Gain(m media.Meta) string {
	if m.Loudness == 0 {
		return ""
	}
	return strconv.Itoa(int(math.Round((r128Target - m.Loudness) * 256)))
}
