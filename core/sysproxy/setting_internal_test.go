package sysproxy

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hilo-app/hilo/core/netfail"
)

func TestWindowsSetting(t *testing.T) {
	const host = "www.youtube.com"
	for _, tt := range []struct {
		name string
		is   windows
		host string
		want string // of https; "" for none
		err  error
	}{
		{"none", windows{}, host, "", nil},
		{"off", windows{server: "proxy:8080"}, host, "", nil},
		{"on without a server", windows{enable: 1}, host, "", nil},
		{"one for everything", windows{enable: 1, server: "proxy.example:8080"}, host, "http://proxy.example:8080", nil},
		{"one for each scheme", windows{enable: 1, server: "http=a:80;https=b:443;ftp=c:21"}, host, "http://b:443", nil},
		{"http only", windows{enable: 1, server: "http=a:80"}, host, "", nil},
		{"with a scheme", windows{enable: 1, server: "https=http://b:3128"}, host, "http://b:3128", nil},
		{"socks only", windows{enable: 1, server: "socks=c:1080"}, host, "socks5://c:1080", nil},
		{"socks for the rest", windows{enable: 1, server: "https=b:443;socks=c:1080"}, host, "http://b:443", nil},
		{"this host directly", windows{enable: 1, server: "p:1", override: "*.youtube.com;<local>"}, host, "", nil},
		{"with a scheme in front", windows{enable: 1, server: "p:1", override: "https://*.youtube.com"}, host, "", nil},
		{"other hosts directly", windows{enable: 1, server: "p:1", override: "youtube.com;*.example.com; <LOCAL>"}, host, "http://p:1", nil},
		{"local names", windows{enable: 1, server: "p:1", override: "<local>"}, "printer", "", nil},
		{"everything directly", windows{enable: 1, server: "p:1", override: "*"}, host, "", nil},
		{"a name that does not match", windows{enable: 1, server: "p:1", override: "www.*.org;*tube*x"}, host, "http://p:1", nil},
		{"stars between", windows{enable: 1, server: "p:1", override: "www.*tube.*"}, host, "", nil},
		{"unreadable", windows{enable: 1, server: "ses%zzame@p:1"}, host, "", netfail.ErrProxySetting},
		{"port", windows{enable: 1, server: "sesame:port"}, host, "", netfail.ErrProxySetting},
	} {
		got, err := tt.is.setting().proxy(&url.URL{Scheme: "https", Host: tt.host})
		if !errors.Is(err, tt.err) || (got == nil) != (tt.want == "") || got != nil && got.String() != tt.want {
			t.Errorf("%s: %v, %v", tt.name, got, err)
		}
		if err != nil && strings.Contains(err.Error(), "same") {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	if s := (windows{autoConfigURL: "http://wpad/wpad.dat"}).setting(); !s.Automatic {
		t.Error("automatic configuration is not seen")
	}
}

// What scutil prints on macOS 14, with invented names.
const scutil = `<dictionary> {
  ExceptionsList : <array> {
    0 : *.local
    1 : 169.254/16
    2 : intranet.example
  }
  ExcludeSimpleHostnames : 1
  FTPPassive : 1
  HTTPEnable : 1
  HTTPPort : 8080
  HTTPProxy : web.example
  HTTPSEnable : 1
  HTTPSPort : 3129
  HTTPSProxy : secure.example
  ProxyAutoConfigEnable : 0
  ProxyAutoDiscoveryEnable : 0
  SOCKSEnable : 0
  SOCKSPort : 1080
  SOCKSProxy : socks.example
}
`

func TestScutil(t *testing.T) {
	want := settings{
		HTTP: "web.example:8080", HTTPS: "secure.example:3129", BypassLocal: true,
		Bypass: []string{"*.local", "169.254/16", "intranet.example"},
	}
	if got := parseScutil(scutil); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
	for text, want := range map[string]settings{
		"":                    {},
		"<dictionary> {\n}\n": {},
		"<dictionary> {\n  HTTPEnable : 0\n  HTTPProxy : a\n  HTTPPort : 1\n}":     {},
		"  HTTPSEnable : 1\n  HTTPSProxy : a":                                      {HTTPS: "a"},
		"  HTTPSEnable : 1\n  HTTPSProxy : fd00::1\n  HTTPSPort : 3128":            {HTTPS: "[fd00::1]:3128"},
		"  HTTPSEnable : 1\n  HTTPSProxy : a\n  HTTPSPort : 99999":                 {HTTPS: "a"},
		"  SOCKSEnable : 1\n  SOCKSProxy : a\n  SOCKSPort : 1080":                  {SOCKS: "a:1080"},
		"  ProxyAutoConfigEnable : 1\n  ProxyAutoConfigURLString : http://x/p.pac": {Automatic: true},
		"  ProxyAutoDiscoveryEnable : 1":                                           {Automatic: true},
		"  ExceptionsList : <array> {\n    0 : a\n":                                {Bypass: []string{"a"}},
	} {
		if got := parseScutil(text); !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
}

// noEnvironment removes what the environment says of proxies.
func noEnvironment(t *testing.T) {
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"} {
		t.Setenv(name, "")
		t.Setenv(strings.ToLower(name), "")
	}
}

func youtube() *http.Request {
	return &http.Request{URL: &url.URL{Scheme: "https", Host: "www.youtube.com"}}
}

func TestEnvironmentBeforeSystem(t *testing.T) {
	noEnvironment(t)
	read := func(context.Context) (settings, error) { return settings{HTTPS: "system:1"}, nil }
	if got, err := newSystem(read).Find(youtube()); err != nil || got.String() != "http://system:1" {
		t.Errorf("%v, %v", got, err)
	}
	t.Setenv("NO_PROXY", "youtube.com")
	if got, err := newSystem(read).Find(youtube()); err != nil || got != nil {
		t.Errorf("NO_PROXY: %v, %v", got, err)
	}
	t.Setenv("NO_PROXY", "")
	t.Setenv("HTTPS_PROXY", "environment:1")
	s := newSystem(func(context.Context) (settings, error) {
		t.Error("read")
		return settings{Automatic: true}, nil
	})
	if got, err := s.Find(youtube()); err != nil || got.String() != "http://environment:1" || s.Automatic() {
		t.Errorf("%v, %v", got, err)
	}
}

func TestAutomatic(t *testing.T) {
	noEnvironment(t)
	for _, tt := range []struct {
		is   settings
		want bool
	}{{settings{}, false}, {settings{Automatic: true}, true}, {settings{Automatic: true, HTTPS: "p:1"}, false}, {settings{HTTPS: "p:1"}, false}} {
		s := newSystem(func(context.Context) (settings, error) { return tt.is, nil })
		if s.Automatic() != tt.want {
			t.Errorf("%+v", tt.is)
		}
	}
}

// TestSystemIsReadAgain checks that a change of the settings is seen, that they are
// not read for every request, and that no failure makes requests go past a proxy.
func TestSystemIsReadAgain(t *testing.T) {
	noEnvironment(t)
	synctest.Test(t, func(t *testing.T) {
		reads := 0
		now, failure := settings{}, errors.New("timed out")
		s := newSystem(func(context.Context) (settings, error) { reads++; return now, failure })
		if got, err := s.Find(youtube()); !errors.Is(err, netfail.ErrProxySetting) {
			t.Errorf("never read: %v, %v", got, err)
		}
		now, failure = settings{HTTPS: "p:1"}, nil
		for range 100 {
			if got, err := s.Find(youtube()); err != nil || got.String() != "http://p:1" {
				t.Errorf("%v, %v", got, err)
			}
		}
		if reads != 2 {
			t.Errorf("read %d times", reads)
		}
		time.Sleep(fresh)
		failure = errors.New("timed out")
		if got, err := s.Find(youtube()); err != nil || got.String() != "http://p:1" {
			t.Errorf("not read again: %v, %v", got, err)
		}
		now, failure = settings{}, nil
		if got, err := s.Find(youtube()); err != nil || got != nil {
			t.Errorf("changed: %v, %v", got, err)
		}
	})
}

// TestReadSystem checks that the settings of the system that the test runs on can be
// read.
func TestReadSystem(t *testing.T) {
	if _, err := readSystem(t.Context()); err != nil {
		t.Error(err)
	}
}
