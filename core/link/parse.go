package link

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of a pasted text. What is beyond them is ignored.
const (
	maxText     = 1 << 20 // bytes
	maxWord     = 8 << 10 // bytes of what stands between two spaces
	maxLinks    = 10000
	maxRejected = 1000
	maxPiece    = 200 // bytes of a rejected piece that are given back
)

// Parse finds every YouTube link in pasted text, in order and each once. Links
// may stand in prose, in brackets or quotes, without https:// or www., and with
// any parameters. Words that look like video ids count as links where there is
// nothing else on their line.
//
// Rejected are the links that lead elsewhere, and the lines in which there is
// no link at all.
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

// within cuts text to at most n bytes, between two words.
func within(text string, n int) string {
	if len(text) <= n {
		return text
	}
	text = text[:n]
	return text[:strings.LastIndexFunc(text, separates)+1]
}

// parseLine finds the links of one line.
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

// separates says whether r cannot be part of a link.
func separates(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) ||
		strings.ContainsRune("<>\"`|^{}«»“”„‹›「」『』、。，（）【】\ufffd", r)
}

var scheme = regexp.MustCompile(`(?i)https?:(?://|\\/\\/)`)

// split cuts a word where a link begins inside it, as in "see:https://…" or
// where two were pasted without a space between them. A link in the parameters
// of another one stays part of it. It also parts the two halves of a Markdown
// link.
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

// trim takes away what prose puts around a link. A closing bracket stays where
// it was opened inside.
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

// allIDs returns a link for each word if all of them look like video ids.
func allIDs(words []string) []Link {
	var links []Link
	for _, word := range words {
		id := strings.Trim(word, ",;.") // not trim: an id may begin with a dash
		if !looksLikeID(id) {
			return nil
		}
		links = append(links, Link{Kind: Video, Text: word, VideoID: id})
	}
	return links
}

// looksLikeID says whether a lone word is meant to be a video id. Ids are
// random; what consists of ordinary words ("hello-world", "Programming") or of
// figures only (telephone numbers) is taken for something else, which is wrong
// for less than one id in a thousand.
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

// isWord says whether s is written as words are: in letters, all small, all
// capital or with a capital at the start.
func isWord(s string) bool {
	if strings.ContainsAny(s, "0123456789") {
		return false
	}
	rest := s[1:]
	return rest == strings.ToLower(rest) || s == strings.ToUpper(s)
}

var otherLink = regexp.MustCompile(`(?i)^(?:www\.|[^/?#@]*youtu[^/?#]*\.|[^/?#@]+\.\pL{2,}[/?])`)

// looksLikeLink says whether a word that is no YouTube link is one to
// somewhere else, or a broken one.
func looksLikeLink(s string) bool {
	return strings.Contains(s, "://") || otherLink.MatchString(s)
}

// shorten makes a piece of text fit to be shown.
func shorten(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if len(s) <= maxPiece {
		return s
	}
	return strings.ToValidUTF8(s[:maxPiece-len("…")], "") + "…"
}
