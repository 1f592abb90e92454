package theme

import (
	"bytes"
	"embed"
	"fmt"
	"image/color"
	"sync"

	"fyne.io/fyne/v2"
)

// iconFiles are drawn by tools/icons.
//
//go:generate go run ../../tools/icons icons
//go:embed icons/*.svg
var iconFiles embed.FS

// The icons, in black: see Colored.
var (
	IconPause  = loadIcon("pause")
	IconResume = loadIcon("resume")
	IconPlay   = loadIcon("play")
	IconClose  = loadIcon("close")
	IconRetry  = loadIcon("retry")
	IconDown   = loadIcon("down")
	IconUp     = loadIcon("up")
	IconRight  = loadIcon("right")
	IconLeft   = loadIcon("left")
	IconFolder = loadIcon("folder")
	IconClock  = loadIcon("clock")
	IconCheck  = loadIcon("check")
	IconPlus   = loadIcon("plus")
	IconMinus  = loadIcon("minus")
	IconDot    = loadIcon("dot")
	IconTune   = loadIcon("tune")
	IconInfo   = loadIcon("info")
	IconOpen   = loadIcon("open")
	IconGear   = loadIcon("gear")
	IconLock   = loadIcon("lock")

	IconWarn    = loadIcon("warn")
	IconSearch  = loadIcon("search")
	IconSort    = loadIcon("sort")
	IconRoomy   = loadIcon("roomy")
	IconCompact = loadIcon("compact")
	IconTop     = loadIcon("top")
	IconGlobe   = loadIcon("globe")
	IconTrash   = loadIcon("trash")
	IconList    = loadIcon("list")
	IconHistory = loadIcon("history")
	IconMore    = loadIcon("more")
	IconExport  = loadIcon("export")

	IconTV       = loadIcon("tv")
	IconPhone    = loadIcon("phone")
	IconComputer = loadIcon("computer")
	IconCar      = loadIcon("car")

	IconDownload = loadIcon("download")
	IconFilm     = loadIcon("film")
	IconTag      = loadIcon("tag")
	IconGauge    = loadIcon("gauge")
	IconLetters  = loadIcon("letters")

	// IconThread is Hilo's logo: a thread that becomes a down arrow.
	IconThread = loadIcon("thread")
)

// loadIcon returns the committed icon of that name. It panics if there is none,
// because names are constants.
func loadIcon(name string) fyne.Resource {
	content, err := iconFiles.ReadFile("icons/" + name + ".svg")
	if err != nil {
		panic(err)
	}
	return fyne.NewStaticResource(name+".svg", content)
}

// coloredName names an icon in a colour.
type coloredName struct {
	icon fyne.Resource
	ink  color.NRGBA
}

// colored has the icons that Colored returned: some hundred at most, since both icons and
// colours are few.
var colored sync.Map // of coloredName: fyne.Resource

// Colored returns an icon in a colour of the theme as it is now, the same one each time.
func Colored(r fyne.Resource, c fyne.ThemeColorName) fyne.Resource {
	ink, ok := color.NRGBAModel.Convert(Color(c)).(color.NRGBA)
	if r == nil || !ok {
		return r
	}
	name := coloredName{r, ink}
	if got, ok := colored.Load(name); ok {
		return got.(fyne.Resource)
	}
	hex := fmt.Sprintf("#%02x%02x%02x", ink.R, ink.G, ink.B)
	got, _ := colored.LoadOrStore(name, fyne.Resource(fyne.NewStaticResource(hex+r.Name(), bytes.ReplaceAll(r.Content(), []byte(`"#000"`), []byte(`"`+hex+`"`)))))
	return got.(fyne.Resource)
}
