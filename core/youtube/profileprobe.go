package youtube

import (
	"context"
	"fmt"
)

// Profiles are the names of the client profiles in use, in the order of their
// set.
func (s *Source) Profiles() []string {
	var names []string
	for _, p := range s.current().Player {
		names = append(names, p.Name)
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
