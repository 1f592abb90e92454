package subtitle

import (
	"bytes"
	"errors"
	"fmt"
)

// ErrInvalid says that bytes are not subtitles, or more than anyone can read.
var ErrInvalid = errors.New("subtitles cannot be read")

// Parse reads a track of captions in the forms srv3 and srv1. A track without cues
// is no error: the result is empty. All errors wrap ErrInvalid.
//
// The cues are in order and do not overlap, the text is plain. In the two
// rolling lines of speech recognition, a cue lasts until the next but one
// begins; in the result it ends where the next one begins.
func Parse(data []byte) ([]Cue, error) {
	if len(data) > maxDocument {
		return nil, fmt.Errorf("%w: %d bytes", ErrInvalid, len(data))
	}
	cues, err := parseTimedText(bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff"))))
	if err == nil && len(cues) > MaxCues {
		err = fmt.Errorf("more than %d cues", MaxCues)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	return Normalize(cues), nil
}
