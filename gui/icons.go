package gui

import (
	"bytes"
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Icons are strokes of 2 on a field of 24, round at the ends, so that they
// look like the thread of the empty state.
func icon(name, paths string) fyne.Resource {
	return fyne.NewStaticResource(name+".svg", []byte(
		`<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">`+paths+`</svg>`))
}

func stroke(d string) string {
	return `<path d="` + d + `" fill="none" stroke="#000" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>`
}

var (
	iconPause  = icon("pause", `<rect x="6.5" y="5" width="3.5" height="14" rx="1" fill="#000"/><rect x="14" y="5" width="3.5" height="14" rx="1" fill="#000"/>`)
	iconResume = icon("resume", `<path d="M8 5.5 18.5 12 8 18.5z" fill="#000" stroke="#000" stroke-width="2" stroke-linejoin="round"/>`)
	iconClose  = icon("close", stroke("M6.5 6.5 17.5 17.5M17.5 6.5 6.5 17.5"))
	iconRetry  = icon("retry", stroke("M19 12a7 7 0 1 1-2.2-5.1M19 3.5V8h-4.5"))
	iconDown   = icon("down", stroke("M7 10 12 15 17 10"))
	iconFolder = icon("folder", stroke("M4 18V6.5h5.5L12 9h8v9z"))
	iconClock  = icon("clock", stroke("M12 4a8 8 0 1 0 0 16 8 8 0 1 0 0-16M12 8v4.2L15 14"))
	iconCheck  = icon("check", stroke("M5.5 12.5 10 17 18.5 7.5"))
	iconInfo   = icon("info", stroke("M12 4a8 8 0 1 0 0 16 8 8 0 1 0 0-16M12 11v5M12 8v.01"))
	iconOpen   = icon("open", stroke("M8.5 5.5 18.5 12 8.5 18.5z"))
	iconGear   = icon("gear", stroke("M12 6.4a5.6 5.6 0 1 0 0 11.2 5.6 5.6 0 1 0 0-11.2")+
		stroke("M12 10.6a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 1 0 0-2.8")+
		stroke("M12 3.6v2M12 18.4v2M3.6 12h2M18.4 12h2M6.1 6.1l1.3 1.3M16.6 16.6l1.3 1.3M6.1 17.9l1.3-1.3M16.6 7.4l1.3-1.3"))

	// iconThread is the motif: a thread that becomes a down arrow.
	iconThread = fyne.NewStaticResource("thread.svg", []byte(
		`<svg xmlns="http://www.w3.org/2000/svg" width="120" height="120" viewBox="0 0 120 120">`+
			`<g fill="none" stroke="#000" stroke-width="6" stroke-linecap="round" stroke-linejoin="round">`+
			`<path d="M20 49C66 60 110 48 97 26C88 10 60 16 60 49L60 104"/>`+
			`<path d="M40 85 60 105 80 85"/></g></svg>`))
)

// colored is the icon in a colour of the theme. Fyne's own themed resources
// paint only what is filled.
func colored(r fyne.Resource, c fyne.ThemeColorName) fyne.Resource {
	ink, ok := color.NRGBAModel.Convert(theme.Color(c)).(color.NRGBA)
	if r == nil || !ok {
		return r
	}
	hex := fmt.Sprintf("#%02x%02x%02x", ink.R, ink.G, ink.B)
	return fyne.NewStaticResource(hex+r.Name(), bytes.ReplaceAll(r.Content(), []byte(`"#000"`), []byte(`"`+hex+`"`)))
}
