package core

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync/atomic"
	"time"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/link"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mp3"
	"github.com/hilo-app/hilo/core/media/mp4"
	"github.com/hilo-app/hilo/core/media/ogg"
	"github.com/hilo-app/hilo/core/media/subtitle"
	"github.com/hilo-app/hilo/core/media/webm"
	"github.com/hilo-app/hilo/core/transfer"
	"github.com/hilo-app/hilo/core/youtube"
)

// download is one row of the queue. Its fields are guarded by Manager.mu,
// but for the last group, which belongs to its goroutine.
type download struct {
	status Status
	list   *link.Link // a playlist or channel to put in its place; nil for a video
	part   string     // path of the partial file, empty while there is none

	stop      context.CancelCauseFunc // ends the goroutine; nil when there is none
	timer     *time.Timer             // ends Waiting
	waits     int                     // in a row, without progress between them
	idleSince time.Time               // of the first of those waits
	gone      bool                    // removed from the queue
	replaced  bool                    // by the videos of a list, or the chapters of a video

	received atomic.Int64 // bytes on the way to Status.Total
}

func (d *download) stopTimer() {
	if d.timer != nil {
		d.timer.Stop()
		d.timer = nil
	}
}

// discardIf deletes the partial file. The download has no goroutine.
func (d *download) discardIf(yes bool) {
	if yes && d.part != "" {
		discard(d.part)
		d.part = ""
	}
}

// maxTurns bounds how often one start of a download begins anew because the
// video changed, its index lied or its addresses were gated.
const maxTurns = 5

// run is the life of one download, from a link to a finished file, of which it
// returns the full path.
func (m *Manager) run(ctx context.Context, d *download) (string, error) {
	if d.list != nil {
		return "", m.expand(ctx, d)
	}
	video, err := m.video(ctx, d.status.VideoID)
	if err != nil {
		return "", err
	}
	wish := d.status.Wish
	if parts := chapters(video); wish.Chapters && wish.Clip == (format.Clip{}) && len(parts) > 0 {
		return "", m.expandChapters(ctx, d, video, parts)
	}
	if wish.Kind == format.Picture {
		return m.savePicture(ctx, d, video)
	}
	return m.produce(ctx, d, video)
}

// produce makes the file that is wished for, beginning anew where that helps.
func (m *Manager) produce(ctx context.Context, d *download, video *youtube.Video) (string, error) {
	var err error
	inOrder := false
	for range maxTurns {
		m.describe(d, video)
		var choice format.Choice
		if choice, err = format.Choose(video, possible(d.status.Wish)); err != nil {
			return "", err
		}
		if err = possibleClip(video, choice); err != nil {
			return "", err
		}
		var file string
		if file, err = m.make(ctx, d, video, choice, inOrder); err == nil {
			return file, nil
		}
		m.looked.forget(video.ID)
		var changed *transfer.ChangedError
		switch {
		case ctx.Err() != nil:
			return "", err
		case errors.Is(err, errStale):
		case errors.Is(err, transfer.ErrGated), errors.Is(err, transfer.ErrRefused): // the latter of a head
			next, nextErr := m.source.Next(ctx, video)
			if nextErr != nil {
				return "", err // that it was gated says more than that nothing is left
			}
			video = next
		case errors.As(err, &changed):
			m.note(d, NoteChanged)
			if video, err = m.source.Again(ctx, video); err != nil {
				return "", err
			}
		case errors.Is(err, media.ErrIndex) && !inOrder:
			inOrder = true
		default:
			return "", err
		}
	}
	return "", err
}

