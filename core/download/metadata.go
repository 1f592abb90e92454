package download

import (
	"context"
	"math"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/panics"
	"github.com/hilo-app/hilo/core/status"
	"github.com/hilo-app/hilo/core/youtube"
)

// coverWait is how long a finished file waits for its cover.
const coverWait = 2 * time.Second

// fetchExtras starts to fetch the cover and the subtitles, which takes no time of
// its own because the media take longer. The context is for whatever comes
// along with them; stop ends it and waits.
func (a *attempt) fetchExtras(ctx context.Context) (_ context.Context, stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	a.cover = inBackground(ctx, coverWait, a.fetchCover)
	a.subtitles = inBackground(ctx, subtitleWait, a.fetchSubtitles)
	return ctx, func() { cancel(); a.cover(); a.subtitles() }
}

// inBackground starts fetch on a goroutine and returns a function that waits for
// its result. From the first call on, fetch has so long until its context ends.
// The function must be called, so that the goroutine ends, and may be called
// again. It panics when fetch did.
func inBackground[T any](ctx context.Context, wait time.Duration, fetch func(context.Context) T) func() T {
	ctx, cancel := context.WithCancel(ctx)
	var result T
	var crash error
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer panics.Catch(&crash)
		result = fetch(ctx)
	}()
	return func() T {
		t := time.AfterFunc(wait, cancel)
		defer cancel()
		defer t.Stop()
		<-done
		if crash != nil {
			panic(crash) // on the goroutine of the download, which makes it a problem
		}
		return result
	}
}

// fetchCover returns the largest thumbnail, nil if there is none.
func (a *attempt) fetchCover(ctx context.Context) []byte {
	address := Thumbnail(a.video, math.MaxInt)
	if address == "" {
		return nil
	}
	picture, err := a.Source.Image(ctx, address)
	if err != nil {
		a.Log.Info("no cover", "video", a.video.ID, "err", err)
	}
	return picture
}

// Thumbnail returns the address of the smallest thumbnail that is at least width
// pixels wide, else of the widest one. It is always a JPEG, the only kind that
// every file format takes, and empty if the video has none.
func Thumbnail(v *youtube.Video, width int) string {
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

// topicSuffix is what YouTube appends to an artist's name on the channels that
// it generates.
const topicSuffix = " - Topic"

// describe shows what the lookup returned.
func (j *job) describe(v *youtube.Video) {
	j.row.Update(func(s *status.Status) {
		s.Title, s.Channel = j.title(v), v.Author
		clip := s.Wish.Clip
		s.Duration = max(0, clipEnd(clip, v.Duration)-clip.From)
		s.Thumbnail = Thumbnail(v, 320)
	})
}

// title returns what a download is called: as the video, or as its chapter.
func (j *job) title(v *youtube.Video) string {
	if j.initial.Chapter {
		return j.initial.Title
	}
	return v.Title
}

// metadata returns what is known about the file before the media have come.
func (a *attempt) metadata() media.Meta {
	v := a.video
	meta := media.Meta{
		Title: a.title(v), Artist: strings.TrimSuffix(v.Author, topicSuffix), Album: a.initial.Album, Number: a.initial.Track,
		AlbumArtist: strings.TrimSuffix(a.initial.Place.Artist, topicSuffix), Disc: a.initial.Place.Disc,
		Link: v.URL(), Source: a.source(), Description: v.Description,
	}
	if !a.initial.Chapter {
		meta.Total = a.initial.Place.Total
	}
	if !v.Published.IsZero() {
		meta.Date = v.Published.Format(time.DateOnly)
	}
	meta.Loudness = loudness(a.choice)
	for _, c := range v.Chapters {
		meta.Chapters = append(meta.Chapters, media.Chapter{Start: c.Start, Title: c.Title})
	}
	if len(a.choice.Cuts) == 0 {
		meta.Chapters = markChapters(v.Title, meta.Chapters, a.sponsored, v.Duration)
	}
	return meta
}

// loudness returns the loudness of a whole song, 0 for a video: television sets
// and phones play videos of a folder one by one, and songs in a row. What YouTube
// measured is that of all of the sound, so a part of it has none.
func loudness(c format.Choice) float64 {
	if c.Clip != (format.Clip{}) || len(c.Cuts) > 0 || len(c.Streams) != 1 || c.Streams[0].HasVideo {
		return 0
	}
	return c.Streams[0].Loudness
}

// finalMetadata is metadata with what was fetched meanwhile.
func (a *attempt) finalMetadata() media.Meta {
	meta := a.metadata()
	meta.Cover = a.cover()
	if a.initial.Wish.Subtitles.Embed {
		meta.Subtitles = a.subtitles()
	}
	return meta
}
