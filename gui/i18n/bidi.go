package i18n

import (
	"slices"
	"strings"
	"unicode"

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
// side of its first letter (UAX #9, rules P2 and P3), in a language that is read from
// the right always there. What Join joined is ordered part by part. Call it last: what
// it returns is to be drawn, neither cut nor compared. Text that is not joined and has
// no letters that are read from the right is returned as it is.
func Visual(s string) string {
	first, some := direction(s)
	if InUse().RightToLeft {
		first = bidi.RightToLeft
	}
	if parts := strings.Split(s, between); first == bidi.RightToLeft && len(parts) > 1 {
		slices.Reverse(parts)
		for i, part := range parts {
			parts[i] = leftToRightMark + Visual(part) + leftToRightMark
		}
		return strings.Join(parts, between)
	}
	if !some {
		return s
	}
	return ordered(s, first)
}

// VisualTitle is Visual for the title of a video, which begins at the side of its own
// first letter in every language, and in which a dot joins nothing.
func VisualTitle(s string) string {
	first, some := direction(s)
	if !some {
		return s
	}
	return ordered(s, first)
}

// ordered returns a line that begins at the side of first with its runs in order.
func ordered(s string, first bidi.Direction) string {
	if first == bidi.RightToLeft {
		s = markLatin(s)
	}
	var p bidi.Paragraph
	if _, err := p.SetString(s, bidi.DefaultDirection(first)); err != nil {
		return s
	}
	order, err := p.Order()
	if err != nil {
		return s
	}
	var runs []run
	for i := range order.NumRuns() {
		switch r := order.Run(i); {
		case r.Direction() == bidi.RightToLeft:
			text := strings.TrimLeftFunc(r.String(), unicode.IsSpace)
			if n := len(runs); n > 0 {
				// The space is at the left of what is read before it. Fyne would draw
				// it in the font, and with the run, of what stands at its left.
				runs[n-1].text = r.String()[:len(r.String())-len(text)] + runs[n-1].text
			}
			runs = append(runs, splitByFont(text)...)
		default:
			runs = append(runs, run{text: r.String()})
		}
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

// markLatin gives two kinds of signs the direction of the Latin words that they belong to,
// in a line that is read from the right: a bracket that ends what stands in brackets
// behind such a word (UAX #9, rule N0, which package bidi leaves out), and the full stop
// of a file's ending, such as ".srt".
func markLatin(s string) string {
	var b strings.Builder
	last, before := bidi.R, bidi.R // direction of the last letter, and of that before the bracket
	all := []rune(s)
	for i, r := range all {
		if r == '.' && i+1 < len(all) && classOf(all[i+1]) == bidi.L && (i == 0 || all[i-1] == ' ' || all[i-1] == '(') {
			b.WriteString(leftToRightMark)
		}
		b.WriteRune(r)
		switch class := classOf(r); {
		case class == bidi.L || class == bidi.R:
			last = class
		case class == bidi.AL:
			last = bidi.R
		case r == '(':
			before = last
		case r == ')':
			if before == bidi.L && last == bidi.L {
				b.WriteString(leftToRightMark)
			}
			before = bidi.R
		}
	}
	return b.String()
}

// splitByFont splits a run that is read from the right where Fyne changes the font,
// and would draw the rest at its right: letters, and what only their script has, are in
// a font of the system, and a full stop or a dash is in its own.
func splitByFont(s string) []run {
	var runs []run
	start, letters, begun := 0, false, false
	for i, r := range s {
		class := classOf(r)
		if unicode.IsSpace(r) || class == bidi.NSM || class == bidi.BN {
			continue // in the font of what stands before it
		}
		now := class == bidi.R || class == bidi.AL || inRightToLeftBlock(r)
		if begun && now != letters {
			runs = append(runs, run{s[start:i], true})
			start = i
		}
		letters, begun = now, true
	}
	return append(runs, run{s[start:], true})
}

// inRightToLeftBlock says whether r is in the blocks from Hebrew to Arabic Extended-A,
// which have also the comma and the question mark of Arabic.
func inRightToLeftBlock(r rune) bool { return r >= 0x590 && r < 0x900 }

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
