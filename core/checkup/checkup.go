// Package checkup finds out why downloads do not work and names the one cause.
//
// The steps go from this computer outwards and then back to it. Each needs what
// the ones before it found, so the first that fails is the cause, and what lies
// behind it is skipped because it could only fail of the same:
//
//	network   has this computer an address? Asks nobody.
//	dns       does the network know YouTube's name?
//	youtube   does anything answer there, and is it YouTube: the certificate
//	          tells of filters, a page in place of nothing of sign-in pages.
//	clock     that answer brings YouTube's time; certificates and the addresses
//	          of media are good for a while only.
//	proxy     which part of the way so far was the proxy's?
//	lookup    does YouTube answer about a video that is known to be there?
//	media     do its bytes come, from other servers than the answer?
//	folder    can this computer keep them?
//	space     and how many?
//	version   is this Hilo older than YouTube's last changes may be?
//
// With a proxy no step goes around it: names are left to it, and what fails
// before it has made a way to YouTube is its failure, for which youtube and
// clock are skipped. A certificate that is not valid today is looked at once
// more as if its day had come, because only then YouTube can say whether it is
// the clock that is wrong. The last three steps need no network and are always
// taken.
//
// Nobody is asked but YouTube, its media servers, and the DNS server and proxy
// that this computer uses anyway.
package checkup

import (
	"cmp"
	"context"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/plaintext"
	"github.com/hilo-app/hilo/core/youtube"
)

// Name names a step.
type Name string

// The steps.
const (
	Network Name = "network"
	DNS     Name = "dns"
	YouTube Name = "youtube"
	Clock   Name = "clock"
	Proxy   Name = "proxy"
	Lookup  Name = "lookup"
	Media   Name = "media"
	Folder  Name = "folder"
	Space   Name = "space"
	Version Name = "version"
)

// Steps are all steps in the order in which they are taken, for lists and for
// tables that must be complete.
func Steps() []Name {
	return []Name{Network, DNS, YouTube, Clock, Proxy, Lookup, Media, Folder, Space, Version}
}

// State is how far a step is.
type State string

// The states. All but Running are final.
const (
	Running State = "running"
	OK      State = "ok"
	Warned  State = "warned"  // works, but not well
	Failed  State = "failed"  //
	Skipped State = "skipped" // could not be taken, or there was nothing to take it for
)

// maxDetail is how many bytes of a detail are kept: others may have written a
// part of it.
const maxDetail = 500

// Step is where a step stands.
type Step struct {
	Name   Name
	State  State
	Detail string        // technical, in English, at most 500 bytes: for the log and reports
	Took   time.Duration // zero while running
}

// Class is what a check-up found.
type Class string

// The classes.
const (
	Fine Class = "fine"

	NoNetwork   Class = "no-network"   // this computer has no address
	NoDNS       Class = "no-dns"       // YouTube's name is not known, or led nowhere
	Unreachable Class = "unreachable"  // nothing answers
	Intercepted Class = "intercepted"  // somebody else's certificate: filter, antivirus, sign-in page
	Blocked     Class = "blocked"      // a page of somebody else's, or sent elsewhere
	Consent     Class = "consent"      // YouTube's page that asks for consent to cookies
	BotCheck    Class = "bot-check"    // YouTube wants proof that this network is not a robot
	RateLimited Class = "rate-limited" // YouTube asks for a pause
	Down        Class = "down"         // YouTube has trouble of its own (5xx)
	ClockWrong  Class = "clock-wrong"  // by more than five minutes

	ProxyUnreachable Class = "proxy-unreachable" // does not answer, or its setting cannot be read
	ProxyPassword    Class = "proxy-password"    // asks for one, or does not take the one it got
	ProxyRefused     Class = "proxy-refused"     // makes no way to YouTube

	Changed     Class = "changed"      // no profile is answered as this Hilo expects
	Gated       Class = "gated"        // media is refused (403) at fresh addresses
	MediaSilent Class = "media-silent" // media does not come
	Slow        Class = "slow"         // a warning: less than 50 KB a second

	FolderMissing   Class = "folder-missing"   // not there and cannot be made
	FolderReadOnly  Class = "folder-read-only" //
	FolderForbidden Class = "folder-forbidden" // no right to write
	FolderBroken    Class = "folder-broken"    // cannot be written for another reason, or in no time
	DiskFull        Class = "disk-full"        //
	LowSpace        Class = "low-space"        // a warning: less than 1 GB

	OldVersion Class = "old-version" // a warning: built more than 90 days ago
	Stopped    Class = "stopped"     // by the caller
)

// Verdicts are all classes there are, for tables that must be complete.
func Verdicts() []Class {
	return []Class{
		Fine, NoNetwork, NoDNS, Unreachable, Intercepted, Blocked, Consent, BotCheck, RateLimited, Down, ClockWrong,
		ProxyUnreachable, ProxyPassword, ProxyRefused, Changed, Gated, MediaSilent, Slow,
		FolderMissing, FolderReadOnly, FolderForbidden, FolderBroken, DiskFull, LowSpace, OldVersion, Stopped,
	}
}

// Verdict is the first cause of failure; where nothing failed, the first
// warning.
type Verdict struct {
	Class  Class
	Step   Name   // that found it; empty when all is fine
	State  State  // of that step; OK when all is fine
	Detail string // of that step
}