// make fetches one choice of streams into a finished file.
func (m *Manager) make(ctx context.Context, d *download, v *youtube.Video, c format.Choice, inOrder bool) (string, error) {
	m.update(d, func(s *Status) {
		s.Quality = format.Quality(c)
		if muxed(c) {
			s.Note = NoteRescue
		}
	})
	end := clipEnd(c.Clip, v.Duration)
	if file, ok := alreadySaved(m.now(d), v, c); ok {
		discard(partPath(d.status.Dir, v, c)) // of a crash right after the rename
		m.note(d, NoteAlready)
		if besides(d.status.Wish, c.Format) {
			err := saveSubtitles(file, m.fetchSubtitles(ctx, v, d.status.Wish)(), c.Clip.From, end, true)
			if err != nil {
				return "", err
			}
		}
		return file, m.saveBeside(d, v, file, m.fetchCover(ctx, v)())
	}
	if err := m.measure(ctx, v, &c); err != nil {
		return "", err
	}
	ctx, cancel := context.WithCancel(ctx)
	e := extras{m.fetchCover(ctx, v), m.fetchSubtitles(ctx, v, d.status.Wish)}
	defer func() { cancel(); e.cover(); e.subtitles() }()
	p, err := m.openPart(ctx, d, v, c, inOrder, e)
	if err != nil {
		return "", err
	}
	defer p.close()
	kept := len(p.missing()) == 0
	summary, err := m.fill(ctx, d, p, v, c, e)
	if err == nil {
		m.update(d, func(s *Status) { s.State, s.Speed, s.ETA = Finishing, 0, 0 })
		err = check(p.finished(), summary, c, end)
	}
	// What follows the bytes fails in their midst, with some of them missing.
	kept = kept || p.resumed && errors.Is(err, transfer.ErrWrite)
	if kept && err != nil && classify(err).Class == Damaged {
		p.close()
		discard(p.path)
		return "", fmt.Errorf("%w: %w", errStale, err)
	}
	if err != nil {
		return "", err
	}
	m.source.Worked(v)
	file, err := p.publish(ctx, m.now(d), v, c)
	if err != nil {
		return "", err
	}
	if besides(d.status.Wish, c.Format) {
		if err := saveSubtitles(file, e.subtitles(), summary.Start, end, false); err != nil {
			return "", err
		}
	}
	return file, m.saveBeside(d, v, file, e.cover())
}

// errStale says that the bytes of an earlier start failed the check, again or
// because they were damaged since, and are gone: it helps to fetch them anew.
var errStale = errors.New("kept bytes fail the check")

// extras are what comes along while the media come.
type extras struct {
	cover     func() []byte
	subtitles func() []subtitle.Track
}

// fill fetches what is missing and finishes the layout, telling of the
// progress until both are done.
func (m *Manager) fill(ctx context.Context, d *download, p *part, v *youtube.Video, c format.Choice, e extras) (media.Summary, error) {
	missing, total := p.missing(), p.size()
	if err := enoughSpace(d.status.Dir, bytesOf(missing)+p.spare()); err != nil {
		return media.Summary{}, err
	}
	d.received.Store(total - bytesOf(missing))
	m.update(d, func(s *Status) {
		s.State, s.Total, s.Received = Downloading, total, p.used(d.received.Load())
		if p.resumed && s.Note == "" {
			s.Note = NoteResumed
		}
	})
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(ctx, p.stop)()
	stop := m.report(d, p, cancel)
	defer stop()

	err := m.fetch(ctx, d, p, missing, v, c)
	var summary media.Summary
	if err == nil {
		meta := metaOf(m.now(d), v, c, e.cover())
		if d.status.Wish.Subtitles.Embed {
			meta.Subtitles = e.subtitles()
		}
		if summary, err = p.layout.Finish(meta); err != nil {
			err = fmt.Errorf("finish: %w", err)
		}
	}
	var problem *Problem
	if err != nil && errors.As(context.Cause(ctx), &problem) {
		return summary, problem // the disk filled up
	}
	return summary, err
}

// fetch moves the bytes that are still missing.
func (m *Manager) fetch(ctx context.Context, d *download, p *part, missing []transfer.Range, v *youtube.Video, c format.Choice) error {
	var state func() []byte
	if p.layout.InOrder() { // only then: it makes writers wait for each other
		state = p.layout.State
	}
	return m.client.Fetch(ctx, transfer.Job{
		Addresses:   addresses(v, c),
		Ranges:      missing,
		InOrder:     p.layout.InOrder(),
		Piece:       pieceOf(c),
		Connections: m.Settings().Connections,
		Write:       p.layout.WriteAt,
		Sync:        p.file.Sync,
		Journal:     p.journal,
		State:       state,
		Received:    func(n int) { d.received.Add(int64(n)) },
		Refresh: func(ctx context.Context, why error) ([]transfer.Address, error) {
			m.log.Info("fresh addresses", "video", v.ID, "why", why)
			fresh, err := m.source.Again(ctx, v)
			if err != nil {
				return nil, err
			}
			return freshAddresses(fresh, c)
		},
	})
}

