// Package youtube looks up videos, playlists, channels, subtitle tracks and
// pictures on YouTube, as a guest.
//
// Source is what a caller holds. Its methods return a Video, a Playlist or
// bytes; every failure is an *Error whose Class says why. A lookup of a video is
// a fallback chain of attempts:
//
//	Source.Video -> attempts -> one profile -> request -> player answer -> Video
//	                         -> FallbackExtractor (the user's yt-dlp)   -> Video
//
// A profile is the identity of one of YouTube's own client programs. Profiles
// are data: profiles.json is built in, and a signed file can replace it
// (LoadProfiles). fallback.go decides which attempt comes next, gated.go
// remembers the profiles that YouTube refused, classify.go turns YouTube's
// wording into a Class.
//
// github.com/kkdai/youtube parses the player answers. It lives behind this
// package: shim.go replaces its requests by one that carries the identity of the
// profile, and answers locally the pages it asks for but that are not needed, so
// that one video costs one request.
//
// The package circumvents no gate. A bot check, an age gate or a private video
// is reported as such, and no other identity is tried.
//
// It knows nothing of downloads, files, settings and the queue.
package youtube

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/deadline"
	"github.com/hilo-app/hilo/core/plaintext"
)

// Options configures a Source. The zero value is usable.
type Options struct {
	Transport http.RoundTripper // nil means one with the proxy of the environment and the system's trust store
	Logger    *slog.Logger      // nil means no log

	// Gated is the last map that GatedChanged received from an earlier Source:
	// which profile was gated at which time. It may hold expired entries.
	Gated map[string]time.Time
	// GatedChanged receives a copy of that map after each change. Calls do not
	// overlap, and must not call the Source. Nil means that the map is lost when
	// the program ends.
	GatedChanged func(map[string]time.Time)

	Clock func() time.Time // nil means time.Now
}

// Source looks up videos, playlists and pictures on YouTube. It is safe for
// concurrent use.
//
// Its errors are of type *Error, except that a call whose context ends returns
// the context's error, within 100 ms.
type Source struct {
	client *http.Client
	log    *slog.Logger
	gated  *gatedCache

	mu          sync.Mutex
	profiles    *ProfileSet
	fallback    FallbackExtractor
	visitorData map[string]string // the last visitor data by profile name
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
		client:      newClient(o.Transport),
		log:         o.Logger,
		gated:       newGatedCache(o.Gated, o.GatedChanged, o.Clock),
		profiles:    profiles,
		visitorData: map[string]string{},
	}
}

// Video looks up a video by its id of 11 characters. It tries one profile after
// another, and the fallback extractor, as long as the failure is one that
// another attempt may not have. When all fail, the error is the first one's.
func (s *Source) Video(ctx context.Context, id string) (*Video, error) {
	return s.tryInOrder(ctx, id, nil, s.attempts())
}

// Again looks up v once more, for fresh addresses, with the profile that
// answered before.
func (s *Source) Again(ctx context.Context, v *Video) (*Video, error) {
	attempts := s.attempts()
	i := slices.IndexFunc(attempts, func(a attempt) bool { return a.name == v.Profile })
	if i < 0 { // the set of profiles or the fallback extractor was replaced
		return s.Video(ctx, v.ID)
	}
	before := v.tried[:max(len(v.tried)-1, 0)]
	return s.tryInOrder(ctx, v.ID, before, attempts[i:i+1])
}

// Next looks up v with the profiles that were not tried for it yet, because the
// media servers refuse the addresses that its profile got. That profile counts
// as gated for a day; see Worked. The error's class is NoStreams when there is
// no further profile.
func (s *Source) Next(ctx context.Context, v *Video) (*Video, error) {
	attempts := s.attempts()
	tried := v.tried
	if len(tried) == 0 {
		for _, a := range attempts {
			if a.name == v.Profile {
				tried = []string{a.key}
			}
		}
	}
	if n := len(tried); n > 0 {
		s.gated.add(tried[n-1])
	}
	return s.tryInOrder(ctx, v.ID, tried, attempts)
}

// Worked records that the addresses of v gave the whole media: its profile no
// longer counts as gated.
func (s *Source) Worked(v *Video) {
	if n := len(v.tried); n > 0 {
		s.gated.remove(v.tried[n-1])
	}
}

// Profiles returns the names of the client profiles in use, in the order of
// their set.
func (s *Source) Profiles() []string {
	var names []string
	for _, p := range s.current().Player {
		names = append(names, p.Name)
	}
	return names
}

// VideoWith looks up a video with the profile of that name and no other, to find
// out which profiles work. The error's class is NoStreams when no profile has
// that name.
func (s *Source) VideoWith(ctx context.Context, profile, id string) (*Video, error) {
	for _, a := range s.attempts() {
		if a.name == profile {
			return s.tryInOrder(ctx, id, nil, []attempt{a})
		}
	}
	return nil, &Error{Class: NoStreams, Err: fmt.Errorf("no client profile %q", profile)}
}

// validID reports whether s has the form of a video id: 11 characters of
// base64url.
func validID(s string) bool { return len(s) == 11 && plaintext.IsToken(s) }

// withDeadline returns what f returns, or ctx.Err() as soon as ctx ends: neither
// kkdai/youtube nor the decoding of a large answer checks the context
// everywhere. A panic in f counts as an answer that cannot be read.
func withDeadline[T any](ctx context.Context, f func(context.Context) (T, error)) (T, error) {
	v, err := deadline.Run(ctx, f)
	var p *deadline.PanicError
	if errors.As(err, &p) {
		err = &Error{Class: Unintelligible, Err: p}
	}
	return v, err
}
