package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/status"
	"github.com/hilo-app/hilo/core/store"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// rowTitles are long and short ones in several scripts.
var rowTitles = []string{
	"How bridges are built: the Millau Viaduct from the first pillar to the last bolt, with the people who built it",
	"A cat, a box, and forty minutes of peace", "كيف تُبنى الجسور: من العمود الأول إلى آخر برغي",
	"Fix a puncture in five minutes", "パンの焼き方：最初から最後まで", "Why Saturn is losing its rings", "Пять рек и один мост",
}

// rowProblems are the classes of the failed rows.
var rowProblems = []core.Class{
	problem.MembersOnly, problem.Gated, problem.Offline, problem.DiskFull, problem.GeoBlocked, problem.ClientRefused,
	problem.RateLimited, problem.Private, problem.Damaged, problem.IsUpcoming, problem.Unknown,
}

// rowStates are those of the rows behind the first four, in turn. The queue cannot
// start again with others: a row that had not ended is queued.
var rowStates = []core.State{core.Done, core.Failed, core.Paused, core.Cancelled, core.Queued, core.Done, core.Failed, core.Done}

// running is how many rows come first, all queued, so that they run; the last of
// them waits for YouTube.
const running = 4

// fillQueue makes a queue of n rows in a store that does not exist yet, and adds
// the videos of those that are still to be downloaded to the site. The files of
// saved rows are empty ones in dir; every third is missing.
func fillQueue(path, dir string, n int, s *site) error {
	if _, err := os.Stat(path); err == nil {
		return nil // the rows of an earlier start
	}
	file, err := os.Create(filepath.Join(dir, "Saved.mp4"))
	if err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	var order []core.ID
	changes := []store.Change{{Bucket: "settings", Key: "schema", Value: 2}}
	for i := range n {
		row, details := rowOf(i, dir, file.Name())
		s.server.Add(simulator.Video{
			ID: row.VideoID, Title: row.Title, Author: row.Channel, Duration: row.Duration, Hue: i * 47 % 360,
			Media: simulator.Formats(row.Duration, 137, 140),
		})
		if i == running-1 {
			s.server.Inject(simulator.Fault{Kind: simulator.Status, VideoID: row.VideoID, Code: 503, RetryAfter: "900"})
		}
		changes = append(changes, store.Change{Bucket: "queue", Key: string(row.ID), Value: map[string]any{"Status": row, "Details": details}})
		order = append(order, row.ID)
	}
	opened, err := store.Open(path)
	if err != nil {
		return err
	}
	if err := opened.Apply(append(changes, store.Change{Bucket: "order", Key: "order", Value: order})...); err != nil {
		return err
	}
	return opened.Close()
}

// rowOf returns the row with a number, and the technical words about its problem.
func rowOf(i int, dir, saved string) (row core.Status, details string) {
	id := fmt.Sprintf("rows%07d", i)
	row = core.Status{
		ID: core.ID(fmt.Sprintf("ROW%09d", i)), VideoID: id, URL: "https://www.youtube.com/watch?v=" + id,
		Thumbnail: "https://i.ytimg.com/vi/" + id + "/mqdefault.jpg", Title: rowTitles[i%len(rowTitles)], Channel: "Civil Works",
		Dir: dir, Duration: time.Duration(900+i*67) * time.Second, State: core.Queued, Quality: "1080p",
	}
	row.Wish.Kind = format.Video
	if i >= running {
		row.State = rowStates[(i-running)%len(rowStates)]
	}
	switch row.State {
	case core.Done:
		row.File, row.Total = saved, 12e6*int64(i+1)
		switch i % 3 {
		case 0:
			row.File = filepath.Join(dir, "Missing.mp4")
		case 1:
			row.Quality, row.Wanted, row.Note = "360p", "1080p", status.NoteRescue
		}
	case core.Failed:
		row.Problem = &core.Problem{Class: rowProblems[i%len(rowProblems)]}
		details = "lookup: player: status 403: a long sentence that YouTube said about it, for the report"
	case core.Paused:
		row.Received, row.Total = 55e6, 77e6
	}
	return row, details
}
