package problem

import (
	"errors"
	"io/fs"
	"net"
	"net/http"
	"os"

	"github.com/hilo-app/hilo/core/disk"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/netfail"
	"github.com/hilo-app/hilo/core/transfer"
	"github.com/hilo-app/hilo/core/youtube"
)

// Classify returns the Problem that an error means. One that is a Problem
// already is returned unchanged; any other becomes the technical chain of a new
// one.
func Classify(err error) *Problem {
	var problem *Problem
	if errors.As(err, &problem) {
		return problem
	}
	var lookup *youtube.Error
	if errors.As(err, &lookup) && !netfail.Untrusted(err) && !netfail.Proxy(err) {
		return &Problem{Class: Class(lookup.Class), Message: lookup.Reason, Err: err}
	}
	return &Problem{Class: classOf(err), Err: err}
}

// classOf classifies what is not an answer of YouTube's to a lookup. The order
// of the cases matters: an error often fits several of them.
func classOf(err error) Class {
	var status *transfer.StatusError
	var unreached *transfer.NetworkError
	var network net.Error // of what is fetched besides media
	is := func(targets ...error) bool {
		for _, t := range targets {
			if errors.Is(err, t) {
				return true
			}
		}
		return false
	}
	switch {
	case netfail.Untrusted(err):
		return Untrusted
	case netfail.Proxy(err):
		return Proxy
	case disk.IsFull(err):
		return DiskFull
	case is(transfer.ErrGated, transfer.ErrRefused): // the latter when the first bytes of a stream are refused
		return Gated
	case is(transfer.ErrExpiring):
		return Expired
	case errors.As(err, &status) && status.Code == http.StatusTooManyRequests:
		return RateLimited
	case is(media.ErrOutside):
		return OutsideVideo
	case is(media.ErrNoIndex):
		return OnlyWhole
	case is(media.ErrDamaged, media.ErrIndex):
		return Damaged
	case isFile(err):
		return NotWritable
	case netfail.Offline(err):
		return Offline
	case errors.As(err, &status), errors.As(err, &unreached), errors.As(err, &network),
		is(transfer.ErrStalled, transfer.ErrRange, transfer.ErrRedirect):
		return Unreachable
	}
	return Unknown
}

// isFile reports whether an error is one of this computer's file systems: a
// folder that was removed, is read-only or not allowed, a drive that was pulled.
func isFile(err error) bool {
	var path *fs.PathError
	var rename *os.LinkError
	return errors.As(err, &path) || errors.As(err, &rename)
}
