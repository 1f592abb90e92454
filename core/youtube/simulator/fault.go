package simulator

import (
	"sync"
	"time"
)

// FaultKind is a way in which an answer fails.
type FaultKind string

// The kinds of faults. Those of the first group break an answer in the middle; the
// others replace or change it from its start.
const (
	Reset    FaultKind = "reset"    // the connection is reset after After bytes
	Stall    FaultKind = "stall"    // no more bytes after After bytes; the connection stays open
	Truncate FaultKind = "truncate" // the connection is closed in an orderly way after After bytes
	Slow     FaultKind = "slow"     // Rate bytes per second; combines with another fault

	Late        FaultKind = "late"         // the regular answer, begun after Delay
	Status      FaultKind = "status"       // Code, with RetryAfter if set
	Forbid      FaultKind = "forbid"       // 403, for fresh addresses too
	Expire      FaultKind = "expire"       // 403 for the addresses that were given out so far
	Changed     FaultKind = "changed"      // the format gets Content and LMT; its old addresses become invalid
	WrongRange  FaultKind = "wrong-range"  // 206 for a range that is shifted by Shift bytes (1 when 0)
	ShortRange  FaultKind = "short-range"  // 206 for the first After bytes of the range only
	ShortLength FaultKind = "short-length" // as ShortRange, but Content-Range is the whole range
	IgnoreRange FaultKind = "ignore-range" // 200 with the whole stream
	Redirect    FaultKind = "redirect"     // 302 to To: a URL, or a host for the same path there
	Answer      FaultKind = "answer"       // Code (200 when 0) with Body instead of the regular answer
	Garble      FaultKind = "garble"       // Noise instead of the bytes, with the right headers
	Bomb        FaultKind = "bomb"         // 200 with gzipped JSON that decompresses to 64 GiB
	Endless     FaultKind = "endless"      // 200 with JSON that never ends

	// The last group is about pages and player answers.
	Refuse     FaultKind = "refuse"      // player: Playability instead of the video's own
	WrongVideo FaultKind = "wrong-video" // player: the answer is about the video To, an invented one when empty
	Captcha    FaultKind = "captcha"     // 429 with the captcha page
	Consent    FaultKind = "consent"     // 200 with the consent page
	SABROnly   FaultKind = "sabr-only"   // player: formats without addresses
	MuxedOnly  FaultKind = "muxed-only"  // player: the address of itag 18 alone
	BadGuest   FaultKind = "bad-guest"   // player: whoever asks gets addresses that answer 403 after Delay
)

// Endpoint is a group of URLs that a fault can apply to.
type Endpoint string

// The endpoints.
const (
	OnMedia   Endpoint = "media"   // *.googlevideo.com/videoplayback
	OnPlayer  Endpoint = "player"  // youtubei/v1/player
	OnBrowse  Endpoint = "browse"  // youtubei/v1/browse
	OnResolve Endpoint = "resolve" // youtubei/v1/navigation/resolve_url
	OnSearch  Endpoint = "search"  // youtubei/v1/search
	OnMix     Endpoint = "mix"     // youtubei/v1/next
	OnPreview Endpoint = "preview" // oembed
	OnPage    Endpoint = "page"    // pages of youtube.com
	OnImage   Endpoint = "image"   // i.ytimg.com
	OnCaption Endpoint = "caption" // api/timedtext
	OnSponsor Endpoint = "sponsor" // sponsor.ajay.app/api/skipSegments
)

// Fault describes which answers fail, and how.
type Fault struct {
	Kind FaultKind
	On   Endpoint // when empty: OnPlayer for the kinds of the last group, else OnMedia

	// The requests that it applies to; a zero value matches all.
	VideoID string
	Itag    int
	Client  string // InnerTube name of the client that asks, or got the address

	// Times is the number of requests that it applies to; 0 means all.
	Times int
	// Every n applies it to every n-th matching request only; 0 means every one. With
	// Times 1 it is the n-th page of a list that fails.
	Every int
	// After is how many bytes of the answer are sent correctly first. A fault of the
	// first group does not apply to answers that are not longer than that.
	After int64
	// AfterTotal delays the fault until that many bytes of the stream have been
	// sent, over all answers. A fault of the first group then breaks the answer that
	// reaches that byte, at that byte; the others apply to the next request.
	AfterTotal int64

	Delay       time.Duration // Late, BadGuest
	Code        int           // Status, Answer
	RetryAfter  string        // Status: header value
	To          string        // Redirect, WrongVideo
	Rate        int64         // Slow: bytes per second
	Shift       int64         // WrongRange: bytes
	Body        string        // Answer
	Playability Playability   // Refuse
	Content     Content       // Changed; nil keeps the bytes and changes only LMT
	LMT         string        // Changed; a later one than before when empty
}

func (k FaultKind) breaksMidway() bool { return k == Reset || k == Stall || k == Truncate }

// fault is an injected Fault with the number of requests that it matched and of
// those that it was applied to.
type fault struct {
	Fault
	matched, applied int
}

// activeFault is what applies to one answer.
type activeFault struct {
	Fault       // Kind is empty when the answer is regular
	rate  int64 // 0 when not slowed
}

// target describes a request, to match faults against.
type target struct {
	endpoint Endpoint
	videoID  string
	itag     int
	client   string
	length   int64 // bytes the answer would have
}

// matches reports whether f applies to the answer to t, and from which byte.
func (f *fault) matches(t target, sent int64) (at int64, hit bool) {
	switch {
	case f.Times > 0 && f.applied >= f.Times,
		f.On != t.endpoint,
		f.VideoID != "" && f.VideoID != t.videoID,
		f.Itag != 0 && f.Itag != t.itag,
		f.Client != "" && f.Client != t.client:
		return 0, false
	}
	if !f.Kind.breaksMidway() {
		return f.After, sent >= f.AfterTotal
	}
	at = max(f.After, f.AfterTotal-sent)
	return at, at < t.length || at == 0
}

// faults are the injected faults, in the order in which they are matched. They are
// safe for concurrent use.
type faults struct {
	mu   sync.Mutex
	list []*fault
}

func (s *faults) add(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.list = append(s.list, &fault{Fault: f})
}

func (s *faults) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.list = nil
}

// pick selects and counts the faults that apply to the answer to t, of whose stream
// sent bytes were sent. In a fault that breaks an answer midway, After is the byte
// at which it breaks.
func (s *faults) pick(t target, sent int64) activeFault {
	s.mu.Lock()
	defer s.mu.Unlock()
	var result activeFault
	for _, f := range s.list {
		at, hit := f.matches(t, sent)
		if !hit {
			continue
		}
		if f.matched++; f.Every > 0 && f.matched%f.Every != 0 {
			continue
		}
		switch {
		case f.Kind == Slow && result.rate == 0:
			result.rate = f.Rate
		case f.Kind != Slow && result.Kind == "":
			result.Fault = f.Fault
			result.After = at
		default:
			continue
		}
		f.applied++
	}
	return result
}
