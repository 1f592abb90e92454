package emptystate

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/gui/downloads"
)

// Every group says why it is empty.
func TestNoMatch(t *testing.T) {
	test.NewTempApp(t)
	n := NewNoMatch(func() {})
	said := map[string]downloads.Group{}
	for g := downloads.GroupActive; g <= downloads.GroupCancelled; g++ {
		n.Set(g, "", 4)
		text := n.head.Text()
		if before, twice := said[text]; text == "" || twice {
			t.Errorf("group %d: %q, as group %d", g, text, before)
		}
		said[text] = g
	}
	if n.Set(downloads.GroupDone, "bridge", 4); n.head.Text() != "Nothing found" {
		t.Errorf("a search says %q", n.head.Text())
	}
}
