package ytdlp

import (
	"context"
	"time"
)

// What the tests use besides the API: limits, and the parsers of yt-dlp's output,
// which get hostile input.
const (
	Program    = program
	MaxVersion = maxVersion
	MaxTail    = maxTail
	MaxDump    = maxDump
	MaxValues  = maxValues
	MaxWait    = maxWait
	LookupTime = lookupTime
)

var (
	ErrSlow    = errSlow
	ErrTooLong = errTooLong

	Read       = read
	ParseError = parseError
	WaitUntil  = waitUntil
)

// FindWithin is Find with a time limit.
func FindWithin(ctx context.Context, limit time.Duration) (Extractor, error) { return find(ctx, limit) }

// Limited returns e with a time limit for lookups.
func (e Extractor) Limited(limit time.Duration) Extractor {
	e.limit = limit
	return e
}
