package taskbar

import "testing"

// The interface is there, its methods are called in their places, and they answer. A
// window that does not exist is refused or ignored, but never crashes.
func TestButton(t *testing.T) {
	if _, err := newButton(0); err == nil {
		t.Error("a button without a window")
	}
	b, err := newButton(0x7fff0)
	if err != nil {
		t.Fatal(err)
	}
	defer b.close()
	for _, percent := range []int{0, 43, 100, Hidden} {
		t.Log(percent, b.show(percent))
	}
}
