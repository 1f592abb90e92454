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
//	lookup    does YouTube answer about videos that are known to exist, and as
//	          which client profiles?
//	media     does a media server send bytes of one of them?
//	folder    can files be written into the folder?
//	space     is enough space free?
//	version   is this version so old that YouTube may have changed since?
//	ytdlp     has the user's yt-dlp a known security hole?
//
// With a proxy, no step bypasses it: the proxy resolves names, and a failure before
// the proxy has connected to YouTube is the proxy's, for which youtube and clock are
// skipped. A certificate that is not valid at this computer's time is checked once
// more at a time at which it is valid, because only YouTube's Date header tells
// whether the clock is wrong. The last four steps need no network and always run.
//
// A refusal in a form that is understood counts as an answer: the video may be gone
// or not for this country. So several videos are asked about. Bytes of a download
// that arrived in the last minutes count more than what the check-up gets itself:
// then no verdict says that YouTube has changed or that a newer version helps.
//
// Requests go only to YouTube, its media servers, and the DNS server and proxy that
// this computer uses anyway.
//
// The package knows packages youtube and transfer, which it uses as downloads do,
// and nothing of the queue, settings and windows. The caller turns classes into
// sentences for people.
package checkup

import (
	"context"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/plaintext"
)

// maxDetail is how many bytes of a detail are kept: it may quote hostile input.
const maxDetail = 500

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
		{Folder, false, r.folder}, {Space, false, r.space}, {Version, false, r.version}, {Ytdlp, false, r.ytdlp},
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
	if len(c.Videos) == 0 {
		c.Videos = KnownVideos()
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
