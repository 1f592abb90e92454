package i18n

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/bidi"
)

// Marks that give what stands between two of them one direction (UAX #9, section 2.6).
const (
	leftToRightMark = "\u200e"
	rightToLeftMark = "\u200f"
)

// run is a piece of text that is read in one direction.
type run struct {
	text        string
	rightToLeft bool
}

// Visual returns one line of text with its runs in the order in which they stand from
// left to right. Fyne draws the letters of each run in their direction but the runs
// one after the other, which is wrong for Arabic and Hebrew. The line begins at the
// side of its first letter (UAX #9, rules P2 and P3). Call it last: what it returns
// is to be drawn, neither cut nor compared. Text without letters that are read from
// the right is returned as it is.
func Visual(s string) string {
	first, some := direction(s)
	if !some {
		return s
	}
	var p bidi.Paragraph
	if _, err := p.SetString(s, bidi.DefaultDirection(first)); err != nil {
		return s
	}
	order, err := p.Order()
	if err != nil {
		return s
	}
	runs := make([]run, order.NumRuns())
	for i := range runs {
		r := order.Run(i)
		runs[i] = run{r.String(), r.Direction() == bidi.RightToLeft}
	}
	if first == bidi.RightToLeft {
		slices.Reverse(runs)
	} else {
		reverseWithin(runs)
	}
	var b strings.Builder
	for _, r := range runs {
		mark := leftToRightMark
		if r.rightToLeft {
			mark = rightToLeftMark
		}
		b.WriteString(mark + r.text + mark)
	}
	return b.String()
}

// RightToLeft says whether a line begins at the right: its first letter is one that is
// read from there, or it has no letters and the language is.
func RightToLeft(s string) bool {
	for _, r := range s {
		switch classOf(r) {
		case bidi.R, bidi.AL:
			return true
		case bidi.L:
			return false
		}
	}
	return InUse().RightToLeft
}

// direction returns that of the first letter, and whether any letter is read from
// the right.
func direction(s string) (first bidi.Direction, some bool) {
	found := false
	for _, r := range s {
		if r < 0x590 && (found || r < 'A') { // Hebrew is the first block read from the right
			continue
		}
		switch classOf(r) {
		case bidi.R, bidi.AL:
			some = true
			if !found {
				first = bidi.RightToLeft
			}
			found = true
		case bidi.L:
			found = true
		}
	}
	return first, some
}

func classOf(r rune) bidi.Class {
	p, _ := bidi.LookupRune(r)
	return p.Class()
}

// reverseWithin reverses, in a line that begins at the left, what is read from the
// right together with the numbers in it (UAX #9, rules W2, N1 and L2).
func reverseWithin(runs []run) {
	for i := 0; i < len(runs); i++ {
		if !runs[i].rightToLeft {
			continue
		}
		end := i + 1
		for end < len(runs) && (runs[end].rightToLeft || !hasLetter(runs[end].text)) {
			end++
		}
		slices.Reverse(runs[i:end])
		i = end
	}
}

func hasLetter(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return classOf(r) == bidi.L })
}
