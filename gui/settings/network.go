package settings

import (
	"strings"

	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/keyring"
	"github.com/hilo-app/hilo/core/sysproxy"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// networkSection is the section on how Hilo reaches YouTube.
type networkSection struct {
	*form
}

// build returns the rows.
func (d *networkSection) build() section {
	return section{title: lang.L("Network"), icon: theme.IconGlobe, rows: []*row{d.proxyRow()}}
}

// The choices of a proxy.
const (
	systemProxy = iota
	noProxy
	ownProxy
)

// proxyRow chooses a proxy. Its own one has a field, under which is said why what is
// written there is none; that is then not kept.
func (d *networkSection) proxyRow() *row {
	now, chosen := d.host.Settings().Proxy, systemProxy
	switch now {
	case "":
	case sysproxy.Direct:
		now, chosen = "", noProxy
	default:
		chosen = ownProxy
	}
	said := note("")
	var address *field
	use := func(text string) {
		address.view.SetBad(false)
		d.say(said, lang.L("With a name and a password as {{.Example}}.", example("http://ana:secret@proxy.example.org:3128")), widgets.Neutral)
		if text = strings.TrimSpace(text); text == "" {
			return
		}
		if err := sysproxy.Check(text); err != nil || text == sysproxy.Direct {
			address.view.SetBad(true)
			d.say(said, lang.L("This is no address of a proxy. One looks like {{.Example}}.", example("proxy.example.org:3128")), widgets.Error)
			return
		}
		d.set(func(s *core.Settings) { s.Proxy = text })
		d.sayPassword(said, text)
	}
	address = newField(d.host.Theme(), lang.L("Proxy"), now, "proxy.example.org:3128", use)
	own := newChoice([]string{lang.L("That of the system"), lang.L("None"), lang.L("My own")}, chosen, func(i int) {
		widgets.SetVisible(address.view, i == ownProxy)
		d.say(said, "", widgets.Neutral)
		switch i {
		case ownProxy:
			use(address.Text)
			d.host.Canvas().Focus(address)
		case noProxy:
			d.set(func(s *core.Settings) { s.Proxy = sysproxy.Direct })
		default:
			d.set(func(s *core.Settings) { s.Proxy = "" })
		}
	})
	widgets.SetVisible(address.view, chosen == ownProxy)
	if chosen == ownProxy {
		d.sayPassword(said, now)
	}
	return choiceRow(lang.L("Proxy"), own).under(address.view, func(float32) float32 {
		if own.chosen != ownProxy {
			return 0
		}
		return theme.ControlHeight
	}, said).find("socks http")
}

// sayPassword says, of an address that has a name, where its password is kept, as soon as
// the keyring has answered and if nothing else was said meanwhile.
func (d *networkSection) sayPassword(said *paragraph, address string) {
	if !sysproxy.HasName(address) {
		return
	}
	before := said.text
	d.host.Go(func() {
		place, err := d.host.ProxyPassword(d.host.Context())
		if err != nil {
			return
		}
		d.host.Later(func() {
			if said.text != before || d.host.Settings().Proxy == "" || d.host.Settings().Proxy == sysproxy.Direct {
				return
			}
			switch place {
			case keyring.InFile:
				d.say(said, lang.L("The password is kept on this computer, readable to whoever can read your files."), widgets.Warning)
			case keyring.InKeyring:
				d.say(said, lang.L("The password is kept in the keyring of the system."), widgets.Success)
			case keyring.Lost:
				d.say(said, lang.L("The keyring of the system does not give the password. Write the address again, with the password."), widgets.Warning)
			}
		})
	})
}

// example returns the value of a sentence with an example.
func example(s string) map[string]any { return i18n.With("Example", s) }
