package youtube

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"iter"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/jsondoc"
)

// The bounds of a list, in entries, and in pages: a page has 100 entries of a
// playlist, about 50 Shorts, 30 videos of a channel or 20 of a search.
const (
	maxListEntries = 5000
	maxMixEntries  = 500 // a mix is endless
	maxPages       = 400
	maxIdle        = 3 // consecutive pages without a new entry
)

// feed is where the pages of a list come from.
type feed struct {
	kind      ListKind
	id, title string // as far as they are known without a request
	announces bool   // the header's count is that of the entries
	ofLists   bool   // the entries are lists, not videos
	overlaps  bool   // a page may begin with entries of the one before
	first     func(context.Context) (listRequest, error)
	read      func(jsondoc.Value) (*page, error)
	following func(*page) (listRequest, bool) // false after the last page
}

// listRequest is a request for one page.
type listRequest struct {
	method  string
	payload map[string]any
}

// key distinguishes the requests of one list.
func (r listRequest) key() string { return fmt.Sprint(r.payload) }

// ListReader reads a list page by page. It keeps its place: after an error, Next
// continues with the page that failed. It is not safe for concurrent use.
type ListReader struct {
	ask  pageSource
	log  *slog.Logger
	feed feed
	most int // entries

	summary ListSummary
	next    *listRequest
	pages   int
	idle    int
	skip    int             // entries to leave out, because they came before the list was begun anew
	anew    bool            // it was
	seen    map[uint64]bool // hashes of the pages so far
	known   map[string]bool // ids of the entries so far, of a feed whose pages overlap; else nil
	asked   map[string]bool // continuations: a page may lead back to an earlier one
	seed    maphash.Seed
}

// pageSource requests a page and parses it with read.
type pageSource func(ctx context.Context, r listRequest, read func(jsondoc.Value) (*page, error)) (*page, error)

func newListReader(ask pageSource, log *slog.Logger, f feed, most int) *ListReader {
	r := &ListReader{
		ask: ask, log: log, feed: f, most: most, summary: ListSummary{Kind: f.kind, ID: f.id, Title: f.title},
		seen: map[uint64]bool{}, asked: map[string]bool{}, seed: maphash.MakeSeed(),
	}
	if f.overlaps {
		r.known = map[string]bool{}
	}
	return r
}

// Summary returns what is known of the list so far.
func (r *ListReader) Summary() ListSummary { return r.summary }

// Next returns the next page that has entries. A page after the first is requested
// again, up to three times within ten seconds, when the network or YouTube fails,
// and once from the start of the list when YouTube no longer knows the continuation.
// The error is io.EOF after the last page, an *Error, or that of ctx; the class of
// an *Error is EmptyPlaylist when a guest cannot see such a list or it has no
// entries.
func (r *ListReader) Next(ctx context.Context) (ListPage, error) {
	for !r.summary.Ended {
		p, err := r.patiently(ctx)
		if err != nil {
			return ListPage{}, err
		}
		entries := r.accept(p)
		if r.summary.Ended && r.summary.Received == 0 && r.feed.kind != SearchKind {
			return ListPage{}, &Error{Class: EmptyPlaylist, Err: errors.New("no entries")}
		}
		if len(entries) > 0 {
			return ListPage{entries, r.summary}, nil
		}
	}
	return ListPage{}, io.EOF
}

// Pages iterates over the pages that are left. It ends after an error; another
// loop continues from there.
func (r *ListReader) Pages(ctx context.Context) iter.Seq2[ListPage, error] {
	return func(yield func(ListPage, error) bool) {
		for {
			page, err := r.Next(ctx)
			if errors.Is(err, io.EOF) || !yield(page, err) || err != nil {
				return
			}
		}
	}
}

// pageWaits are the waits before a page is requested again.
var pageWaits = []time.Duration{time.Second, 2 * time.Second, 4 * time.Second}

