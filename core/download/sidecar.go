package download

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/disk"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/youtube"
)

// saveSidecars writes the subtitles, the thumbnail, the text and the JSON that
// are wished for next to a file that was just published. made is what is in
// the file.
func (a *attempt) saveSidecars(file string, made media.Summary) error {
	if a.subtitlesAsFiles() {
		if err := writeSubtitles(file, a.subtitles(), a.leftOut(made), media.Clip{From: made.Start, To: a.end()}, writeNew); err != nil {
			return err
		}
	}
	return a.saveInfo(a.video, file, a.cover())
}

// completeSidecars writes those that a file which was saved earlier lacks.
func (a *attempt) completeSidecars(ctx context.Context, file string) error {
	if a.subtitlesAsFiles() {
		made := a.madeIn(file)
		subtitles := inBackground(ctx, subtitleWait, a.fetchSubtitles)()
		if err := writeSubtitles(file, subtitles, made.Cuts, media.Clip{From: made.Start, To: a.end()}, disk.WriteMissing); err != nil {
			return err
		}
	}
	return a.saveInfo(a.video, file, inBackground(ctx, coverWait, a.fetchCover)())
}

// madeIn returns Start and Cuts of a file that was saved earlier: where the file does not say
// so, those of the choice, from which an MP4 differs by a few hundredths of a second.
func (a *attempt) madeIn(path string) media.Summary {
	asked := media.Summary{Start: a.choice.Clip.From, Cuts: cutsOf(a.choice)}
	if a.container.made == nil {
		return asked
	}
	f, info, err := disk.OpenRegular(path)
	if err != nil {
		return asked
	}
	defer f.Close()
	made, err := a.container.made(f, info.Size())
	if err != nil { // the whole video
		return asked
	}
	return made
}

func writeNew(base, ext string, data []byte) error {
	_, err := disk.WriteNew(base, ext, data)
	return err
}

// saveInfo writes the sidecars about a video. Files that exist are left as they
// are.
func (j *job) saveInfo(v *youtube.Video, file string, picture []byte) error {
	wish := j.initial.Wish.Sidecars
	base := strings.TrimSuffix(file, filepath.Ext(file))
	var errs []error
	if wish.Picture && len(picture) > 0 {
		errs = append(errs, disk.WriteMissing(base, ".jpg", picture))
	}
	if wish.Text {
		errs = append(errs, disk.WriteMissing(base, ".txt", infoText(v)))
	}
	if wish.JSON {
		text, err := infoJSON(v)
		errs = append(errs, err, disk.WriteMissing(base, ".json", text))
	}
	return problem.OfWrite(errors.Join(errs...))
}

// infoText returns what people read about a video.
func infoText(v *youtube.Video) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\n%s\n", v.Title, v.Author)
	if !v.Published.IsZero() {
		fmt.Fprintln(&b, v.Published.Format(time.DateOnly))
	}
	fmt.Fprintln(&b, v.URL())
	if v.Description != "" {
		fmt.Fprintf(&b, "\n%s\n", v.Description)
	}
	return b.Bytes()
}

// info is what programs read about a video.
type info struct {
	ID          string        `json:"id"`
	URL         string        `json:"url"`
	Title       string        `json:"title"`
	Channel     string        `json:"channel"`
	ChannelID   string        `json:"channel_id,omitempty"`
	Published   string        `json:"published,omitempty"` // "2026-11-23"
	Seconds     float64       `json:"duration_seconds"`
	Description string        `json:"description"`
	Chapters    []infoChapter `json:"chapters,omitempty"`
}

type infoChapter struct {
	Start float64 `json:"start_seconds"`
	Title string  `json:"title"`
}

func infoJSON(v *youtube.Video) ([]byte, error) {
	i := info{
		ID: v.ID, URL: v.URL(), Title: v.Title, Channel: v.Author, ChannelID: v.ChannelID,
		Seconds: v.Duration.Seconds(), Description: v.Description,
	}
	if !v.Published.IsZero() {
		i.Published = v.Published.Format(time.DateOnly)
	}
	for _, c := range v.Chapters {
		i.Chapters = append(i.Chapters, infoChapter{c.Start.Seconds(), c.Title})
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(i)
	return b.Bytes(), err
}
