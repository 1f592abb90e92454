// Package transfer moves byte ranges of one or more streams over parallel
// HTTP/1.1 connections into place, and keeps a journal of what is on disk.
package transfer

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// MaxRange is the most bytes asked for in one request. YouTube paces longer
// and open-ended requests near the stream's bitrate.
const MaxRange = 10 << 20

// Options sets up a Client. The zero value is usable.
type Options struct {
	Transport *http.Transport // cloned; nil means one with the system's proxy and trust store
	PerHost   int             // connections to one host across all downloads, 1-64; 0 means 8
	Limit     int64           // bytes per second over all downloads; 0 means no limit
}

// Address is where a stream's bytes can be had for a while.
type Address struct {
	URL       string
	UserAgent string
	Expires   time.Time // zero when unknown
	Size      int64     // bytes of the whole stream
	Version   string    // changes when the bytes do (YouTube's lmt); empty when unknown
}

// Range is the bytes From up to but not including To of one stream.
type Range struct {
	Stream   int
	From, To int64
}

// Job is one call of Fetch.
type Job struct {
	Addresses   []Address // one a stream
	Ranges      []Range   // what to fetch, in the order it is wanted
	InOrder     bool      // write strictly in the order of Ranges (one connection)
	Connections int       // per stream, 1-8; 0 means 4

	// Write puts bytes of a stream at their source offset. It is called from
	// several goroutines at once, never with overlapping ranges.
	Write func(stream int, p []byte, off int64) error
	// Sync makes all that was written durable.
	Sync func() error
	// Journal records what is on disk; nil keeps no record.
	Journal *Journal
	// State, if not nil, is saved in the journal with each checkpoint.
	State func() []byte
	// Refresh gets fresh addresses when the present ones are refused or about
	// to expire. The error says why. It is never called twice at once.
	Refresh func(ctx context.Context, why error) ([]Address, error)
	// Received is told of bytes as they are written, from several goroutines.
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
	ErrWrite    = errors.New("cannot write") // wraps what Write or Sync said
)

// ChangedError says that a stream's bytes are not those the job began with.
type ChangedError struct{ Stream int }

func (e *ChangedError) Error() string { return "stream changed on the server" }

// StatusError is an HTTP answer that is neither 200 nor 206.
type StatusError struct {
	Code  int
	After time.Duration // Retry-After, 0 when absent
}
