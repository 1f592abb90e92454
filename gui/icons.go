package gui

import (
	"bytes"
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Icons are drawn with one thread on a field of 24, round at its ends.
const threadWidth = 2

var (
	iconPause  = icon("pause", 24, stroke("M8.4 6L8.4 18M15.6 6L15.6 18", 3.4))
	iconResume = icon("resume", 24, `<path fill="#000" d="M8 4.8 19 12 8 19.2z"/>`+stroke("M8 5.2L18.6 12L8 18.8L8 5.2", 1.6))
	iconClose  = icon("close", 24, stroke("M6.5 6.5L17.5 17.5M17.5 6.5L6.5 17.5", threadWidth))
	iconRetry  = icon("retry", 24, stroke("A12 12 7 -40 -330M18.6 3.4L18.6 8.2L13.8 8.2", threadWidth))
	iconDown   = icon("down", 24, stroke("M7 9.5L12 14.5L17 9.5", threadWidth))
	iconUp     = icon("up", 24, stroke("M7 14.5L12 9.5L17 14.5", threadWidth))
	iconFolder = icon("folder", 24, stroke("M3.8 8.5L3.8 18.2L20.2 18.2L20.2 8L12.2 8L10 5.6L3.8 5.6L3.8 8.5", threadWidth))
	iconClock  = icon("clock", 24, stroke("A12 12 8 0 360M12 7.6L12 12.2L15 14", threadWidth))
	iconCheck  = icon("check", 24, stroke("M5.5 12.5L10 17L18.5 7.5", 2.6))
	iconPlus   = icon("plus", 24, stroke("M12 6L12 18M6 12L18 12", threadWidth))
	iconMinus  = icon("minus", 24, stroke("M7 12L17 12", threadWidth))
	iconDot    = icon("dot", 24, stroke("M12 12L12 12.05", 7))
	iconTune   = icon("tune", 24, stroke("M4 7.5L12.6 7.5M17.4 7.5L20 7.5M4 16.5L6.6 16.5M11.4 16.5L20 16.5A15 7.5 2.4 0 360A9 16.5 2.4 0 360", threadWidth))
	iconInfo   = icon("info", 24, stroke("A12 12 8.2 0 360M12 11.4L12 16M12 8L12 8.05", threadWidth))
	iconOpen   = icon("open", 24, stroke("M8.5 5.5L18.5 12L8.5 18.5L8.5 5.5", threadWidth))
	iconGear   = icon("gear", 24, stroke("A12 12 6 0 360M12 3.4L12 5.4M12 18.6L12 20.6M3.4 12L5.4 12M18.6 12L20.6 12"+
		"M5.9 5.9L7.3 7.3M16.7 16.7L18.1 18.1M5.9 18.1L7.3 16.7M16.7 7.3L18.1 5.9A12 12 1.6 0 360", threadWidth))

	// iconThread is the motif: a thread that becomes a down arrow.
	iconThread = icon("thread", 120, stroke("M20 49C66 60 110 48 97 26C88 10 60 16 60 49L60 104M40 85L60 105L80 85", 6))
)

func icon(name string, side int, shapes string) fyne.Resource {
	return fyne.NewStaticResource(name+".svg", fmt.Appendf(nil,
		`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%[1]d" viewBox="0 0 %[1]d %[1]d">%s</svg>`, side, shapes))
}

// colored is the icon in a colour of the theme.
func colored(r fyne.Resource, c fyne.ThemeColorName) fyne.Resource {
	ink, ok := color.NRGBAModel.Convert(theme.Color(c)).(color.NRGBA)
	if r == nil || !ok {
		return r
	}
	hex := fmt.Sprintf("#%02x%02x%02x", ink.R, ink.G, ink.B)
	return fyne.NewStaticResource(hex+r.Name(), bytes.ReplaceAll(r.Content(), []byte(`"#000"`), []byte(`"`+hex+`"`)))
}
