package challenge

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

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
