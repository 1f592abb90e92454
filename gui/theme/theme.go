package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The colours that Fyne has no name for. They are looked up through the theme
// like its own, so that they follow the light and dark of the system.
const (
	ColorCard    fyne.ThemeColorName = "hilo.card"
	ColorLine    fyne.ThemeColorName = "hilo.line"
	ColorDim     fyne.ThemeColorName = "hilo.dim"
	ColorSoft    fyne.ThemeColorName = "hilo.soft"
	ColorOK      fyne.ThemeColorName = "hilo.ok"
	ColorWarn    fyne.ThemeColorName = "hilo.warn"
	ColorWarnBg  fyne.ThemeColorName = "hilo.warn.background"
	ColorBad     fyne.ThemeColorName = "hilo.bad"
	ColorBadBg   fyne.ThemeColorName = "hilo.bad.background"
	ColorBadge   fyne.ThemeColorName = "hilo.badge"
	ColorOnBadge fyne.ThemeColorName = "hilo.badge.text"
	ColorClear   fyne.ThemeColorName = "hilo.clear"

	ColorEdge            fyne.ThemeColorName = "hilo.edge"           // of key caps, and of what the pointer is over
	ColorAccentOnInverse fyne.ThemeColorName = "hilo.accent.inverse" // on a toast, whose ground is the colour of text
	ColorRest            fyne.ThemeColorName = "hilo.rest"           // of the progress of what waits

	// Colours of Fyne that Hilo's own widgets use.
	ColorText           = theme.ColorNameForeground
	ColorAccent         = theme.ColorNamePrimary
	ColorOnAccent       = theme.ColorNameForegroundOnPrimary
	ColorHover          = theme.ColorNameHover
	ColorFocus          = theme.ColorNameFocus
	ColorDisabled       = theme.ColorNameDisabled
	ColorDisabledButton = theme.ColorNameDisabledButton
	ColorButton         = theme.ColorNameButton
	ColorBackground     = theme.ColorNameBackground
	ColorOverlay        = theme.ColorNameOverlayBackground
	ColorShadow         = theme.ColorNameShadow
)

// Color returns a colour as it is now, in the light or dark of the system.
func Color(n fyne.ThemeColorName) color.Color { return theme.Color(n) }

// The sizes of text, and of what is laid out on a grid of 8 pixels.
const (
	SizeHeading = 20
	SizeTitle   = 15
	SizeText    = 14
	SizeSmall   = 13
	SizeBadge   = 11

	Margin        = 24 // between the window's edge and everything in it
	Gap           = 8
	CardPadding   = 12
	RadiusCard    = 12
	Radius        = 10 // of buttons
	RadiusThumb   = 8
	ControlHeight = 36  // of everything that can be pressed
	BarHeight     = 6   // of progress, and of a slider
	Narrow        = 720 // in a narrower list or link bar, buttons show their icons only
)

type palette map[fyne.ThemeColorName]color.NRGBA

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
}

func alpha(v uint32, a uint8) color.NRGBA {
	c := rgb(v)
	c.A = a
	return c
}

