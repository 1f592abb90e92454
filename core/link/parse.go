package link

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of a pasted text. Parse ignores what exceeds them.
const (
	maxText     = 1 << 20 // bytes
	maxWord     = 8 << 10 // bytes between two spaces
	maxLinks    = 10000
	maxRejected = 1000
	maxPiece    = 200 // bytes of a rejected piece that are returned
)

// Parse returns every YouTube link in pasted text, in order and each once, at most
// 10,000. Links may be surrounded by prose, brackets or quotes, lack https:// or
// www., be damaged or wrapped in a link of another page, and have any parameters.
// Words that look like ids or handles count as links on lines that contain nothing
// else.
//
// Rejected are links to other sites, and lines without any link, at most 1,000.
func Parse(text string) (links []Link, rejected []Rejection) {
	seen := map[Link]bool{}
	lines := 0
	for line := range strings.Lines(within(text, maxText)) {
		line = strings.TrimSpace(line)
		if line != "" {
			lines++
		}
		found, bad := parseLine(line)
		for _, l := range found {
			key := l
			key.Text = ""
			if !seen[key] && len(links) < maxLinks {
				seen[key] = true
				links = append(links, l)
			}
		}
		for _, r := range bad {
			if len(rejected) < maxRejected {
				r.Text, r.Words = shorten(r.Text), shorten(r.Words)
				rejected = append(rejected, r)
			}
		}
	}
	// One line of words is something to search for; text beside links is not.
	for i, r := range rejected {
		if r.Reason == Nothing && len(links) == 0 && lines == 1 && len(rejected) == 1 && !looksLikeLink(r.Text) {
			rejected[i] = asSearch(r)
		}
	}
	return links, rejected
}

// asSearch turns text that is no link into a search, if there are words in it.
func asSearch(r Rejection) Rejection {
	if words := meaningful(r.Text); words != "" {
		r.Reason, r.Words = Search, words
	}
	return r
}

// within returns at most n bytes of text, cut between two words.
func within(text string, n int) string {
	if len(text) <= n {
		return text
	}
	text = text[:n]
	return text[:strings.LastIndexFunc(text, separates)+1]
}

// parseLine returns the links and the rejected pieces of one line.
func parseLine(line string) (links []Link, rejected []Rejection) {
	words := strings.FieldsFunc(line, separates)
	if ids := allIDs(words); ids != nil {
		return ids, nil
	}
	for _, word := range words {
		if len(word) > maxWord {
			rejected = append(rejected, Rejection{Text: word, Reason: Nothing})
			continue
		}
		for _, piece := range split(word) {
			piece = trim(piece)
			r := parseLink(piece)
			links = append(links, r.links...)
			if len(r.links) == 0 && looksLikeLink(piece) {
				rejected = append(rejected, Rejection{piece, r.reason, r.words})
			}
		}
	}
	if line != "" && len(links) == 0 && len(rejected) == 0 {
		rejected = []Rejection{{Text: line, Reason: Nothing}}
	}
	return links, rejected
}

// separates reports whether r cannot be part of a link.
func separates(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) ||
		strings.ContainsRune("<>\"`|^{}«»“”„‹›「」『』、。，（）【】\ufffd", r)
}

var scheme = regexp.MustCompile(`(?i)https?:(?://|\\/\\/)`)

// split splits a word before each link inside it, as in "see:https://…" or in two
// links without a space between them. A link in the parameters of another one stays
// part of it. The two halves of a Markdown link are split too.
func split(word string) []string {
	var pieces []string
	from := 0
	for _, at := range scheme.FindAllStringIndex(word, -1) {
		if i := at[0]; i > from && !strings.ContainsRune("=/", rune(word[i-1])) && !leadsIn(word[from:i]) {
			pieces = append(pieces, word[from:i])
			from = i
		}
	}
	return strings.Split(strings.Join(append(pieces, word[from:]), "]("), "](")
}

// leadsIn reports whether s, which stands before a link, belongs to it: italics, or
// a part of a scheme that is there twice.
func leadsIn(s string) bool {
	return strings.Trim(s, "_*h") == "" || damagedScheme.FindString(s) == s
}

// trim removes the punctuation around a link in prose. It keeps a closing bracket
// whose opening bracket is part of the link. Underscores, of which ids may consist,
// go in pairs only: "_link_" is a link in italics.
func trim(s string) string {
	const marks = "([]'‘’*~,;:.!?¡¿•·–—\\"
	s = strings.TrimLeft(s, marks)
	italics := len(s) - len(strings.TrimLeft(s, "_"))
	s = strings.TrimLeft(s[italics:], marks)
	for {
		r, size := utf8.DecodeLastRuneInString(s)
		switch {
		case r == '_' && italics > 0:
			italics--
		case size == 0,
			r == ')' && strings.Count(s, "(") >= strings.Count(s, ")"),
			r == ']' && strings.Count(s, "[") >= strings.Count(s, "]"),
			!strings.ContainsRune("([)]'‘’*~,;:.!?…&#\\", r):
			return s
		}
		s = s[:len(s)-size]
	}
}

// allIDs returns a link for each word if all words look like ids or handles, else
// nil.
func allIDs(words []string) []Link {
	var links []Link
	for _, word := range words {
		l, ok := lone(strings.Trim(word, ",;.")) // trim would remove a dash, with which an id may begin
		if !ok {
			return nil
		}
		l.Text = word
		links = append(links, l)
	}
	return links
}

var otherLink = regexp.MustCompile(`(?i)^(?:www\.|[^/?#@]*youtu[^/?#]*\.|[^/?#@]+\.\pL{2,}[/?])`)

// looksLikeLink reports whether a word that is no YouTube link is a link to another
// site, or a damaged one.
func looksLikeLink(s string) bool {
	return strings.Contains(s, "://") || otherLink.MatchString(s) ||
		encoded(s) || damagedScheme.MatchString(s) || appScheme.MatchString(s)
}

// shorten makes a piece of text valid UTF-8 of at most maxPiece bytes.
func shorten(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if len(s) <= maxPiece {
		return s
	}
	return strings.ToValidUTF8(s[:maxPiece-len("…")], "") + "…"
}
