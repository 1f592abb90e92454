package download

import (
	"bytes"
	"context"
	"errors"
	"time"

	"github.com/hilo-app/hilo/core/disk"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/subtitle"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/youtube"
)

// subtitleWait is how long a finished file waits for its subtitles, which are
// fetched while the media are.
const subtitleWait = 10 * time.Second

// fetchSubtitles returns the subtitles that are wished for and could be fetched
// before ctx ended. A track that fails is left out, because it is no reason for
// the download to fail.
func (a *attempt) fetchSubtitles(ctx context.Context) []subtitle.Track {
	var got []subtitle.Track
	for _, c := range format.Captions(a.video, a.initial.Wish) {
		s, err := a.fetchSubtitle(ctx, c)
		if err != nil {
			a.Log.Warn("no subtitles", "video", a.video.ID, "language", c.Language, "err", err)
			continue
		}
		got = append(got, s)
	}
	return got
}

func (a *attempt) fetchSubtitle(ctx context.Context, c youtube.Caption) (subtitle.Track, error) {
	data, err := a.Source.Caption(ctx, c)
	if err != nil {
		return subtitle.Track{}, err
	}
	cues, err := subtitle.Parse(data)
	if err == nil && len(cues) == 0 {
		err = errors.New("the track has no cues")
	}
	return subtitle.Track{Language: c.Language, Name: c.Name, Generated: c.Generated, Cues: cues}, err
}

// subtitlesAsFiles reports whether subtitles become files of their own: where
// that is wished for, and where the format cannot embed them.
func (a *attempt) subtitlesAsFiles() bool {
	w := a.initial.Wish.Subtitles
	return w.File || w.Embed && a.container.subtitles == subtitlesNowhere
}

// writeSubtitles writes each track under the name by which players find it,
// "Title.es.srt" for "Title.mp4", with the cues of a part of the video
// without the cuts. write is writeNew or disk.WriteMissing.
func writeSubtitles(file string, all []subtitle.Track, cuts media.Cuts, part media.Clip, write func(base, ext string, data []byte) error) error {
	part = cuts.Clip(part)
	for _, s := range all {
		var text bytes.Buffer
		if err := subtitle.WriteSRT(&text, subtitle.Cut(cuts.Cues(s.Cues), part.From, part.To)); err != nil {
			return err
		}
		if err := write(disk.SidecarBase(file, s.Language), ".srt", text.Bytes()); err != nil {
			return problem.OfWrite(err)
		}
	}
	return nil
}