var light = palette{
	theme.ColorNameBackground:          rgb(0xF6F7F9),
	theme.ColorNameForeground:          rgb(0x16191D),
	theme.ColorNamePrimary:             rgb(0x0B7873),
	theme.ColorNameForegroundOnPrimary: rgb(0xFFFFFF),
	theme.ColorNameHover:               alpha(0x16191D, 0x0c),
	theme.ColorNamePressed:             alpha(0x16191D, 0x1c),
	theme.ColorNameFocus:               alpha(0x0B7873, 0x66),
	theme.ColorNameSelection:           alpha(0x0B7873, 0x40),
	theme.ColorNameButton:              rgb(0xEDEFF2),
	theme.ColorNameDisabledButton:      rgb(0xE3E6EA),
	theme.ColorNameDisabled:            rgb(0x8A929C),
	theme.ColorNamePlaceHolder:         rgb(0x5B6470),
	theme.ColorNameInputBackground:     rgb(0xFFFFFF),
	theme.ColorNameInputBorder:         rgb(0xE3E6EA),
	theme.ColorNameMenuBackground:      rgb(0xFFFFFF),
	theme.ColorNameOverlayBackground:   rgb(0xFFFFFF),
	theme.ColorNameSeparator:           rgb(0xE3E6EA),
	theme.ColorNameScrollBar:           alpha(0x16191D, 0x60),
	theme.ColorNameScrollBarBackground: alpha(0x16191D, 0x00),
	theme.ColorNameShadow:              alpha(0x16191D, 0x2c),
	theme.ColorNameHyperlink:           rgb(0x0B7873),
	theme.ColorNameError:               rgb(0xB3261E),
	theme.ColorNameSuccess:             rgb(0x1A7C39),
	theme.ColorNameWarning:             rgb(0x8A5A00),

	ColorCard:    rgb(0xFFFFFF),
	ColorLine:    rgb(0xE3E6EA),
	ColorDim:     rgb(0x5B6470),
	ColorSoft:    rgb(0xE2F2F0),
	ColorOK:      rgb(0x1A7C39),
	ColorWarn:    rgb(0x8A5A00),
	ColorWarnBg:  rgb(0xFFF4DC),
	ColorBad:     rgb(0xB3261E),
	ColorBadBg:   rgb(0xFDECEA),
	ColorBadge:   alpha(0x000000, 0xcc),
	ColorOnBadge: rgb(0xFFFFFF),
	ColorClear:   {},

	ColorEdge:            rgb(0xC9CFD6),
	ColorAccentOnInverse: rgb(0x3CC7BE),
	ColorRest:            alpha(0x0B7873, 0x66),
}

var dark = palette{
	theme.ColorNameBackground:          rgb(0x121417),
	theme.ColorNameForeground:          rgb(0xE9ECEF),
	theme.ColorNamePrimary:             rgb(0x3CC7BE),
	theme.ColorNameForegroundOnPrimary: rgb(0x06201E),
	theme.ColorNameHover:               alpha(0xE9ECEF, 0x12),
	theme.ColorNamePressed:             alpha(0xE9ECEF, 0x26),
	theme.ColorNameFocus:               alpha(0x3CC7BE, 0x66),
	theme.ColorNameSelection:           alpha(0x3CC7BE, 0x40),
	theme.ColorNameButton:              rgb(0x2A3037),
	theme.ColorNameDisabledButton:      rgb(0x2A3037),
	theme.ColorNameDisabled:            rgb(0x717A84),
	theme.ColorNamePlaceHolder:         rgb(0x9AA4AF),
	theme.ColorNameInputBackground:     rgb(0x1B1F24),
	theme.ColorNameInputBorder:         rgb(0x2A3037),
	theme.ColorNameMenuBackground:      rgb(0x1B1F24),
	theme.ColorNameOverlayBackground:   rgb(0x1B1F24),
	theme.ColorNameSeparator:           rgb(0x2A3037),
	theme.ColorNameScrollBar:           alpha(0xE9ECEF, 0x60),
	theme.ColorNameScrollBarBackground: alpha(0xE9ECEF, 0x00),
	theme.ColorNameShadow:              alpha(0x000000, 0x80),
	theme.ColorNameHyperlink:           rgb(0x3CC7BE),
	theme.ColorNameError:               rgb(0xFF8A80),
	theme.ColorNameSuccess:             rgb(0x5BD089),
	theme.ColorNameWarning:             rgb(0xF2BE5C),

	ColorCard:    rgb(0x1B1F24),
	ColorLine:    rgb(0x2A3037),
	ColorDim:     rgb(0x9AA4AF),
	ColorSoft:    rgb(0x12312F),
	ColorOK:      rgb(0x5BD089),
	ColorWarn:    rgb(0xF2BE5C),
	ColorWarnBg:  rgb(0x30270F),
	ColorBad:     rgb(0xFF8A80),
	ColorBadBg:   rgb(0x351A18),
	ColorBadge:   alpha(0x000000, 0xcc),
	ColorOnBadge: rgb(0xFFFFFF),
	ColorClear:   {},

	ColorEdge:            rgb(0x4A525B),
	ColorAccentOnInverse: rgb(0x0A6B67),
	ColorRest:            alpha(0x3CC7BE, 0x66),
}

