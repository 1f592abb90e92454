package settings

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/sponsorblock"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/widgets"
)

// sponsorModes are what can become of sponsored parts.
var sponsorModes = []struct {
	name string
	mode format.SponsorMode
}{
	{i18n.Key("Keep them"), format.SponsorOff},
	{i18n.Key("Mark them as chapters"), format.SponsorMark},
	{i18n.Key("Remove them; WebM keeps a few seconds"), format.SponsorRemove},
}

// sponsorRows choose what becomes of the parts that SponsorBlock knows, and which.
func (d *formatsSection) sponsorRows() []*row {
	buttons := d.sponsorCategories()
	enable := func(on bool) {
		for _, b := range buttons {
			widgets.SetEnabled(b, on)
		}
	}
	now := d.host.Settings().SponsorBlock
	enable(now.Mode != format.SponsorOff)
	var names []string
	chosen := 0
	for i, m := range sponsorModes {
		names = append(names, lang.L(m.name))
		if m.mode == now.Mode {
			chosen = i
		}
	}
	mode := newChoice(names, chosen, func(i int) {
		d.set(func(s *core.Settings) { s.SponsorBlock.Mode = sponsorModes[i].mode })
		enable(sponsorModes[i].mode != format.SponsorOff)
	})
	which := widgets.NewWrap(d.width)
	r := newRow(lang.L("Which parts"), nil)
	for _, b := range buttons {
		which.Items = append(which.Items, b)
		r.find(b.Label())
	}
	about := lang.L("To mark or remove them, Hilo asks SponsorBlock (sponsor.ajay.app), where volunteers mark them. It is told four digits of a checksum, not which video.")
	parts := choiceRow(lang.L("Sponsored parts"), mode).find(about).lined()
	parts.after = []*paragraph{note(about)} // under the choice, which is wide
	return []*row{parts, r.beside(which)}
}

// sponsorCategories returns a button for each category that can be chosen here.
func (d *formatsSection) sponsorCategories() []*widgets.Button {
	of := func() []string {
		all, err := sponsorblock.ParseCategories(d.host.Settings().SponsorBlock.Categories)
		if err != nil { // stored by a Hilo that knew others
			all = []string{sponsorblock.Sponsor}
		}
		return all
	}
	var buttons []*widgets.Button
	for _, c := range []struct{ name, category string }{
		{lang.L("Advertising"), sponsorblock.Sponsor},
		{lang.L("Self-promotion"), sponsorblock.SelfPromo},
		{lang.L("“Subscribe!”"), sponsorblock.Interaction},
		{lang.L("Intro"), sponsorblock.Intro},
		{lang.L("Credits"), sponsorblock.Outro},
		{lang.L("Recap"), sponsorblock.Preview},
		{lang.L("Greeting"), sponsorblock.Hook},
		{lang.L("Without music"), sponsorblock.NonMusic},
		{lang.L("Digressions"), sponsorblock.Filler},
	} {
		b := widgets.NewButton(widgets.Toggle, c.name, nil, nil)
		b.About = lang.L("Sponsored parts")
		b.SetChosen(slices.Contains(of(), c.category))
		b.OnTapped = func() {
			all := slices.DeleteFunc(of(), func(s string) bool { return s == c.category })
			if !b.Chosen() {
				all = append(all, c.category)
			}
			if len(all) == 0 { // none would be the default
				return
			}
			b.SetChosen(!b.Chosen())
			d.set(func(s *core.Settings) { s.SponsorBlock.Categories = strings.Join(all, ",") })
		}
		buttons = append(buttons, b)
	}
	return buttons
}
