package core

// Class is the kind of a Problem. The names are stable: they stand in the
// JSON output, and the window turns each into a sentence.
type Class string

// The classes. Those of a lookup are youtube's, by the same names.
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
	Gated          Class = "gated"          // media refused (403) at fresh addresses
	Expired        Class = "expired"        // addresses expired and no new ones could be had
	Offline        Class = "offline"        // no network
	Unreachable    Class = "unreachable"    // network, but no answer from YouTube
	Untrusted      Class = "untrusted"      // certificate refused: this computer's clock, or a filter in the network
	Proxy          Class = "proxy"          // the system's proxy does not answer, or refuses
	DiskFull       Class = "disk-full"      //
	NotWritable    Class = "not-writable"   // folder missing, read-only or not allowed
	Busy           Class = "busy"           // another Hilo is downloading the same into the same folder
	Damaged        Class = "damaged"        // the file failed its check
	OutsideVideo   Class = "outside-video"  // the clip begins behind the end of the video
	OnlyWhole      Class = "only-whole"     // no clip can be made: the stream that can be had is not indexed
	Unintelligible Class = "unintelligible" // an answer Hilo cannot read
	Unknown        Class = "unknown"        // Message holds YouTube's own sentence, if it gave one
)

// Problem is why a download waits or failed.
type Problem struct {
	Class   Class
	Message string // YouTube's own sentence where it gave one, else empty
	Err     error  `json:"-"` // the technical chain, for the log and "Details"
}

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

// Classes are all there are, for tables that must be complete.
func Classes() []Class {
	return []Class{
		BotCheck, RateLimited, AgeRestricted, Private, MembersOnly, Paid, Premium, GeoBlocked, ClientRefused, Removed,
		IsLive, IsUpcoming, DRM, NoStreams, WrongVideo, EmptyPlaylist, Gated, Expired, Offline, Unreachable, Untrusted, Proxy,
		DiskFull, NotWritable, Busy, Damaged, OutsideVideo, OnlyWhole, Unintelligible, Unknown,
	}
}