// Theme is Hilo's theme: its own colours and sizes, and Fyne's where it has none.
type Theme struct {
	fyne.Theme
	Variant *fyne.ThemeVariant // nil follows the system
}

// New returns the theme, which follows the light and dark of the system.
func New() *Theme { return &Theme{Theme: theme.DefaultTheme()} }

// Color returns Hilo's colour of that name, or else Fyne's.
func (l *Theme) Color(n fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	if l.Variant != nil {
		v = *l.Variant
	}
	p := light
	if v == theme.VariantDark {
		p = dark
	}
	c, ok := p[n]
	switch {
	case !ok:
		return l.Theme.Color(n, v)
	case c == color.NRGBA{}:
		return color.Transparent // the only one that Fyne does not draw
	}
	return c
}

// Size returns Hilo's size of that name in pixels, or else Fyne's.
func (l *Theme) Size(n fyne.ThemeSizeName) float32 {
	switch n {
	case theme.SizeNameText:
		return SizeText
	case theme.SizeNameHeadingText:
		return SizeHeading
	case theme.SizeNameSubHeadingText:
		return SizeTitle
	case theme.SizeNameCaptionText:
		return SizeBadge
	case theme.SizeNameInputRadius, theme.SizeNameButtonRadius:
		return Radius
	case theme.SizeNameDialogRadius, theme.SizeNameMenuRadius, theme.SizeNamePopupRadius:
		return RadiusCard
	case theme.SizeNameModalBlurRadius:
		return 0 // blurring the list under a dialog is slow without a graphics card
	}
	return l.Theme.Size(n)
}

// ForEntry returns base without the frame and the shadow that Fyne's entry
// draws, for an entry in a frame of Hilo's own. Text and padding are in pixels.
func ForEntry(base fyne.Theme, text, padding float32) fyne.Theme {
	return &override{
		Theme: base,
		sizes: map[fyne.ThemeSizeName]float32{
			theme.SizeNameText:         text,
			theme.SizeNameInnerPadding: padding,
			theme.SizeNameInputBorder:  0,
		},
		colors: map[fyne.ThemeColorName]fyne.ThemeColorName{
			theme.ColorNameInputBackground: ColorClear,
			theme.ColorNameInputBorder:     ColorClear,
			theme.ColorNameShadow:          ColorClear,
		},
	}
}

// ForDialog returns base with entries that stand out from the card of a
// dialog.
func ForDialog(base fyne.Theme) fyne.Theme {
	return &override{Theme: base, colors: map[fyne.ThemeColorName]fyne.ThemeColorName{
		theme.ColorNameInputBackground: theme.ColorNameBackground,
	}}
}

// ForList returns base without the space that Fyne's list leaves between
// its items and without the shadow at its edges: rows draw both.
func ForList(base fyne.Theme) fyne.Theme {
	return &override{
		Theme:  base,
		sizes:  map[fyne.ThemeSizeName]float32{theme.SizeNamePadding: 0},
		colors: map[fyne.ThemeColorName]fyne.ThemeColorName{theme.ColorNameShadow: ColorClear},
	}
}

// override is a theme with a few values of its own, for one part of the window.
type override struct {
	fyne.Theme
	sizes  map[fyne.ThemeSizeName]float32
	colors map[fyne.ThemeColorName]fyne.ThemeColorName
}

func (s *override) Color(n fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	if other, ok := s.colors[n]; ok {
		n = other
	}
	return s.Theme.Color(n, v)
}

func (s *override) Size(n fyne.ThemeSizeName) float32 {
	if size, ok := s.sizes[n]; ok {
		return size
	}
	return s.Theme.Size(n)
}
