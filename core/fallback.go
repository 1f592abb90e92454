package core

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/youtube"
	"github.com/hilo-app/hilo/core/ytdlp"
)

// Ytdlp is what is known of the yt-dlp on this computer.
type Ytdlp struct {
	State   YtdlpState
	Version string // empty when it is missing or does not say
	Path    string
	// Insecure means that this version has a known security hole; see
	// SafeYtdlp.
	Insecure bool
}

// YtdlpState says whether yt-dlp can be used.
type YtdlpState string

// The states of yt-dlp.
const (
	YtdlpFound   YtdlpState = "found"
	YtdlpMissing YtdlpState = "missing"
	YtdlpOld     YtdlpState = "old" // older than OldestYtdlp
	YtdlpBroken  YtdlpState = "broken"
)

// OldestYtdlp is the version of the oldest yt-dlp that is used.
const OldestYtdlp = ytdlp.Oldest

// SafeYtdlp is the version of the oldest yt-dlp without a known security hole.
const SafeYtdlp = ytdlp.Safe

// ytdlpFallback is the user's own yt-dlp as the last of the fallback chain. It is
// looked for when it is needed, so that a start runs no other program.
type ytdlpFallback struct {
	find func(context.Context) (ytdlp.Extractor, error)

	mu        sync.Mutex
	when      time.Time // of the last search, whose result follows
	extractor ytdlp.Extractor
	err       error
	proxy     string // see ytdlp.Extractor
}

// searchLife is how long the result of a search is used.
const searchLife = 10 * time.Minute

func newYtdlpFallback() *ytdlpFallback { return &ytdlpFallback{find: ytdlp.Find} }

// enable makes source use the fallback, or none.
func (f *ytdlpFallback) enable(source *youtube.Source, on bool) {
	if on {
		source.SetFallback(f)
	} else {
		source.SetFallback(nil)
	}
}

// setProxy makes yt-dlp use a proxy from now on, see ytdlp.Extractor.
func (f *ytdlpFallback) setProxy(text string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.proxy = text
}

// Name returns the name of yt-dlp in logs.
func (f *ytdlpFallback) Name() string { return ytdlp.Extractor{}.Name() }

// Video looks a video up with yt-dlp. The error's class is NoStreams when there
// is none that can be used.
func (f *ytdlpFallback) Video(ctx context.Context, id string) (*youtube.Video, error) {
	extractor, err := f.look(ctx)
	if err != nil {
		return nil, &youtube.Error{Class: youtube.NoStreams, Err: err}
	}
	f.mu.Lock()
	extractor.Proxy = f.proxy
	f.mu.Unlock()
	return extractor.Video(ctx, id)
}

// look returns the result of the last search, or of a new one when that is too
// old.
func (f *ytdlpFallback) look(ctx context.Context) (ytdlp.Extractor, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if time.Since(f.when) < searchLife {
		return f.extractor, f.err
	}
	extractor, err := f.find(ctx)
	if ctx.Err() == nil {
		f.extractor, f.err, f.when = extractor, err, time.Now()
	}
	return extractor, err
}

// state says what the search for yt-dlp found, and why it is of no use if that is
// unexpected.
func (f *ytdlpFallback) state(ctx context.Context) (Ytdlp, error) {
	found, err := f.look(ctx)
	y := Ytdlp{State: YtdlpFound, Version: found.Version, Path: found.Path, Insecure: found.Insecure()}
	switch {
	case errors.Is(err, ytdlp.ErrNotFound):
		y.State = YtdlpMissing
	case errors.Is(err, ytdlp.ErrTooOld):
		y.State = YtdlpOld
	case err != nil:
		y.State = YtdlpBroken
		return y, err
	}
	return y, nil
}
