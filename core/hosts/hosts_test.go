package hosts_test

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core/hosts"
)

func ExampleAllowed() {
	for _, address := range []string{"https://r1.googlevideo.com/x", "https://googlevideo.com.example.org/", "https://[::1%25.googlevideo.com]/"} {
		u, err := url.Parse(address)
		fmt.Println(err == nil && hosts.Allowed(u, "googlevideo.com"))
	}
	// Output:
	// true
	// false
	// false
}

func TestAllowed(t *testing.T) {
	for address, want := range map[string]bool{
		"https://youtube.com":                                   true,
		"https://www.YouTube.com:443/watch":                     true,
		"https://rr1---sn-4g5e6nzz.googlevideo.com/v":           true,
		"HTTPS://i.ytimg.com/":                                  false, // of a list that is not given
		"http://www.youtube.com/":                               false,
		"https://www.youtube.com:8443/":                         false,
		"https://www.youtube.com:/":                             false,
		"https://u:p@www.youtube.com/":                          false,
		"https://evilyoutube.com/":                              false,
		"https://youtube.com.evil.org/":                         false,
		"https://www.youtube.com./":                             false,
		"https://.youtube.com/":                                 false,
		"https://a..youtube.com/":                               false,
		"https://a_b.youtube.com/":                              false,
		"https://[::1%25.googlevideo.com]/":                     false,
		"https://[::ffff:127.0.0.1%25.googlevideo.com]/":        false,
		"https://[fe80::1%25eth0.youtube.com]:443/":             false,
		"https://[::1]/":                                        false,
		"https://127.0.0.1/":                                    false,
		"https://yоutube.com/":                                  false, // with a Cyrillic letter
		"https://www%2eyoutube.com/":                            false,
		"https://evil.org%2f.youtube.com/":                      false,
		"https://" + strings.Repeat("a.", 130) + "youtube.com/": false,
		"//www.youtube.com/":                                    false,
		"www.youtube.com":                                       false,
		"":                                                      false,
	} {
		u, err := url.Parse(address)
		if got := err == nil && hosts.Allowed(u, "youtube.com", "googlevideo.com"); got != want {
			t.Errorf("%s: %v", address, got)
		}
	}
}

// FuzzAllowed checks that an address that is allowed leads to a plain name below one
// of the names, however else it may be written.
func FuzzAllowed(f *testing.F) {
	for _, seed := range []string{
		"https://r1.googlevideo.com/videoplayback?x=1", "https://[::1%25.googlevideo.com]/", "https://u@youtube.com:443", "https://www.youtube.com:/",
		`https://evil.org\.youtube.com/`, "https://evil.org#.youtube.com", "https://a..youtube.com./", "https:youtube.com",
	} {
		f.Add(seed)
	}
	plain := regexp.MustCompile(`^(?i:https)://(?:[A-Za-z0-9-]+\.)*(?i:youtube|googlevideo)\.(?i:com)(?::443)?(?:[/?#].*)?$`)
	f.Fuzz(func(t *testing.T, address string) {
		u, err := url.Parse(address)
		if err != nil || !hosts.Allowed(u, "youtube.com", "googlevideo.com") {
			return
		}
		if again := u.String(); !plain.MatchString(strings.ReplaceAll(again, "\n", "")) {
			t.Fatalf("%q is allowed", again)
		}
		if strings.ContainsAny(u.Host, "[]%@") || u.User != nil {
			t.Fatalf("%q is allowed", u.Host)
		}
	})
}
