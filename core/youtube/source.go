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
package youtube

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
)

// Options sets up a Source. The zero value is usable.
type Options struct {
	Transport http.RoundTripper // nil means one with the system's proxy and trust store
	Logger    *slog.Logger      // nil means no log
}

// Source looks up videos, playlists and pictures on YouTube. It may be used
// by several goroutines at once.
//
// Its errors are of type *Error, except that a call whose context ends returns
// the context's error, within 100 ms.
type Source struct {
	client *http.Client
	log    *slog.Logger

	mu       sync.Mutex
	visitors map[string]string // the last visitor id by profile name
}

// New returns a Source.
func New(o Options) *Source {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return &Source{client: newClient(o.Transport), log: o.Logger, visitors: map[string]string{}}
}

// Video looks a video up by its id of 11 characters. It tries one profile
// after the other, but goes on only where another one can help; when none
// does, the error is the first one's.
func (s *Source) Video(ctx context.Context, id string) (*Video, error) {
	return s.climb(ctx, id, profiles.Player)
}

// Again looks v up once more with the profile that answered before, for fresh
// addresses.
func (s *Source) Again(ctx context.Context, v *Video) (*Video, error) {
	i := indexOf(v.Profile)
	if i < 0 {
		return s.Video(ctx, v.ID)
	}
	return s.climb(ctx, v.ID, profiles.Player[i:i+1])
}

// Next looks v up with the profiles after the one that answered before, whose
// addresses turned out to be refused. The error's class is NoStreams when
// there is no further profile.
func (s *Source) Next(ctx context.Context, v *Video) (*Video, error) {
	i := indexOf(v.Profile)
	if i < 0 || i+1 == len(profiles.Player) {
		return nil, &Error{Class: NoStreams, Err: errors.New("no further client profile")}
	}
	return s.climb(ctx, v.ID, profiles.Player[i+1:])
}

func indexOf(name string) int {
	for i := range profiles.Player {
		if profiles.Player[i].Name == name {
			return i
		}
	}
	return -1
}

// climb tries the profiles in order.
func (s *Source) climb(ctx context.Context, id string, ladder []profile) (*Video, error) {
	if !validID(id) {
		return nil, &Error{Class: Removed, Err: fmt.Errorf("%q is not a video id", id)}
	}
	var first error
	for i := range ladder {
		v, err := promptly(ctx, func(ctx context.Context) (*Video, error) {
			return s.lookup(ctx, id, &ladder[i])
		})
		if err == nil {
			return v, nil
		}
		s.log.Debug("lookup failed", "video", id, "profile", ladder[i].Name, "error", err)
		if first == nil {
			first = err
		}
		if !curable(err) {
			break
		}
	}
	return nil, first
}

// curable says whether another profile may get an answer where this one
// failed. All other classes are about the video, the network or the guest.
func curable(err error) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Class {
	case ClientRefused, NoStreams, Unintelligible:
		return true
	}
	return false
}

// promptly runs f and returns when it is done or ctx ends, whichever is
// first: neither kkdai nor the decoding of a large answer heeds a context
// everywhere. A panic in f is an answer that could not be read.
func promptly[T any](ctx context.Context, f func(context.Context) (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	var none T
	if err := ctx.Err(); err != nil {
		return none, err
	}
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	done := make(chan result, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				done <- result{err: &Error{Class: Unintelligible, Err: fmt.Errorf("panic: %v", p)}}
			}
		}()
		v, err := f(inner)
		done <- result{v, err}
	}()
	select {
	case <-ctx.Done():
		return none, ctx.Err()
	case r := <-done:
		if r.err != nil && ctx.Err() != nil {
			return none, ctx.Err()
		}
		return r.value, r.err
	}
}

// validID says whether s has the form of a video id: 11 characters of
// base64url.
func validID(s string) bool { return len(s) == 11 && isToken(s) }

// isToken says whether s holds only the characters of base64url.
func isToken(s string) bool {
	for _, c := range []byte(s) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_':
		default:
			return false
		}
	}
	return s != ""
}
