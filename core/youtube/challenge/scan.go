package challenge

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxNesting bounds what scan counts. The recorded scripts reach 639. The parser and
// the compiler recurse at most once per counted token, with some 2 KB of stack.
const maxNesting = 2500

// scan returns an error when a script is nested so deeply that the parser, which
// recurses and knows no limit, would use up the stack: that ends the process and
// cannot be recovered from.
//
// It splits the script into tokens and counts those that can make the parser
// recurse: what is open in each pair of brackets since the last separator. Where
// it cannot tell a division from a regular expression without parsing, it refuses
// the script; no recorded one has such a place.
func scan(source string) error {
	s := scanner{source: source, levels: []level{{}}, regexpNext: true}
	for s.at < len(s.source) {
		s.token()
		if s.failed != "" {
			return fmt.Errorf("%w: %s at byte %d", ErrScript, s.failed, s.at)
		}
		if s.total > maxNesting {
			return fmt.Errorf("%w: nested too deeply at byte %d", ErrScript, s.at)
		}
		s.peak = max(s.peak, s.total)
	}
	return nil
}

// scanner splits a script into tokens.
type scanner struct {
	source string
	at     int // byte of source
	failed string

	levels []level // the open brackets; the first one is the script
	total  int     // of all levels
	peak   int     // greatest total so far

	regexpNext bool   // a slash begins a regular expression
	ambiguous  bool   // it cannot be told what a slash is
	word       string // the last token if it is a name, and no property's
	dots       int    // dots or hashes directly before
}

// level is an open bracket.
type level struct {
	bracket   byte // '(', '[', '{', or '$' for the ${ of a template
	head      bool // the parentheses of if, while, for or with
	chain     int  // tokens since the last comma or semicolon
	statement int  // words that nest statements, since the last semicolon
	before    int  // chain and statement before the last semicolon, for "else"
}

func (l *level) weight() int { return l.chain + l.statement }

// nests reports whether a word makes a statement part of another one.
func nests(word string) bool {
	switch word {
	case "if", "else", "for", "while", "do", "with":
		return true
	}
	return false
}

// operates reports whether a slash after a word begins a regular expression.
func operates(word string) bool {
	switch word {
	case "return", "typeof", "case", "in", "instanceof", "new", "delete", "void", "do", "else", "throw":
		return true
	}
	return false
}

// varies reports whether a word is a name or not, depending on where it is.
func varies(word string) bool {
	switch word {
	case "of", "yield", "await", "let", "async", "static", "get", "set":
		return true
	}
	return false
}

func (s *scanner) top() *level { return &s.levels[len(s.levels)-1] }

func (s *scanner) add(n int) {
	s.top().chain += n
	s.total += n
}

// token skips one token and what precedes it.
func (s *scanner) token() {
	switch c := s.source[s.at]; {
	case c == ' ' || c >= '\t' && c <= '\r':
		s.at++
	case c == '"' || c == '\'':
		s.at = endOfString(s.source, s.at+1, c)
		s.operand()
	case c == '`':
		s.at++
		s.template()
	case c == '/':
		s.slash()
	case c >= '0' && c <= '9':
		s.at += runLength(s.source[s.at:], true)
		if s.source[s.at-1] == 'n' {
			s.failed = "a big integer" // its power takes any time and memory
		}
		s.operand()
	case c >= utf8.RuneSelf || c == '\\' || isNameByte(c):
		s.name()
	default:
		s.punctuation(c)
	}
}

// operand ends a token that is a value.
func (s *scanner) operand() {
	s.add(1)
	s.regexpNext, s.ambiguous, s.word, s.dots = false, false, "", 0
}

// name skips a name, a word of the language, or white space that is not ASCII.
func (s *scanner) name() {
	if s.source[s.at] >= utf8.RuneSelf {
		if r, size := utf8.DecodeRuneInString(s.source[s.at:]); isSpace(r) {
			s.at += size
			return
		}
	}
	n := max(1, runLength(s.source[s.at:], false))
	word := s.source[s.at : s.at+n]
	s.at += n
	if s.dots == 1 { // a property
		s.operand()
		return
	}
	s.operand()
	s.word, s.regexpNext, s.ambiguous = word, operates(word), varies(word)
	if nests(word) {
		l := s.top()
		if word == "else" {
			l.statement += l.before // the semicolon before it ended nothing
			s.total += l.before
			l.before = 0
		}
		l.statement++
		s.total++
	}
}

