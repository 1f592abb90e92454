package youtube

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/plaintext"
)

// page is the part of a playlist that one answer of the browse method holds.
type page struct {
	title, author string
	total         int
	entries       []Entry
	next          string // continuation of the next page, empty on the last
}

// maxDepth bounds how deep a page is searched. The deepest recorded entry is at
// depth 12.
const maxDepth = 40

// readPage parses a page in any of its recorded shapes: entries are
// playlistVideoRenderer (until 2025), lockupViewModel (2026) or, in a list of
// Shorts, shortsLockupViewModel. It searches the whole page for them, so that a
// change of the objects around them has no effect.
func readPage(raw []byte) (*page, error) {
	var a struct {
		Alerts []struct {
			AlertRenderer struct {
				Type string `json:"type"`
				Text text   `json:"text"`
			} `json:"alertRenderer"`
		} `json:"alerts"`
		Header        header `json:"header"`
		Metadata      header `json:"metadata"`
		Contents      any    `json:"contents"`
		Actions       any    `json:"onResponseReceivedActions"`
		Commands      any    `json:"onResponseReceivedCommands"`
		Continuations any    `json:"continuationContents"`
	}
	if err := json.Unmarshal(raw, &a); err != nil {
		return nil, &Error{Class: Unintelligible, Err: fmt.Errorf("read the playlist: %w", err)}
	}
	for _, alert := range a.Alerts {
		if alert.AlertRenderer.Type == "ERROR" {
			return nil, &Error{Class: EmptyPlaylist, Reason: plaintext.Truncate(alert.AlertRenderer.Text.String(), 500)}
		}
	}
	p := &page{}
	a.Header.read(p)
	a.Metadata.read(p)
	var w walker
	for _, part := range []any{a.Contents, a.Actions, a.Commands, a.Continuations} {
		w.walk(part, 0)
	}
	p.entries = w.entries
	switch {
	case w.next != "":
		p.next = w.next
	case !w.any && p.total > 0: // a first page with a header and no entries
		p.next = w.first
	}
	return p, nil
}

// describe copies what the page says about the playlist into l.
func (p *page) describe(l *Playlist) {
	if l.Title == "" {
		l.Title = p.title
	}
	if l.Author == "" {
		l.Author = p.author
	}
	if l.Total == 0 {
		l.Total = p.total
	}
}

// walker searches a page for entries, and for the continuation in the same array
// as the entries. Continuations elsewhere lead to comments, to other lists, or to
// videos that YouTube recommends.
type walker struct {
	entries []Entry
	any     bool   // an entry was found, even one that is skipped
	next    string // continuation in an array with entries
	first   string // the first continuation in any array
}

// walk searches v, an object or array at that depth.
func (w *walker) walk(v any, depth int) {
	if depth > maxDepth {
		return
	}
	switch v := v.(type) {
	case map[string]any:
		for _, key := range []string{"header", "sidebar", "menu", "overlays", "subheader"} {
			delete(v, key) // may hold continuations, never entries
		}
		for _, child := range sortedValues(v) {
			w.walk(child, depth+1)
		}
	case []any:
		w.walkList(v, depth)
	}
}

// walkList searches the items of an array.
func (w *walker) walkList(items []any, depth int) {
	hasEntries := false
	token := ""
	for _, item := range items {
		object, _ := item.(map[string]any)
		if e, ok := entryOf(object); ok {
			hasEntries, w.any = true, true
			if e.ID != "" && len(w.entries) < maxEntries {
				w.entries = append(w.entries, e)
			}
			continue
		}
		if t := tokenOf(object); t != "" {
			token = t
			if w.first == "" {
				w.first = t
			}
			continue
		}
		w.walk(item, depth+1)
	}
	if hasEntries && token != "" && w.next == "" {
		w.next = token
	}
}

// entryOf parses an item of an array, and reports whether it is a video. The
// entry of a deleted or private video is empty.
func entryOf(item map[string]any) (Entry, bool) {
	if inner := child(item, "richItemRenderer", "content"); inner != nil { // on a channel's own pages
		item = inner
	}
	for kind, read := range readers {
		if object := child(item, kind); object != nil {
			e := read(object)
			if !validID(e.ID) || e.Title == "[Deleted video]" || e.Title == "[Private video]" {
				return Entry{}, true
			}
			return e, true
		}
	}
	return Entry{}, false
}

// tokenOf returns the continuation token of an item, "" when it has none.
func tokenOf(item map[string]any) string {
	for _, kind := range []string{"continuationItemRenderer", "continuationItemViewModel"} {
		if object := child(item, kind); object != nil {
			return findToken(object, 0)
		}
	}
	return ""
}

// findToken returns the token of the first continuationCommand in v, which is
// nested in one or more other commands.
func findToken(v any, depth int) string {
	if depth > maxDepth {
		return ""
	}
	switch v := v.(type) {
	case map[string]any:
		if t, _ := child(v, "continuationCommand")["token"].(string); t != "" && len(t) < 1<<14 {
			return t
		}
		for _, c := range sortedValues(v) {
			if t := findToken(c, depth+1); t != "" {
				return t
			}
		}
	case []any:
		for _, c := range v {
			if t := findToken(c, depth+1); t != "" {
				return t
			}
		}
	}
	return ""
}

// clock parses "1:02:03" or "4:05". It returns 0 for anything else.
func clock(s string) time.Duration {
	var total int64
	parts := strings.Split(strings.TrimSpace(s), ":")
	if len(parts) < 2 || len(parts) > 3 {
		return 0
	}
	for _, p := range parts {
		n, err := strconv.ParseUint(p, 10, 16)
		if err != nil {
			return 0
		}
		total = total*60 + int64(n)
	}
	return time.Duration(total) * time.Second
}
