package folders

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
)

func TestRecent(t *testing.T) {
	r := NewRecent(test.NewTempApp(t).Preferences())
	for i := range 12 {
		r.Add(fmt.Sprint("/", i))
	}
	r.Add("/7")
	if got := strings.Join(r.All(), " "); got != "/7 /11 /10 /9 /8 /6 /5 /4" {
		t.Errorf("kept %q", got)
	}
	hold := make(chan struct{}) // a disk that does not answer
	defer close(hold)
	r.exists = func(dir string) bool {
		if dir == "/9" {
			<-hold
		}
		return dir != "/6"
	}
	if got := strings.Join(r.present(r.All()), " "); got != "/7 /11 /10 /8 /5 /4" {
		t.Errorf("present: %q", got)
	}
}

func TestShortPath(t *testing.T) {
	if got := ShortPath("/home/ana/" + strings.Repeat("ñ", 60)); len([]rune(got)) != maxPathShown || !strings.HasPrefix(got, "…ñ") {
		t.Errorf("%q", got)
	}
	if got := ShortPath("/home/ana/a\u202eb\n"); strings.ContainsAny(got, "\u202e\n") {
		t.Errorf("%q", got)
	}
}
