package sysproxy_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core/netfail"
	"github.com/hilo-app/hilo/core/sysproxy"
)

func ExampleFromEnvironment() {
	os.Setenv("HTTPS_PROXY", "proxy.example:3128")
	defer os.Unsetenv("HTTPS_PROXY")
	transport := &http.Transport{Proxy: sysproxy.FromEnvironment()}
	r, _ := http.NewRequest(http.MethodGet, "https://www.youtube.com/", nil)
	fmt.Println(transport.Proxy(r))
	// Output: http://proxy.example:3128 <nil>
}

// only sets these environment variables, and no other that is about proxies.
func only(t *testing.T, set map[string]string) {
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"} {
		t.Setenv(name, "")
		t.Setenv(strings.ToLower(name), "")
	}
	for name, value := range set {
		t.Setenv(name, value)
	}
}

func TestFromEnvironment(t *testing.T) {
	for _, tt := range []struct {
		name string
		set  map[string]string
		want string // "" for none
		err  error
	}{
		{"none", nil, "", nil},
		{"HTTPS_PROXY", map[string]string{"HTTPS_PROXY": "http://p:1", "ALL_PROXY": "http://q:1"}, "http://p:1", nil},
		{"https_proxy", map[string]string{"https_proxy": "p:1"}, "http://p:1", nil},
		{"HTTP_PROXY is for http", map[string]string{"HTTP_PROXY": "http://p:1"}, "", nil},
		{"ALL_PROXY", map[string]string{"ALL_PROXY": "socks5://p:1080"}, "socks5://p:1080", nil},
		{"all_proxy as GNOME sets it", map[string]string{"all_proxy": "socks://p:1080/"}, "socks5://p:1080/", nil},
		{"socks5h", map[string]string{"all_proxy": "socks5h://p:1080"}, "socks5h://p:1080", nil},
		{"password", map[string]string{"HTTPS_PROXY": "https://u:a%25b@p"}, "https://u:a%25b@p", nil},
		{"NO_PROXY", map[string]string{"ALL_PROXY": "p:1", "NO_PROXY": "example.org,youtube.com"}, "", nil},
		{"no_proxy for others", map[string]string{"ALL_PROXY": "p:1", "no_proxy": "example.org"}, "http://p:1", nil},
		{"raw percent", map[string]string{"HTTPS_PROXY": "http://user:ses%zzame@host:9"}, "", netfail.ErrProxySetting},
		{"raw percent without scheme", map[string]string{"HTTPS_PROXY": "user:ses%zzame@host:9"}, "", netfail.ErrProxySetting},
		{"raw percent in ALL_PROXY", map[string]string{"ALL_PROXY": "socks5://user:ses%zzame@host:9"}, "", netfail.ErrProxySetting},
		{"unreadable comes before ALL_PROXY", map[string]string{"HTTPS_PROXY": "http://user:ses%zzame@host", "ALL_PROXY": "p:1"}, "", netfail.ErrProxySetting},
		{"port", map[string]string{"HTTPS_PROXY": "http://sesame:x"}, "", netfail.ErrProxySetting},
		{"scheme", map[string]string{"HTTPS_PROXY": "socks4://sesame:1"}, "", netfail.ErrProxySetting},
		{"no host", map[string]string{"HTTPS_PROXY": "http://"}, "", netfail.ErrProxySetting},
		{"space", map[string]string{"HTTPS_PROXY": "http://se same:1"}, "", netfail.ErrProxySetting},
		{"unreadable for others", map[string]string{"HTTPS_PROXY": "http://u:%zz@p", "NO_PROXY": "*"}, "", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			only(t, tt.set)
			address, _ := url.Parse("https://www.youtube.com/x")
			got, err := sysproxy.FromEnvironment()(&http.Request{URL: address})
			if !errors.Is(err, tt.err) || (got == nil) != (tt.want == "") || got != nil && got.String() != tt.want {
				t.Errorf("got %v, %v", got, err)
			}
			if err != nil && (!netfail.Proxy(err) || strings.Contains(err.Error(), "same")) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestTransportKeepsTheError checks that a request through a transport fails with
// the error that netfail recognizes, and connects to nothing.
func TestTransportKeepsTheError(t *testing.T) {
	only(t, map[string]string{"HTTPS_PROXY": "http://user:ses%zzame@host:9"})
	transport := &http.Transport{Proxy: sysproxy.FromEnvironment()}
	_, err := (&http.Client{Transport: transport}).Get("https://192.0.2.1/")
	if !errors.Is(err, netfail.ErrProxySetting) || !netfail.Proxy(err) || netfail.Offline(err) || strings.Contains(err.Error(), "zzame") {
		t.Errorf("got %v", err)
	}
}
