// Package transfer fetches byte ranges of one or more streams over parallel
// HTTP/1.1 connections, writes them to their places, and records in a journal
// (package journal) what is on disk.
//
// A Client runs Jobs with Fetch. A Job is divided into pieces of at most MaxRange
// bytes, which are handed out in the order in which the job wants them. Each
// worker does this with a piece:
//
//	       +--------------------------------------------------+
//	       v                                                  | none left: half of the
//	next piece --> fresh address? --> slot of host --> request| slowest piece's tail
//	                ^    ^                               |    |
//	                |    | backoff <-- fault, 429, 5xx --+    |
//	                |                                    |    |
//	            Refresh <---------------- 403, 410 ------+    |
//	                                                     v    |
//	                                  read, write at offset --+
//	                                         |
//	                           snapshot -> Sync -> journal, on one goroutine
//
// Jobs that run at once share the slots of a host evenly. A stream whose server
// ignores Range is read over one connection from its start.
//
// A job that wants its bytes in order has a reorder buffer in memory between
// reading and writing. The first error that is not retried ends the job.
//
// The package does not know what a stream contains, how the bytes are laid out in
// a file, or where addresses come from: Write, Sync, State and Refresh of the Job
// do.
package transfer

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/hilo-app/hilo/core/transfer/journal"
)

// MaxRange is the most bytes asked for in one request. YouTube paces longer
// and open-ended requests near the stream's bitrate.
const MaxRange = 10 << 20

// Options sets up a Client. The zero value is usable.
type Options struct {
	// Transport is cloned and set to HTTP/1.1 without compression; nil means
	// one with the system's proxy and trust store.
	Transport *http.Transport
	Limit     int64 // bytes per second over all downloads; 0 means no limit
}

// Address is where a stream's bytes can be had for a while.
type Address struct {
	URL       string
	UserAgent string    // of the client that was given the URL
	Expires   time.Time // zero when unknown
	Size      int64     // bytes of the whole stream
	Version   string    // changes when the bytes do (YouTube's lmt); empty when unknown
}

// Range is the bytes From up to but not including To of one stream, whose number
// is the index into Job.Addresses.
type Range = journal.Range

// Job is one call of Fetch.
type Job struct {
	Addresses []Address // one for each stream
	// Ranges is what to fetch, in the order it is wanted; those of one stream
	// must not overlap. Empty ranges are left out.
	Ranges []Range
	// InOrder writes strictly in the order of Ranges: what comes early over the
	// other connections waits in memory, 16 MiB at most. What waits when Fetch
	// ends is lost. Otherwise bytes are written as they come.
	InOrder     bool
	Connections int // per stream, 1-8; 0 means 4
	// Piece is the most bytes of one request, at least 256 KiB; 0 means
	// MaxRange. Small pieces come more nearly in the order of Ranges.
	Piece int64

	// Write writes bytes of a stream, given their offset in the stream. It is called from
	// several goroutines at once (one when InOrder), never with overlapping
	// ranges, and must not keep p. An error ends the job.
	Write func(stream int, p []byte, off int64) error
	// Sync makes all that was written durable; nil when there is nothing to
	// do. It is called only for the Journal, while Write is still called, and once
	// more before Fetch returns.
	Sync func() error
	// Journal records what is on disk; nil keeps no record. It must have been
	// made for the same streams.
	Journal *journal.Journal
	// State, if not nil, is recorded in the journal with each checkpoint. No
	// Write runs while it is called, so that it fits the ranges recorded with
	// it; it must contain those of the bytes written that are not yet in the
	// file.
	State func() []byte
	// Refresh gets fresh addresses, one for each stream, when the current ones are
	// refused or about to expire. why is ErrRefused or ErrExpiring. It is never called twice at once. An error of its own ends
	// the job. nil means that there are none.
	Refresh func(ctx context.Context, why error) ([]Address, error)
	// Priority says what to fetch first, also while Fetch runs; nil means nothing else than
	// Ranges does.
	Priority *Priority
	// Received is called with the number of bytes after each Write, from several
	// goroutines.
	Received func(n int)
}

// Errors that Fetch and Head wrap; test with errors.Is.
var (
	ErrGated    = errors.New("refused even at a fresh address") // 403 or 410 after a refresh
	ErrRefused  = errors.New("address refused")                 // 403 or 410; the reason given to Refresh
	ErrExpiring = errors.New("address about to expire")         // the other reason given to Refresh
	ErrStalled  = errors.New("no byte for too long")
	ErrRedirect = errors.New("redirect to a place that is not allowed")
	ErrRange    = errors.New("answer is not the range that was asked for")
	ErrWrite    = errors.New("cannot write") // wraps the error of Write, Sync or the journal
)

// ChangedError says that a stream's bytes are not those the job began with,
// so that the bytes of it on disk are of no use.
type ChangedError struct{ Stream int }

// Error returns the number of the stream.
func (e *ChangedError) Error() string {
	return fmt.Sprintf("stream %d changed on the server", e.Stream)
}

// NetworkError is what went wrong between this computer and the server: no
// connection, no HTTP in it, or a body that broke off. Package netfail tells
// more of its cause.
type NetworkError struct {
	Op  string // "request" or "read"
	Err error
}

// Error returns the operation and the cause.
func (e *NetworkError) Error() string { return e.Op + ": " + e.Err.Error() }

// Unwrap returns the cause.
func (e *NetworkError) Unwrap() error { return e.Err }

// StatusError is an HTTP answer that is neither 200 nor 206.
type StatusError struct {
	Code  int
	After time.Duration // Retry-After, at most an hour; 0 when absent
}

// Error returns the status and how long the server asked to wait.
func (e *StatusError) Error() string {
	s := fmt.Sprintf("HTTP status %d", e.Code)
	if text := http.StatusText(e.Code); text != "" {
		s += " " + text
	}
	if e.After > 0 {
		s += fmt.Sprintf(", try again in %s", e.After)
	}
	return s
}
