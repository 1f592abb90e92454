package main

import (
	"fmt"
	"strings"
)

// icon describes one drawing on a square of side units.
type icon struct {
	side  int
	fill  string  // data of a filled SVG path, or empty
	lines string  // lines to stroke, in the syntax of parseLines
	width float64 // of the stroke, in units
}

// lineWidth is the stroke width of most icons, on a square of 24.
const lineWidth = 2

// icons are the window's icons by name.
var icons = map[string]icon{
	"pause":  {side: 24, lines: "M8.4 6L8.4 18M15.6 6L15.6 18", width: 3.4},
	"resume": {side: 24, fill: "M8 4.8 19 12 8 19.2z", lines: "M8 5.2L18.6 12L8 18.8L8 5.2", width: 1.6},
	"close":  {side: 24, lines: "M6.5 6.5L17.5 17.5M17.5 6.5L6.5 17.5", width: lineWidth},
	"retry":  {side: 24, lines: "A12 12 7 -40 -330M18.6 3.4L18.6 8.2L13.8 8.2", width: lineWidth},
	"down":   {side: 24, lines: "M7 9.5L12 14.5L17 9.5", width: lineWidth},
	"right":  {side: 24, lines: "M9.5 7L14.5 12L9.5 17", width: lineWidth},
	"up":     {side: 24, lines: "M7 14.5L12 9.5L17 14.5", width: lineWidth},
	"folder": {side: 24, lines: "M3.8 8.5L3.8 18.2L20.2 18.2L20.2 8L12.2 8L10 5.6L3.8 5.6L3.8 8.5", width: lineWidth},
	"clock":  {side: 24, lines: "A12 12 8 0 360M12 7.6L12 12.2L15 14", width: lineWidth},
	"check":  {side: 24, lines: "M5.5 12.5L10 17L18.5 7.5", width: 2.6},
	"plus":   {side: 24, lines: "M12 6L12 18M6 12L18 12", width: lineWidth},
	"minus":  {side: 24, lines: "M7 12L17 12", width: lineWidth},
	"dot":    {side: 24, lines: "M12 12L12 12.05", width: 7},
	"tune": {side: 24, lines: "M4 7.5L12.6 7.5M17.4 7.5L20 7.5M4 16.5L6.6 16.5M11.4 16.5L20 16.5" +
		"A15 7.5 2.4 0 360A9 16.5 2.4 0 360", width: lineWidth},
	"info": {side: 24, lines: "A12 12 8.2 0 360M12 11.4L12 16M12 8L12 8.05", width: lineWidth},
	"open": {side: 24, lines: "M8.5 5.5L18.5 12L8.5 18.5L8.5 5.5", width: lineWidth},
	"gear": {side: 24, lines: "A12 12 6 0 360M12 3.4L12 5.4M12 18.6L12 20.6M3.4 12L5.4 12M18.6 12L20.6 12" +
		"M5.9 5.9L7.3 7.3M16.7 16.7L18.1 18.1M5.9 18.1L7.3 16.7M16.7 7.3L18.1 5.9A12 12 1.6 0 360", width: lineWidth},

	"warn":    {side: 24, lines: "M12 4.6L20.6 19.2L3.4 19.2L12 4.6M12 10L12 14M12 16.4L12 16.45", width: lineWidth},
	"search":  {side: 24, lines: "A10.6 10.6 5.8 0 360M15 15L19.6 19.6", width: lineWidth},
	"sort":    {side: 24, lines: "M6.5 5.5L6.5 18.5M3.6 15.4L6.5 18.5L9.4 15.4M12.5 7L20.5 7M12.5 12L18 12M12.5 17L15.5 17", width: lineWidth},
	"roomy":   {side: 24, lines: "M4.5 5L19.5 5L19.5 10.2L4.5 10.2L4.5 5M4.5 13.8L19.5 13.8L19.5 19L4.5 19L4.5 13.8", width: lineWidth},
	"compact": {side: 24, lines: "M4 6L20 6M4 10L20 10M4 14L20 14M4 18L20 18", width: lineWidth},
	"top":     {side: 24, lines: "M5 4.8L19 4.8M12 20L12 9M7 13.4L12 8.6L17 13.4", width: lineWidth},
	"globe":   {side: 24, lines: "A12 12 8.2 0 360M3.8 12L20.2 12M12 3.8C7.6 8.4 7.6 15.6 12 20.2M12 3.8C16.4 8.4 16.4 15.6 12 20.2", width: lineWidth},
	"trash":   {side: 24, lines: "M4.5 7L19.5 7M9.5 7L9.5 4.4L14.5 4.4L14.5 7M6.4 7L7.2 19.8L16.8 19.8L17.6 7M10.4 11L10.4 16M13.6 11L13.6 16", width: lineWidth},
	"lock":    {side: 24, lines: "M6 11L18 11L18 19.5L6 19.5L6 11M8.5 11L8.5 8A12 8 3.5 180 360M15.5 8L15.5 11", width: lineWidth},
	"list":    {side: 24, lines: "M5 7L19 7M5 12L19 12M5 17L13 17", width: lineWidth},

	"history": {side: 24, lines: "A12 12 7.4 214 510M5 3.6L5 8.4L9.8 8.4M12 8L12 12.4L14.8 14.2", width: lineWidth},
	"more":    {side: 24, lines: "M5.5 12L5.5 12.05M12 12L12 12.05M18.5 12L18.5 12.05", width: 2.8},
	"export":  {side: 24, lines: "M12 15L12 4.6M8 8.6L12 4.4L16 8.6M4.5 14L4.5 19.5L19.5 19.5L19.5 14", width: lineWidth},

	"play": {side: 24, lines: "M3.5 6L20.5 6L20.5 18L3.5 18L3.5 6", fill: "M10 9 15.2 12 10 15z", width: lineWidth},

	// What plays a file.
	"tv":       {side: 24, lines: "M3.5 5L20.5 5L20.5 16L3.5 16L3.5 5M8.5 19.5L15.5 19.5", width: lineWidth},
	"phone":    {side: 24, lines: "M7.5 3.5L16.5 3.5L16.5 20.5L7.5 20.5L7.5 3.5M11.5 17.4L12.5 17.4", width: lineWidth},
	"computer": {side: 24, lines: "M5.5 5.5L18.5 5.5L18.5 14.5L5.5 14.5L5.5 5.5M2.5 18L21.5 18", width: lineWidth},
	"car":      {side: 24, lines: "M3.5 16.5L3.5 12L6 11L8 6.5L16 6.5L18 11L20.5 12L20.5 16.5L3.5 16.5M6 11L18 11M7 16.5L7 19M17 16.5L17 19", width: lineWidth},
	"download": {side: 24, lines: "M12 4.5L12 15M7.6 10.8L12 15.2L16.4 10.8M5 19.5L19 19.5", width: lineWidth},
	"film":     {side: 24, lines: "M4 5L20 5L20 19L4 19L4 5M8 5L8 19M16 5L16 19M4 9.7L8 9.7M4 14.3L8 14.3M16 9.7L20 9.7M16 14.3L20 14.3", width: 1.8},
	"tag":      {side: 24, lines: "M4.2 4.2L11.4 4.2L20 12.8L12.8 20L4.2 11.4L4.2 4.2M8.5 8.5L8.5 8.55", width: lineWidth},
	"gauge":    {side: 24, lines: "A12 14 8 150 390M12 14L15.4 10", width: lineWidth},
	"letters":  {side: 24, lines: "M2.8 18.4L7.6 5.6L12.4 18.4M4.4 14L10.8 14A17.4 15 3.3 0 360M20.7 11.4L20.7 18.4", width: lineWidth},

	// The motif of the program: a thread that becomes a down arrow.
	"thread": {side: 120, lines: "M20 49C66 60 110 48 97 26C88 10 60 16 60 49L60 104M40 85L60 105L80 85", width: 6},
}

// svg returns the icon as an SVG file. Every shape is black; the window
// replaces "#000" with a colour of its theme.
func (i icon) svg() ([]byte, error) {
	lines, err := parseLines(i.lines)
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%[1]d" viewBox="0 0 %[1]d %[1]d">`, i.side)
	if i.fill != "" {
		fmt.Fprintf(&b, `<path fill="#000" d="%s"/>`, i.fill)
	}
	fmt.Fprintf(&b, `<path fill="#000" d="%s"/></svg>`, outline(lines, i.width))
	b.WriteByte('\n')
	return []byte(b.String()), nil
}
