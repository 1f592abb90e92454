package youtube

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hilo-app/hilo/core/jsondoc"
)

// maxDepth bounds how deep a page is searched. The deepest recorded entry is at
// depth 12.
const maxDepth = 40

// maxPageEntries bounds the entries that are taken from a page. The longest
// recorded one has 102.
const maxPageEntries = 2000

// readPage parses a page in any of its recorded shapes: entries are
// playlistVideoRenderer (until 2025), lockupViewModel (2026) or, in a list of
// Shorts, shortsLockupViewModel. It searches the whole page for them, so that a
// change of the objects around them has no effect. It decodes only what it finds.
func readPage(raw []byte) (*page, error) {
	doc, err := parsePage(raw)
	if err != nil {
		return nil, err
	}
	p := &page{}
	p.readHeader(doc.Get("header"))
	p.readHeader(doc.Get("metadata"))
	p.tab = selectedTab(doc)
	w := walker{readers: readers}
	w.walkDocument(doc)
	p.entries = w.entries
	switch {
	case w.next != "":
		p.next = w.next
	case !w.any && p.total > 0: // a first page with a header and no entries
		p.next = w.first
	}
	return p, nil
}

// readSearchPage parses a page of search results, whose continuation stands after
// the section of the results.
func readSearchPage(raw []byte) (*page, error) {
	doc, err := parsePage(raw)
	if err != nil {
		return nil, err
	}
	w := walker{readers: searchReaders}
	w.walkDocument(doc)
	return &page{entries: w.entries, next: w.first}, nil
}

// selectedTab returns the last element of the path of the tab that a channel's
// page shows, "" on other pages.
func selectedTab(doc jsondoc.Value) string {
	for tab := range doc.Get("contents", "twoColumnBrowseResultsRenderer", "tabs").Items() {
		tab = tab.Get("tabRenderer")
		if string(tab.Get("selected").Raw()) == "true" {
			path := tab.Get("endpoint", "commandMetadata", "webCommandMetadata", "url").Str()
			return path[strings.LastIndexByte(path, '/')+1:]
		}
	}
	return ""
}

// parsePage parses an answer about a list. The class of the error is EmptyPlaylist
// when the answer is that there is no such list.
func parsePage(raw []byte) (jsondoc.Value, error) {
	doc, err := jsondoc.Parse(raw, pageLimit.values)
	alerts := doc.Get("alerts")
	switch {
	case err != nil:
	case !doc.IsObject() && !doc.IsNull():
		err = errors.New("not an object")
	case alerts.Raw() != nil && !alerts.IsArray() && !alerts.IsNull():
		err = errors.New("alerts are not an array")
	}
	if err != nil {
		return doc, &Error{Class: Unintelligible, Err: fmt.Errorf("read the list: %w", err)}
	}
	for item := range alerts.Items() {
		if alert := item.Get("alertRenderer"); alert.Get("type").Str() == "ERROR" {
			return doc, &Error{Class: EmptyPlaylist, Reason: textOf(alert.Get("text"))}
		}
	}
	return doc, nil
}

// walker searches a page for entries, and for the continuation in the same array
// as the entries. Continuations elsewhere lead to comments, to other lists, or to
// videos that YouTube recommends.
type walker struct {
	readers []entryReader
	entries []Entry
	any     bool   // an entry was found, even one that is skipped
	next    string // continuation in an array with entries
	first   string // the first continuation in any array
}

// walkDocument searches the parts of an answer that hold entries.
func (w *walker) walkDocument(doc jsondoc.Value) {
	for _, part := range []string{"contents", "onResponseReceivedActions", "onResponseReceivedCommands", "continuationContents"} {
		w.walk(doc.Get(part), 0)
	}
}

// walk searches v, an object or array at that depth.
func (w *walker) walk(v jsondoc.Value, depth int) {
	if depth > maxDepth {
		return
	}
	for key, child := range v.Members() {
		switch key {
		case "header", "sidebar", "menu", "overlays", "subheader":
			// may hold continuations, never entries
		default:
			w.walk(child, depth+1)
		}
	}
	if v.IsArray() {
		w.walkList(v, depth)
	}
}

// walkList searches the items of an array.
func (w *walker) walkList(items jsondoc.Value, depth int) {
	hasEntries := false
	token := ""
	for item := range items.Items() {
		if object, read := w.entryOf(item); read != nil {
			hasEntries, w.any = true, true
			if len(w.entries) == maxPageEntries {
				continue
			}
			if e := read(object); validID(e.ID) || e.ListID != "" {
				w.entries = append(w.entries, e)
			}
			continue
		}
		continuation, t := tokenOf(item)
		if t != "" {
			token = t
			if w.first == "" {
				w.first = t
			}
			continue
		}
		if !continuation {
			w.walk(item, depth+1)
		}
	}
	if hasEntries && token != "" && w.next == "" {
		w.next = token
	}
}

// entryOf returns the object of the video that an item of an array is, and the
// function that parses it, which is nil when the item is no video.
func (w *walker) entryOf(item jsondoc.Value) (jsondoc.Value, func(jsondoc.Value) Entry) {
	if inner := item.Get("richItemRenderer", "content"); inner.IsObject() { // on a channel's own pages
		item = inner
	}
	for _, r := range w.readers {
		if object := item.Get(r.kind); object.IsObject() {
			return object, r.read
		}
	}
	return jsondoc.Value{}, nil
}

// tokenOf reports whether an item is a continuation, and returns its token, "" when
// it has none.
func tokenOf(item jsondoc.Value) (bool, string) {
	for _, kind := range []string{"continuationItemRenderer", "continuationItemViewModel"} {
		if object := item.Get(kind); object.IsObject() {
			return true, findToken(object, 0)
		}
	}
	return false, ""
}

// findToken returns the token of the first continuationCommand in v, which is
// nested in one or more other commands.
func findToken(v jsondoc.Value, depth int) string {
	if depth > maxDepth {
		return ""
	}
	if t := v.Get("continuationCommand", "token").Str(); t != "" && len(t) < 1<<14 {
		return t
	}
	for _, c := range v.Members() {
		if t := findToken(c, depth+1); t != "" {
			return t
		}
	}
	for c := range v.Items() {
		if t := findToken(c, depth+1); t != "" {
			return t
		}
	}
	return ""
}
