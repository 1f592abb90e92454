package format

import (
	"strconv"
	"strings"
)

// Support is how much of a kind of player can play a file.
type Support int

// How much of a kind: none can be counted on, those made in the last years, all in use.
const (
	Unsupported Support = iota
	Newer               // from about 2020 on
	Supported
)

// Players is which kinds of devices and programs play a file.
type Players struct {
	TV       Support // from a USB stick
	Phone    Support
	Computer Support // in the player that comes with the system or a browser
	Editor   Support // programs that cut films or sound
	Car      Support // car radios; of files without a picture
}

// PlayersOf returns what plays a file of a format whose tracks have these codings, as
// RFC 6381 names them ("avc1.640028"). It says less rather than more: of an unknown
// coding, a profile or level that is missing, only computers are counted on.
//
//   - H.264 up to High profile and level 4.2, which is 1080p with 60 frames a second, is
//     the most that TVs without 4K, phones since 2014 and every editor decode (DLNA
//     guidelines; Android CDD §5.3; Apple's device specifications). Above that level 4K
//     devices do.
//   - AV1 has hardware decoders in TVs and phones from 2020 on, VP9 in TVs with 4K.
//   - AAC is played wherever H.264 is, MP3 by everything, Opus in Ogg by computers and
//     newer phones.
func PlayersOf(f Format, codings ...string) Players {
	switch f {
	case MP3:
		return Players{TV: Supported, Phone: Supported, Computer: Supported, Editor: Supported, Car: Supported}
	case Opus:
		return Players{Phone: Newer, Computer: Supported}
	}
	all := Players{TV: Supported, Phone: Supported, Computer: Supported, Editor: Supported, Car: Supported}
	for _, names := range codings {
		for name := range strings.SplitSeq(names, ",") {
			name = strings.TrimSpace(name)
			if f == M4A && !strings.HasPrefix(name, "mp4a.") {
				continue // the picture of a muxed stream, which is left out
			}
			all = all.and(playersOfCoding(f, name))
		}
	}
	return all
}

// playersOfCoding returns what plays one track of a file of a format.
func playersOfCoding(f Format, name string) Players {
	kind, rest, _ := strings.Cut(name, ".")
	switch {
	case f == WebM:
		return playersOfWebM(name)
	case kind == "mp4a" && (rest == "40.2" || rest == "40.02"): // AAC-LC
		return Players{TV: Supported, Phone: Supported, Computer: Supported, Editor: Supported, Car: Newer}
	case kind == "mp4a" && rest == "40.5": // with SBR, which an old decoder plays dull
		return Players{TV: Supported, Phone: Supported, Computer: Supported, Editor: Supported}
	case kind == "avc1" || kind == "avc3":
		return playersOfH264(rest)
	case kind == "av01" && strings.HasPrefix(rest, "0."): // Main profile
		return Players{TV: Newer, Phone: Newer, Computer: Supported}
	}
	return Players{Computer: Supported}
}

// playersOfWebM returns what plays a track of a WebM file.
func playersOfWebM(name string) Players {
	if strings.HasPrefix(name, "av01") {
		return Players{Computer: Supported}
	}
	return Players{TV: Newer, Computer: Supported} // VP9 and Opus
}

// maxLevel is the H.264 level 4.2, as avcC has it.
const maxLevel = 42

// playersOfH264 returns what plays H.264 with these three bytes of its configuration in
// hexadecimal: profile, constraints, level (ISO/IEC 14496-10 Annex A).
func playersOfH264(configuration string) Players {
	n, err := strconv.ParseUint(configuration, 16, 24)
	if err != nil || len(configuration) != 6 {
		return Players{Computer: Supported}
	}
	switch profile, level := n>>16, n&0xff; {
	case profile != 66 && profile != 77 && profile != 100: // High 10 and the like
		return Players{Computer: Supported}
	case level > maxLevel:
		return Players{TV: Newer, Phone: Newer, Computer: Supported, Editor: Supported}
	}
	return Players{TV: Supported, Phone: Supported, Computer: Supported, Editor: Supported}
}

// and returns what plays both.
func (p Players) and(q Players) Players {
	return Players{min(p.TV, q.TV), min(p.Phone, q.Phone), min(p.Computer, q.Computer), min(p.Editor, q.Editor), min(p.Car, q.Car)}
}

// Cover reports whether p plays wherever q does.
func (p Players) Cover(q Players) bool { return p.and(q) == q }

// PlayersOfChoice returns what plays the file that a choice makes, as the streams are
// announced.
func PlayersOfChoice(c Choice) Players {
	var codings []string
	for i := range c.Streams {
		codings = append(codings, c.Streams[i].Codecs)
	}
	return PlayersOf(c.Format, codings...)
}
