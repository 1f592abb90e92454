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
// www., and have any parameters. Words that look like video ids count as links on
// lines that contain nothing else.
//
// Rejected are links to other sites, and lines without any link, at most 200 bytes
// of each.
func Parse(text string) (links []Link, rejected []string) {
	seen := map[Link]bool{}
	for line := range strings.Lines(within(text, maxText)) {
		found, bad := parseLine(strings.TrimSpace(line))
		for _, l := range found {
			key := l
			key.Text = ""
			if !seen[key] && len(links) < maxLinks {
				seen[key] = true
				links = append(links, l)
			}
		}
		for _, piece := range bad {
			if len(rejected) < maxRejected {
				rejected = append(rejected, shorten(piece))
			}
		}
	}
	return links, rejected
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
func parseLine(line string) (links []Link, rejected []string) {
	words := strings.FieldsFunc(line, separates)
	if ids := allIDs(words); ids != nil {
		return ids, nil
	}
	for _, word := range words {
		if len(word) > maxWord {
			rejected = append(rejected, word)
			continue
		}
		for _, piece := range split(word) {
			piece = trim(piece)
			if l, ok := parseLink(piece); ok {
				links = append(links, l)
			} else if looksLikeLink(piece) {
				rejected = append(rejected, piece)
			}
		}
	}
	if line != "" && len(links) == 0 && len(rejected) == 0 {
		rejected = []string{line}
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
		if i := at[0]; i > from && !strings.ContainsRune("=/", rune(word[i-1])) {
			pieces = append(pieces, word[from:i])
			from = i
		}
	}
	return strings.Split(strings.Join(append(pieces, word[from:]), "]("), "](")
}

// trim removes the punctuation around a link in prose. It keeps a closing bracket
// whose opening bracket is part of the link.
func trim(s string) string {
	s = strings.TrimLeft(s, "([]'‘’*~,;:.!?¡¿•·–—\\")
	for {
		r, size := utf8.DecodeLastRuneInString(s)
		switch {
		case size == 0,
			r == ')' && strings.Count(s, "(") >= strings.Count(s, ")"),
			r == ']' && strings.Count(s, "[") >= strings.Count(s, "]"),
			!strings.ContainsRune("([)]'‘’*~,;:.!?…&#\\", r):
			return s
		}
		s = s[:len(s)-size]
	}
}

// allIDs returns a link for each word if all words look like video ids, else nil.
func allIDs(words []string) []Link {
	var links []Link
	for _, word := range words {
		id := strings.Trim(word, ",;.") // trim would remove a dash, with which an id may begin
		if !looksLikeID(id) {
			return nil
		}
		links = append(links, Link{Kind: Video, Text: word, VideoID: id})
	}
	return links
}

// looksLikeID reports whether a word without a link around it is meant to be a video
// id. Ids are random, so it rejects what consists of ordinary words ("hello-world",
// "Programming") or of digits only (telephone numbers). That is wrong for less than
// one id in a thousand.
func looksLikeID(s string) bool {
	if !isVideoID(s) {
		return false
	}
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == '-' || r == '_' }) {
		if strings.Trim(part, "0123456789") != "" && !isWord(part) {
			return true
		}
	}
	return false
}

// isWord reports whether s is written as a word is: in letters that are all lower
// case, all upper case, or lower case after the first.
func isWord(s string) bool {
	if strings.ContainsAny(s, "0123456789") {
		return false
	}
	rest := s[1:]
	return rest == strings.ToLower(rest) || s == strings.ToUpper(s)
}

var otherLink = regexp.MustCompile(`(?i)^(?:www\.|[^/?#@]*youtu[^/?#]*\.|[^/?#@]+\.\pL{2,}[/?])`)

// looksLikeLink reports whether a word that is no YouTube link is a link to another
// site, or a damaged one.
func looksLikeLink(s string) bool {
	return strings.Contains(s, "://") || otherLink.MatchString(s)
}

// shorten makes a piece of text valid UTF-8 of at most maxPiece bytes.
func shorten(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if len(s) <= maxPiece {
		return s
	}
	return strings.ToValidUTF8(s[:maxPiece-len("…")], "") + "…"
}
