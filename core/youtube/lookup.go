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
	return &Source{
		client:      newClient(o.Transport),
		log:         o.Logger,
		gated:       newGatedCache(o.Gated, o.GatedChanged, o.Clock),
		profiles:    profiles,
		clock:       o.Clock,
		visitorData: map[string]string{},
		previews:    newPreviewCache(),
		unfinished:  map[string]*unfinishedList{},
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
