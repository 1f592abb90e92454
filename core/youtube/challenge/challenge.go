// Package challenge answers the two challenges that YouTube puts to its own web
// players, by running YouTube's player script (base.js) in this process:
//
//   - the signature of an address, which the answer holds scrambled ("s" of a
//     signatureCipher);
//   - the n parameter of an address, which must be replaced by another value, or
//     the media servers refuse or throttle the address.
//
// New parses and runs a script once; the Solver that it returns answers:
//
//	script -> scan (size, nesting) -> parse -> program (find, filter) -> run -> Solver
//
// The method is not tied to the names in a script, which change with every
// release. It looks for the function that builds the addresses of media; what it
// looks for is data (Hints). The JavaScript interpreter is goja: it has no
// network, no disk and no timers. A script is nevertheless treated as hostile: its
// size, its nesting, the time of every call, and the memory are bounded.
//
// The package knows nothing of requests, files and player answers.
package challenge

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// Solver answers the challenges of one player script. It is safe for concurrent
// use; answers are computed one at a time.
type Solver struct {
	timestamp int

	mu       sync.Mutex
	machine  *machine
	patterns map[int][]int // by length of the signature
	answers  map[string]string
}

// New returns the Solver of a player script with the hints of DefaultHints.
//
// The error is or wraps ErrScript when the script is too long, is no JavaScript,
// does not run or has no function that builds addresses, and ErrTimeout or
// ErrMemory when it takes more than 10 seconds or some 200 MiB.
func New(script []byte) (*Solver, error) { return NewWithHints(script, DefaultHints()) }

// NewWithHints is New with other hints.
func NewWithHints(script []byte, h Hints) (*Solver, error) {
	if err := h.Check(); err != nil {
		return nil, fmt.Errorf("%w: hints: %w", ErrScript, err)
	}
	if len(script) > MaxScript {
		return nil, fmt.Errorf("%w: over %d bytes", ErrScript, MaxScript)
	}
	// U+FFFD for what is not UTF-8: a string literal may hold anything.
	source := strings.ToValidUTF8(string(script), "\uFFFD")
	timestamp, err := Timestamp(script)
	if err != nil {
		return nil, err
	}
	m, err := newMachine(source, h)
	if err != nil {
		return nil, err
	}
	return &Solver{timestamp: timestamp, machine: m, patterns: map[int][]int{}, answers: map[string]string{}}, nil
}

var timestampPattern = regexp.MustCompile(`(?:signatureTimestamp|sts)\s*:\s*([0-9]{5})\b`)

// Timestamp returns the signatureTimestamp of a script, a number of days since
// 1970 that player requests name so that the answer fits the script. The error
// wraps ErrScript when the script has none.
func Timestamp(script []byte) (int, error) {
	m := timestampPattern.FindSubmatch(script)
	if m == nil {
		return 0, fmt.Errorf("%w: no signatureTimestamp", ErrScript)
	}
	return strconv.Atoi(string(m[1]))
}

// Timestamp returns the signatureTimestamp of the script; see the function
// Timestamp.
func (s *Solver) Timestamp() int { return s.timestamp }

// Signature returns the signature of which a player answer holds the scrambled
// form s. The error is or wraps ErrInput for a string that is no signature, and
// ErrAnswer, ErrTimeout or ErrMemory when the script gives no answer.
func (s *Solver) Signature(scrambled string) (string, error) {
	if !validInput(scrambled) {
		return "", ErrInput
	}
	p, err := s.Pattern(len(scrambled))
	if err != nil {
		return "", err
	}
	return Apply(p, scrambled)
}

// Pattern returns how the script rearranges a signature of length characters:
// the i-th character of the answer is the character p[i] of the challenge. It is
// the same for all signatures of a length, so that a caller can keep it. Its
// errors are those of Signature.
func (s *Solver) Pattern(length int) ([]int, error) {
	if length <= 0 || length > maxInput {
		return nil, ErrInput
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if p, ok := s.patterns[length]; ok {
		return p, nil
	}
	p, err := s.machine.pattern(length)
	if err != nil {
		return nil, err
	}
	if len(s.patterns) >= maxPatterns {
		clear(s.patterns)
	}
	s.patterns[length] = p
	return p, nil
}

// Apply rearranges the characters of a challenge by a pattern. The error is
// ErrInput when the pattern is for another length.
func Apply(pattern []int, scrambled string) (string, error) {
	out := make([]byte, len(pattern))
	for i, from := range pattern {
		if from < 0 || from >= len(scrambled) {
			return "", ErrInput
		}
		out[i] = scrambled[from]
	}
	return string(out), nil
}

// N returns the value that replaces the n parameter n of an address. Its errors
// are those of Signature.
func (s *Solver) N(n string) (string, error) {
	if !validInput(n) {
		return "", ErrInput
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if answer, ok := s.answers[n]; ok {
		return answer, nil
	}
	answer, err := s.machine.n(n)
	if err != nil {
		return "", err
	}
	if len(s.answers) >= maxAnswers {
		clear(s.answers)
	}
	s.answers[n] = answer
	return answer, nil
}
