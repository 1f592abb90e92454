package sysproxy_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core/netfail"
	"github.com/hilo-app/hilo/core/sysproxy"
)

func TestChoice(t *testing.T) {
	only(t, map[string]string{"HTTPS_PROXY": "http://system:1"})
	c := sysproxy.NewChoice()
	for _, tt := range []struct {
		text, want string
		err        error
	}{
		{"", "http://system:1", nil},
		{sysproxy.Direct, "", nil},
		{"own:3128", "http://own:3128", nil},
		{" own:3128 ", "http://own:3128", nil},
		{"socks5://u:p@own", "socks5://u:p@own", nil},
		{"socks://[fd00::1]:1080", "socks5://[fd00::1]:1080", nil},
		{"https://own/", "https://own/", nil},
		{" ", "", netfail.ErrProxySetting},
		{"ftp://own", "", netfail.ErrProxySetting},
		{"http://u:ses%zzame@own", "", netfail.ErrProxySetting},
		{"own:port", "", netfail.ErrProxySetting},
		{"own/path", "", netfail.ErrProxySetting},
		{"own?x=1", "", netfail.ErrProxySetting},
		{strings.Repeat("a", 2000), "", netfail.ErrProxySetting},
		{"", "http://system:1", nil},
	} {
		if err := sysproxy.Check(tt.text); !errors.Is(err, tt.err) {
			t.Errorf("%q: Check: %v", tt.text, err)
		}
		if err := c.Set(tt.text); !errors.Is(err, tt.err) || err != nil && strings.Contains(err.Error(), "same") {
			t.Errorf("%q: Set: %v", tt.text, err)
		}
		got, err := c.Find(&http.Request{URL: &url.URL{Scheme: "https", Host: "www.youtube.com"}})
		if !errors.Is(err, tt.err) || (got == nil) != (tt.want == "") || got != nil && got.String() != tt.want {
			t.Errorf("%q: %v, %v", tt.text, got, err)
		}
	}
}

func TestAddress(t *testing.T) {
	for text, want := range map[string]string{
		"": "", sysproxy.Direct: sysproxy.Direct, "own:1": "http://own:1", "socks://own": "socks5://own", "ftp://own": "http://proxy.invalid",
	} {
		if got := sysproxy.Address(text); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}

func TestWithoutPassword(t *testing.T) {
	for text, want := range map[string]string{
		"": "", sysproxy.Direct: sysproxy.Direct, "own:1": "own:1", "http://u:sesame@own:1": "http://own:1", "u:sesame@own:1": "http://own:1", "u:%zz@own": "",
	} {
		if got := sysproxy.WithoutPassword(text); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}
