package core

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/media/subtitle"
	"github.com/hilo-app/hilo/core/youtube"
)

// subtitleWait is how long a finished file waits for its subtitles, which come
// while the media do.
const subtitleWait = 10 * time.Second

// fetchSubtitles starts to fetch the subtitles that are wished for. The
// returned function gives those that came in time. It must be called, and may
// be again. What cannot be had is left out: it is not worth failing for.
func (m *Manager) fetchSubtitles(ctx context.Context, v *youtube.Video, w format.Wish) func() []subtitle.Track {
	captions := format.Captions(v, w)
	ctx, cancel := context.WithCancel(ctx)
	var got []subtitle.Track
	done := make(chan struct{})
	go func() {
		defer close(done)
		for _, c := range captions {
			s, err := m.subtitle(ctx, c)
			if err != nil {
				m.log.Warn("no subtitles", "video", v.ID, "language", c.Language, "err", err)
				continue
			}
			got = append(got, s)
		}
	}()
	return func() []subtitle.Track {
		t := time.AfterFunc(subtitleWait, cancel)
		defer cancel()
		defer t.Stop()
		<-done
		return got
	}
}

func (m *Manager) subtitle(ctx context.Context, c youtube.Caption) (subtitle.Track, error) {
	data, err := m.source.Caption(ctx, c)
	if err != nil {
		return subtitle.Track{}, err
	}
	cues, err := subtitle.Parse(data)
	if err == nil && len(cues) == 0 {
		err = errors.New("nothing is said")
	}
	return subtitle.Track{Language: c.Language, Name: c.Name, Generated: c.Generated, Cues: cues}, err
}

// saveSubtitles writes each track beside the finished file, where players look
// for them: "Title.es.srt" beside "Title.mp4", which has what is between two
// times of the video. When the file was there before, subtitles that are there
// are left as they are.
func saveSubtitles(file string, all []subtitle.Track, from, to time.Duration, before bool) error {
	base := strings.TrimSuffix(file, filepath.Ext(file))
	save := func(base, ext string, data []byte) error { _, err := saveNew(base, ext, data); return err }
	if before {
		save = saveOnce
	}
	for _, s := range all {
		var text bytes.Buffer
		if err := subtitle.WriteSRT(&text, subtitle.Cut(s.Cues, from, to)); err != nil {
			return err
		}
		if err := save(base+"."+safeBase(s.Language, 35), ".srt", text.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// besides says whether subtitles become files of their own: also where the file
// has no place for them.
func besides(w format.Wish, f format.Format) bool {
	switch f {
	case format.MP4, format.M4A, format.WebM:
		return w.Subtitles.File
	}
	return w.Subtitles.File || w.Subtitles.Embed
}
