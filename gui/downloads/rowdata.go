package downloads

import (
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/data/binding"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// rowData is what the list knows of one row. There may be ten thousands, of which a dozen
// are seen.
type rowData struct {
	id     core.ID
	status *core.Status // the newest, which the queue has, too; of a header it is empty
	at     time.Time    // of that
	group  *core.Group  // the newest; nil but of a header
	number int          // in its group, from 1 and in the order of the queue
	turn   string       // what is said of the one that starts next; empty for others

	settled time.Time // from when on the buttons of the row work

	*boundData     // nil while no row shows it; of a header never
	bound      int // rows that show it
}

// boundData is what one row shows, as bound data. Model sets it on the UI goroutine; the
// Row that shows it listens.
//
// It is one value, so that a row never shows a mixture of two states, a value that did
// not change calls no listener, and a row that is scrolled into view has one listener
// to add: each is a message to the UI goroutine.
type boundData struct {
	rateSet     time.Time // when speed and left were last set
	progressSet time.Time // when the amount was

	content binding.Item[rowContent]
}

// rowContent is what a row shows.
type rowContent struct {
	rowState
	progress float64 // 0 to 1
	pace     rowPace
}

// rowPace are the numbers under the bar.
type rowPace struct {
	amount string // "148 of 236 MB"
	speed  string // "9.8 MB/s"
	left   string // "9 s left"
}

// bar is how the progress of a row is shown.
type bar int

const (
	barNone    bar = iota
	barMoving      // bytes arrive
	barResting     // they do not, but some are there
)

// rowState is the part of a row that changes only with its state.
type rowState struct {
	head      bool // it is the header of a group
	state     core.State
	title     string
	clip      string // which part of the video it is, "1:30–2:45"
	source    string // channel, and the video that it is a chapter of
	meta      string // quality · size · note
	badge     string // duration
	thumbnail string // address
	gone      bool   // it was saved, and its file is not there any more: set by the row
	size      string // of the file, once it is saved
	playable  bool   // it can be watched while it is downloaded
	playing   bool   // a player shows it: set by the row
	better    string // the quality that was wanted and may be given out later; empty for none
	bar       bar
	note      string // the sentence in the middle, or at the end of the line under the bar
	tone      widgets.Tone
	side      Cause
	brief     string // what a compact row says of a failure: its cause first
	remedy    Remedy
	short     string // for a compact row too narrow for the rest: of a header how many are saved, "12 of 41"

	// Of a header only.
	failed int    // rows
	folder string // that has the files
	counts string // the end of meta: how many are in which state
}

// newHeadData returns the data of the header of a group that is not known yet.
func newHeadData(id core.ID) *rowData {
	return &rowData{id: id, status: &core.Status{}, group: &core.Group{}, boundData: newBoundData()}
}

func newBoundData() *boundData {
	return &boundData{content: binding.NewItem(func(a, b rowContent) bool { return a == b })}
}

// isHead says whether the row is the header of a group.
func (d *rowData) isHead() bool { return d.group != nil && d.group.ID != "" }

// bind makes the bound data, as it is now, before a row shows it.
func (d *rowData) bind() {
	d.bound++
	if d.boundData == nil {
		d.boundData = newBoundData()
		d.show(true)
	}
}

// release drops the bound data when no row shows it any more.
func (d *rowData) release() {
	if d.bound--; d.bound == 0 && d.group == nil {
		d.boundData = nil
	}
}

// RatePeriod is how long a speed is shown before it changes: a number that changes
// ten times a second cannot be read.
const RatePeriod = time.Second

// settle is how long the buttons of a row do nothing after they changed: whoever
// was about to press the one that stood there means that one.
const settle = 300 * time.Millisecond

// update sets the data from a newer status.
func (d *rowData) update(s *core.Status, now time.Time) {
	changed := d.status.State != s.State
	d.status, d.at = s, now
	if changed {
		d.settled = now.Add(settle)
	}
	if d.boundData != nil {
		d.show(changed)
	}
}

// show sets the bound data from the status; begins says that its state is new to a row.
func (d *rowData) show(begins bool) {
	s := *d.status
	c, _ := d.content.Get()
	c.rowState = d.stateShown()
	if barOf(s) != barNone {
		d.setProgress(&c, progressOf(s), begins, d.at, func() string { return i18n.Amount(s.Received, s.Total) })
		d.setPace(&c, s.Speed, s.ETA, s.State == core.Downloading, begins, d.at)
	}
	_ = d.content.Set(c)
}

// showState sets what changes only with the state.
func (d *rowData) showState() {
	c, _ := d.content.Get()
	c.rowState = d.stateShown()
	_ = d.content.Set(c)
}

func (d *rowData) stateShown() rowState {
	f := rowStateOf(*d.status, d.at)
	if d.turn != "" && f.state == core.Queued {
		f.note, f.short = d.turn, lang.L("Next in line")
	}
	return f
}

// progressStep is how far a bar moves at least, as a part of it, to be drawn at once: some pixels.
const progressStep = 1.0 / 128

// setProgress sets the part, from 0 to 1, that is there, and the amount in words. Whatever
// changes has the whole window drawn: bars that move slowly, and amounts, wait for the
// next quarter of a second, which is the same one for all rows.
func (d *boundData) setProgress(c *rowContent, part float64, begins bool, now time.Time, amount func() string) {
	due := begins || !now.Truncate(progressPeriod).Equal(d.progressSet.Truncate(progressPeriod))
	if due {
		d.progressSet = now
		c.pace.amount = amount()
	}
	if due || part < c.progress || part-c.progress >= progressStep || part == 1 {
		c.progress = part
	}
}

// progressPeriod is how long an amount is shown before it changes, and a slow bar stands.
const progressPeriod = RatePeriod / 4

// setPace sets the speed, in bytes per second, and the time left of what moves, unless
// it did so in the same RatePeriod: all rows have the same. What has just begun is set at once.
func (d *boundData) setPace(c *rowContent, speed int64, eta time.Duration, moves, begins bool, now time.Time) {
	if !moves || !begins && now.Truncate(RatePeriod).Equal(d.rateSet.Truncate(RatePeriod)) {
		return
	}
	d.rateSet = now
	c.pace.speed, c.pace.left = "", ""
	if speed > 0 {
		c.pace.speed, c.pace.left = i18n.Speed(speed), i18n.TimeLeft(eta)
	}
}

func barOf(s core.Status) bar {
	switch s.State {
	case core.Downloading:
		return barMoving
	case core.Queued, core.Waiting, core.Paused, core.LookingUp:
		if s.Received > 0 && s.Total > 0 {
			return barResting
		}
	}
	return barNone
}

func progressOf(s core.Status) float64 {
	if s.Total <= 0 {
		return 0
	}
	return max(0, min(1, float64(s.Received)/float64(s.Total)))
}

func rowStateOf(s core.Status, now time.Time) rowState {
	f := rowState{
		state:     s.State,
		title:     titleOf(s),
		clip:      rangeOf(s),
		badge:     i18n.Clock(s.Duration),
		thumbnail: s.Thumbnail,
	}
	f.source, f.meta, f.bar = sourceOf(s), metaOf(s), barOf(s)
	f.playable = s.State == core.Downloading && s.Wish.Kind != format.Picture && s.Wish.Clip == (format.Clip{})
	if s.State == core.Done && s.Note == core.NoteRescue {
		f.better = i18n.Plain(s.Wanted)
	}
	switch s.State {
	case core.Queued:
		f.note, f.tone = queueNote(s, now)
	case core.LookingUp:
		f.note = lang.L("Looking it up…")
		if s.Note == core.NoteSameFile {
			f.note = lang.L("Waiting for another download of the same file")
		}
	case core.Waiting:
		f.note, f.tone = waitNote(s, now), widgets.Warning
	case core.Paused:
		f.note = lang.L("Paused")
	case core.Finishing:
		f.note = lang.L("Checking the file…")
	case core.Done:
		f.size = i18n.Size(s.Total)
		f.note, f.tone = lang.L("Saved in {{.Folder}}", i18n.With("Folder", i18n.FolderName(filepath.Dir(s.File)))), widgets.Success
	case core.Failed:
		why := Explain(s.Problem)
		f.note, f.brief, f.side, f.remedy, f.tone = why.Sentence, why.Brief, why.Cause, why.Remedy, widgets.Error
		f.source, f.meta = i18n.Plain(s.Channel), string(why.Cause)
	case core.Cancelled:
		f.note = lang.L("Cancelled")
	}
	return f
}

// titleOf returns the title, or the address without its scheme until it is known.
func titleOf(s core.Status) string {
	if t := i18n.Plain(s.Title); t != "" {
		return t
	}
	if u := i18n.WithoutScheme(i18n.Plain(s.URL)); u != "" {
		return u
	}
	return i18n.Plain(s.VideoID)
}

// Title returns the title of a download, or its address.
func Title(s core.Status) string { return titleOf(s) }

// ShortTitle returns the title of a download, or its address, cut to 40 characters.
func ShortTitle(s core.Status) string { return shortened(titleOf(s), 40) }

// shortened returns a text cut to so many characters.
func shortened(text string, most int) string {
	title := []rune(text)
	if len(title) <= most {
		return text
	}
	return strings.TrimSpace(string(title[:most-1])) + "…"
}

// rangeOf returns which part of its video a download is, empty for all of it. Where a
// part without an end ends is known after the lookup only.
func rangeOf(s core.Status) string {
	c := s.Wish.Clip
	switch {
	case c.To > 0:
		return i18n.During(c.From, c.To)
	case c.From > 0 && s.Duration > 0:
		return i18n.During(c.From, c.From+s.Duration)
	case c.From > 0:
		return i18n.Exact(c.From) + "–"
	}
	return ""
}

// sourceOf returns where a download is from.
func sourceOf(s core.Status) string {
	if s.Chapter {
		return i18n.Join(i18n.Plain(s.Album), i18n.Plain(s.Channel))
	}
	return i18n.Plain(s.Channel)
}

func metaOf(s core.Status) string {
	whole := ""
	if s.Total > 0 && barOf(s) == barNone {
		whole = i18n.Size(s.Total)
	}
	note := ""
	switch s.Note {
	case core.NoteRescue:
		note = lang.L("only 360p could be had")
		if s.Wanted != "" {
			note = lang.L("{{.Wanted}} is not given out right now; this is {{.Quality}}", i18n.With("Wanted", i18n.Plain(s.Wanted), "Quality", i18n.Plain(s.Quality)))
			s.Quality = "" // the note says it
		}
	case core.NoteChanged:
		note = lang.L("changed on YouTube, fetched anew")
	case core.NoteAlready:
		note = lang.L("the same file as before")
	case core.NoteNoSponsorBlock:
		note = lang.L("SponsorBlock did not answer")
	case core.NoteMarkedOnly:
		note = lang.L("sponsored parts are chapters in this file")
	case core.NotePartsStay:
		note = lang.L("some sponsored parts stay in this file")
	case core.NoteResumed:
		if s.State == core.Downloading {
			note = lang.L("continued from before")
		}
	}
	quality := i18n.Plain(s.Quality)
	if s.Wish.Kind == format.Picture {
		quality = lang.L("Picture")
	}
	return i18n.Join(quality, whole, note)
}

// WebPage returns the page of a download, if it is one of YouTube's over https.
func WebPage(s core.Status) (*url.URL, bool) {
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

// warning returns the icon of a warning: a clock where something waits, and a sign where
// it is over.
func (f rowState) warning() fyne.Resource {
	if f.state.Ended() {
		return theme.IconWarn
	}
	return theme.IconClock
}
