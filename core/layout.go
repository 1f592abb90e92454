package core

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mp3"
	"github.com/hilo-app/hilo/core/media/mp4"
	"github.com/hilo-app/hilo/core/media/ogg"
	"github.com/hilo-app/hilo/core/media/webm"
	"github.com/hilo-app/hilo/core/transfer"
)

// lay computes the layout and puts the heads' own media into it, which costs
// less than remembering whether they are there.
func (p *part) lay(id transfer.Identity, heads [][]byte, state []byte) (err error) {
	if len(heads) != len(id.Streams) || len(heads) == 0 {
		return fmt.Errorf("journal has %d heads for %d streams", len(heads), len(id.Streams))
	}
	if p.layout, err = p.layoutOf(id, heads, state); err != nil {
		return fmt.Errorf("layout: %w", err)
	}
	if p.layout.InOrder() {
		return nil
	}
	for i, h := range heads {
		if err := p.layout.WriteAt(i, h, 0); err != nil {
			return writeProblem(err)
		}
	}
	return nil
}

func (p *part) layoutOf(id transfer.Identity, heads [][]byte, state []byte) (media.Layout, error) {
	kind, inOrder := strings.CutSuffix(id.Container, inOrderSuffix)
	kind, clip, err := cutClip(kind)
	if err != nil {
		return nil, err
	}
	tracks := make([]media.Head, len(heads))
	for i, h := range heads {
		tracks[i] = media.Head{Bytes: h, Size: id.Streams[i].Size}
	}
	o := media.Options{Reserve: id.Room, Clip: clip, Subtitles: p.inside, InOrder: inOrder, State: state, Resume: p.resumed}
	switch how, quality, _ := strings.Cut(kind, "-"); format.Format(how) {
	case kindCopy:
		return mp4.NewCopy(p.file, tracks, o)
	case format.MP3:
		o.Quality = map[format.MP3Quality]media.MP3Quality{
			format.MP3V0: media.MP3V0, format.MP3V2: media.MP3V2, format.MP3320: media.MP3320,
		}[format.MP3Quality(quality)]
		return p.follow(mp3.New, tracks, o)
	case format.Opus:
		return p.follow(ogg.New, tracks, o)
	case format.WebM:
		return webm.New(p.file, tracks, o)
	}
	return mp4.New(p.file, tracks, o)
}

// isMade says whether a choice's file is made of the stream instead of laid out
// from it.
func isMade(c format.Choice) bool { return c.Format == format.MP3 || c.Format == format.Opus }

// pieceOf keeps the requests small for what follows a stream from its start:
// with a piece a connection, most of it would come at the end.
func pieceOf(c format.Choice) int64 {
	if isMade(c) {
		return 512 << 10
	}
	return 0
}

// follow makes another file of the partial one while that grows. After a
// restart it is made again from its start, which only takes computing.
func (p *part) follow(start func(media.File, []media.Head, media.Options) (media.Layout, error), tracks []media.Head, o media.Options) (media.Layout, error) {
	var err error
	if p.made, err = os.OpenFile(madePath(p.path), os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o666); err != nil {
		return nil, writeProblem(err)
	}
	prepare(p.made)
	o.Output = p.made
	l, err := start(p.file, tracks, o)
	if err != nil {
		return nil, err
	}
	if f, ok := l.(media.Converter); ok && p.journal != nil {
		var have []media.Range
		for _, r := range p.journal.Done(0) {
			have = append(have, media.Range{From: r.From, To: r.To})
		}
		f.Stored(have)
	}
	return l, nil
}

// room is how many bytes to keep for tags.
func room(c format.Choice, m media.Meta) int64 {
	switch c.Format {
	case format.MP3:
		return mp3.Reserve(m)
	case format.Opus:
		return ogg.Reserve(m)
	case format.WebM:
		return webm.Reserve(m)
	}
	return mp4.Reserve(m)
}

// used is how many of the received bytes have become part of the file.
func (p *part) used(received int64) int64 {
	if f, ok := p.layout.(media.Converter); ok {
		return min(received, int64(f.Progress()*float64(p.size())))
	}
	return received
}

// spare is how much space the finished file takes beside the partial one.
func (p *part) spare() int64 {
	if p.made != nil {
		return 3 * p.size()
	}
	return 0
}

// retire moves the partial file out of its successor's way; it stays open.
func (p *part) retire() error {
	p.stop()
	return errors.Join(os.Rename(p.path, retired(p.path)), os.Rename(journalPath(p.path), journalPath(retired(p.path))))
}

// adopt copies what old has of the streams that both share. What cannot be
// read is fetched again.
func (p *part) adopt(old *part) error {
	var taken []transfer.Range
	mine, theirs := p.journal.Identity().Streams, old.journal.Identity().Streams
	for i := range mine {
		if len(mine) != len(theirs) || mine[i] != theirs[i] {
			continue
		}
		for _, r := range old.journal.Done(i) {
			readable, err := copyRange(p.layout, old.layout, r)
			if err != nil {
				return writeProblem(err)
			}
			if readable {
				taken = append(taken, r)
			}
		}
	}
	if err := p.file.Sync(); err != nil {
		return writeProblem(err)
	}
	return writeProblem(p.journal.Mark(taken))
}

// copyRange copies source bytes from one layout to another. It returns false
// when they cannot be read, and an error when they cannot be written.
func copyRange(to, from media.Layout, r transfer.Range) (readable bool, err error) {
	buf := make([]byte, 1<<20)
	for at := r.From; at < r.To; at += int64(len(buf)) {
		chunk := buf[:min(int64(len(buf)), r.To-at)]
		if from.ReadAt(r.Stream, chunk, at) != nil {
			return false, nil
		}
		if err := to.WriteAt(r.Stream, chunk, at); err != nil {
			return false, err
		}
	}
	return true, nil
}
