package youtube

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hilo-app/hilo/core/deadline"
)

// Class is the reason why a lookup failed.
type Class string

// The classes of failure. refusal.go maps YouTube's wording to them.
const (
	BotCheck       Class = "bot-check"      // YouTube wants proof that this network is not a bot
	RateLimited    Class = "rate-limited"   // too many lookups; waiting helps
	AgeRestricted  Class = "age-restricted" // needs a signed-in adult
	Private        Class = "private"        // only people whom the owner invited can see it
	MembersOnly    Class = "members-only"   // for paying members of the channel
	Paid           Class = "paid"           // rent or buy
	Premium        Class = "premium"        // YouTube or Music Premium
	GeoBlocked     Class = "geo-blocked"    // not in this country
	ClientRefused  Class = "client-refused" // made for kids, or otherwise not for this client
	Removed        Class = "removed"        // deleted, never existed, account closed
	IsLive         Class = "live"           // being broadcast now
	IsUpcoming     Class = "upcoming"       // not broadcast yet
	DRM            Class = "drm"            // all streams are encrypted
	NoStreams      Class = "no-streams"     // formats without an address, or none at all
	WrongVideo     Class = "wrong-video"    // the answer is about another video
	EmptyPlaylist  Class = "empty-playlist" // no such list, private, or nothing in it
	Filtered       Class = "filtered"       // hidden by the administrator of the network or account, or by Restricted Mode
	ContentCheck   Class = "content-check"  // viewers must confirm first that they want to see it
	Processing     Class = "processing"     // uploaded, but not ready yet
	TryLater       Class = "try-later"      // YouTube had a fault of its own
	Offline        Class = "offline"        // this computer has no network
	Unreachable    Class = "unreachable"    // network, but YouTube does not answer
	Unintelligible Class = "unintelligible" // an answer that this package cannot read
	Unknown        Class = "unknown"        // Reason holds YouTube's own sentence
)

// Error is a failed lookup.
type Error struct {
	Class  Class
	Reason string        // YouTube's own sentence, empty when it gave none
	Wait   time.Duration // how long YouTube asked to wait, 0 when it did not say
	Err    error         // cause, may be nil

	// Video is what the refusing answer says of the video: title, channel,
	// duration, thumbnails, never streams. Nil when it says nothing.
	Video *Video

	askOn bool // another client profile may learn more, although the class does not say so
}

// Error implements error.
func (e *Error) Error() string {
	s := "youtube: " + string(e.Class)
	if e.Reason != "" {
		s += fmt.Sprintf(": %q", e.Reason)
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Classes returns all classes, for tables that must be complete.
func Classes() []Class {
	return []Class{
		BotCheck, RateLimited, AgeRestricted, Private, MembersOnly, Paid, Premium, GeoBlocked, ClientRefused, Removed,
		IsLive, IsUpcoming, DRM, NoStreams, WrongVideo, EmptyPlaylist,
		Filtered, ContentCheck, Processing, TryLater, Offline, Unreachable, Unintelligible, Unknown,
	}
}

// withDeadline returns what f returns, or ctx.Err() as soon as ctx ends: neither
// kkdai/youtube nor the decoding of a large answer checks the context
// everywhere. A panic in f counts as an answer that cannot be read.
func withDeadline[T any](ctx context.Context, f func(context.Context) (T, error)) (T, error) {
	v, err := deadline.Run(ctx, f)
	var p *deadline.PanicError
	if errors.As(err, &p) {
		err = &Error{Class: Unintelligible, Err: p}
	}
	return v, err
}
