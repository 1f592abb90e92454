package sysproxy

import (
	"net/url"
	"reflect"
	"testing"

	"golang.org/x/sys/windows/registry"
)

// The values are read as Windows writes them. They are those of a key of the test's
// own, so that the settings of the computer stay as they are.
func TestRegistry(t *testing.T) {
	const path = `Software\hilo-test-of-proxies`
	key, _, err := registry.CreateKey(registry.CURRENT_USER, path, registry.SET_VALUE)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = key.Close()
		_ = registry.DeleteKey(registry.CURRENT_USER, path)
	})
	read := func() settings {
		t.Helper()
		s, err := readKey(registry.CURRENT_USER, path)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	if got := read(); !reflect.DeepEqual(got, settings{}) {
		t.Errorf("without values: %+v", got)
	}
	for name, value := range map[string]string{"ProxyServer": "proxy.example:8080", "ProxyOverride": "*.intranet.example;<local>"} {
		if err := key.SetStringValue(name, value); err != nil {
			t.Fatal(err)
		}
	}
	at := func(s settings, host string) string {
		p, err := s.proxy(&url.URL{Scheme: "https", Host: host})
		if err != nil || p == nil {
			return ""
		}
		return p.String()
	}
	for enable, want := range map[uint32]string{0: "", 1: "http://proxy.example:8080"} {
		if err := key.SetDWordValue("ProxyEnable", enable); err != nil {
			t.Fatal(err)
		}
		if got := at(read(), "www.youtube.com"); got != want {
			t.Errorf("enabled %d: %q", enable, got)
		}
	}
	for _, host := range []string{"www.intranet.example", "printer"} {
		if got := at(read(), host); got != "" {
			t.Errorf("%s: %q", host, got)
		}
	}
	if err := key.SetStringValue("AutoConfigURL", "http://wpad/wpad.dat"); err != nil {
		t.Fatal(err)
	}
	if !read().Automatic {
		t.Error("automatic configuration is not seen")
	}
	if got, err := readKey(registry.CURRENT_USER, path+"-missing"); err != nil || !reflect.DeepEqual(got, settings{}) {
		t.Errorf("a key that is missing: %+v, %v", got, err)
	}
}
