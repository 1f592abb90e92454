// Package checkup finds the cause when downloads do not work.
//
//	Config -> Run -> a Step for each state of each step, then the Verdict
//
// The steps start at this computer, continue to YouTube and its media servers, and
// end at the folder of the downloads. Each network step needs the result of the one
// before it, so the first that fails is the cause, and the network steps after it
// are skipped:
//
//	network   has this computer an address? Sends nothing.
//	dns       does YouTube's name resolve?
//	youtube   does a server answer, and is it YouTube? A foreign certificate or
//	          an unexpected page means a filter or a sign-in page.
//	clock     does this computer's time differ from the Date of that answer?
//	          Certificates and media addresses are valid for a limited time.
//	proxy     did the proxy cause the failure of the steps before?
//	lookup    does YouTube answer about a video that is known to exist?
//	media     does a media server send bytes of that video?
//	folder    can files be written into the folder?
//	space     is enough space free?
//	version   is this version so old that YouTube may have changed since?
//
// With a proxy, no step bypasses it: the proxy resolves names, and a failure before
// the proxy has connected to YouTube is the proxy's, for which youtube and clock are
// skipped. A certificate that is not valid at this computer's time is checked once
// more at a time at which it is valid, because only YouTube's Date header tells
// whether the clock is wrong. The last three steps need no network and always run.
//
// Requests go only to YouTube, its media servers, and the DNS server and proxy that
// this computer uses anyway.
//
// The package knows packages youtube and transfer, which it uses as downloads do,
// and nothing of the queue, settings and windows. The caller turns classes into
// sentences for people.
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

// Steps returns all steps in the order in which they run, for lists and for tables
// that must be complete.
func Steps() []Name {
	return []Name{Network, DNS, YouTube, Clock, Proxy, Lookup, Media, Folder, Space, Version}
}

// State is the state of a step.
type State string

// The states. All but Running are final.
const (
	Running State = "running"
	OK      State = "ok"
	Warned  State = "warned"  // downloads work, with a limitation
	Failed  State = "failed"  // downloads do not work
	Skipped State = "skipped" // a step before it failed, or there is nothing to check
)

// maxDetail is how many bytes of a detail are kept: it may quote hostile input.
const maxDetail = 500

// Step is the progress or the result of a step.
type Step struct {
	Name   Name
	State  State
	Detail string        // technical, in English, at most 500 bytes, for logs and reports
	Took   time.Duration // zero while running
}

// Class is the finding of a check-up.
type Class string

// The classes.
const (
	Fine Class = "fine"

	NoNetwork   Class = "no-network"   // this computer has no address
	NoDNS       Class = "no-dns"       // YouTube's name does not resolve, or resolves to no usable address
	Unreachable Class = "unreachable"  // no server answers
	Intercepted Class = "intercepted"  // a foreign certificate: filter, antivirus, sign-in page
	Blocked     Class = "blocked"      // a page that is not YouTube's, or a redirect to another site
	Consent     Class = "consent"      // YouTube's consent page for cookies
	BotCheck    Class = "bot-check"    // YouTube wants proof that this network is not a robot
	RateLimited Class = "rate-limited" // YouTube asks for a pause
	Down        Class = "down"         // YouTube answers with an error of its own (5xx)
	ClockWrong  Class = "clock-wrong"  // by more than five minutes

	ProxyUnreachable Class = "proxy-unreachable" // does not answer, or its setting is malformed
	ProxyPassword    Class = "proxy-password"    // requires one, or refuses the configured one
	ProxyRefused     Class = "proxy-refused"     // refuses to connect to YouTube

	Changed     Class = "changed"      // no client profile gets an answer that this version understands
	Gated       Class = "gated"        // media servers refuse (403) fresh addresses
	MediaSilent Class = "media-silent" // media servers send no bytes
	Slow        Class = "slow"         // a warning: less than 50 KB per second

	FolderMissing   Class = "folder-missing"   // does not exist and cannot be created
	FolderReadOnly  Class = "folder-read-only" // on a read-only file system
	FolderForbidden Class = "folder-forbidden" // no permission to write
	FolderBroken    Class = "folder-broken"    // writing fails for another reason, or does not return
	DiskFull        Class = "disk-full"        // less than 100 MB, or no space for a small file
	LowSpace        Class = "low-space"        // a warning: less than 1 GB

	OldVersion Class = "old-version" // a warning: built more than 90 days ago
	Stopped    Class = "stopped"     // by the caller
)

