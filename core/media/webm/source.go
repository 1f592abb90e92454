package webm

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
)

// The names of Hilo's own tags.
const (
	sourceTag = "HILO_SOURCE" // Meta.Source
	madeTag   = "HILO_MADE"   // what Made reads, of a clip or a file with cuts
)

// Source returns the Meta.Source of a finished WebM file of the given size. A file of
// another kind, or not made by this program, is an error.
func Source(r io.ReaderAt, size int64) (source string, err error) {
	defer bin.RecoverDamage(&err)
	return readTag(r, size, sourceTag)
}

// Made returns Start and Cuts of the Summary of a finished WebM file of the given size, which
// is a clip or has cuts. Of any other, the error wraps media.ErrNoSource.
func Made(r io.ReaderAt, size int64) (s media.Summary, err error) {
	defer bin.RecoverDamage(&err)
	text, err := readTag(r, size, madeTag)
	if err != nil {
		return s, err
	}
	start, cuts, _ := strings.Cut(text, " ")
	ms, err := strconv.ParseUint(start, 10, 32)
	if err != nil {
		return s, fmt.Errorf("%w: %s is %.100q", media.ErrDamaged, madeTag, text)
	}
	s.Start = time.Duration(ms) * time.Millisecond
	s.Cuts, err = media.ParseCuts(cuts)
	return s, err
}

// madeText is what Made reads: "0 3000-6000,8000-9000", in milliseconds, without cuts "7000".
func madeText(s media.Summary) string {
	return strings.TrimSpace(fmt.Sprintf("%d %v", s.Start.Milliseconds(), s.Cuts))
}

// readTag returns the value of a tag of a file, or media.ErrNoSource if it has none.
func readTag(r io.ReaderAt, size int64, name string) (string, error) {
	w := newWalker(r, size)
	if err := w.open(); err != nil {
		return "", err
	}
	id, n, head, err := w.header(w.data, w.size)
	if err != nil || id != idSeekHead {
		return "", media.ErrNoSource
	}
	if err := w.top(id, w.data, w.data+head, w.data+head+n); err != nil {
		return "", err
	}
	for _, s := range w.seeks {
		if s.id != idTags {
			continue
		}
		id, n, head, err := w.header(s.at, w.size)
		if err != nil || id != idTags {
			return "", media.ErrNoSource
		}
		b, err := w.content(s.at+head, s.at+head+n)
		if err != nil {
			return "", err
		}
		if text, ok := findTag(b, name, 2); ok {
			return text, nil
		}
	}
	return "", media.ErrNoSource
}

// findTag looks for a tag in the content of Tags, up to depth elements deep.
func findTag(b []byte, name string, depth int) (text string, ok bool) {
	list, _ := elements(b)
	named := false
	for _, e := range list {
		switch e.id {
		case idTag, idSimpleTag:
			if depth == 0 {
				continue
			}
			if text, ok := findTag(e.data, name, depth-1); ok {
				return text, true
			}
		case idTagName:
			named = string(e.data) == name
		case idTagString:
			text = string(e.data)
		}
	}
	return text, named
}
