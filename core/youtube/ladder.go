package youtube

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// rung is one way to look up a video: a profile, or the second engine.
type rung struct {
	name string // Video.Profile
	key  string // the same of one version
	ask  func(ctx context.Context, id string) (*Video, error)
}

// ladder is all rungs in the order they are tried: the profiles as their file
// has them, the second engine, the profiles that were gated, and at last those
// that give a rescue stream only, which is better than nothing and no more.
func (s *Source) ladder() []rung {
	set := s.current()
	var rungs, gated, rescue []rung
	for i := range set.Player {
		p := &set.Player[i]
		r := rung{p.Name, p.key(), func(ctx context.Context, id string) (*Video, error) { return s.lookup(ctx, id, p) }}
		switch {
		case len(p.Itags) > 0:
			rescue = append(rescue, r)
		case s.gated.has(r.key):
			gated = append(gated, r)
		default:
			rungs = append(rungs, r)
		}
	}
	if second := s.engine(); second != nil {
		rungs = append(rungs, rung{second.Name(), second.Name(), func(ctx context.Context, id string) (*Video, error) {
			return askSecond(ctx, second, id)
		}})
	}
	return slices.Concat(rungs, gated, rescue)
}

// climb tries the rungs in order, without those that were tried before.
func (s *Source) climb(ctx context.Context, id string, tried []string, ladder []rung) (*Video, error) {
	if !validID(id) {
		return nil, &Error{Class: Removed, Err: fmt.Errorf("%q is not a video id", id)}
	}
	tried = slices.Clone(tried)
	var first error
	var refused []string
	for _, r := range ladder {
		if slices.Contains(tried, r.key) {
			continue
		}
		tried = append(tried, r.key)
		v, err := withDeadline(ctx, func(ctx context.Context) (*Video, error) { return r.ask(ctx, id) })
		if err == nil {
			v.tried = tried
			s.gated.add(refused...) // only now: else it may be the network that refuses
			return v, nil
		}
		s.log.Debug("lookup failed", "video", id, "profile", r.name, "error", err)
		if clientRefused(err) {
			refused = append(refused, r.key)
		}
		first = withLater(first, err)
		if !curable(err) {
			return nil, first
		}
	}
	if first == nil {
		first = &Error{Class: NoStreams, Err: errors.New("no further client profile")}
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

// clientRefused says whether YouTube refused the profile itself, and not one
// video to it: then the status of its answer says so already.
func clientRefused(err error) bool {
	var e *Error
	var status httpError
	return errors.As(err, &e) && e.Class == ClientRefused && errors.As(err, &status)
}

// withLater is the first failure, with a later one in its chain. A context
// that ended is all there is to say.
func withLater(first, later error) error {
	var e, l *Error
	if !errors.As(first, &e) || !errors.As(later, &l) {
		return later
	}
	joined := *e
	joined.Err = errors.Join(e.Err, later)
	return &joined
}
