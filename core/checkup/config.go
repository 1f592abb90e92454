package checkup

import (
	"cmp"
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/hilo-app/hilo/core/youtube"
)

// KnownVideos are the ids of videos that have been public for many years, each of
// another owner: YouTube's first one (2005), a song (2009) and a film of the Blender
// Foundation (2014).
func KnownVideos() []string { return []string{"jNQXAC9IVRw", "dQw4w9WgXcQ", "aqz-KE-bpKQ"} }

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

	// AutomaticProxy reports whether this computer finds its proxy by a program (PAC),
	// which Transport does not do; nil means no.
	AutomaticProxy func() bool

	// Profiles are the client profiles that downloads use; nil means the built-in
	// ones.
	Profiles *youtube.ProfileSet
	Cache    youtube.Cache // of the player script; nil keeps nothing

	Videos []string // ids; looked up, and one of them fetched in part; nil means KnownVideos
	// Received returns when bytes of a download last arrived; nil or zero when none
	// did. What arrived in the last ten minutes is believed more than the lookups and
	// media requests of the check-up.
	Received func() time.Time
	// Ytdlp looks for the user's yt-dlp until its context ends; nil skips it.
	Ytdlp func(context.Context) YtdlpFound

	Dir string // where downloads are saved; empty skips the folder and the space
	// Free returns how many bytes can be written into a folder, or into the nearest
	// existing one above it; nil skips the space.
	Free    func(dir string) (int64, error)
	Version string    // of this program
	Built   time.Time // zero when unknown

	limits map[Name]time.Duration // of steps that have another limit than stepLimit
	create func(dir string) error // nil means writeInto
}

// YtdlpFound is the yt-dlp on this computer.
type YtdlpFound struct {
	Version  string // empty when there is none that runs
	Insecure bool   // known to have a security hole
}

// stepLimit is how long a step may take. Six of the steps can take that long.
const stepLimit = 9 * time.Second

// ytdlpLimit is how long yt-dlp may take to say its version. Its executables unpack
// themselves first, which takes a second or two.
const ytdlpLimit = 5 * time.Second

const (
	host = "www.youtube.com"
	// pageURL is for programs that check whether they are online. It answers with
	// status 204 and no bytes.
	pageURL = "https://" + host + "/generate_204"
)

// run is one check-up: what its steps have found so far.
type run struct {
	Config
	transport    *http.Transport  // a copy with connections of its own
	proxyURL     *url.URL         // the proxy, nil without one
	proxyErr     error            // why the setting of the proxy cannot be read
	proxyFailure *outcome         // the result of the proxy step when the proxy failed; else nil
	date, at     time.Time        // YouTube's time and this computer's at that moment; zero when not known
	videos       []*youtube.Video // that some profile got, one for each profile
}

// open prepares the transport and finds the proxy.
func (r *run) open() {
	r.transport = r.Transport.Clone()
	if r.transport.TLSClientConfig == nil {
		r.transport.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	if r.transport.Proxy != nil {
		to, _ := url.Parse(pageURL)
		r.proxyURL, r.proxyErr = r.transport.Proxy(&http.Request{Method: http.MethodGet, URL: to, Host: host, Header: http.Header{}})
	}
}

// automatic reports whether there may be a proxy that Transport does not know.
func (r *run) automatic() bool {
	return r.proxyURL == nil && r.proxyErr == nil && r.AutomaticProxy != nil && r.AutomaticProxy()
}

func (r *run) close() { r.transport.CloseIdleConnections() }

// now returns this computer's time, by which certificates are checked.
func (r *run) now() time.Time {
	if clock := r.Transport.TLSClientConfig; clock != nil && clock.Time != nil {
		return clock.Time()
	}
	return time.Now()
}

func (r *run) proxied() bool { return r.proxyURL != nil || r.proxyErr != nil }

// limit returns how long a step may take.
func (r *run) limit(n Name) time.Duration {
	limit := stepLimit
	if n == Ytdlp {
		limit = ytdlpLimit
	}
	return cmp.Or(r.limits[n], limit)
}
