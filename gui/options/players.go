package options

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
)

// playsOn is what is said of the files that some players can play.
type playsOn struct {
	sentence string // a key of the translations
	short    string // the same, for a place with icons and little space
}

// everyPlayer is said of what plays on all of them, and videos play on no car radio.
var (
	everyPlayer = playsOn{i18n.Key("Plays on phones, TVs and car radios"), i18n.Key("all")}
	everyScreen = playsOn{i18n.Key("Plays on TVs, phones, editors"), i18n.Key("all")}
)

// playsOnOf returns what is said of players. Nil is said of none.
func playsOnOf(p format.Players) *playsOn {
	const no, newer, all = format.Unsupported, format.Newer, format.Supported
	switch {
	case p.TV == all && p.Car == all:
		return &everyPlayer
	case p.TV == all && p.Car == newer:
		return &playsOn{i18n.Key("Plays on phones, computers and newer car radios"), i18n.Key("all")}
	case p.TV == all:
		return &everyScreen
	case p.TV == newer && p.Phone >= newer && p.Editor == all:
		return &playsOn{i18n.Key("Plays on computers, newer TVs and phones"), i18n.Key("from 2020")}
	case p.TV == newer && p.Phone >= newer:
		return &playsOn{i18n.Key("Plays on computers, TVs and phones from 2020"), i18n.Key("from 2020")}
	case p.TV == newer:
		return &playsOn{i18n.Key("Plays on computers and newer TVs"), i18n.Key("newer TVs")}
	case p.Phone >= newer:
		return &playsOn{i18n.Key("Plays on computers and newer phones"), i18n.Key("newer phones")}
	case p.Computer > no:
		return &playsOn{i18n.Key("Plays on computers"), i18n.Key("computers")}
	}
	return nil
}

// playersOf returns icons of the devices that play a file, and what to say of them: a
// sentence, and a word for what the icons do not say. Where that is the year of TVs and
// phones, there is no icon of a computer, of which it is not true.
func playersOf(p format.Players) (icons []fyne.Resource, notes []string) {
	computer := p.Computer
	if p.TV == format.Newer && p.Phone == format.Newer {
		computer = format.Unsupported
	}
	for _, x := range []struct {
		support format.Support
		icon    fyne.Resource
	}{{p.TV, theme.IconTV}, {p.Phone, theme.IconPhone}, {computer, theme.IconComputer}, {p.Car, theme.IconCar}} {
		if x.support != format.Unsupported {
			icons = append(icons, x.icon)
		}
	}
	if said := playsOnOf(p); said != nil {
		notes = []string{lang.L(said.sentence), lang.L(said.short)}
	}
	return icons, notes
}