// patiently requests the next page, and again after a failure that may pass.
func (r *ListReader) patiently(ctx context.Context) (*page, error) {
	for try := 0; ; try++ {
		p, err := withDeadline(ctx, r.request)
		if errors.Is(err, errContinuation) && !r.anew {
			r.restart()
			continue
		}
		if err == nil || r.pages == 0 || try == len(pageWaits) || !passing(err) {
			return p, err
		}
		r.log.Debug("page of a list failed", "list", r.summary.ID, "pages", r.pages, "error", err)
		t := time.NewTimer(pageWaits[try])
		select {
		case <-t.C:
		case <-ctx.Done():
			t.Stop()
			return nil, ctx.Err()
		}
	}
}

// errContinuation says that YouTube no longer knows the continuation of a list, of
// which the first page must be requested anew.
var errContinuation = errors.New("the continuation is no longer known")

// passing reports whether a failure may be over soon.
func passing(err error) bool {
	var e *Error
	return !errors.Is(err, errContinuation) && errors.As(err, &e) && slices.Contains([]Class{Offline, Unreachable, TryLater, Unintelligible}, e.Class)
}

// restart begins with the first page again, of a list whose continuation YouTube no
// longer knows. The entries that came are left out.
func (r *ListReader) restart() {
	r.anew, r.next, r.skip = true, nil, r.summary.Received
	clear(r.seen)
	clear(r.asked)
}

// request requests the next page.
func (r *ListReader) request(ctx context.Context) (*page, error) {
	if r.next == nil {
		first, err := r.feed.first(ctx)
		if err != nil {
			return nil, err
		}
		r.next = &first
	}
	p, err := r.ask(ctx, *r.next, r.feed.read)
	var e *Error
	if r.pages > 0 && errors.As(err, &e) && e.Class == EmptyPlaylist {
		e.Class, e.Err = TryLater, errors.Join(errContinuation, e.Err)
	}
	return p, err
}

// accept adds a page to the list and returns its new entries.
func (r *ListReader) accept(p *page) []Entry {
	r.pages++
	if r.skip == 0 {
		r.idle++
	}
	r.describe(p)
	var added []Entry
	if !r.repeats(p) {
		for _, e := range p.entries {
			if (e.ListID != "") != r.feed.ofLists || r.known[e.ID] {
				continue
			}
			if r.skip > 0 && r.known == nil {
				r.skip--
				continue
			}
			if r.summary.Received == r.most {
				r.summary.Bounded = true
				break
			}
			if r.known != nil {
				r.known[e.ID] = true
			}
			e.Index = r.summary.Received + 1
			switch {
			case r.feed.kind == ChannelKind:
				e.Author = r.summary.Title // the tab shows views in the place of the channel
			case e.Author == "" && e.Views > 0 && r.feed.kind == PlaylistKind:
				e.Author = r.summary.Author // so does a course, whose videos are its owner's
			}
			r.summary.count(&e)
			added = append(added, e)
		}
	}
	if len(added) > 0 {
		r.idle, r.skip = 0, 0
	}
	next, more := r.feed.following(p)
	if r.pages == maxPages || r.summary.Received == r.most && more {
		r.summary.Bounded = true
	}
	r.summary.Ended = !more || r.asked[next.key()] || r.idle == maxIdle || r.summary.Bounded
	r.asked[next.key()] = true
	r.next = &next
	return added
}

// repeats reports whether the list has had this page before.
func (r *ListReader) repeats(p *page) bool {
	if len(p.entries) == 0 {
		return false
	}
	var h maphash.Hash
	h.SetSeed(r.seed)
	for _, e := range p.entries {
		_, _ = h.WriteString(e.ID + e.ListID + "\n")
	}
	sum := h.Sum64()
	repeated := r.seen[sum]
	r.seen[sum] = true
	return repeated
}

// describe copies what the page says about the list into the summary.
func (r *ListReader) describe(p *page) {
	s := &r.summary
	if s.Title == "" {
		s.Title = p.title
		if s.Kind == AlbumKind {
			s.Title = strings.TrimPrefix(p.title, "Album - ")
		}
	}
	if s.Author == "" {
		s.Author = strings.TrimSuffix(p.author, " - Topic")
		if s.Kind == ChannelKind {
			s.Author = s.Title
		}
	}
	if s.ID == "" {
		s.ID = p.channel
	}
	if s.Announced == 0 && r.feed.announces {
		s.Announced = p.total
	}
}
