package bmff

import (
	"errors"
	"fmt"

	"github.com/Eyevinn/mp4ff/mp4"
)

// Coding returns the RFC 6381 name of the coding that a sample description (stsd) says,
// with profile and level where decoders need them: "avc1.640028" (ISO/IEC 14496-15
// §5.4.1), "av01.0.08M.08" (AV1 in ISOBMFF §5), "mp4a.40.2". What has no configuration
// that can be read is named by its sample entry alone.
func Coding(stsd []byte) (name string) {
	entry, err := SampleEntry(stsd)
	if err != nil {
		return ""
	}
	defer func() {
		if recover() != nil { // of bytes that the decoder does not expect
			name = entry
		}
	}()
	box, err := Decode[*mp4.StsdBox](stsd)
	if err != nil {
		return entry
	}
	switch {
	case box.AvcX != nil && box.AvcX.AvcC != nil:
		c := box.AvcX.AvcC
		return fmt.Sprintf("%s.%02X%02X%02X", entry, c.AVCProfileIndication, c.ProfileCompatibility, c.AVCLevelIndication)
	case box.Av01 != nil && box.Av01.Av1C != nil:
		c := box.Av01.Av1C
		tier, depth := "M", 8
		if c.SeqTier0 == 1 {
			tier = "H"
		}
		switch {
		case c.HighBitdepth == 1 && c.TwelveBit == 1:
			depth = 12
		case c.HighBitdepth == 1:
			depth = 10
		}
		return fmt.Sprintf("%s.%d.%02d%s.%02d", entry, c.SeqProfile, c.SeqLevelIdx0, tier, depth)
	case box.Mp4a != nil && box.Mp4a.Esds != nil && box.Mp4a.Esds.DecConfigDescriptor != nil:
		d := box.Mp4a.Esds.DecConfigDescriptor
		if d.DecSpecificInfo == nil || len(d.DecSpecificInfo.DecConfig) == 0 {
			return fmt.Sprintf("%s.%02X", entry, d.ObjectType)
		}
		// The first five bits of an AudioSpecificConfig (ISO/IEC 14496-3 §1.6.2.1).
		return fmt.Sprintf("%s.%02X.%d", entry, d.ObjectType, d.DecSpecificInfo.DecConfig[0]>>3)
	}
	return entry
}

// SampleEntry returns the kind of the first sample entry of an stsd box, such
// as "avc1" (§8.5.2). It fails if there is none.
func SampleEntry(stsd []byte) (string, error) {
	if len(stsd) < 24 {
		return "", errors.New("stsd is missing")
	}
	return string(stsd[20:24]), nil
}

// TrackKind turns a handler type (§8.4.3) into the kind of a media.Track.
func TrackKind(handler string) string {
	if handler == "soun" {
		return "audio"
	}
	return "video"
}
