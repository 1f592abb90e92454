package i18n

import (
	"strings"
	"testing"
)

func TestViews(t *testing.T) {
	setLocale(t, "en_US.UTF-8")
	for n, want := range map[int64]string{
		-1: "", 0: "", 1: "1 view", 999: "999 views", 1000: "1 k views", 1234: "1.2 k views", 9960: "10 k views", 864_000: "864 k views",
		999_600: "1 M views", 2_100_000: "2.1 M views", 1_150_000_000: "1,150 M views",
	} {
		if got := Views(n); got != strings.NewReplacer(" k", NBSP+"k", " M", NBSP+"M").Replace(want) {
			t.Errorf("%d: %q", n, got)
		}
	}
	for want, a := range map[string]struct {
		n    int
		unit string
	}{"10 months ago": {10, "month"}, "1 year ago": {1, "year"}, "2 weeks ago": {2, "week"}, "": {3, "fortnight"}} {
		if got := Ago(a.n, a.unit); got != want {
			t.Errorf("%+v: %q", a, got)
		}
	}
}
