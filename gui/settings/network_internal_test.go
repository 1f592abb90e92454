package settings

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/hilo-app/hilo/core/keyring"
	"github.com/hilo-app/hilo/core/sysproxy"
)

// shownField returns the one field that is shown.
func (h *fakeHost) shownField() (f *field) {
	h.each(func(o fyne.CanvasObject) {
		if x, ok := o.(*field); ok {
			f = x
		}
	})
	return f
}

func TestProxy(t *testing.T) {
	h := newFakeHost(t, english)
	Open(h, Network)
	if h.dialog.sections[Network].rows[0].below.Visible() {
		t.Error("the proxy of the system has a field")
	}
	h.choose(t, "Proxy", "None")
	if h.settings.Proxy != sysproxy.Direct {
		t.Errorf("none is %q", h.settings.Proxy)
	}
	h.choose(t, "Proxy", "My own")
	f := h.shownField()
	if f == nil || h.Canvas().Focused() != f {
		t.Fatal("there is no field for it")
	}
	f.SetText("own.example:31")
	f.SetText("own.example:31x")
	if got := h.texts(); !strings.Contains(got, "This is no address of a proxy.") || h.settings.Proxy != "own.example:31" {
		t.Errorf("%q; says %s", h.settings.Proxy, got)
	}
	f.SetText(" own.example:3128 ")
	if got := h.texts(); strings.Contains(got, "This is no address") || h.settings.Proxy != "own.example:3128" {
		t.Errorf("%q; says %s", h.settings.Proxy, got)
	}
	h.Close()
	d := Open(h, Network)
	if c := d.sections[Network].rows[0]; !c.below.Visible() || h.shownField().Text != "own.example:3128" {
		t.Error("it is not shown when the settings are opened again")
	}
	h.choose(t, "Proxy", "That of the system")
	if h.settings.Proxy != "" {
		t.Errorf("that of the system is %q", h.settings.Proxy)
	}
}

// Where a password is kept is said when it is written and when the settings are opened.
func TestProxyPassword(t *testing.T) {
	for place, want := range map[keyring.Place]string{
		keyring.InFile:    "The password is kept on this computer",
		keyring.InKeyring: "The password is kept in the keyring of the system.",
		keyring.Lost:      "The keyring of the system does not give the password.",
		keyring.Nowhere:   "",
	} {
		h := newFakeHost(t, english)
		h.place = place
		answered := func() string { h.workers.Wait(); h.settle(); return h.texts() }
		Open(h, Network)
		h.choose(t, "Proxy", "My own")
		h.shownField().SetText("http://ana:secret@own.example:3128")
		if got := answered(); !strings.Contains(got, want) {
			t.Errorf("%d: says %s", place, got)
		}
		h.shownField().SetText("own.example:3128")
		if got := answered(); want != "" && strings.Contains(got, want) {
			t.Errorf("%d: it is said without a password", place)
		}
		h.shownField().SetText("http://ana@own.example:3128")
		h.Close()
		Open(h, Network)
		if got := answered(); !strings.Contains(got, want) {
			t.Errorf("%d: opened again, says %s", place, got)
		}
		h.choose(t, "Proxy", "None")
		if got := answered(); want != "" && strings.Contains(got, want) {
			t.Errorf("%d: it is said of no proxy", place)
		}
		h.Close()
	}
}
