package download

import (
	"cmp"
	"fmt"
	"os"
	"time"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/problem"
)

// How much less than announced a track may last. A picture may begin late, when
// its first frames need later ones.
const (
	soundTolerance   = 100 * time.Millisecond
	pictureTolerance = time.Second
)

// verify compares a finished file with what was chosen and announced. The error
// is of class Damaged when they differ.
func (a *attempt) verify(f *os.File, got media.Summary) error {
	info, err := f.Stat()
	if err != nil {
		return problem.OfWrite(err)
	}
	err = a.container.verify(f, info.Size(), got)
	if err == nil {
		err = a.verifyTracks(got)
	}
	if err != nil {
		return &problem.Problem{Class: problem.Damaged, Err: err}
	}
	return nil
}

// verifyTracks compares the tracks with the streams of the choice.
func (a *attempt) verifyTracks(got media.Summary) error {
	pictures, sounds := 0, 0
	for _, t := range got.Tracks {
		switch t.Kind {
		case "video":
			pictures++
		case "audio":
			sounds++
		}
	}
	for _, s := range a.choice.Streams {
		if s.HasVideo && !a.choice.SoundOnly() {
			pictures--
		}
		if s.HasAudio {
			sounds--
		}
	}
	if pictures != 0 || sounds != 0 {
		return fmt.Errorf("tracks of the file %v are not those of the choice", got.Tracks)
	}
	if err := verifyPlayers(a.choice, got.Tracks); err != nil {
		return err
	}
	if len(got.Tracks) != len(a.choice.Streams) {
		return nil // one muxed stream
	}
	for i, s := range a.choice.Streams {
		if err := verifyLength(got.Tracks[i], s.Duration, a.choice.Clip, a.leftOut(got), got.Start, a.end()); err != nil {
			return err
		}
	}
	return nil
}

// verifyPlayers compares how the tracks are coded with what the streams of the choice
// were announced as: a file must play wherever the choice was said to.
func verifyPlayers(c format.Choice, tracks []media.Track) error {
	var codings []string
	for _, t := range tracks {
		codings = append(codings, cmp.Or(t.Coding, t.Codec))
	}
	if said, is := format.PlayersOfChoice(c), format.PlayersOf(c.Format, codings...); !is.Cover(said) {
		return fmt.Errorf("tracks are coded as %v, which fewer players support than the choice", codings)
	}
	return nil
}

// verifyLength compares how long a track lasts with what YouTube announced for
// its stream. start and end are where the file begins and ends in the video, and cuts
// what it leaves out of that. The announced length is approximate: a whole stream that
// is as long as its own index says may differ a little from it. One that is much
// shorter is another video, which YouTube serves to networks that it distrusts.
func verifyLength(got media.Track, announced time.Duration, clip format.Clip, cuts media.Cuts, start, end time.Duration) error {
	most := soundTolerance
	if got.Kind == "video" {
		most = pictureTolerance
	}
	if announced <= 0 {
		return nil
	}
	if clip != (format.Clip{}) || len(cuts) > 0 {
		if end > 0 {
			announced = min(end, announced)
		}
		announced = max(0, cuts.At(announced)-cuts.At(start))
	} else if got.Announced == 0 || got.Duration >= got.Announced-most {
		most = max(most, time.Second+announced/50)
	}
	if got.Duration < announced-most {
		return fmt.Errorf("a track of %s lasts %v, announced were %v", got.Kind, got.Duration, announced)
	}
	return nil
}
