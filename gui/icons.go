package gui

import (
	"bytes"
	"embed"
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
)

// iconFiles are drawn by tools/icons.
//
//go:generate go run ../tools/icons icons
//go:embed icons/*.svg
var iconFiles embed.FS

var (
	iconPause  = icon("pause")
	iconResume = icon("resume")
	iconClose  = icon("close")
	iconRetry  = icon("retry")
	iconDown   = icon("down")
	iconUp     = icon("up")
	iconFolder = icon("folder")
	iconClock  = icon("clock")
	iconCheck  = icon("check")
	iconPlus   = icon("plus")
	iconMinus  = icon("minus")
	iconDot    = icon("dot")
	iconTune   = icon("tune")
	iconInfo   = icon("info")
	iconOpen   = icon("open")
	iconGear   = icon("gear")

	// iconThread is the motif: a thread that becomes a down arrow.
	iconThread = icon("thread")
)

// icon is the committed icon of that name. It panics when there is none,
// because names are constants.
func icon(name string) fyne.Resource {
	content, err := iconFiles.ReadFile("icons/" + name + ".svg")
	if err != nil {
		panic(err)
	}
	return fyne.NewStaticResource(name+".svg", content)
}

// colored is the icon in a colour of the theme.
func colored(r fyne.Resource, c fyne.ThemeColorName) fyne.Resource {
	ink, ok := color.NRGBAModel.Convert(Color(c)).(color.NRGBA)
	if r == nil || !ok {
		return r
	}
	hex := fmt.Sprintf("#%02x%02x%02x", ink.R, ink.G, ink.B)
	return fyne.NewStaticResource(hex+r.Name(), bytes.ReplaceAll(r.Content(), []byte(`"#000"`), []byte(`"`+hex+`"`)))
}
