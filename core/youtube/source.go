// Package youtube looks up videos, playlists, channels, subtitle tracks and
// pictures on YouTube, as a guest.
//
// Source is what a caller holds. Its methods return a Video, a
// ListReader or bytes; every failure is an *Error whose Class says why. A lookup of a video is
// a fallback chain of attempts:
//
//	Source.Video -> attempts -> one profile -> request -> player answer -> Video
//	                         -> FallbackExtractor (the user's yt-dlp)   -> Video
//
// A profile is the identity of one of YouTube's own client programs. Profiles
// are data: profiles.json is built in, and a signed file can replace it
// (LoadProfiles). fallback.go decides which attempt comes next, gated.go
// remembers the profiles that YouTube refused, refusal.go finds YouTube's wording
// in an answer and turns it into a Class.
//
// Lists come page by page: a ListReader asks for the next page of its feed (a
// playlist, album, mix, channel's tab or search) and counts what came.
//
//	Source.ListPlaylist, ListChannel, Search -> feed -> ListReader -> request -> page -> Entry
//
// Some profiles get addresses that YouTube's player script must complete: script.go
// fetches it, package challenge runs it, decipher.go applies the answers.
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
	"log/slog"
	"net/http"
	"sync"
	"time"
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

	// Cache keeps the player script for the next start. Nil keeps it until the
	// program ends.
	Cache Cache

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
	player *scripts
	clock  func() time.Time

	previews *previewCache

	mu          sync.Mutex
	profiles    *ProfileSet
	fallback    FallbackExtractor
	visitorData map[string]string // the last visitor data by profile name
}

// UseProfiles uses p for all further lookups. The error is ErrProfilesNotNewer
// when p is the set in use or an older one.
func (s *Source) UseProfiles(p *ProfileSet) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p.Serial <= s.profiles.Serial {
		return ErrProfilesNotNewer
	}
	s.profiles = p
	return nil
}

// current returns the set of profiles in use.
func (s *Source) current() *ProfileSet {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.profiles
}

// FallbackExtractor looks up videos in another way than the client profiles, and
// is asked when no profile gets a video. The Source checks what it returns as it
// checks an answer of YouTube, and adds what the addresses of the streams say.
// Its errors are of type *Error.
type FallbackExtractor interface {
	// Name is the Video.Profile of its videos. It differs from every profile's
	// name.
	Name() string
	// Video looks up a video by its id. Fields of the streams that it does not
	// know may be zero.
	Video(ctx context.Context, id string) (*Video, error)
}

// SetFallback replaces the fallback extractor; nil means none.
func (s *Source) SetFallback(e FallbackExtractor) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fallback = e
}

func (s *Source) extractor() FallbackExtractor {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fallback
}
