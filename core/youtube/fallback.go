package youtube

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
)

// attempt is one step of the fallback chain: a client profile, or the fallback
// extractor.
type attempt struct {
	name string // Video.Profile
	key  string // name and version, under which the gated cache knows it
	ask  func(ctx context.Context, id string) (*Video, error)
}

// attempts is the fallback chain: the profiles in the order of their file, the
// fallback extractor, the profiles that the gated cache holds, and last the
// profiles that give a rescue stream only, because any full answer is better
// than a rescue.
func (s *Source) attempts() []attempt {
	set := s.current()
	var regular, gated, rescue []attempt
	for i := range set.Player {
		p := &set.Player[i]
		a := attempt{p.Name, p.key(), func(ctx context.Context, id string) (*Video, error) { return s.lookup(ctx, id, p) }}
		switch {
		case len(p.Itags) > 0:
			rescue = append(rescue, a)
		case s.gated.has(a.key):
			gated = append(gated, a)
		default:
			regular = append(regular, a)
		}
	}
	if e := s.extractor(); e != nil {
		regular = append(regular, attempt{e.Name(), e.Name(), func(ctx context.Context, id string) (*Video, error) {
			return askExtractor(ctx, e, id)
		}})
	}
	return slices.Concat(regular, gated, rescue)
}

// tryInOrder makes the attempts in order, except those whose keys are in tried,
// until one succeeds or fails with an error that no other attempt can cure.
func (s *Source) tryInOrder(ctx context.Context, id string, tried []string, attempts []attempt) (*Video, error) {
	if !validID(id) {
		return nil, &Error{Class: Removed, Err: fmt.Errorf("%q is not a video id", id)}
	}
	tried = slices.Clone(tried)
	var first error
	var refused []string
	for _, a := range attempts {
		if slices.Contains(tried, a.key) {
			continue
		}
		tried = append(tried, a.key)
		v, err := withDeadline(ctx, func(ctx context.Context) (*Video, error) { return a.ask(ctx, id) })
		if err == nil {
			v.tried = tried
			// Refusals count only after a success: without one, it may be the
			// network that is refused and not the profile.
			s.gated.add(refused...)
			return v, nil
		}
		s.log.Debug("lookup failed", "video", id, "profile", a.name, "error", err)
		if clientRefused(err) {
			refused = append(refused, a.key)
		}
		first = joinLater(first, err)
		if !curable(err) {
			return nil, first
		}
	}
	if first == nil {
		first = &Error{Class: NoStreams, Err: errors.New("no further client profile")}
	}
	return nil, first
}

// curable reports whether another attempt may succeed where this one failed.
// The other classes are about the video, the network or the guest.
func curable(err error) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Class {
	case ClientRefused, NoStreams, Unintelligible, TryLater:
		return true
	}
	return e.askOn
}

// clientRefused reports whether YouTube refused the profile itself, for every
// video: then the HTTP status of the answer is an error.
func clientRefused(err error) bool {
	var e *Error
	var status httpError
	return errors.As(err, &e) && e.Class == ClientRefused && errors.As(err, &status)
}

// joinLater returns the first failure with a later one in its error chain, as the
// later one when only that says why. When either is no *Error (the context
// ended), it returns the later one alone.
func joinLater(first, later error) error {
	var e, l *Error
	if !errors.As(first, &e) || !errors.As(later, &l) {
		return later
	}
	joined := *e
	if e.Class == Unknown && l.Class != Unknown && !curable(l) {
		joined = *l
	}
	if joined.Video == nil {
		joined.Video = cmp.Or(e.Video, l.Video)
	}
	joined.Err = errors.Join(e.Err, later)
	return &joined
}
