package ytdlp

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/youtube"
)

// Installed is what is known of the yt-dlp on this computer.
type Installed struct {
	State    State
	Version  string // empty when it is missing or does not say
	Path     string
	Insecure bool // this version has a known security hole; see Safe
}

// State says whether yt-dlp can be used.
type State string

// The states of yt-dlp.
const (
	StateFound   State = "found"
	StateMissing State = "missing"
	StateOld     State = "old" // older than Oldest
	StateBroken  State = "broken"
)

// Fallback is the user's own yt-dlp as the last of the fallback chain. It is
// looked for when it is needed, so that a start runs no other program. It may be
// used by several goroutines.
type Fallback struct {
	find func(context.Context) (Extractor, error)

	mu        sync.Mutex
	when      time.Time // of the last search, whose result follows
	extractor Extractor
	err       error
	proxy     string // see Extractor
}

// searchLife is how long the result of a search is used.
const searchLife = 10 * time.Minute

// NewFallback returns a fallback that has not looked for yt-dlp yet.
func NewFallback() *Fallback { return &Fallback{find: Find} }

// SetFind replaces how yt-dlp is looked for, and forgets the last result.
func (f *Fallback) SetFind(find func(context.Context) (Extractor, error)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.find, f.when = find, time.Time{}
}

// Enable makes source use the fallback, or none.
func (f *Fallback) Enable(source *youtube.Source, on bool) {
	if on {
		source.SetFallback(f)
	} else {
		source.SetFallback(nil)
	}
}

// SetProxy makes yt-dlp use a proxy from now on, see Extractor.
func (f *Fallback) SetProxy(text string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.proxy = text
}

// Name returns the name of yt-dlp in logs.
func (f *Fallback) Name() string { return Extractor{}.Name() }

// Video looks a video up with yt-dlp. The error's class is NoStreams when there
// is none that can be used.
func (f *Fallback) Video(ctx context.Context, id string) (*youtube.Video, error) {
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
func (f *Fallback) look(ctx context.Context) (Extractor, error) {
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

// Search looks for yt-dlp, which takes up to ten seconds, and says what was found.
// The error says why it does not run, if it is there and not merely old.
func (f *Fallback) Search(ctx context.Context) (Installed, error) {
	found, err := f.look(ctx)
	y := Installed{State: StateFound, Version: found.Version, Path: found.Path, Insecure: found.Insecure()}
	switch {
	case errors.Is(err, ErrNotFound):
		y.State = StateMissing
	case errors.Is(err, ErrTooOld):
		y.State = StateOld
	case err != nil:
		y.State = StateBroken
		return y, err
	}
	return y, nil
}
