package youtube

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/plaintext"
)

// page is what one answer of the browse method holds of a playlist.
type page struct {
	title, author string
	total         int
	entries       []Entry
	next          string // continuation of the next page, empty on the last
}

// maxDepth is how deep objects in a page are followed. The deepest entry
// recorded was at 12.
const maxDepth = 40

// readPage reads a page in any of the shapes it has had: a list of
// playlistVideoRenderer (until 2025), lockupViewModel (2026) or, in a list of
// Shorts, shortsLockupViewModel. It looks for these wherever they are, so that
// a change of what is around them does no harm.
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
	case !w.any && p.total > 0: // a page of which only the frame came
		p.next = w.lone
	}
	return p, nil
}

// describe adds what a page says about its list.
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

// A walker collects entries, and the continuation that stands in the same
// array as they do. Those elsewhere lead to comments, to other lists, or to
// videos that YouTube recommends.
type walker struct {
	entries []Entry
	any     bool   // an entry was seen, perhaps one that is skipped
	next    string // continuation beside entries
	lone    string // the first continuation, wherever it is
}

// walk looks through v.
func (w *walker) walk(v any, depth int) {
	if depth > maxDepth {
		return
	}
	switch v := v.(type) {
	case map[string]any:
		for _, key := range []string{"header", "sidebar", "menu", "overlays", "subheader"} {
			delete(v, key) // may hold continuations, never entries
		}
		for _, child := range ordered(v) {
			w.walk(child, depth+1)
		}
	case []any:
		w.walkList(v, depth)
	}
}

// walkList looks through the items of a list.
func (w *walker) walkList(items []any, depth int) {
	beside := false
	token := ""
	for _, item := range items {
		object, _ := item.(map[string]any)
		if e, ok := entryOf(object); ok {
			beside, w.any = true, true
			if e.ID != "" && len(w.entries) < maxEntries {
				w.entries = append(w.entries, e)
			}
			continue
		}
		if t := tokenOf(object); t != "" {
			token = t
			if w.lone == "" {
				w.lone = t
			}
			continue
		}
		w.walk(item, depth+1)
	}
	if beside && token != "" && w.next == "" {
		w.next = token
	}
}

// entryOf reads an item of a list if it is a video. Of one that is deleted or
// private the entry is empty.
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

// tokenOf reads an item of a list if it is where the next page continues.
func tokenOf(item map[string]any) string {
	for _, kind := range []string{"continuationItemRenderer", "continuationItemViewModel"} {
		if object := child(item, kind); object != nil {
			return findToken(object, 0)
		}
	}
	return ""
}

// findToken finds the token of a continuationCommand, which stands inside one
// or more other commands.
func findToken(v any, depth int) string {
	if depth > maxDepth {
		return ""
	}
	switch v := v.(type) {
	case map[string]any:
		if t, _ := child(v, "continuationCommand")["token"].(string); t != "" && len(t) < 1<<14 {
			return t
		}
		for _, c := range ordered(v) {
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

// clock reads "1:02:03" or "4:05", 0 when it is neither.
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