// Verdicts returns all classes, for tables that must be complete.
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
	Step   Name   // the step that found it; empty when Class is Fine
	State  State  // of that step; OK when Class is Fine
	Detail string // of that step
}

// Works reports whether downloads can be expected to work.
func (v Verdict) Works() bool { return v.State == OK || v.State == Warned }

// KnownVideo is the id of YouTube's first video, which is public since 2005.
const KnownVideo = "jNQXAC9IVRw"

// Config configures a check-up. The zero value checks everything but the folder and
// its space.
type Config struct {
	// Transport has the settings that downloads use; nil means the system's proxy
	// and trust store. Its connections are not used. A clock in its TLS settings
	// counts as this computer's clock.
	Transport *http.Transport
	// Addresses returns this computer's addresses in networks that are up; nil means
	// those of the system.
	Addresses func() ([]net.Addr, error)
	// LookupHost resolves names as net.Resolver.LookupHost does; nil means the
	// system's resolver.
	LookupHost func(ctx context.Context, host string) ([]string, error)

	// Profiles are the client profiles that downloads use; nil means the built-in
	// ones.
	Profiles *youtube.ProfileSet

	VideoID string // looked up and fetched in part; empty means KnownVideo
	Dir     string // where downloads are saved; empty skips the folder and the space
	// Free returns how many bytes can be written into a folder, or into the nearest
	// existing one above it; nil skips the space.
	Free    func(dir string) (int64, error)
	Version string    // of this program
	Built   time.Time // zero when unknown

	limits map[Name]time.Duration // of steps that have another limit than stepLimit
	create func(dir string) error // nil means writeInto
}

// stepLimit is how long a step may take. Six of the steps can take that long.
const stepLimit = 9 * time.Second

// Run runs all steps in order and returns the verdict, in less than a minute. It
// calls report, on the caller's goroutine, when a step starts and when it ends; for a
// skipped step only when it ends. report may be nil. When ctx ends, Run returns within
// 100 ms and reports the remaining steps as skipped; the verdict is then Stopped,
// unless a step failed before.
func Run(ctx context.Context, c Config, report func(Step)) Verdict {
	if report == nil {
		report = func(Step) {}
	}
	r := newRun(c)
	defer r.close()
	verdict := Verdict{Class: Fine, State: OK}
	cut := false // a network step failed
	for _, s := range r.steps() {
		begun := time.Now()
		var o outcome
		switch {
		case ctx.Err() != nil:
			o = skipped("stopped")
		case s.online && cut:
			o = skipped("a step before it failed")
		default:
			report(Step{Name: s.name, State: Running})
			o = r.runStep(ctx, s)
		}
		cut = cut || s.online && o.state == Failed
		o.detail = plaintext.Truncate(strings.ToValidUTF8(o.detail, ""), maxDetail)
		report(Step{Name: s.name, State: o.state, Detail: o.detail, Took: time.Since(begun)})
		if o.state == Failed && verdict.State != Failed || o.state == Warned && verdict.State == OK {
			verdict = Verdict{Class: o.class, Step: s.name, State: o.state, Detail: o.detail}
		}
		if ctx.Err() != nil && verdict.State != Failed && verdict.Class != Stopped {
			verdict = Verdict{Class: Stopped, Step: s.name, State: Skipped, Detail: "stopped"}
		}
	}
	return verdict
}

// outcome is the result of a step.
type outcome struct {
	state  State
	class  Class // of Failed and Warned
	detail string
}

func passed(detail string) outcome              { return outcome{OK, "", detail} }
func skipped(detail string) outcome             { return outcome{Skipped, "", detail} }
func warned(class Class, detail string) outcome { return outcome{Warned, class, detail} }
func failed(class Class, detail string) outcome { return outcome{Failed, class, detail} }

// step is a step to run.
type step struct {
	name   Name
	online bool // needs the connection to YouTube
	check  func(context.Context) outcome
}

func (r *run) steps() []step {
	return []step{
		{Network, true, r.network}, {DNS, true, r.dns}, {YouTube, true, r.youtube}, {Clock, true, r.clock}, {Proxy, true, r.proxy},
		{Lookup, true, r.lookup}, {Media, true, r.media},
		{Folder, false, r.folder}, {Space, false, r.space}, {Version, false, r.version},
	}
}

// runStep runs one step within its time limit.
func (r *run) runStep(ctx context.Context, s step) outcome {
	limited, cancel := context.WithTimeout(ctx, r.limit(s.name))
	defer cancel()
	o := s.check(limited)
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
