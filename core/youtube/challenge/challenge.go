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
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// The bounds of New and of each answer.
const (
	MaxScript   = 8 << 20          // bytes of a script; the largest recorded one has 2.8 MB
	maxTime     = 10 * time.Second // of New after parsing, and of each answer
	maxInput    = 4096             // bytes of a challenge; signatures have some 110, n has 17
	maxOutput   = 4096             // bytes of an answer
	maxAnswers  = 4096             // answers to n that are kept
	maxPatterns = 64               // lengths of signatures that are kept
)

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

// validInput reports whether s has only the characters that occur in addresses.
func validInput(s string) bool {
	if s == "" || len(s) > maxInput {
		return false
	}
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// checkN returns an error when answer cannot be the answer to n. A script that
// fails inside returns its input, or its input after a prefix.
func checkN(n, answer string) error {
	switch {
	case !validInput(answer), len(answer) > maxOutput:
		return fmt.Errorf("%w: n becomes %.60q", ErrAnswer, answer)
	case strings.HasSuffix(answer, n), strings.HasPrefix(answer, "enhanced_except_"):
		return fmt.Errorf("%w: the script failed to change n", ErrAnswer)
	}
	return nil
}

// firstMark is the first of the characters that stand for the positions of a
// signature. They are letters that no script treats in a special way.
const firstMark = 0x0400

// marks returns a string of length different characters.
func marks(length int) string {
	var b strings.Builder
	for i := range length {
		b.WriteRune(rune(firstMark + i))
	}
	return b.String()
}

// readPattern returns where each character of answer was in marks(length).
func readPattern(answer string, length int) ([]int, error) {
	if utf8.RuneCountInString(answer) > length || answer == "" {
		return nil, fmt.Errorf("%w: a signature of %d characters becomes %.60q", ErrAnswer, length, answer)
	}
	var p []int
	seen := make([]bool, length)
	for _, r := range answer {
		i := int(r) - firstMark
		if i < 0 || i >= length || seen[i] {
			return nil, fmt.Errorf("%w: a signature of %d characters becomes %.60q", ErrAnswer, length, answer)
		}
		seen[i] = true
		p = append(p, i)
	}
	return p, nil
}
