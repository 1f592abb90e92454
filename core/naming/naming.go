// Package naming makes the names of files and folders from a pattern such as
// "{number} - {title}".
//
//	text -> Parse -> Pattern -> Name(Values, limit) -> a file name without its extension
//
// Words holds all words that a pattern can have. A name is legal on every system:
// what disk.Sanitize does to a title is done to the whole name. The package knows
// no download and does no I/O.
package naming

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/disk"
)

// Default is the pattern of a video that is on its own, and Numbered that of an
// entry of a list whose files have their numbers.
const (
	Default  = "{title}"
	Numbered = "{number} - {title}"
)

// maxPattern is the longest pattern in bytes.
const maxPattern = 200

// Word is a word of a pattern, without its braces.
type Word string

// The words.
const (
	Title   Word = "title"
	Channel Word = "channel"
	Date    Word = "date"    // the day of publication, as 2026-11-23
	Number  Word = "number"  // place in the list, with as many digits as the list needs
	List    Word = "list"    // title of the list
	Quality Word = "quality" // such as 1080p or M4A
	ID      Word = "id"      // of the video, 11 characters
)

// Words returns all words, in the order in which they are offered.
func Words() []Word { return []Word{Title, Channel, Date, Number, List, Quality, ID} }

// Values are what the words of a pattern stand for. Empty ones are left out of a
// name, together with the brackets around them or the separator next to them.
type Values struct {
	Title, Channel, List, Quality, ID string
	Date                              time.Time // zero when it is not known
	Number                            int       // from 1; 0 for none
	Total                             int       // entries of the list, which says how many digits Number gets
}

// Pattern is a pattern that was parsed. The zero value is Default.
type Pattern struct {
	text  string
	parts []part
}

// part is a piece of text or, where word is not empty, a word.
type part struct {
	text string
	word Word
}

// Parse reads a pattern; an empty text is Default. The error is a *PatternError.
func Parse(text string) (Pattern, error) {
	text = strings.TrimSpace(text)
	if len(text) > maxPattern {
		return Pattern{}, &PatternError{Reason: TooLong}
	}
	p := Pattern{text: text}
	names := false
	for rest := cmp.Or(text, Default); rest != ""; {
		open := strings.IndexAny(rest, "{}")
		if open < 0 {
			open = len(rest)
		}
		if open > 0 {
			if i := strings.IndexAny(rest[:open], `/\`); i >= 0 {
				return Pattern{}, &PatternError{Reason: Slash, Word: rest[i : i+1]}
			}
			p.parts = append(p.parts, part{text: rest[:open]})
			rest = rest[open:]
			continue
		}
		end := strings.IndexByte(rest, '}')
		if rest[0] == '}' || end < 0 {
			return Pattern{}, &PatternError{Reason: Brace, Word: rest[:1]}
		}
		w := Word(strings.ToLower(strings.TrimSpace(rest[1:end])))
		if !w.known() {
			return Pattern{}, &PatternError{Reason: UnknownWord, Word: rest[:end+1]}
		}
		names = names || w == Title || w == ID || w == Number
		p.parts = append(p.parts, part{word: w})
		rest = rest[end+1:]
	}
	if !names {
		return Pattern{}, &PatternError{Reason: Same}
	}
	return p, nil
}

// String returns the text that the pattern was parsed from.
func (p Pattern) String() string { return cmp.Or(p.text, Default) }

// Has reports whether the pattern has a word.
func (p Pattern) Has(w Word) bool {
	for _, q := range p.list() {
		if q.word == w {
			return true
		}
	}
	return false
}

func (p Pattern) list() []part {
	if len(p.parts) == 0 {
		return []part{{word: Title}}
	}
	return p.parts
}

// Name returns the name that the pattern gives v: sanitized, without an extension,
// of at most limit bytes. Where the whole is too long, the title is cut first, then
// the list and the channel, so that number and id stay. A name of which nothing is
// left is v.ID.
func (p Pattern) Name(v Values, limit int) string {
	words := map[Word]string{
		Title: whole(v.Title), Channel: whole(v.Channel), List: whole(v.List), Quality: whole(v.Quality), ID: whole(v.ID),
		Number: Digits(v.Number, v.Total),
	}
	if !v.Date.IsZero() {
		words[Date] = v.Date.Format(time.DateOnly)
	}
	name := p.join(words)
	for _, w := range []Word{Title, List, Channel} {
		uses := 0
		for _, q := range p.list() {
			if q.word == w {
				uses++
			}
		}
		if excess := len(name) - limit; excess > 0 && uses > 0 {
			cut := (excess + uses - 1) / uses
			words[w] = disk.Sanitize(words[w], max(len(words[w])-cut, 1))
			name = p.join(words)
		}
	}
	return cmp.Or(disk.Sanitize(name, limit), disk.Sanitize(v.ID, limit))
}

// Folder returns the name of the folder of a list: its sanitized title, or its id
// where nothing of the title can be kept.
func Folder(title, id string) string {
	return cmp.Or(disk.Sanitize(title, maxFolder), disk.Sanitize(id, maxFolder), "Playlist")
}

// maxFolder is the longest name of a folder in bytes. File systems allow 255; the
// paths of Windows have 259 characters in all.
const maxFolder = 100

// Digits returns n with as many digits as total has, and nothing for 0.
func Digits(n, total int) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprintf("%0*d", len(strconv.Itoa(max(n, total))), n)
}

// whole sanitizes a value at a length that no limit reaches.
func whole(s string) string { return disk.Sanitize(s, 1<<12) }

// absent stands for an empty value in a name that is not tidied yet. disk.Sanitize
// drops the character, so that no value has it.
const absent = '\x00'

// join returns the name, without what surrounds an empty value.
func (p Pattern) join(words map[Word]string) string {
	var b strings.Builder
	for _, q := range p.list() {
		switch value := words[q.word]; {
		case q.word == "":
			b.WriteString(strings.ReplaceAll(q.text, string(absent), ""))
		case value == "":
			b.WriteByte(absent)
		default:
			b.WriteString(value)
		}
	}
	return tidy(b.String())
}

const separators = " -_,.·|–—#"

// tidy removes each absent value together with the brackets around it, and the
// separator before it or, at the start, after it.
func tidy(s string) string {
	for {
		i := strings.IndexByte(s, absent)
		if i < 0 {
			return s
		}
		before, after := s[:i], s[i+1:]
		b, a := strings.TrimRight(before, " "), strings.TrimLeft(after, " ")
		for _, pair := range []string{"()", "[]", "{}"} {
			if strings.HasSuffix(b, pair[:1]) && strings.HasPrefix(a, pair[1:]) {
				before, after = b[:len(b)-1], a[1:]
				break
			}
		}
		if before = strings.TrimRight(before, separators); before == "" {
			after = strings.TrimLeft(after, separators)
		}
		s = before + after
	}
}

func (w Word) known() bool {
	for _, k := range Words() {
		if w == k {
			return true
		}
	}
	return false
}

// Example returns the name that a pattern gives an invented video, for people who
// are typing one. The error is a *PatternError.
func Example(pattern string) (string, error) {
	p, err := Parse(pattern)
	if err != nil {
		return "", err
	}
	return p.Name(Values{
		Title: "How bridges are built", Channel: "The Bridge Channel", List: "Bridges of the world", Quality: "1080p", ID: "aBcDeFgHiJk",
		Date: time.Date(2026, time.November, 23, 0, 0, 0, 0, time.UTC), Number: 7, Total: 41,
	}, maxFolder) + ".mp4", nil
}
