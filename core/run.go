package core

import (
	"context"
	"errors"
	"log/slog"
	"sync"

	"github.com/hilo-app/hilo/core/download"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/history"
	"github.com/hilo-app/hilo/core/lookup"
	"github.com/hilo-app/hilo/core/queue"
	"github.com/hilo-app/hilo/core/sponsorblock"
	"github.com/hilo-app/hilo/core/transfer"
	"github.com/hilo-app/hilo/core/youtube"
)

// worker does the work of a download in the goroutine of that. When it is called, and
// what becomes of its result, is the scheduler's matter.
type worker struct {
	mu        *sync.Mutex // guards queue and places
	queue     *queue.Queue
	places    *queue.Places
	schedule  func() // starts others when a place is free; mu is held
	settings  func() Settings
	lookups   *lookup.Source
	client    *transfer.Client
	sponsors  *sponsorblock.Client
	history   *history.History
	players   *Players
	log       *slog.Logger
	saveAgain bool // see Config.SaveAgain
}

// run returns the path of the published file,
// or what replace returns for the videos of a list and the chapters of a video.
func (w *worker) run(ctx context.Context, e *queue.Entry) (string, error) {
	r := &row{w.mu, w.queue, e, w.places, w.schedule}
	s := r.Status()
	if e.List != nil {
		list, err := e.List.Reading.All(ctx, w.lookups.Source, e.List.Link)
		if err != nil {
			return "", err
		}
		names := namesOf(e.List.Names, list.Kind, w.settings())
		dir := names.Dir(s.Dir, list.Title, list.ID)
		return w.replace(ctx, e, rowsOf(list, s.Wish, dir, names), groupOf(list, dir, names))
	}
	video, err := w.lookups.CachedOrNew(ctx, s.VideoID)
	if err != nil {
		describeRefused(r, err)
		return "", err
	}
	if all := lookup.Chapters(video); s.Wish.Chapters && s.Wish.Clip == (format.Clip{}) && len(all) > 0 {
		w.lookups.Cache.Add(video)
		g := Group{Kind: Chapters, ListID: s.VideoID, URL: s.URL, Title: video.Title, Channel: video.Author, Dir: s.Dir}
		return w.replace(ctx, e, chapterRows(s, video, all), g)
	}
	tools := download.Tools{
		Source: w.lookups, Client: w.client, Log: w.log, Claims: w.queue.Claims, SaveAgain: w.saveAgain,
		Connections: func() int { return w.settings().Connections },
		Playback:    w.players.of(s.ID),
		Sponsors:    w.sponsors,
	}
	defer w.players.ran(s.ID)
	return download.Run(ctx, tools, r, video)
}

// replace inserts rows after an entry, which is removed when its goroutine ends.
// Those that are in the queue already are left out, with ListLink.SkipSaved also those
// in the history. The rows become the group g, unless the entry has one. When none is
// left, the entry stays, and file is the folder of the rows.
func (w *worker) replace(ctx context.Context, e *queue.Entry, rows []*queue.Entry, g Group) (file string, err error) {
	var here map[int]history.Entry
	if e.List != nil && e.List.SkipSaved {
		here, _ = savedBefore(w.history, rows)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if e.Removed || ctx.Err() != nil {
		return "", context.Cause(ctx)
	}
	var fresh []*queue.Entry
	for i, r := range rows {
		_, saved := here[i]
		if _, known := w.queue.Equivalent(r); !known && !saved {
			fresh = append(fresh, r)
		}
	}
	if len(fresh) == 0 {
		w.queue.Change(e, func(s *Status) { s.Title, s.Channel, s.Note = g.Title, g.Channel, NoteAlready })
		return g.Dir, nil
	}
	g.Known = len(rows) - len(fresh)
	group := e.Status.Group
	if group == "" {
		group = w.queue.Groups.Create(g)
	}
	for _, r := range fresh {
		r.Status.Group = group
	}
	w.queue.InsertAfter(e, fresh)
	e.Replaced = true
	return "", nil
}

// describeRefused shows what a failed lookup says of the video, which is often all
// but the streams.
func describeRefused(r *row, err error) {
	var refused *youtube.Error
	if !errors.As(err, &refused) || refused.Video == nil {
		return
	}
	v := refused.Video
	r.Update(func(s *Status) {
		if !s.Chapter {
			s.Title = v.Title
		}
		s.Channel = v.Author
		if s.Duration == 0 {
			s.Duration = v.Duration
		}
		if address := download.Thumbnail(v, 320); address != "" {
			s.Thumbnail = address
		}
	})
}
