package settings

import (
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/preferences"
)

// value is one of the values that a preference can have.
type value struct{ name, value string }

var whenDone = []value{
	{i18n.Key("Do nothing"), ""},
	{i18n.Key("Put the computer to sleep"), preferences.DoneSleep},
	{i18n.Key("Shut the computer down"), preferences.DoneShutDown},
}

var closing = []value{
	{i18n.Key("Ask"), ""},
	{i18n.Key("Continue in the tray"), preferences.ClosingToTray},
	{i18n.Key("Quit Hilo"), preferences.ClosingQuits},
}

var listOfVideo = []value{
	{i18n.Key("Ask"), ""},
	{i18n.Key("Only the video"), preferences.ListOfVideoNever},
	{i18n.Key("Always open the list"), preferences.ListOfVideoAlways},
}

var themes = []value{
	{i18n.Key("Like the system"), ""},
	{i18n.Key("Light"), "light"},
	{i18n.Key("Dark"), "dark"},
}

// textSizes are the sizes that can be chosen, in per cent. Fyne rounds a scale to tenths.
var textSizes = []int{80, 90, 100, 110, 120, 130, 150, 170, 200}
