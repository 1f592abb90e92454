package core

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mp3"
	"github.com/hilo-app/hilo/core/media/mp4"
	"github.com/hilo-app/hilo/core/media/ogg"
	"github.com/hilo-app/hilo/core/media/webm"
	"github.com/hilo-app/hilo/core/youtube"
)

// maxCopies bounds the numbers tried when a file's name is taken.
const maxCopies = 9999

// coverWait is how long a finished file waits for its cover.
const coverWait = 2 * time.Second

// numbered is the n-th name a file could have.
func numbered(s Status, v *youtube.Video, c format.Choice, n int) string {
	suffix := ""
	switch {
	case s.Chapter:
		suffix = fmt.Sprintf(" - %02d %s", s.Track, safeBase(s.Title, 100))
	case c.Clip != (format.Clip{}):
		suffix = " (" + clipName(c.Clip) + ")"
	}
	return filepath.Join(s.Dir, fileName(baseName(v.Title, strings.TrimRight(suffix, " "), v.ID), string(c.Format), n))
}

// fetchCover starts to fetch the cover, which takes no time that a person
// could notice because the media take longer. The returned function gives the
// picture, or nil if there is none in time. It must be called, and may be
// again.
func (m *Manager) fetchCover(ctx context.Context, v *youtube.Video) func() []byte {
	ctx, cancel := context.WithCancel(ctx)
	var picture []byte
	done := make(chan struct{})
	go func() {
		defer close(done)
		url := thumbnail(v, math.MaxInt)
		if url == "" {
			return
		}
		var err error
		if picture, err = m.source.Image(ctx, url); err != nil {
			m.log.Info("no cover", "video", v.ID, "err", err)
		}
	}()
	return func() []byte {
		t := time.AfterFunc(coverWait, cancel)
		defer cancel()
		defer t.Stop()
		<-done
		return picture
	}
}

// thumbnail chooses the smallest picture that is at least so many pixels
// wide, else the widest. Only JPEG can be put into every file.
func thumbnail(v *youtube.Video, width int) string {
	var best youtube.Thumbnail
	for _, t := range v.Thumbnails {
		u, err := url.Parse(t.URL)
		if err != nil || path.Ext(u.Path) != ".jpg" {
			continue
		}
		wider := t.Width > best.Width
		if best.URL == "" || (best.Width < width && wider) || (t.Width >= width && !wider) {
			best = t
		}
	}
	return best.URL
}

// topic is what YouTube appends to an artist's name on channels that it makes
// by itself.
const topic = " - Topic"

// titleOf is what a download is called: as the video, or as its chapter.
func titleOf(s Status, v *youtube.Video) string {
	if s.Chapter {
		return s.Title
	}
	return v.Title
}

func metaOf(s Status, v *youtube.Video, c format.Choice, cover []byte) media.Meta {
	meta := media.Meta{
		Title: titleOf(s, v), Artist: strings.TrimSuffix(v.Author, topic), Album: s.Album, Number: s.Track,
		Link: v.URL(), Source: sourceOf(v, c), Description: v.Description, Cover: cover,
	}
	if !v.Published.IsZero() {
		meta.Date = v.Published.Format(time.DateOnly)
	}
	for _, c := range v.Chapters {
		meta.Chapters = append(meta.Chapters, media.Chapter{Start: c.Start, Title: c.Title})
	}
	return meta
}

// check compares a finished file with what was announced, before it is
// called done. end is where it ends in the video.
func check(f *os.File, got media.Summary, c format.Choice, end time.Duration) error {
	info, err := f.Stat()
	if err != nil {
		return writeProblem(err)
	}
	if err := verify(c.Format)(f, info.Size(), got); err != nil {
		return &Problem{Class: Damaged, Err: err}
	}
	video, audio := 0, 0
	for _, t := range got.Tracks {
		switch t.Kind {
		case "video":
			video++
		case "audio":
			audio++
		}
	}
	for i, s := range c.Streams {
		if s.HasVideo {
			video--
		}
		if s.HasAudio {
			audio--
		}
		if len(got.Tracks) == len(c.Streams) && err == nil {
			err = complete(got.Tracks[i], s.Duration, c.Clip, got.Start, end)
		}
	}
	if video != 0 || audio != 0 {
		err = fmt.Errorf("tracks of the file %v are not those asked for", got.Tracks)
	}
	if err != nil {
		return &Problem{Class: Damaged, Err: err}
	}
	return nil
}

// verify is what checks a finished file of a format by itself.
func verify(f format.Format) func(io.ReaderAt, int64, media.Summary) error {
	switch f {
	case format.MP3:
		return mp3.Verify
	case format.Opus:
		return ogg.Verify
	case format.WebM:
		return webm.Verify
	}
	return mp4.Verify
}

// finished is the file that becomes the finished one.
func (p *part) finished() *os.File {
	if p.made != nil {
		return p.made
	}
	return p.file
}

// How much less than announced a track may last. Pictures may begin late, as
// those that need later ones do.
const (
	slack        = 100 * time.Millisecond
	pictureSlack = time.Second
)

// complete compares how long a track is with what was announced. The answer's
// number is called approximate: a whole stream that is as long as its own index
// says may differ a little from it. One that is much shorter is not the video:
// YouTube serves such to networks that it distrusts.
func complete(got media.Track, announced time.Duration, c format.Clip, start, end time.Duration) error {
	most := slack
	if got.Kind == "video" {
		most = pictureSlack
	}
	if announced <= 0 {
		return nil
	}
	if c != (format.Clip{}) {
		announced = max(0, min(end, announced)-start)
	} else if got.Announced == 0 || got.Duration >= got.Announced-most {
		most = max(most, time.Second+announced/50)
	}
	if got.Duration < announced-most {
		return fmt.Errorf("a track of %s lasts %v, announced were %v", got.Kind, got.Duration, announced)
	}
	return nil
}

// publish gives the finished file its name. It never replaces a file: a taken
// name is counted up.
func (p *part) publish(ctx context.Context, s Status, v *youtube.Video, c format.Choice) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	done := p.finished()
	if err := done.Sync(); err != nil {
		return "", writeProblem(err)
	}
	p.stop()
	for _, f := range []*os.File{p.file, p.made} { // an open file cannot be renamed everywhere
		if f == nil {
			continue
		}
		if err := f.Close(); err != nil {
			return "", writeProblem(err)
		}
	}
	p.file, p.made = nil, nil
	for n := 1; n <= maxCopies; n++ {
		file := numbered(s, v, c, n)
		err := moveNew(done.Name(), file)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return "", writeProblem(err)
		}
		// The file is whole. A journal that cannot be removed is found, and
		// removed, when the same is downloaded again.
		_ = p.journal.Remove()
		p.journal = nil
		_ = os.Remove(p.path) // where another file was made of it
		return file, nil
	}
	return "", &Problem{Class: NotWritable, Err: fmt.Errorf("%d files have this name already", maxCopies)}
}
