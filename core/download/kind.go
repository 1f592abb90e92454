package download

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/transfer/journal"
	"github.com/hilo-app/hilo/core/youtube"
)

// kind says what is made of a choice's streams. Its text is part of journals, of
// the names of partial files and of the tag that says what a file was made from:
//
//	mp4   mp3-v2   webm@90000-165000   copy   mp3~1000-2000,5000-9000
//
// with the quality of an MP3 after "-", a clip after "@" in milliseconds, whose end is
// 0 for the end of the video, and what is left out after "~".
type kind struct {
	name    string // a format.Format, kindCopy or kindSound
	quality format.MP3Quality
	clip    format.Clip
	cuts    string // of media.Cuts, so that a kind is comparable
}

const (
	kindCopy  = "copy"  // a stream that is a finished file already
	kindSound = "sound" // M4A, the sound of such a stream
)

// muxed reports whether a choice is one stream with both picture and sound.
func muxed(c format.Choice) bool {
	return len(c.Streams) == 1 && c.Streams[0].HasVideo && c.Streams[0].HasAudio
}

func kindOf(c format.Choice) kind {
	switch {
	case muxed(c) && !c.SoundOnly():
		return kind{name: kindCopy}
	case muxed(c) && c.Format == format.M4A:
		return kind{name: kindSound}
	}
	return kind{string(c.Format), c.MP3, c.Clip, cutsOf(c).String()}
}

// cutsOf returns what a choice leaves out.
func cutsOf(c format.Choice) media.Cuts {
	var cuts media.Cuts
	for _, x := range c.Cuts {
		cuts = append(cuts, media.Clip(x))
	}
	return cuts
}

func (k kind) String() string {
	s := k.name
	if k.quality != "" {
		s += "-" + string(k.quality)
	}
	if k.clip != (format.Clip{}) {
		s += fmt.Sprintf("@%d-%d", k.clip.From.Milliseconds(), k.clip.To.Milliseconds())
	}
	if k.cuts != "" {
		s += "~" + k.cuts
	}
	return s
}

// short is String for the names of files, which cannot have many cuts: it has a hash
// of them.
func (k kind) short() string {
	if k.cuts != "" {
		sum := sha256.Sum256([]byte(k.cuts))
		k.cuts = hex.EncodeToString(sum[:8])
	}
	return k.String()
}

// parseKind is the opposite of kind.String. It takes any name.
func parseKind(s string) (kind, error) {
	s, cuts, _ := strings.Cut(s, "~")
	what, clip, clipped := strings.Cut(s, "@")
	name, quality, _ := strings.Cut(what, "-")
	k := kind{name: name, quality: format.MP3Quality(quality), cuts: cuts}
	if _, err := media.ParseCuts(cuts); err != nil {
		return k, err
	}
	if !clipped {
		return k, nil
	}
	a, b, _ := strings.Cut(clip, "-")
	from, err1 := strconv.ParseInt(a, 10, 32)
	to, err2 := strconv.ParseInt(b, 10, 32)
	k.clip = format.Clip{From: time.Duration(from) * time.Millisecond, To: time.Duration(to) * time.Millisecond}
	return k, errors.Join(err1, err2)
}

// inOrderSuffix marks, in a journal's container, a file whose layout takes its
// bytes in order.
const inOrderSuffix = "/in-order"

// identityOf returns what a journal says of the file that it belongs to.
func identityOf(v *youtube.Video, c format.Choice, reserve int64, inOrder bool) journal.Identity {
	id := journal.Identity{Video: v.ID, Container: kindOf(c).String(), Reserve: reserve}
	if inOrder {
		id.Container += inOrderSuffix
	}
	for _, s := range c.Streams {
		id.Streams = append(id.Streams, journal.Stream{Itag: s.Itag, Size: s.Size, Version: s.Version})
	}
	return id
}

// sourceOf names what a file is made from. The file carries it as a tag, so that
// the same file is not made twice in one folder.
func sourceOf(v *youtube.Video, c format.Choice) string {
	s := "youtube:" + v.ID + ":" + kindOf(c).String()
	for _, st := range c.Streams {
		s += fmt.Sprintf(":%d/%s", st.Itag, st.Version)
	}
	return s
}
