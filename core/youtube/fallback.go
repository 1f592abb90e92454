package youtube

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
)

// attempt is one step of the fallback chain: a client profile, or the fallback
// extractor.
type attempt struct {
	name string // Video.Profile
	key  string // name and version, under which the gated cache knows it
	ask  func(ctx context.Context, id string) (*Video, error)

	whenRefused bool // only after another attempt was refused
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
		a := attempt{
			name: p.label(), key: p.key(), whenRefused: p.WhenRefused,
			ask: func(ctx context.Context, id string) (*Video, error) { return s.lookup(ctx, id, p) },
		}
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
		regular = append(regular, attempt{
			name: e.Name(), key: e.Name(),
			ask: func(ctx context.Context, id string) (*Video, error) { return askExtractor(ctx, e, id) },
		})
	}
	return slices.Concat(regular, gated, rescue)
}

// tryInOrder makes the attempts in order, except those whose keys are in tried,
// until one succeeds or fails with an error that no other attempt can cure. An
// answer that is a rescue counts only when no other attempt succeeds.
func (s *Source) tryInOrder(ctx context.Context, id string, tried []string, attempts []attempt) (*Video, error) {
	if !validID(id) {
		return nil, &Error{Class: Removed, Err: fmt.Errorf("%q is not a video id", id)}
	}
	c := &chain{tried: slices.Clone(tried)}
	for _, a := range attempts {
		if slices.Contains(c.tried, a.key) || a.whenRefused && !c.refusal {
			continue
		}
		v, err := withDeadline(ctx, func(ctx context.Context) (*Video, error) { return a.ask(ctx, id) })
		if err != nil {
			s.log.Debug("lookup failed", "video", id, "profile", a.name, "error", err)
		} else if v.Rescue {
			s.log.Debug("lookup gives less than it lists", "video", id, "profile", a.name)
		}
		if c.add(a, v, err) {
			break
		}
	}
	v, err := c.result()
	if err == nil {
		// Refusals count only after a success: without one, it may be the network
		// that is refused and not the profile.
		s.gated.add(c.refused...)
	}
	return v, err
}

// chain is what the attempts of one lookup gave so far.
type chain struct {
	tried   []string // keys
	refused []string // keys of the profiles that YouTube refused
	refusal bool     // an attempt was refused, for this video or for all
	best    *Video
	bestKey string
	spare   *Video // a rescue without a picture, when the best one has it
	first   error  // with the later ones in its error chain
}

// add takes the result of an attempt, and reports whether it is the last one.
func (c *chain) add(a attempt, v *Video, err error) (last bool) {
	c.tried = append(c.tried, a.key)
	if err == nil {
		switch {
		case c.best == nil, !v.Rescue:
			c.best, c.bestKey, c.spare = v, a.key, nil
		case hasPicture(v) && !hasPicture(c.best):
			c.spare, c.best, c.bestKey = c.best, v, a.key
		case hasPicture(c.best) && !hasPicture(v) && c.spare == nil:
			c.spare = v
		}
		return !v.Rescue
	}
	if clientRefused(err) {
		c.refused = append(c.refused, a.key)
	}
	var e *Error
	if !errors.As(err, &e) { // the context ended
		c.best = nil
	} else if e.Class == ClientRefused {
		c.refusal = true
	}
	c.first = joinLater(c.first, err)
	return !curable(err)
}

// result returns the best answer, with the key of its attempt as the last one that
// was tried, or else why there is none.
func (c *chain) result() (*Video, error) {
	switch {
	case c.best != nil:
		i := slices.Index(c.tried, c.bestKey)
		c.best.tried = append(slices.Delete(c.tried, i, i+1), c.bestKey)
		if c.spare != nil {
			c.spare.tried = c.best.tried
			c.spare.renewed = &atomic.Bool{}
			c.best.Alternate = c.spare
		}
		if c.best.renewed == nil {
			c.best.renewed = &atomic.Bool{}
		}
		return c.best, nil
	case c.first != nil:
		return nil, c.first
	}
	return nil, &Error{Class: NoStreams, Err: errors.New("no further client profile")}
}

func hasPicture(v *Video) bool {
	return slices.ContainsFunc(v.Streams, func(s Stream) bool { return s.HasVideo })
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
