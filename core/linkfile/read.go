// Package linkfile reads and writes files of links: what people export from other
// programs and from YouTube, and what Hilo exports.
//
//	file -> Read -> Result (links of YouTube, each once)
//	[]Item -> WriteText, WriteCSV, WriteJSON, WriteOPML
//
// Read tells the format from the content: text with links, CSV such as Google
// Takeout's subscriptions.csv and lists of videos, OPML of feed readers, and JSON
// such as that of NewPipe, FreeTube and older Takeouts. What it reads is hostile: the
// bytes, the links and the depth are bounded, and nothing is fetched.
package linkfile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/hilo-app/hilo/core/link"
)

// MaxBytes is how large a file may be.
const MaxBytes = 16 << 20

// ErrTooLarge says that a file has more than MaxBytes.
var ErrTooLarge = errors.New("the file is too large: 16 MiB are read at most")

// Read reads a file of links. The error is ErrTooLarge or that of r; a file without
// links is no error.
func Read(r io.Reader) (Result, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return Result{}, fmt.Errorf("read the links: %w", err)
	}
	if len(raw) > MaxBytes {
		return Result{}, ErrTooLarge
	}
	raw = bytes.TrimSpace(bytes.TrimPrefix(raw, []byte("\ufeff")))
	if !utf8.Valid(raw) {
		raw = bytes.ToValidUTF8(raw, []byte("\ufffd"))
	}
	c := &collector{seen: map[string]bool{}}
	switch {
	case len(raw) == 0:
	case raw[0] == '<':
		readOPML(raw, c)
	case raw[0] == '{', raw[0] == '[':
		readJSON(raw, c)
	default:
		if !readCSV(raw, c) {
			readText(string(raw), c)
		}
	}
	return c.Result, nil
}

func readText(text string, c *collector) {
	// link.Parse bounds the text and the links that it takes.
	const piece = 1 << 17
	for text != "" {
		n := min(len(text), piece)
		if i := strings.LastIndexByte(text[:n], '\n'); n < len(text) && i > 0 {
			n = i + 1
		}
		links, rejected := link.Parse(text[:n])
		for _, l := range links {
			c.put(l.URL(), "")
		}
		c.Ignored += len(rejected)
		text = text[n:]
	}
}

// readCSV reads records with a link, the id of a channel or, in the first field, the
// id of a video. It reports whether there was any. The headings say nothing: they
// are in the language of the account.
func readCSV(raw []byte, c *collector) bool {
	first, _, _ := bytes.Cut(raw, []byte("\n"))
	r := csv.NewReader(bytes.NewReader(raw))
	r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = -1, true, true
	if bytes.Count(first, []byte(";")) > bytes.Count(first, []byte(",")) {
		r.Comma = ';'
	} else if !bytes.ContainsRune(first, ',') {
		return false
	}
	found := &collector{seen: map[string]bool{}}
	for n := 0; ; n++ {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			found.Ignored++
			continue
		}
		if severalLinks(fields) {
			return false
		}
		if !csvRecord(fields, n > 0, found) && n > 0 {
			found.Ignored++
		}
	}
	if len(found.Items) == 0 {
		return false
	}
	*c = *found
	return true
}

// severalLinks reports whether a record has different links, which makes it text
// with commas.
func severalLinks(fields []string) bool {
	first := ""
	for _, f := range fields {
		if url, ok := urlOf(f); ok {
			if first != "" && url != first {
				return true
			}
			first = url
		}
	}
	return false
}

var videoID = regexp.MustCompile(`^[A-Za-z0-9_-]{11}$`)

// csvRecord adds the link of a record. ids says that its first field can be the id
// of a video.
func csvRecord(fields []string, ids bool, c *collector) bool {
	at, address := -1, ""
	for i, f := range fields {
		if _, ok := urlOf(f); ok {
			at, address = i, f
			break
		}
	}
	if at < 0 && ids && videoID.MatchString(strings.TrimSpace(fields[0])) {
		at, address = 0, "https://www.youtube.com/watch?v="+strings.TrimSpace(fields[0])
	}
	if at < 0 {
		return false
	}
	title := ""
	for i, f := range fields {
		_, isLink := urlOf(f)
		if i != at && !isLink && len(f) > len(title) && !date.MatchString(f) {
			title = f
		}
	}
	return c.add(address, title)
}

var date = regexp.MustCompile(`^\s*\d{4}-\d\d-\d\d`)