// Works says whether downloads can be expected to work.
func (v Verdict) Works() bool { return v.State == OK || v.State == Warned }

// KnownVideo is YouTube's first video: public since 2005.
const KnownVideo = "jNQXAC9IVRw"

// Config sets up a check-up. The zero value checks the way to YouTube only as
// far as that can be done without a folder.
type Config struct {
	// Transport reaches YouTube as downloads do; nil means the system's proxy
	// and trust store. Its connections are not used, only its settings. If its
	// TLS settings have a clock, that counts as this computer's.
	Transport *http.Transport
	// Addresses are this computer's addresses in networks that are up; nil asks
	// the system.
	Addresses func() ([]net.Addr, error)
	// LookupHost is as net.Resolver.LookupHost; nil asks the system.
	LookupHost func(ctx context.Context, host string) ([]string, error)

	// Profiles are those that downloads use; nil means those that Hilo came with.
	Profiles *youtube.ProfileSet

	VideoID string // looked up and fetched a little of; empty means KnownVideo
	Dir     string // where downloads go; empty skips the folder and the space
	// Free is how many bytes can still be written into a folder, or into the
	// one it would be made in; nil skips the space.
	Free    func(dir string) (int64, error)
	Version string    // of this Hilo
	Built   time.Time // zero when unknown

	limits map[Name]time.Duration // of steps that are not to take stepLimit
	create func(dir string) error // nil means writeInto
}

// stepLimit is how long a step may take. Six steps can take that long.
const stepLimit = 9 * time.Second

// Run takes all steps in order and returns the verdict. It tells of every step
// when it starts and when it ends, skipped ones only of their end, on the
// caller's goroutine; tell may be nil. It takes less than a minute. When ctx
// ends it returns within 100 ms, and what was not done is told of as skipped;
// the verdict is then Stopped, unless a step had failed before.
func Run(ctx context.Context, c Config, tell func(Step)) Verdict {
	if tell == nil {
		tell = func(Step) {}
	}
	r := newRun(c)
	defer r.close()
	verdict := Verdict{Class: Fine, State: OK}
	cut := false // nothing behind it can be reached
	for _, s := range r.plan() {
		begun := time.Now()
		var o outcome
		switch {
		case ctx.Err() != nil:
			o = skipped("stopped")
		case s.online && cut:
			o = skipped("a step before it failed")
		default:
			tell(Step{Name: s.name, State: Running})
			o = r.take(ctx, s)
		}
		cut = cut || s.online && o.state == Failed
		o.detail = plaintext.Truncate(strings.ToValidUTF8(o.detail, ""), maxDetail)
		tell(Step{Name: s.name, State: o.state, Detail: o.detail, Took: time.Since(begun)})
		if o.state == Failed && verdict.State != Failed || o.state == Warned && verdict.State == OK {
			verdict = Verdict{Class: o.class, Step: s.name, State: o.state, Detail: o.detail}
		}
		if ctx.Err() != nil && verdict.State != Failed && verdict.Class != Stopped {
			verdict = Verdict{Class: Stopped, Step: s.name, State: Skipped, Detail: "stopped"}
		}
	}
	return verdict
}

// outcome is how a step ended.
type outcome struct {
	state  State
	class  Class // of Failed and Warned
	detail string
}

func passed(detail string) outcome              { return outcome{OK, "", detail} }
func skipped(detail string) outcome             { return outcome{Skipped, "", detail} }
func warned(class Class, detail string) outcome { return outcome{Warned, class, detail} }
func failed(class Class, detail string) outcome { return outcome{Failed, class, detail} }

// step is a step to take.
type step struct {
	name   Name
	online bool // needs the way to YouTube
	do     func(context.Context) outcome
}

func (r *run) plan() []step {
	return []step{
		{Network, true, r.network}, {DNS, true, r.dns}, {YouTube, true, r.youtube}, {Clock, true, r.clock}, {Proxy, true, r.proxy},
		{Lookup, true, r.lookup}, {Media, true, r.media},
		{Folder, false, r.folder}, {Space, false, r.space}, {Version, false, r.version},
	}
}

// take takes one step within its time.
func (r *run) take(ctx context.Context, s step) outcome {
	limited, cancel := context.WithTimeout(ctx, r.limit(s.name))
	defer cancel()
	o := s.do(limited)
	if ctx.Err() != nil {
		return skipped("stopped")
	}
	return o
}

func (r *run) limit(n Name) time.Duration { return cmp.Or(r.limits[n], stepLimit) }

func newRun(c Config) *run {
	if c.Transport == nil {
		c.Transport = http.DefaultTransport.(*http.Transport)
	}
	if c.Addresses == nil {
		c.Addresses = addresses
	}
	if c.LookupHost == nil {
		c.LookupHost = net.DefaultResolver.LookupHost
	}
	if c.VideoID == "" {
		c.VideoID = KnownVideo
	}
	if c.create == nil {
		c.create = writeInto
	}
	if dir, err := filepath.Abs(c.Dir); err == nil && c.Dir != "" {
		c.Dir = dir
	}
	r := &run{Config: c}
	r.open()
	return r
}