// slash skips a comment, a division or a regular expression.
func (s *scanner) slash() {
	rest := s.source[s.at:]
	switch {
	case strings.HasPrefix(rest, "//"):
		n := strings.IndexAny(rest, "\n\r\u2028\u2029")
		if n < 0 {
			n = len(rest)
		}
		s.at += n
	case strings.HasPrefix(rest, "/*"):
		n := strings.Index(rest[2:], "*/")
		if n < 0 {
			s.failed = "a comment without an end"
			return
		}
		s.at += n + 4
	case s.ambiguous:
		s.failed = "a division or a regular expression"
	case s.regexpNext:
		end := endOfRegexp(s.source, s.at+1)
		if end < 0 {
			s.failed = "a regular expression without an end"
			return
		}
		s.at = end
		s.operand()
	default:
		s.punctuation('/')
	}
}

// template skips the characters of a template up to its end or the next ${.
func (s *scanner) template() {
	for ; s.at < len(s.source); s.at++ {
		switch {
		case s.source[s.at] == '\\':
			s.at++
		case s.source[s.at] == '`':
			s.at++
			s.operand()
			return
		case strings.HasPrefix(s.source[s.at:], "${"):
			s.at += 2
			s.open('$')
			return
		}
	}
	s.failed = "a template without an end"
}

func (s *scanner) punctuation(c byte) {
	word := s.word
	doubled := s.at > 0 && s.source[s.at-1] == c && (c == '+' || c == '-') // ++ and -- keep what precedes them
	s.at++
	s.word = ""
	switch c {
	case '(', '[', '{':
		s.open(c)
		l := s.top()
		l.head = c == '(' && (word == "if" || word == "while" || word == "for" || word == "with")
		s.ambiguous = false
		if c == '(' && word == "await" { // for await (…)
			l.bracket = 'a'
		}
		return
	case ')', ']', '}':
		s.close(c)
		return
	case ',', ';':
		s.separate(c)
	case '.', '#':
		s.dots++
		s.add(1)
		s.regexpNext, s.ambiguous = true, false
		return
	case '+', '-':
		s.add(1)
		if next := s.at < len(s.source) && s.source[s.at] == c; next || doubled {
			s.dots = 0
			return // whether a value precedes stays as it is
		}
	case ':':
		s.top().statement++ // perhaps a label
		s.total++
	default:
		s.add(1)
	}
	s.regexpNext, s.ambiguous, s.dots = true, false, 0
}

func (s *scanner) open(bracket byte) {
	s.levels = append(s.levels, level{bracket: bracket, chain: 1})
	s.total++
	s.regexpNext, s.ambiguous, s.word, s.dots = true, false, "", 0
}

func (s *scanner) close(c byte) {
	l := *s.top()
	if len(s.levels) == 1 || !closes(c, l.bracket) {
		s.failed = "brackets that do not match"
		return
	}
	s.levels = s.levels[:len(s.levels)-1]
	s.total -= l.weight()
	if l.bracket == '$' {
		s.template()
		return
	}
	s.operand()
	s.regexpNext = l.head
	s.ambiguous = c == '}' || l.bracket == 'a'
}

// closes reports whether c closes a level that bracket opened.
func closes(c, bracket byte) bool {
	switch c {
	case ')':
		return bracket == '(' || bracket == 'a'
	case ']':
		return bracket == '['
	}
	return bracket == '{' || bracket == '$'
}

// separate begins a new element or statement.
func (s *scanner) separate(c byte) {
	l := s.top()
	if c == ';' {
		weight := l.weight()
		l.before, l.statement, l.chain = weight, 0, 0
		s.total -= weight
		return
	}
	s.total -= l.chain
	l.chain = 0
}

// endOfString returns the byte after a string literal whose first byte is at.
func endOfString(source string, at int, quote byte) int {
	for ; at < len(source); at++ {
		switch source[at] {
		case '\\':
			if strings.HasPrefix(source[at+1:], "\r\n") {
				at++
			}
			at++
		case '\n', '\r': // an error, which the parser reports
			return at
		case quote:
			return at + 1
		}
	}
	return len(source)
}

// endOfRegexp returns the byte after the closing slash, -1 when there is none.
func endOfRegexp(source string, at int) int {
	class := false
	for ; at < len(source); at++ {
		switch source[at] {
		case '\\':
			at++
		case '[':
			class = true
		case ']':
			class = false
		case '\n', '\r':
			return -1
		case '/':
			if !class {
				return at + 1
			}
		}
	}
	return -1
}

// runLength returns the length of the name or number at the start of s.
func runLength(s string, number bool) int {
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case isNameByte(c), number && c == '.', !number && c == '\\':
			i++
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(s[i:])
			if isSpace(r) {
				return i
			}
			i += size
		default:
			return i
		}
	}
	return len(s)
}

// isSpace reports whether JavaScript takes a rune that is not ASCII for white space or
// the end of a line.
func isSpace(r rune) bool {
	return unicode.IsSpace(r) || r == '\uFEFF' || r == '\u2028' || r == '\u2029'
}

func isNameByte(c byte) bool {
	return c == '$' || c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}
