package gui

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// stroke turns lines into a filled SVG shape with round ends and corners.
// Fyne's SVG reader leaves the width of a stroke as it is when it scales a
// picture, so that stroked icons come out thick when small and thin on a
// screen of double density.
//
// The lines are absolute: "M x y" begins one, "L x y" and "C x y x y x y" go
// on, and "A x y r from to" is an arc of its own, in degrees clockwise.
func stroke(lines string, width float64) string {
	var d strings.Builder
	for _, l := range flatten(lines) {
		outline(&d, l, width/2)
	}
	return `<path fill="#000" d="` + d.String() + `"/>`
}

type dot struct{ x, y float64 }

func (p dot) along(angle, far float64) dot {
	return dot{p.x + far*math.Cos(angle), p.y + far*math.Sin(angle)}
}

// flatten makes lines of short straight pieces.
func flatten(lines string) [][]dot {
	var all [][]dot
	for i := 0; i < len(lines); {
		end := i + 1 + strings.IndexAny(lines[i+1:]+"M", "MLCA")
		n := numbers(lines[i+1 : end])
		last := len(all) - 1
		switch lines[i] {
		case 'M':
			all = append(all, []dot{{n[0], n[1]}})
		case 'L':
			all[last] = append(all[last], dot{n[0], n[1]})
		case 'C':
			from := all[last][len(all[last])-1]
			const steps = 20
			for s := 1; s <= steps; s++ {
				t := float64(s) / steps
				u := 1 - t
				at := func(a, b, c, d float64) float64 { return u*u*u*a + 3*u*u*t*b + 3*u*t*t*c + t*t*t*d }
				all[last] = append(all[last], dot{at(from.x, n[0], n[2], n[4]), at(from.y, n[1], n[3], n[5])})
			}
		case 'A':
			var arc []dot
			const steps = 40
			for s := range steps + 1 {
				angle := (n[3] + (n[4]-n[3])*float64(s)/steps) * math.Pi / 180
				arc = append(arc, dot{n[0], n[1]}.along(angle, n[2]))
			}
			all = append(all, arc)
		}
		i = end
	}
	return all
}

func numbers(s string) []float64 {
	var all []float64
	for _, f := range strings.Fields(s) {
		v, err := strconv.ParseFloat(f, 64)
		if err != nil {
			panic("icon: " + err.Error()) // a constant of this package is wrong
		}
		all = append(all, v)
	}
	return all
}

// outline writes the border of a line: there on its left, back on its right,
// around both ends.
func outline(d *strings.Builder, line []dot, half float64) {
	border := side(nil, line, half)
	back := make([]dot, len(line))
	for i, p := range line {
		back[len(line)-1-i] = p
	}
	border = side(border, back, half)
	for i, p := range border {
		verb := "L"
		if i == 0 {
			verb = "M"
		}
		fmt.Fprintf(d, "%s%.2f %.2f", verb, p.x, p.y)
	}
	d.WriteString("z")
}

// side appends the left side of a line and its far end.
func side(border []dot, line []dot, half float64) []dot {
	angle := func(i int) float64 { return math.Atan2(line[i+1].y-line[i].y, line[i+1].x-line[i].x) }
	last := len(line) - 1
	for i := range last {
		a := angle(i)
		border = append(border, line[i].along(a-math.Pi/2, half), line[i+1].along(a-math.Pi/2, half))
		turn := math.Pi // around the end
		if i+1 < last {
			turn = math.Remainder(angle(i+1)-a, 2*math.Pi)
		}
		if turn < 0.2 {
			continue // an inner corner, or none to speak of
		}
		const steps = 8
		for s := 1; s < steps; s++ {
			border = append(border, line[i+1].along(a-math.Pi/2+turn*float64(s)/steps, half))
		}
	}
	return border
}
