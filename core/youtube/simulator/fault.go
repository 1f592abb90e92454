package simulator

// FaultKind is a way to go wrong.
type FaultKind string

// The kinds of faults. Those of the first group break the answer in the middle,
// the others decide it at its start.
const (
	Reset    FaultKind = "reset"    // the connection is reset after After bytes
	Stall    FaultKind = "stall"    // nothing comes after After bytes, the connection stays
	Truncate FaultKind = "truncate" // the connection is closed in an orderly way after After bytes
	Slow     FaultKind = "slow"     // Rate bytes a second; may come on top of another fault

	Status      FaultKind = "status"       // Code, with RetryAfter if set
	Forbid      FaultKind = "forbid"       // 403, at fresh addresses too
	Expire      FaultKind = "expire"       // 403 for the addresses handed out until now
	Changed     FaultKind = "changed"      // the format gets Content and LMT; its old addresses die
	WrongRange  FaultKind = "wrong-range"  // 206 for a range that lies Shift bytes (1 when 0) further on
	ShortRange  FaultKind = "short-range"  // 206 for the first After bytes of the range only
	IgnoreRange FaultKind = "ignore-range" // 200 with the whole stream
	Redirect    FaultKind = "redirect"     // 302 to To: a URL, or a host for the same path there
	Answer      FaultKind = "answer"       // Code (200 when 0) with Body instead of the true answer
	Garble      FaultKind = "garble"       // noise in place of the bytes, under the right headers
	Bomb        FaultKind = "bomb"         // 200 with gzipped JSON that unpacks to 64 GiB
	Endless     FaultKind = "endless"      // 200 with JSON that never ends

	Refuse     FaultKind = "refuse"      // player: Playability instead of the true verdict
	WrongVideo FaultKind = "wrong-video" // player: the answer is about the video To, made up if there is none
	Captcha    FaultKind = "captcha"     // 429 with the page that asks whether one is a robot
	Consent    FaultKind = "consent"     // 200 with the page that asks for consent to cookies
)

// Part is a part of the site.
type Endpoint string

// The parts.
const (
	OnMedia   Endpoint = "media"   // *.googlevideo.com/videoplayback
	OnPlayer  Endpoint = "player"  // youtubei/v1/player
	OnBrowse  Endpoint = "browse"  // youtubei/v1/browse
	OnResolve Endpoint = "resolve" // youtubei/v1/navigation/resolve_url
	OnPage    Endpoint = "page"    // youtube.com's pages
	OnImage   Endpoint = "image"   // i.ytimg.com
	OnCaption Endpoint = "caption" // api/timedtext
)

// Fault is something that goes wrong.
type Fault struct {
	Kind FaultKind
	On   Endpoint // when empty: OnPlayer for Refuse, WrongVideo, Captcha and Consent, else OnMedia

	// Which requests; a zero value matches all.
	VideoID string
	Itag    int
	Client  string // innertube name of who asks, or got the address

	// Times is how many requests it strikes; 0 means all.
	Times int
	// Every makes it strike only each so-manieth of the requests it could; 0
	// means each.
	Every int
	// After is how many bytes of the answer are sent well first. A fault of the
	// first group leaves answers alone that are not longer than that.
	After int64
	// AfterTotal holds the fault back until so many bytes of the stream, over all
	// answers, have been sent. Faults of the first group then break the answer
	// that crosses the mark, right there; the others strike the next request.
	AfterTotal int64

	Code        int         // Status, Answer
	RetryAfter  string      // Status: header value
	To          string      // Redirect, WrongVideo
	Rate        int64       // Slow: bytes per second
	Shift       int64       // WrongRange: bytes
	Body        string      // Answer
	Playability Playability // Refuse
	Content     Content     // Changed; nil keeps the bytes and changes only LMT
	LMT         string      // Changed; made up when empty
}

func (k FaultKind) breaksMidway() bool { return k == Reset || k == Stall || k == Truncate }

// fault is a Fault, how often it could have struck and how often it has.
type fault struct {
	Fault
	matched, applied int
}

// Inject makes something go wrong until f.Times is used up. Faults are tried in
// the order they were injected; each answer suffers one, or one and a Slow. A
// Changed without AfterTotal happens at once.
func (s *Server) Inject(f Fault) {
	if f.On == "" {
		f.On = OnMedia
		switch f.Kind {
		case Refuse, WrongVideo, Captcha, Consent:
			f.On = OnPlayer
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.Kind == Changed {
		f.Times = 1 // the format changes once
		if f.AfterTotal == 0 {
			s.change(f)
			return
		}
	}
	s.faults = append(s.faults, &fault{Fault: f})
}

// Heal takes all faults back.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// trouble is what befalls one answer.
type activeFault struct {
	Fault       // Kind is empty when all is well
	rate  int64 // 0 when not slowed
}

// target is what faults are matched against.
type target struct {
	part    Endpoint
	videoID string
	itag    int
	client  string
	length  int64 // bytes the answer would have
}

// trouble picks and counts what befalls the answer to t. Faults that break an
// answer midway come with After set to the byte where it breaks.
func (s *Server) pickFault(t target) activeFault {
	s.mu.Lock()
	defer s.mu.Unlock()
	var result activeFault
	sent := s.sent[streamKey{t.videoID, t.itag}]
	for _, f := range s.faults {
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
		switch f.Kind {
		case Changed:
			now := f.Fault
			now.VideoID = t.videoID
			s.change(now)
		case Expire:
			if v := s.videos[t.videoID]; v != nil {
				v.revoked = s.serial
			}
		}
	}
	return result
}

// strikes says whether f strikes the answer to t, and at which of its bytes.
func (f *fault) matches(t target, sent int64) (at int64, hit bool) {
	switch {
	case f.Times > 0 && f.applied >= f.Times,
		f.On != t.part,
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

// change carries out a Changed. The site must be locked.
func (s *Server) change(f Fault) {
	for id, v := range s.videos {
		if f.VideoID == "" || f.VideoID == id {
			v.change(f)
		}
	}
}

func (v *video) change(f Fault) {
	media := append([]Media(nil), v.Media...) // answers under way keep the old slice
	for i := range media {
		m := &media[i]
		if f.Itag != 0 && f.Itag != m.Itag {
			continue
		}
		if f.Content != nil {
			m.Content, m.Init, m.Index, m.Bitrate = f.Content, [2]int64{}, [2]int64{}, 0
		}
		old := m.LMT
		m.LMT = f.LMT
		if m.LMT == "" {
			m.LMT = nextLMT(old)
		}
	}
	changed := v.Video
	changed.Media = media
	v.Video = withDefaults(changed)
}
