// Package problem says why a download waits or failed: a Problem of one Class,
// with the sentence that a person is told and the policy by which Hilo tries
// again.
//
//	error of youtube, transfer, media, the disk or the network
//	    |
//	    v
//	Classify -> Problem{Class, Message, Err}
//	              |-> Sentence(Class), Waiting(Class)   what a person reads
//	              '-> Retries.Next                      when to try again, if ever
//
// A new class needs a constant and an entry in Classes, a case in Classify, a
// sentence and, where waiting helps, a RetryPolicy with its own sentence. Tests
// hold that each class has them.
//
// The package knows neither the queue nor a download: whoever has an error can
// use it.
package problem

import (
	"errors"
	"io/fs"

	"github.com/hilo-app/hilo/core/disk"
)

// Problem is why a download waits or failed.
type Problem struct {
	Class   Class
	Message string // YouTube's own sentence where it gave one, else empty
	Err     error  `json:"-"` // the technical chain, for the log and "Details"
}

// Error returns the class, YouTube's sentence and the technical chain.
func (p *Problem) Error() string {
	s := string(p.Class)
	if p.Message != "" {
		s += ": " + p.Message
	}
	if p.Err != nil {
		s += ": " + p.Err.Error()
	}
	return s
}

// Unwrap returns the technical chain.
func (p *Problem) Unwrap() error { return p.Err }

// OfWrite returns an error of this computer's file system as a Problem, DiskFull
// or NotWritable. Other errors, and nil, come back as they are.
func OfWrite(err error) error {
	switch {
	case err == nil:
		return nil
	case disk.IsFull(err):
		return &Problem{Class: DiskFull, Err: err}
	case errors.Is(err, fs.ErrPermission), errors.Is(err, fs.ErrNotExist), disk.IsReadOnly(err):
		return &Problem{Class: NotWritable, Err: err}
	}
	return err
}

// Class is the kind of a Problem. The names are stable: they are part of the
// JSON output and of the stored queue.
type Class string

// The classes. Those of a lookup have the names that package youtube gives them.
const (
	BotCheck       Class = "bot-check"
	RateLimited    Class = "rate-limited"
	AgeRestricted  Class = "age-restricted"
	Private        Class = "private"
	MembersOnly    Class = "members-only"
	Paid           Class = "paid"
	Premium        Class = "premium"
	GeoBlocked     Class = "geo-blocked"
	ClientRefused  Class = "client-refused"
	Removed        Class = "removed"
	IsLive         Class = "live"
	IsUpcoming     Class = "upcoming"
	DRM            Class = "drm"
	NoStreams      Class = "no-streams"
	WrongVideo     Class = "wrong-video"
	EmptyPlaylist  Class = "empty-playlist"
	Filtered       Class = "filtered"       // hidden by the administrator of the network or account
	ContentCheck   Class = "content-check"  // viewers must confirm first that they want to see it
	Processing     Class = "processing"     // uploaded, but not ready yet
	TryLater       Class = "try-later"      // YouTube had a fault of its own
	Gated          Class = "gated"          // media refused (403) at fresh addresses
	Expired        Class = "expired"        // the addresses expired and a lookup gave no new ones
	Offline        Class = "offline"        // this computer has no network
	Unreachable    Class = "unreachable"    // there is a network, but YouTube does not answer
	Untrusted      Class = "untrusted"      // certificate refused: this computer's clock, or a filter in the network
	Proxy          Class = "proxy"          // the system's proxy does not answer, or refuses
	DiskFull       Class = "disk-full"      //
	NotWritable    Class = "not-writable"   // folder missing, read-only or not allowed
	Busy           Class = "busy"           // another Hilo is downloading the same into the same folder
	Damaged        Class = "damaged"        // the file failed its verification
	OutsideVideo   Class = "outside-video"  // the clip begins after the end of the video
	OnlyWhole      Class = "only-whole"     // the stream that YouTube offers has no index to find a clip by
	Unintelligible Class = "unintelligible" // an answer that Hilo cannot read
	Unknown        Class = "unknown"        // Message has YouTube's own sentence, if it gave one
)

// Classes returns all classes, for tables that must be complete.
func Classes() []Class {
	return []Class{
		BotCheck, RateLimited, AgeRestricted, Private, MembersOnly, Paid, Premium, GeoBlocked, ClientRefused, Removed,
		IsLive, IsUpcoming, DRM, NoStreams, WrongVideo, EmptyPlaylist,
		Filtered, ContentCheck, Processing, TryLater, Gated, Expired, Offline, Unreachable, Untrusted, Proxy,
		DiskFull, NotWritable, Busy, Damaged, OutsideVideo, OnlyWhole, Unintelligible, Unknown,
	}
}
