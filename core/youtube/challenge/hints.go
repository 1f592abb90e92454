package challenge

import (
	"errors"
	"fmt"
	"regexp"
	"time"
)

// The bounds of New and of each answer.
const (
	MaxScript   = 8 << 20 // bytes of a script; the largest recorded one has 2.8 MB
	maxInput    = 4096    // bytes of a challenge; signatures have some 110, n has 17
	maxOutput   = 4096    // bytes of an answer
	maxAnswers  = 4096    // answers to n that are kept
	maxPatterns = 64      // lengths of signatures that are kept
)

// maxTime bounds the reading of a script, its run, and each answer. It is a variable
// for tests under the race detector, which makes the interpreter ten times as slow.
var maxTime = 10 * time.Second

// The reasons why a script or a challenge is refused. Errors of New and of a Solver
// are one of them, or wrap one.
var (
	ErrScript  = errors.New("challenge: the player script cannot be used")
	ErrTimeout = errors.New("challenge: the player script does not end")
	ErrMemory  = errors.New("challenge: the player script takes too much memory")
	ErrAnswer  = errors.New("challenge: the player script gives no valid answer")
	ErrInput   = errors.New("challenge: not a challenge")
)

// Hints is what a script is searched for. A change of YouTube's that only renames
// these is cured by new Hints. They were the same from 2021-06 to 2026-06.
type Hints struct {
	// Key and Value are the arguments of the call in the function that builds an
	// address: IDENT.PROP("alr","yes").
	Key   string `json:"key"`
	Value string `json:"value"`
	// Skip has the methods of an address that do not apply the n parameter. The
	// first other one does.
	Skip []string `json:"skip"`
}

// DefaultHints returns the hints that New uses.
func DefaultHints() Hints {
	return Hints{Key: "alr", Value: "yes", Skip: []string{"constructor", "set", "get", "clone"}}
}

// Check returns an error that names the first invalid value of h.
func (h Hints) Check() error {
	switch {
	case !hint.MatchString(h.Key):
		return fmt.Errorf("key %.60q", h.Key)
	case !hint.MatchString(h.Value):
		return fmt.Errorf("value %.60q", h.Value)
	case len(h.Skip) > 32:
		return errors.New("too many methods to skip")
	}
	for _, s := range h.Skip {
		if !hint.MatchString(s) {
			return fmt.Errorf("skip %.60q", s)
		}
	}
	return nil
}

var hint = regexp.MustCompile(`^[A-Za-z0-9_$-]{1,50}$`)
