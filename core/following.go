package core

import (
	"context"
	"errors"
	"io"

	"github.com/hilo-app/hilo/core/follow"
	"github.com/hilo-app/hilo/core/linkfile"
)

// Following returns the lists that are followed.
func (m *Manager) Following() *follow.Follower { return m.follower }

// followTools connects a follow.Follower to the queue.
type followTools struct{ m *Manager }

var _ follow.Tools = followTools{}

// maxFollowedSearch is how many results of a search are looked at.
const maxFollowedSearch = 60

// List reads a list. What comes newest first is read until a page has nothing new.
func (t followTools) List(ctx context.Context, f follow.Followed, seen func(videoID string) bool) (follow.Page, error) {
	r := t.m.SearchVideos(f.Text, SearchFilter{})
	if f.Kind != Search {
		var err error
		if r, err = t.m.ReadList(f.Text, Tab(f.Tab)); err != nil {
			return follow.Page{}, err
		}
	}
	var all follow.Page
	for {
		page, err := r.Next(ctx)
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return follow.Page{}, err
		}
		all.ListID, all.Title, all.Channel, all.NewestFirst = page.ID, page.Title, page.Channel, page.Kind == Channel
		fresh := false
		for _, e := range page.Entries {
			if e.VideoID != "" && e.Why == "" {
				fresh = fresh || !seen(e.VideoID)
				all.Entries = append(all.Entries, follow.Entry{VideoID: e.VideoID, Title: e.Title, Channel: e.Channel, Duration: e.Duration})
			}
		}
		if all.NewestFirst && !fresh || page.Kind == Search && len(all.Entries) >= maxFollowedSearch {
			return all, nil
		}
	}
}

// Take adds entries to the queue, into the folder and with the numbers of their list.
// What is in the queue or the history is left out. The group of an earlier check, if it
// is still in the queue, gets them.
func (t followTools) Take(f follow.Followed, entries []follow.Entry) {
	l := List{Kind: f.Kind, ID: f.ListID, URL: f.Text, Title: f.Title, Channel: f.Channel, Total: f.Total}
	for _, e := range entries {
		l.Entries = append(l.Entries, ListEntry{VideoID: e.VideoID, Title: e.Title, Channel: e.Channel, Duration: e.Duration, Number: e.Number})
	}
	t.m.Add(Request{List: &l, Wish: f.Wish, Dir: f.Dir, Names: &f.Names, SkipSaved: true, join: true})
}

// Keep stores a list that is followed.
func (t followTools) Keep(key string, r *follow.Record) { t.m.queue.Persister.Followed(key, r) }

// Changed tells the subscriptions.
func (t followTools) Changed() {
	t.m.mu.Lock()
	defer t.m.mu.Unlock()
	t.m.queue.Subscriptions.FollowingChanged()
}

// LinksOf returns the links of downloads, for package linkfile to write.
func LinksOf(downloads []*Status) []linkfile.Item {
	var all []linkfile.Item
	for _, s := range downloads {
		all = append(all, linkfile.Item{URL: s.URL, Title: s.Title})
	}
	return all
}

// LinksOfFollowed returns the links of lists that are followed, for package linkfile
// to write. Searches have none.
func LinksOfFollowed(lists []follow.Followed) []linkfile.Item {
	var all []linkfile.Item
	for _, f := range lists {
		if f.Kind != Search {
			all = append(all, linkfile.Item{URL: f.Text, Title: f.Title})
		}
	}
	return all
}
