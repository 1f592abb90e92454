package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/link"
	"github.com/hilo-app/hilo/core/problem"
)

// maxResults is how many results of a search are looked at.
const maxResults = 100

// content is what a command line leads to.
type content struct {
	text  string      // links of videos, and of lists that the queue opens
	lists []core.List // with the entries that are taken

	rejected []link.Rejection
	partOf   []link.Link // videos that are in a list, which is not taken
	skipped  int         // videos that the archive has
}

// read finds out what the links of a request lead to. Lists are opened only where
// their entries must be known; else the queue opens them.
func (r request) read(ctx context.Context, m *core.Manager, a *archive) (content, error) {
	var c content
	links, rejected := link.Parse(r.text)
	c.rejected = rejected
	var text strings.Builder
	for _, l := range links {
		switch {
		case l.Kind == link.Video && a.has(l.VideoID):
			c.skipped++
		case l.Kind == link.Video && l.PlaylistID != "":
			c.partOf = append(c.partOf, l)
			fallthrough
		case l.Kind == link.Video, r.choose.empty() && a == nil && !r.flat:
			text.WriteString(l.URL() + "\n")
		default:
			reader, err := m.ReadList(l.URL(), core.AllUploads)
			if err != nil {
				return c, err
			}
			list, err := readAll(ctx, reader, 0)
			if err != nil {
				return c, fmt.Errorf("%s: %w", l.URL(), err)
			}
			c.add(r, list, a)
		}
	}
	c.text = text.String()
	if r.search != "" {
		list, err := readAll(ctx, m.SearchVideos(r.search, r.sort.filter()), maxResults)
		if err != nil {
			return c, fmt.Errorf("-search: %w", err)
		}
		r.sort.apply(&list)
		if r.choose.empty() && !r.flat {
			list.Entries = list.Entries[:min(len(list.Entries), 1)]
		}
		c.add(r, list, a)
	}
	return c, nil
}

// readAll reads a list, up to so many entries if most is not 0.
func readAll(ctx context.Context, r *core.ListReader, most int) (core.List, error) {
	var all []core.ListEntry
	for {
		page, err := r.Next(ctx)
		all = append(all, page.Entries...)
		switch {
		case errors.Is(err, io.EOF), err == nil && most > 0 && len(all) >= most:
			page.Entries = all
			if most > 0 {
				page.Entries = all[:min(len(all), most)]
			}
			return page, nil
		case err != nil:
			return core.List{}, err
		}
	}
}

// add adds the entries of a list that are taken.
func (c *content) add(r request, l core.List, a *archive) {
	if !r.flat || !r.choose.empty() {
		l.Entries = r.choose.choose(l)
	}
	if l.Total == 0 {
		for _, e := range l.Entries {
			l.Total = max(l.Total, e.Number)
		}
	}
	var left []core.ListEntry
	for _, e := range l.Entries {
		if a.has(e.VideoID) {
			c.skipped++
			continue
		}
		left = append(left, e)
	}
	if l.Entries = left; len(left) > 0 {
		c.lists = append(c.lists, l)
	}
}

// flatEntry is what -flat prints of one entry.
type flatEntry struct {
	ID              string     `json:"id"`
	URL             string     `json:"url"`
	Title           string     `json:"title"`
	Channel         string     `json:"channel"`
	DurationSeconds int64      `json:"duration_seconds"`    // 0 when not known
	Views           int64      `json:"views,omitempty"`     // rounded, as YouTube shows them in lists
	Published       string     `json:"published,omitempty"` // as YouTube shows it in lists, in English: "10 months ago"
	Index           int        `json:"index"`               // in its list, from 1; 0 for a link of a video
	Available       bool       `json:"available"`
	Why             core.Class `json:"why,omitempty"` // it is not
	List            string     `json:"list,omitempty"`
}

// printFlat prints one JSON object for each entry. A link of a video gets the title and
// channel of a preview; its duration would cost a lookup. Videos without a preview get
// neither, and all that follow a preview that failed for a passing reason.
func (c content) printFlat(ctx context.Context, m *core.Manager, out io.Writer) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	links, _ := link.Parse(c.text)
	ask := true
	for _, l := range links {
		var p core.Preview
		if ask {
			var err error
			if p, err = m.Preview(ctx, l.VideoID); ctx.Err() != nil {
				return ctx.Err()
			}
			ask = !passes(err)
		}
		if err := e.Encode(flatEntry{ID: l.VideoID, URL: watchURL(l.VideoID), Title: p.Title, Channel: p.Author, Available: true}); err != nil {
			return err
		}
	}
	for _, l := range c.lists {
		for _, v := range l.Entries {
			if v.VideoID == "" && v.ListID != "" {
				continue
			}
			if err := e.Encode(flatEntry{
				v.VideoID, watchURL(v.VideoID), v.Title, v.Channel, int64(v.Duration.Seconds()), v.Views, v.Age.String(), v.Number, v.Why == "", v.Why, l.ID,
			}); err != nil {
				return err
			}
		}
	}
	return nil
}

// passes reports whether an error is a Problem that waiting helps against.
func passes(err error) bool {
	var p *core.Problem
	if !errors.As(err, &p) {
		return false
	}
	_, ok := problem.RetryPolicyOf(p.Class)
	return ok
}

func watchURL(videoID string) string {
	return link.Link{Kind: link.Video, VideoID: videoID}.URL()
}
