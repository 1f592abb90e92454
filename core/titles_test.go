package core_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// titled opens a queue that starts nothing and asks for titles.
func titled(t *testing.T) *harness {
	t.Helper()
	b := newHarness(t)
	b.open(func(c *core.Config) { c.Titles = true })
	b.m.PauseUntil(time.Now().Add(time.Hour))
	return b
}

// Titles come before the turn of a download, without a lookup, and a video that has
// none harms nobody.
func TestTitlesBeforeTheirTurn(t *testing.T) {
	b := titled(t)
	b.site.Add(video("aaaaaaaaaaa", "Bridges"))
	b.site.Add(video("ccccccccccc", "Tunnels"))
	ids := b.add("aaaaaaaaaaa", "bbbbbbbbbbb", "ccccccccccc")
	b.await("titles", func() bool { return b.last[ids[0]].Title == "Bridges" && b.last[ids[2]].Title == "Tunnels" })
	for i, id := range ids {
		s := b.last[id]
		if s.State != core.Queued || s.Thumbnail == "" || i != 1 && s.Channel != "Practice" || i == 1 && (s.Title != "" || s.Problem != nil) {
			t.Errorf("%+v", s)
		}
	}
	if n := len(b.site.RequestsOn(simulator.OnPlayer)); n != 0 {
		t.Errorf("%d lookups", n)
	}
}

// A download that failed before anybody could ask for its title gets one, if YouTube
// tells it.
func TestTitleOfWhatFailed(t *testing.T) {
	b := newHarness(t)
	refused := video("aaaaaaaaaaa", "Bridges")
	refused.Playability = simulator.BotCheck
	b.site.Add(refused)
	b.open(func(c *core.Config) { c.Titles = true })
	id := b.add("aaaaaaaaaaa")[0]
	b.await("a title", func() bool { return b.last[id].State == core.Failed && b.last[id].Title == "Bridges" })
}

// Of a long queue only the front is asked for, in its order, and each video once.
func TestTitlesOfALongQueue(t *testing.T) {
	b := titled(t)
	var ids []string
	for i := range 5000 {
		id := fmt.Sprintf("aaaaaaa%04d", i)
		if i <= 200 {
			b.site.Add(video(id, "Title of "+id))
		}
		ids = append(ids, id)
	}
	rows := b.wish(format.Wish{Kind: format.Video}, ids...)
	b.await("200 titles", func() bool {
		return !slices.ContainsFunc(rows[:200], func(id core.ID) bool { return b.last[id].Title == "" })
	})
	b.m.Remove(rows[0]) // the next one is near the front now
	b.await("one more", func() bool { return b.last[rows[200]].Title != "" })
	var asked []string
	for _, r := range b.site.RequestsOn(simulator.OnPreview) {
		asked = append(asked, r.Query[strings.LastIndex(r.Query, "%3Fv%3D")+len("%3Fv%3D"):])
	}
	slices.Sort(asked)
	if !slices.Equal(asked, ids[:201]) {
		t.Errorf("%d requests: %q", len(asked), asked[:min(3, len(asked))])
	}
}

// A Manager that is closed while YouTube does not answer ends at once; the test's
// leak check finds what is left.
func TestCloseEndsRequestsForTitles(t *testing.T) {
	b := titled(t)
	b.site.Add(video("aaaaaaaaaaa", "Bridges"))
	b.site.Inject(simulator.Fault{Kind: simulator.Late, On: simulator.OnPreview, Delay: time.Hour})
	b.add("aaaaaaaaaaa")
	b.await("a request", func() bool { return len(b.site.RequestsOn(simulator.OnPreview)) == 1 })
	b.close()
}

// A queue that was not told to ask for titles does not.
func TestNoTitlesUnasked(t *testing.T) {
	b := newHarness(t)
	b.site.Add(video("aaaaaaaaaaa", "Bridges"))
	b.site.Add(video("bbbbbbbbbbb", "Tunnels"))
	b.open(func(c *core.Config) { c.Parallel = 1 })
	ids := b.add("aaaaaaaaaaa", "bbbbbbbbbbb")
	b.awaitState(ids[1], core.Done)
	if n := len(b.site.RequestsOn(simulator.OnPreview)); n != 0 {
		t.Errorf("%d requests", n)
	}
}

// Of fifty links that are pasted at once, never more than two are asked about at a time.
func TestTitlesTwoAtATime(t *testing.T) {
	b := titled(t)
	const held = 20 * time.Millisecond // no answer begins earlier
	b.site.Inject(simulator.Fault{Kind: simulator.Late, On: simulator.OnPreview, Delay: held})
	var ids []string
	for i := range 50 {
		id := fmt.Sprintf("aaaaaaaaa%02d", i)
		b.site.Add(video(id, "Title of "+id))
		ids = append(ids, id)
	}
	rows := b.add(ids...)
	b.await("all titles", func() bool {
		return !slices.ContainsFunc(rows, func(id core.ID) bool { return b.last[id].Title == "" })
	})
	all := b.site.RequestsOn(simulator.OnPreview)
	most := 0
	for _, r := range all {
		open := 0
		for _, o := range all {
			if !o.Start.After(r.Start) && r.Start.Sub(o.Start) < held {
				open++
			}
		}
		most = max(most, open)
	}
	if len(all) != len(ids) || most != 2 {
		t.Errorf("%d requests, at most %d at a time", len(all), most)
	}
}
