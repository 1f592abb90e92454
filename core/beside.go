package core

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/youtube"
)

// savePicture makes a file of a video's thumbnail alone.
func (m *Manager) savePicture(ctx context.Context, d *download, v *youtube.Video) (string, error) {
	m.describe(d, v)
	url := thumbnail(v, math.MaxInt)
	if url == "" {
		return "", &Problem{Class: NoStreams, Err: errors.New("no thumbnail")}
	}
	picture, err := m.source.Image(ctx, url)
	if err != nil {
		return "", err
	}
	m.update(d, func(s *Status) { s.State, s.Quality = Finishing, "JPEG" })
	if err := os.MkdirAll(d.status.Dir, 0o777); err != nil {
		return "", &Problem{Class: NotWritable, Err: err}
	}
	base := filepath.Join(d.status.Dir, baseName(v.Title, "", v.ID))
	if file := base + ".jpg"; holds(file, picture) {
		m.note(d, NoteAlready)
		return file, m.saveBeside(d, v, file, nil)
	}
	file, err := saveNew(base, ".jpg", picture)
	if err != nil {
		return "", err
	}
	return file, m.saveBeside(d, v, file, nil)
}

// saveBeside writes what is wished for beside a finished file. What is there
// already is left as it is.
func (m *Manager) saveBeside(d *download, v *youtube.Video, file string, picture []byte) error {
	wish := d.status.Wish.Sidecars
	base := strings.TrimSuffix(file, filepath.Ext(file))
	var errs []error
	if wish.Picture && len(picture) > 0 {
		errs = append(errs, saveOnce(base, ".jpg", picture))
	}
	if wish.Text {
		errs = append(errs, saveOnce(base, ".txt", infoText(v)))
	}
	if wish.JSON {
		text, err := infoJSON(v)
		errs = append(errs, err, saveOnce(base, ".json", text))
	}
	return errors.Join(errs...)
}

// infoText is what people want to read about a video.
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

// info is what programs want to know of a video.
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

// saveOnce writes a small file unless one of its name is there.
func saveOnce(base, ext string, data []byte) error {
	if _, err := os.Lstat(base + ext); err == nil {
		return nil
	}
	_, err := saveNew(base, ext, data)
	return err
}

// saveNew writes a small file under the first name that is free, which it
// returns. The file appears when it is whole.
func saveNew(base, ext string, data []byte) (file string, err error) {
	temp, err := os.CreateTemp(filepath.Dir(base), ".hilo-*.part")
	if err != nil {
		return "", writeProblem(err)
	}
	prepare(temp)
	_, err = temp.Write(data)
	err = errors.Join(err, temp.Chmod(0o644), temp.Close())
	for n := 1; err == nil && n <= maxCopies; n++ {
		file = base + ext
		if n > 1 {
			file = fmt.Sprintf("%s (%d)%s", base, n, ext)
		}
		if err = moveNew(temp.Name(), file); err == nil {
			return file, nil
		}
		if errors.Is(err, fs.ErrExist) {
			err = nil
		}
	}
	_ = os.Remove(temp.Name())
	return "", writeProblem(err)
}

// holds says whether a file's content is exactly this.
func holds(file string, data []byte) bool {
	f, err := os.Open(file)
	if err != nil {
		return false
	}
	defer f.Close()
	if i, err := f.Stat(); err != nil || !i.Mode().IsRegular() || i.Size() != int64(len(data)) {
		return false
	}
	got, err := os.ReadFile(file)
	return err == nil && bytes.Equal(got, data)
}
