package youtube

import (
	"context"
	"fmt"
)

// Profiles are the names of the client profiles, in the order in which
// Source.Video tries them.
func Profiles() []string {
	names := make([]string, len(profiles.Player))
	for i := range names {
		names[i] = profiles.Player[i].Name
	}
	return names
}

// VideoWith looks a video up with the profile of that name and no other, to
// find out which ones work.
func (s *Source) VideoWith(ctx context.Context, profile, id string) (*Video, error) {
	for _, r := range s.ladder() {
		if r.name == profile {
			return s.climb(ctx, id, nil, []rung{r})
		}
	}
	return nil, &Error{Class: NoStreams, Err: fmt.Errorf("no client profile %q", profile)}
}
