package youtube

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"
)

// New returns a Source.
func New(o Options) *Source {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	s := &Source{
		client:      newClient(o.Transport),
		log:         o.Logger,
		gated:       newGatedCache(o.Gated, o.GatedChanged, o.Clock),
		profiles:    profiles,
		clock:       o.Clock,
		visitorData: map[string]string{},
		previews:    newPreviewCache(),
	}
	s.player = &scripts{fetch: s.fetch, cache: o.Cache, now: o.Clock}
	return s
}

// Video looks up a video by its id of 11 characters. It tries one profile after
// another, and the fallback extractor, as long as the failure is one that
// another attempt may not have. When all fail, the error is the first one's.
func (s *Source) Video(ctx context.Context, id string) (*Video, error) {
	return s.tryInOrder(ctx, id, nil, s.attempts())
}

// Again looks up v once more, for fresh addresses, with the profile that
// answered before. If the addresses of v are not about to expire, they were
// refused: then it asks as a new guest, because some guests get addresses that
// are refused after a minute.
func (s *Source) Again(ctx context.Context, v *Video) (*Video, error) {
	if !v.expiring(s.gated.now()) {
		s.forgetVisitorData(v.Profile)
		if v.renewed != nil {
			v.renewed.Store(true)
		}
	}
	return s.repeat(ctx, v)
}

// repeat looks up v with the profile that answered before, or with all when it
// is not in use any more.
func (s *Source) repeat(ctx context.Context, v *Video) (*Video, error) {
	attempts := s.attempts()
	i := slices.IndexFunc(attempts, func(a attempt) bool { return a.name == v.Profile })
	if i < 0 { // the set of profiles or the fallback extractor was replaced
		return s.Video(ctx, v.ID)
	}
	before := v.tried[:max(len(v.tried)-1, 0)]
	again, err := s.only(ctx, v.ID, before, attempts[i])
	if err == nil && v.renewed != nil {
		again.renewed.Store(v.renewed.Load())
	}
	return again, err
}

// only makes one attempt.
func (s *Source) only(ctx context.Context, id string, before []string, a attempt) (*Video, error) {
	a.whenRefused = false
	return s.tryInOrder(ctx, id, before, []attempt{a})
}

// Next looks v up again, because the media servers refuse its addresses: once with
// the same profile as a new guest, if that was not done yet, and then with the
// profiles that were not tried for it. The refused profile then counts as gated for
// a day; see Worked. The error's class is NoStreams when there is no further
// profile.
func (s *Source) Next(ctx context.Context, v *Video) (*Video, error) {
	attempts := s.attempts()
	own := slices.IndexFunc(attempts, func(a attempt) bool { return a.name == v.Profile })
	if own >= 0 && s.isProfile(v.Profile) && v.renewed != nil && v.renewed.CompareAndSwap(false, true) {
		s.forgetVisitorData(v.Profile)
		again, err := s.repeat(ctx, v)
		if err == nil || !curable(err) {
			return again, err
		}
	}
	tried := v.tried
	if len(tried) == 0 && own >= 0 {
		tried = []string{attempts[own].key}
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
		names = append(names, p.label())
	}
	return names
}

// VideoWith looks up a video with the profile of that name and no other, to find
// out which profiles work. The error's class is NoStreams when no profile has
// that name.
func (s *Source) VideoWith(ctx context.Context, profile, id string) (*Video, error) {
	for _, a := range s.attempts() {
		if a.name == profile {
			return s.only(ctx, id, nil, a)
		}
	}
	return nil, &Error{Class: NoStreams, Err: fmt.Errorf("no client profile %q", profile)}
}

// isProfile reports whether a name is that of a client profile, and not of the
// fallback extractor.
func (s *Source) isProfile(name string) bool { return slices.Contains(s.Profiles(), name) }

// nearlyExpired is how long before its end an address is replaced in any case.
const nearlyExpired = 10 * time.Minute

// expiring reports whether an address of v expires soon.
func (v *Video) expiring(now time.Time) bool {
	return slices.ContainsFunc(v.Streams, func(s Stream) bool {
		return !s.Expires.IsZero() && s.Expires.Before(now.Add(nearlyExpired))
	})
}
