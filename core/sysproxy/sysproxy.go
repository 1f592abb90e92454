// Package sysproxy finds the proxy that is set for this computer.
//
//	transport.Proxy = sysproxy.FromEnvironment()
//
// It reads the environment variables HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and
// NO_PROXY, as curl does. Unlike http.ProxyFromEnvironment it never ignores a
// setting that it cannot read: whoever sets a proxy does not want requests to go
// past it.
//
// The package does not read the proxy settings of Windows and macOS, nor
// automatic configuration (PAC), and does not know what is asked.
package sysproxy

import (
	"cmp"
	"net/http"
	"net/url"
	"os"
	"strings"

	"golang.org/x/net/http/httpproxy"

	"github.com/hilo-app/hilo/core/netfail"
)

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

// unreadable stands for a proxy whose setting cannot be read. It is never asked.
const unreadable = "http://proxy.invalid"

// read returns the URL of a proxy, "" when none is set.
func read(setting string) (string, error) {
	setting = strings.TrimSpace(setting)
	if setting == "" {
		return "", nil
	}
	if !strings.Contains(setting, "://") {
		setting = "http://" + setting
	}
	u, err := url.Parse(setting)
	if err != nil || u.Hostname() == "" {
		return unreadable, netfail.ErrProxySetting
	}
	switch u.Scheme {
	case "http", "https", "socks5", "socks5h":
	case "socks":
		u.Scheme = "socks5"
	default:
		return unreadable, netfail.ErrProxySetting
	}
	return u.String(), nil
}
