package checkup

import "time"

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
	Ytdlp   Name = "ytdlp"
)

// Steps returns all steps in the order in which they run, for lists and for tables
// that must be complete.
func Steps() []Name {
	return []Name{Network, DNS, YouTube, Clock, Proxy, Lookup, Media, Folder, Space, Version, Ytdlp}
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
	ProxyAutomatic   Class = "proxy-automatic"   // no server answers without the proxy that a program (PAC) would name

	Changed     Class = "changed"      // no client profile gets an answer that this version understands
	Withheld    Class = "withheld"     // YouTube answers, and gives out none of several known videos; a warning when it is about the videos
	Gated       Class = "gated"        // media servers refuse (403) fresh addresses
	MediaSilent Class = "media-silent" // media servers send no bytes
	Slow        Class = "slow"         // a warning: less than 50 KB per second

	FolderMissing   Class = "folder-missing"   // does not exist and cannot be created
	FolderReadOnly  Class = "folder-read-only" // on a read-only file system
	FolderForbidden Class = "folder-forbidden" // no permission to write
	FolderBroken    Class = "folder-broken"    // writing fails for another reason, or does not return
	DiskFull        Class = "disk-full"        // less than 100 MB, or no space for a small file
	LowSpace        Class = "low-space"        // a warning: less than 1 GB

	OldVersion    Class = "old-version"    // a warning: built more than 90 days ago
	InsecureYtdlp Class = "insecure-ytdlp" // a warning: the yt-dlp on this computer has a hole
	Stopped       Class = "stopped"        // by the caller
)

// Verdicts returns all classes, for tables that must be complete.
func Verdicts() []Class {
	return []Class{
		Fine, NoNetwork, NoDNS, Unreachable, Intercepted, Blocked, Consent, BotCheck, RateLimited, Down, ClockWrong,
		ProxyUnreachable, ProxyPassword, ProxyRefused, ProxyAutomatic, Changed, Withheld, Gated, MediaSilent, Slow,
		FolderMissing, FolderReadOnly, FolderForbidden, FolderBroken, DiskFull, LowSpace, OldVersion, InsecureYtdlp, Stopped,
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
