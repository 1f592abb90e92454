package e2e

import (
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// stormOfCommands gives commands at random from four goroutines, for rows of
// which several lead to the same file.
func stormOfCommands(t *testing.T) (o outcome) {
	rounds := 4
	if long {
		rounds = 50
	}
	start := time.Now()
	site := simulator.NewServer()
	defer site.Close()
	for _, id := range stormVideos {
		v := testVideo()
		v.ID, v.Title = id, id
		site.Add(v)
	}
	site.SetPace(3_000_000)
	for round := range rounds {
		storm(t, site, uint64(round))
		if t.Failed() {
			break
		}
	}
	o.took, o.result = time.Since(start), saved
	return o
}

var stormVideos = []string{"stormVideo1", "stormVideo2", "stormVideo3"}

// The wishes come in pairs that lead to the same streams.
var stormWishes = []format.Wish{
	{Kind: format.Video}, {Kind: format.Video, Sidecars: format.Sidecars{Text: true}},
	{Kind: format.Audio}, {Kind: format.Audio, Sidecars: format.Sidecars{JSON: true}},
}

// storm gives 30 commands from each of four goroutines, lets what is left end,
// and compares folder, queue, subscription and store.
func storm(t *testing.T, site *simulator.Server, seed uint64) {
	config := core.Config{Dir: t.TempDir(), Store: filepath.Join(t.TempDir(), "hilo.db"), Transport: site.Transport(), Parallel: 4}
	m, err := core.Open(config)
	must(t, err)
	box := m.Subscribe()
	told := map[core.ID]core.Status{}
	var order []core.ID
	var wg sync.WaitGroup
	for g := range uint64(4) {
		r := rand.New(rand.NewPCG(seed, g))
		wg.Go(func() {
			for range 30 {
				command(m, r)
			}
		})
	}
	wg.Wait()
	m.ResumeAll()

	limit := time.After(deadline)
	for !settled(m, told, order) {
		select {
		case <-box.Wake():
		case <-limit:
			t.Fatalf("round %d: never at rest: %+v, told %+v", seed, listed(m), told)
		}
		u := box.Take()
		for _, s := range u.Changed {
			told[s.ID] = *s
		}
		for _, id := range u.Removed {
			delete(told, id)
		}
		if u.Order != nil {
			order = u.Order
		}
	}
	before := listed(m)
	must(t, m.Close())
	for _, s := range before {
		if s.State == core.Failed {
			t.Errorf("round %d: %s %+v failed: %v", seed, s.VideoID, s.Wish, s.Problem)
		}
	}
	for _, name := range files(t, config.Dir) {
		if strings.HasPrefix(name, ".") {
			t.Errorf("round %d: %s is left over", seed, name)
		}
	}
	m, err = core.Open(config)
	must(t, err)
	if after := listed(m); !slices.EqualFunc(before, after, sameStored) {
		t.Errorf("round %d: the store has %+v, the queue had %+v", seed, after, before)
	}
	must(t, m.Close())
}

// command gives one command for one row.
func command(m *core.Manager, r *rand.Rand) {
	var id core.ID
	if all := m.List(); len(all) > 0 {
		id = all[r.IntN(len(all))].ID
	}
	switch r.IntN(7) {
	case 0, 1:
		m.Add(core.Request{Text: "youtu.be/" + stormVideos[r.IntN(len(stormVideos))], Wish: stormWishes[r.IntN(len(stormWishes))]})
	case 2:
		m.Pause(id)
	case 3:
		m.Cancel(id)
	case 4:
		m.Remove(id)
	case 5:
		m.Retry(id)
	case 6:
		m.Resume(id)
	}
}

// listed is Manager.List, with values that can be printed.
func listed(m *core.Manager) []core.Status {
	var all []core.Status
	for _, s := range m.List() {
		all = append(all, *s)
	}
	return all
}

// settled reports whether all rows have ended and a subscription was told of just
// them.
func settled(m *core.Manager, told map[core.ID]core.Status, order []core.ID) bool {
	all := m.List()
	if len(all) != len(told) || len(all) != len(order) {
		return false
	}
	for i, s := range all {
		if !s.State.Ended() || order[i] != s.ID || told[s.ID] != *s {
			return false
		}
	}
	return true
}

// sameStored compares what the store keeps of a row that has ended.
func sameStored(a, b core.Status) bool {
	return a.ID == b.ID && a.URL == b.URL && a.Wish == b.Wish && a.State == b.State && a.File == b.File && a.Title == b.Title
}
