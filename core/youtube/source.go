// Package youtube asks YouTube about videos, playlists and channels, as a
// guest.
//
// A lookup goes through github.com/kkdai/youtube, which reads the player
// answer. It is kept behind this package's door: its requests are replaced by
// ones that carry the identity of a profile, and the pages it wants but that
// are not needed are answered here, so that one video costs one request.
//
// Nothing here tries to get around a gate: a bot check, an age gate or a
// private video is reported for what it is, and no other identity is tried.
//
// Which identities are asked in which order, and what is remembered of them,
// is in ladder.go; how newer ones are told from forged ones in profiles.go.
package youtube

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/deadline"
	"github.com/hilo-app/hilo/core/plaintext"
)

// Options sets up a Source. The zero value is usable.
type Options struct {
	Transport http.RoundTripper // nil means one with the system's proxy and trust store
	Logger    *slog.Logger      // nil means no log
	Second    Second            // asked when no profile gets a video; nil means none

	// Gated is what GatedChanged was told last by an earlier Source: when which
	// profile was gated. It may hold what is long past.
	Gated map[string]time.Time
	// GatedChanged is told when that changes, once at a time and with a map of
	// its own. It must not call the Source. Nil forgets with the program.
	GatedChanged func(map[string]time.Time)

	Clock func() time.Time // nil means time.Now
}

// Source looks up videos, playlists and pictures on YouTube. It may be used
// by several goroutines at once.
//
// Its errors are of type *Error, except that a call whose context ends returns
// the context's error, within 100 ms.
type Source struct {
	client *http.Client
	log    *slog.Logger
	gated  *memory

	mu       sync.Mutex
	profiles *ProfileSet
	second   Second
	visitors map[string]string // the last visitor id by profile name
}

// New returns a Source.
func New(o Options) *Source {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	return &Source{
		client:   newClient(o.Transport),
		log:      o.Logger,
		gated:    newMemory(o.Gated, o.GatedChanged, o.Clock),
		profiles: profiles,
		second:   o.Second,
		visitors: map[string]string{},
	}
}

// Video looks a video up by its id of 11 characters. It tries one profile
// after the other, and then the second engine, but goes on only where another
// one can help; when none does, the error is the first one's.
func (s *Source) Video(ctx context.Context, id string) (*Video, error) {
	return s.climb(ctx, id, nil, s.ladder())
}

// Again looks v up once more with the profile that answered before, for fresh
// addresses.
func (s *Source) Again(ctx context.Context, v *Video) (*Video, error) {
	ladder := s.ladder()
	i := slices.IndexFunc(ladder, func(r rung) bool { return r.name == v.Profile })
	if i < 0 { // there is another set of profiles now, or no second engine
		return s.Video(ctx, v.ID)
	}
	before := v.tried[:max(len(v.tried)-1, 0)]
	return s.climb(ctx, v.ID, before, ladder[i:i+1])
}

// Next looks v up with the profiles that were not tried for it yet, because
// the addresses that its own one got are refused. It is remembered for a day
// that they were, see Worked. The error's class is NoStreams when there is no
// further profile.
func (s *Source) Next(ctx context.Context, v *Video) (*Video, error) {
	ladder := s.ladder()
	tried := v.tried
	if len(tried) == 0 {
		for _, r := range ladder {
			if r.name == v.Profile {
				tried = []string{r.key}
			}
		}
	}
	if n := len(tried); n > 0 {
		s.gated.add(tried[n-1])
	}
	return s.climb(ctx, v.ID, tried, ladder)
}

// Worked takes note that v's addresses gave the whole media: if its profile
// was remembered as gated, it is so no more.
func (s *Source) Worked(v *Video) {
	if n := len(v.tried); n > 0 {
		s.gated.forget(v.tried[n-1])
	}
}

// withDeadline returns what f does, or ctx.Err() as soon as ctx ends: neither
// kkdai nor the decoding of a large answer heeds a context everywhere. A panic
// in f is an answer that could not be read.
func withDeadline[T any](ctx context.Context, f func(context.Context) (T, error)) (T, error) {
	v, err := deadline.Run(ctx, f)
	var p *deadline.PanicError
	if errors.As(err, &p) {
		err = &Error{Class: Unintelligible, Err: p}
	}
	return v, err
}

// validID says whether s has the form of a video id: 11 characters of
// base64url.
func validID(s string) bool { return len(s) == 11 && plaintext.IsToken(s) }
