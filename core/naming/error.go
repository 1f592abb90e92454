package naming

import "fmt"

// Reason is why a pattern is refused.
type Reason string

// The reasons.
const (
	UnknownWord Reason = "unknown-word" // PatternError.Word is the word with its braces
	Brace       Reason = "brace"        // a brace without its partner
	Slash       Reason = "slash"        // a name is no path
	Same        Reason = "same"         // every file of a channel would have the same name
	TooLong     Reason = "too-long"     // more than 200 bytes
)

// PatternError says why a text is no pattern.
type PatternError struct {
	Reason Reason
	Word   string // the piece of the text that is meant; may be empty
}

// Error returns a sentence for people, in English.
func (e *PatternError) Error() string {
	switch e.Reason {
	case UnknownWord:
		return fmt.Sprintf("Hilo does not know %s. There are {title}, {channel}, {date}, {number}, {list}, {quality} and {id}", e.Word)
	case Brace:
		return fmt.Sprintf("a %s stands alone: a word is written as {title}", e.Word)
	case Slash:
		return fmt.Sprintf("a name cannot contain %s", e.Word)
	case TooLong:
		return "this pattern is too long"
	}
	return "with this pattern all files would have the same name: it needs {title}, {number} or {id}"
}
