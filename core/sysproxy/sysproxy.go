// Package sysproxy finds the proxy that is set for this computer.
//
//	proxy := sysproxy.New()
//	transport.Proxy = proxy.Find
//
// A Choice is asked instead where the user can choose another proxy, or none.
//
// A System reads the environment variables HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and
// NO_PROXY, as curl does (FromEnvironment), and where none of them sets a proxy, the
// settings of Windows (system_windows.go: the registry) and macOS (system_darwin.go:
// scutil). Unlike http.ProxyFromEnvironment it never ignores a setting that it
// cannot read: whoever sets a proxy does not want requests to go past it.
//
// What the values of the systems mean is in setting.go, which is the same
// everywhere. Automatic configuration (PAC, WPAD) is not run, because that takes a
// JavaScript program of somebody else's; Automatic says that there is one.
//
// The package does not know what is asked.
package sysproxy

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/http/httpproxy"

	"github.com/hilo-app/hilo/core/netfail"
)

// fresh is how long the settings of the system are used before they are read again.
const fresh = 10 * time.Second

// System finds the proxy of each request. It is safe for concurrent use.
type System struct {
	environment func(*http.Request) (*url.URL, error)
	set         bool // by the environment
	bypass      func(*url.URL) (*url.URL, error)
	read        func(context.Context) (settings, error)

	mu   sync.Mutex
	last settings
	when time.Time // last was read; zero when it never was
}

// New returns a System with the settings that the environment has now. Those of the
// system are read when they are needed, and again after ten seconds.
func New() *System { return newSystem(readSystem) }

func newSystem(read func(context.Context) (settings, error)) *System {
	// A proxy that is never asked says for which hosts NO_PROXY wants none.
	bypass := httpproxy.Config{HTTPProxy: unreadable, HTTPSProxy: unreadable, NoProxy: variable("NO_PROXY")}
	return &System{
		environment: FromEnvironment(),
		set:         variable("HTTPS_PROXY")+variable("HTTP_PROXY")+variable("ALL_PROXY") != "",
		bypass:      bypass.ProxyFunc(),
		read:        read,
	}
}

// Find returns the proxy for a request, nil for none. It is an http.Transport.Proxy.
// The error is netfail.ErrProxySetting when one is set that cannot be read; it
// quotes nothing of it.
func (s *System) Find(r *http.Request) (*url.URL, error) {
	if s.set {
		return s.environment(r)
	}
	if wanted, err := s.bypass(r.URL); err == nil && wanted == nil {
		return nil, nil
	}
	setting, err := s.setting(r.Context())
	if err != nil {
		return nil, netfail.ErrProxySetting
	}
	return setting.proxy(r.URL)
}

// Automatic reports whether this computer finds its proxy by a program (PAC) or by
// searching the network for one (WPAD), and has no other proxy.
func (s *System) Automatic() bool {
	if s.set {
		return false
	}
	setting, err := s.setting(context.Background())
	return err == nil && setting.Automatic && setting.HTTPS == "" && setting.SOCKS == ""
}

// setting returns the settings of the system. Where they cannot be read, the last
// ones hold.
func (s *System) setting(ctx context.Context) (settings, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.when.IsZero() && time.Since(s.when) < fresh {
		return s.last, nil
	}
	setting, err := s.read(ctx)
	switch {
	case err == nil:
		s.last, s.when = setting, time.Now()
	case s.when.IsZero():
		return settings{}, err
	}
	return s.last, nil
}

// FromEnvironment returns a function for http.Transport.Proxy, with the settings
// that the environment has now. For https it uses HTTPS_PROXY, for http HTTP_PROXY,
// and ALL_PROXY where that is not set; NO_PROXY lists hosts that are asked directly.
// Of each, the name in small letters counts when the other is not set.
//
// A proxy is "host:port" or a URL with the scheme http, https, socks5, socks5h or
// socks, which means SOCKS5 as GNOME writes it. For anything else the function
// returns netfail.ErrProxySetting, which quotes nothing, because the setting may
// hold a password.
func FromEnvironment() func(*http.Request) (*url.URL, error) {
	all := variable("ALL_PROXY")
	httpsProxy, httpsErr := read(cmp.Or(variable("HTTPS_PROXY"), all))
	httpProxy, httpErr := read(cmp.Or(variable("HTTP_PROXY"), all))
	config := httpproxy.Config{HTTPSProxy: httpsProxy, HTTPProxy: httpProxy, NoProxy: variable("NO_PROXY")}
	find := config.ProxyFunc()
	return func(r *http.Request) (*url.URL, error) {
		proxy, err := find(r.URL)
		switch {
		case err != nil:
			return nil, netfail.ErrProxySetting
		case proxy == nil: // none is set, or not for this host
			return nil, nil
		case r.URL.Scheme == "https" && httpsErr != nil, r.URL.Scheme == "http" && httpErr != nil:
			return nil, netfail.ErrProxySetting
		}
		return proxy, nil
	}
}

// variable returns an environment variable by its name in capital or in small
// letters.
func variable(name string) string {
	return cmp.Or(os.Getenv(name), os.Getenv(strings.ToLower(name)))
}