// measure asks for the sizes that YouTube did not announce, as it does for
// muxed streams.
func (m *Manager) measure(ctx context.Context, v *youtube.Video, c *format.Choice) error {
	for i, a := range addresses(v, *c) {
		if a.Size > 0 {
			continue
		}
		size, err := m.client.Size(ctx, a)
		if err != nil {
			return err
		}
		c.Streams[i].Size = size
	}
	return nil
}

// addresses says where a choice's streams can be had.
func addresses(v *youtube.Video, c format.Choice) []transfer.Address {
	var all []transfer.Address
	for _, s := range c.Streams {
		all = append(all, transfer.Address{URL: s.URL, UserAgent: v.UserAgent, Expires: s.Expires, Size: s.Size, Version: s.Version})
	}
	return all
}

// freshAddresses finds the same streams in a newer answer. One that is not
// offered any more counts as changed.
func freshAddresses(v *youtube.Video, c format.Choice) ([]transfer.Address, error) {
	fresh := c
	fresh.Streams = nil
	for i, want := range c.Streams {
		s, ok := sameStream(v, want)
		if !ok {
			return nil, &transfer.ChangedError{Stream: i}
		}
		fresh.Streams = append(fresh.Streams, s)
	}
	return addresses(v, fresh), nil
}

func sameStream(v *youtube.Video, want youtube.Stream) (youtube.Stream, bool) {
	for _, s := range v.Streams {
		if s.Itag == want.Itag && s.Language == want.Language && s.DRC == want.DRC && s.URL != "" {
			if s.Size == 0 {
				s.Size = want.Size // not announced, see measure
			}
			return s, true
		}
	}
	return youtube.Stream{}, false
}

// possible is a wish that this build can fulfil: one without LAME makes M4A
// where nobody asked for MP3 by name.
func possible(w format.Wish) format.Wish {
	if w.Kind == format.Audio && w.Format == "" && !mp3.Available {
		w.Format = format.M4A
	}
	return w
}

// describe shows what was learnt of a video.
func (m *Manager) describe(d *download, v *youtube.Video) {
	m.update(d, func(s *Status) {
		s.Title, s.Channel = titleOf(*s, v), v.Author
		w := s.Wish.Clip
		s.Duration = max(0, clipEnd(w, v.Duration)-w.From)
		s.Thumbnail = thumbnail(v, 320)
	})
}

// update is change for a download's own goroutine: once an order has brought
// the download to rest, its state stays as ordered.
func (m *Manager) update(d *download, edit func(*Status)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if d.gone || !d.status.State.Active() {
		return
	}
	m.change(d, edit)
}

// now is a download's status, which others change meanwhile.
func (m *Manager) now(d *download) Status {
	m.mu.Lock()
	defer m.mu.Unlock()
	return d.status
}

func (m *Manager) note(d *download, note string) {
	m.update(d, func(s *Status) { s.Note = note })
}

// sourceOf names what a file was made from, so that the same file is not made
// twice in one folder.
func sourceOf(v *youtube.Video, c format.Choice) string {
	s := "youtube:" + v.ID + ":" + kindOf(c)
	for _, st := range c.Streams {
		s += fmt.Sprintf(":%d/%s", st.Itag, st.Version)
	}
	return s
}

// alreadySaved looks for the very same file under the names that it could have.
func alreadySaved(s Status, v *youtube.Video, c format.Choice) (file string, ok bool) {
	source := sourceOf(v, c)
	for n := 1; n <= maxCopies; n++ {
		path := numbered(s, v, c, n)
		got, err := sourceIn(path)
		if errors.Is(err, fs.ErrNotExist) {
			return "", false
		}
		if err == nil && got == source {
			return path, true
		}
	}
	return "", false
}

func sourceIn(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", errors.New("not a file")
	}
	for _, read := range []func(io.ReaderAt, int64) (string, error){mp4.Source, webm.Source, mp3.Source, ogg.Source} {
		if source, err := read(f, info.Size()); err == nil {
			return source, nil
		}
	}
	return "", media.ErrNoSource
}
