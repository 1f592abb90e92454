package gui

import (
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2/data/binding"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
)

// rowData is what one row of the list shows, as bound data. The pump alone
// sets it; the widget that shows the row, if one does, listens.
//
// What belongs together is one value, so that a row is never seen half old and
// half new, and a value that did not change wakes nobody.
type rowData struct {
	id     core.ID
	status core.Status // the newest
	paced  time.Time   // when speed and left were last set

	face   binding.Item[face]
	part   binding.Float  // 0 to 1
	amount binding.String // "148 of 236 MB"
	speed  binding.String // "9.8 MB/s"
	left   binding.String // "9 s left"
}

// face is the part of a row that changes only with its state.
type face struct {
	state   core.State
	title   string
	times   string // which part of the video it is, "1:30–2:45"
	meta    string // channel · quality · size
	badge   string // duration
	picture string // address
	note    string // the sentence in the middle
	tone    tone
	side    whose
	remedy  remedy
}

// tone is how a note looks.
type tone int

const (
	quiet tone = iota
	good
	waiting
	wrong
)

func newRowData(id core.ID) *rowData {
	return &rowData{
		id:     id,
		face:   binding.NewItem(func(a, b face) bool { return a == b }),
		part:   binding.NewFloat(),
		amount: binding.NewString(),
		speed:  binding.NewString(),
		left:   binding.NewString(),
	}
}

// calmPace is how long a speed stays as it is: a number that changes ten times
// a second cannot be read.
const calmPace = time.Second

// update binds a newer status.
func (d *rowData) update(s core.Status, now time.Time) {
	changed := d.status.State != s.State
	d.status = s
	_ = d.face.Set(faceOf(s, now))
	if s.State != core.Downloading {
		return
	}
	_ = d.part.Set(partOf(s))
	_ = d.amount.Set(amount(s.Received, s.Total))
	if changed || now.Sub(d.paced) >= calmPace {
		d.paced = now
		pace, left := "", ""
		if s.Speed > 0 {
			pace, left = speed(s.Speed), timeLeft(s.ETA)
		}
		_ = d.speed.Set(pace)
		_ = d.left.Set(left)
	}
}

func partOf(s core.Status) float64 {
	if s.Total <= 0 {
		return 0
	}
	return max(0, min(1, float64(s.Received)/float64(s.Total)))
}

func faceOf(s core.Status, now time.Time) face {
	f := face{
		state:   s.State,
		title:   titleOf(s),
		times:   timesOf(s),
		badge:   clock(s.Duration),
		picture: s.Thumbnail,
	}
	f.meta = metaOf(s)
	switch s.State {
	case core.Queued:
		f.note, f.tone = queues(s, now)
	case core.LookingUp:
		f.note = lang.L("Looking it up…")
	case core.Waiting:
		f.note, f.tone = waits(s, now), waiting
	case core.Paused:
		f.note = lang.L("Paused")
		if s.Received > 0 {
			f.note = join(f.note, percent(partOf(s)), amount(s.Received, s.Total))
		}
	case core.Finishing:
		f.note = lang.L("Checking the file…")
	case core.Done:
		f.note, f.tone = lang.L("Saved in {{.Folder}}", with("Folder", folderName(filepath.Dir(s.File)))), good
	case core.Failed:
		why := explain(s.Problem)
		f.note, f.side, f.remedy, f.tone = why.sentence, why.side, why.remedy, wrong
	case core.Cancelled:
		f.note = lang.L("Cancelled")
	}
	return f
}

// titleOf is the title, or until it is known the address without its start.
func titleOf(s core.Status) string {
	if t := plain(s.Title); t != "" {
		return t
	}
	if u := withoutScheme(plain(s.URL)); u != "" {
		return u
	}
	return plain(s.VideoID)
}

// timesOf says which part of its video a row is. Its length is known once it
// was looked up, and only then where a part ends that goes on to the end.
func timesOf(s core.Status) string {
	c := s.Wish.Clip
	switch {
	case c.To > 0:
		return during(c.From, c.To)
	case c.From > 0 && s.Duration > 0:
		return during(c.From, c.From+s.Duration)
	case c.From > 0:
		return exact(c.From) + "–"
	}
	return ""
}

func withoutScheme(address string) string {
	return strings.TrimPrefix(strings.TrimPrefix(address, "https://"), "www.")
}

func metaOf(s core.Status) string {
	whole := ""
	if s.Total > 0 && s.State != core.Downloading && (s.State != core.Paused || s.Received == 0) {
		whole = size(s.Total)
	}
	note := ""
	switch s.Note {
	case core.NoteRescue:
		note = lang.L("only 360p could be had")
	case core.NoteChanged:
		note = lang.L("changed on YouTube, fetched anew")
	case core.NoteResumed:
		if s.State == core.Downloading {
			note = lang.L("going on from before")
		}
	}
	video, quality := "", plain(s.Quality)
	if s.Chapter {
		video = plain(s.Album)
	}
	if s.Wish.Kind == format.Picture {
		quality = lang.L("Picture")
	}
	return join(video, plain(s.Channel), quality, whole, note)
}

// folderName is what people call a folder.
func folderName(dir string) string {
	dir = filepath.Clean(dir)
	name := filepath.Base(dir)
	if name == "." || name == string(filepath.Separator) {
		return plain(dir)
	}
	return plain(name)
}

// webPage returns the page of a download, if it is one of YouTube's over https.
func webPage(s core.Status) (*url.URL, bool) {
	u, err := url.Parse(s.URL)
	if err != nil || u.Scheme != "https" || u.User != nil {
		return nil, false
	}
	switch strings.ToLower(u.Host) {
	case "www.youtube.com", "youtube.com", "m.youtube.com", "music.youtube.com", "youtu.be":
		return u, true
	}
	return nil, false
}
