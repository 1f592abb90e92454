package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// point is a place on the square of an icon, in its units; y grows downwards.
type point struct{ x, y float64 }

// moved returns the point at a distance from p in the direction of angle, in
// radians clockwise from the right.
func (p point) moved(angle, distance float64) point {
	return point{p.x + distance*math.Cos(angle), p.y + distance*math.Sin(angle)}
}

// parseLines returns the polylines of a description, with curves and arcs
// divided into short straight pieces. The syntax is a subset of SVG path data
// with absolute coordinates: "M x y" starts a line, "L x y" and
// "C x1 y1 x2 y2 x y" continue it. "A x y r from to", unlike in SVG, is a line
// of its own: an arc around x y with angles in degrees clockwise.
func parseLines(lines string) ([][]point, error) {
	var all [][]point
	for i := 0; i < len(lines); {
		end := i + 1 + strings.IndexAny(lines[i+1:]+"M", "MLCA")
		n, err := numbers(lines[i+1 : end])
		if err != nil {
			return nil, err
		}
		verb := lines[i]
		if want := map[byte]int{'M': 2, 'L': 2, 'C': 6, 'A': 5}[verb]; want == 0 || len(n) != want {
			return nil, fmt.Errorf("%q: unknown command or wrong number of coordinates", lines[i:end])
		}
		last := len(all) - 1
		if last < 0 && (verb == 'L' || verb == 'C') {
			return nil, fmt.Errorf("%q continues no line", lines[i:end])
		}
		switch verb {
		case 'M':
			all = append(all, []point{{n[0], n[1]}})
		case 'L':
			all[last] = append(all[last], point{n[0], n[1]})
		case 'C':
			from := all[last][len(all[last])-1]
			all[last] = append(all[last], curve(from, point{n[0], n[1]}, point{n[2], n[3]}, point{n[4], n[5]})...)
		case 'A':
			all = append(all, arc(point{n[0], n[1]}, n[2], n[3], n[4]))
		}
		i = end
	}
	return all, nil
}

func numbers(s string) ([]float64, error) {
	var all []float64
	for _, f := range strings.Fields(s) {
		v, err := strconv.ParseFloat(f, 64)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}

// curve samples a cubic Bézier curve from a to d, without a itself.
func curve(a, b, c, d point) []point {
	const steps = 20
	all := make([]point, 0, steps)
	for s := 1; s <= steps; s++ {
		t := float64(s) / steps
		u := 1 - t
		at := func(a, b, c, d float64) float64 { return u*u*u*a + 3*u*u*t*b + 3*u*t*t*c + t*t*t*d }
		all = append(all, point{at(a.x, b.x, c.x, d.x), at(a.y, b.y, c.y, d.y)})
	}
	return all
}

// arc samples a part of a circle between two angles in degrees.
func arc(center point, radius, from, to float64) []point {
	const steps = 40
	all := make([]point, 0, steps+1)
	for s := range steps + 1 {
		angle := (from + (to-from)*float64(s)/steps) * math.Pi / 180
		all = append(all, center.moved(angle, radius))
	}
	return all
}

// outline returns SVG path data of the border of stroked lines, with round
// ends and corners.
func outline(lines [][]point, width float64) string {
	var d strings.Builder
	for _, line := range lines {
		border := leftSide(nil, line, width/2)
		reversed := make([]point, len(line))
		for i, p := range line {
			reversed[len(line)-1-i] = p
		}
		border = leftSide(border, reversed, width/2)
		for i, p := range border {
			verb := "L"
			if i == 0 {
				verb = "M"
			}
			fmt.Fprintf(&d, "%s%.2f %.2f", verb, p.x, p.y)
		}
		d.WriteString("z")
	}
	return d.String()
}

// leftSide appends the border on the left of a line, at half the stroke width
// from it, and the round cap at the line's end.
func leftSide(border []point, line []point, half float64) []point {
	angle := func(i int) float64 { return math.Atan2(line[i+1].y-line[i].y, line[i+1].x-line[i].x) }
	last := len(line) - 1
	for i := range last {
		a := angle(i)
		border = append(border, line[i].moved(a-math.Pi/2, half), line[i+1].moved(a-math.Pi/2, half))
		turn := math.Pi // the cap
		if i+1 < last {
			turn = math.Remainder(angle(i+1)-a, 2*math.Pi)
		}
		if turn < 0.2 {
			continue // a corner to the left, or one too small to see, needs no rounding
		}
		const steps = 8
		for s := 1; s < steps; s++ {
			border = append(border, line[i+1].moved(a-math.Pi/2+turn*float64(s)/steps, half))
		}
	}
	return border
}
