package downloads

import (
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/widgets"
)

// Remedy is which button helps with a failure.
type Remedy int

// The remedies.
const (
	RemedyNone Remedy = iota
	RemedyRetry
	RemedyFolder
	RemedyOptions
	RemedyUpdate
)

// Cause is who or what is responsible for a failure; a key of the translations.
type Cause string

// The causes.
const (
	CauseVideo    Cause = "Cause: this video"
	CauseList     Cause = "Cause: this list"
	CauseYouTube  Cause = "Cause: YouTube"
	CauseNetwork  Cause = "Cause: your network"
	CauseComputer Cause = "Cause: this computer"
	CauseHilo     Cause = "Cause: Hilo"
)

// Explanation is what a person is told of a class of problem: what happened and
// whether waiting helps, in one sentence; who is responsible; and which button helps.
type Explanation struct {
	Sentence string
	Brief    string // the sentence after its cause, unless it begins with that
	Cause    Cause
	Remedy   Remedy
}

// remedies has an entry for every core.Class: its cause, and the button that helps.
var remedies = map[core.Class]struct {
	cause  Cause
	remedy Remedy
}{
	core.BotCheck:       {CauseYouTube, RemedyRetry},
	core.RateLimited:    {CauseYouTube, RemedyRetry},
	core.AgeRestricted:  {CauseVideo, RemedyNone},
	core.Private:        {CauseVideo, RemedyNone},
	core.MembersOnly:    {CauseVideo, RemedyNone},
	core.Paid:           {CauseVideo, RemedyNone},
	core.Premium:        {CauseVideo, RemedyNone},
	core.GeoBlocked:     {CauseVideo, RemedyNone},
	core.ClientRefused:  {CauseHilo, RemedyUpdate},
	core.Removed:        {CauseVideo, RemedyNone},
	core.IsLive:         {CauseVideo, RemedyRetry},
	core.IsUpcoming:     {CauseVideo, RemedyRetry},
	core.DRM:            {CauseVideo, RemedyNone},
	core.NoStreams:      {CauseVideo, RemedyRetry},
	core.WrongVideo:     {CauseYouTube, RemedyRetry},
	core.EmptyPlaylist:  {CauseList, RemedyNone},
	core.Filtered:       {CauseNetwork, RemedyRetry},
	core.ContentCheck:   {CauseVideo, RemedyNone},
	core.Processing:     {CauseVideo, RemedyRetry},
	core.TryLater:       {CauseYouTube, RemedyRetry},
	core.Gated:          {CauseYouTube, RemedyRetry},
	core.Expired:        {CauseYouTube, RemedyRetry},
	core.Offline:        {CauseNetwork, RemedyRetry},
	core.Unreachable:    {CauseNetwork, RemedyRetry},
	core.Untrusted:      {CauseNetwork, RemedyRetry},
	core.Proxy:          {CauseNetwork, RemedyRetry},
	core.DiskFull:       {CauseComputer, RemedyFolder},
	core.NotWritable:    {CauseComputer, RemedyFolder},
	core.Busy:           {CauseComputer, RemedyRetry},
	core.Damaged:        {CauseHilo, RemedyRetry},
	core.OutsideVideo:   {CauseVideo, RemedyOptions},
	core.OnlyWhole:      {CauseYouTube, RemedyRetry},
	core.Unintelligible: {CauseHilo, RemedyUpdate},
	core.Unknown:        {CauseHilo, RemedyRetry},
}

// Explain tells a person about a failure, in the language of the window: the
// English sentence is that of core/problem, its translations have keys made of the
// class, such as "problem.private". A nil
// problem, and one of a class that this version does not know, are explained as
// Unknown.
func Explain(p *core.Problem) Explanation {
	if p == nil {
		p = &core.Problem{Class: core.Unknown}
	}
	class := p.Class
	r, known := remedies[class]
	if !known {
		class, r = core.Unknown, remedies[core.Unknown]
	}
	e := Explanation{Cause: r.cause, Remedy: r.remedy}
	e.Sentence = lang.X("problem."+string(class), problem.Sentence(class))
	if message := i18n.Plain(p.Message); message != "" && class == core.Unknown {
		e.Sentence, e.Cause = lang.L("YouTube says: {{.Message}}", i18n.With("Message", message)), CauseYouTube
	}
	e.Brief = e.Sentence
	if name := nameOf(e.Cause); !strings.HasPrefix(strings.ToLower(e.Sentence), strings.ToLower(name)) {
		e.Brief = lang.L("{{.Cause}}: {{.Sentence}}", i18n.With("Cause", name, "Sentence", e.Sentence))
	}
	e.Cause = Cause(lang.L(string(e.Cause)))
	return e
}

// nameOf returns what a cause is called before a sentence.
func nameOf(c Cause) string {
	switch c {
	case CauseVideo:
		return lang.L("This video")
	case CauseList:
		return lang.L("This list")
	case CauseNetwork:
		return lang.L("Your network")
	case CauseComputer:
		return lang.L("This computer")
	case CauseYouTube:
		return "YouTube"
	}
	return "Hilo"
}

// waitNote returns why a download waits, and until when.
func waitNote(s core.Status, now time.Time) string {
	why := lang.L("A short break.")
	if s.Problem != nil {
		if reason := problem.Waiting(s.Problem.Class); reason != "" {
			why = lang.X("waiting."+string(s.Problem.Class), reason)
		}
	}
	return why + " " + resumeNote(s.Until, now)
}

// queueNote returns what a queued download waits for.
func queueNote(s core.Status, now time.Time) (note string, t widgets.Tone) {
	switch {
	case s.Note == core.NotePaced:
		return lang.L("Not too many at once, so that YouTube keeps answering.") + " " + resumeNote(s.Until, now), widgets.Warning
	case s.Until.After(now):
		return lang.L("Waiting for its turn") + ". " + resumeNote(s.Until, now), widgets.Neutral
	}
	return lang.L("Waiting for its turn"), widgets.Neutral
}

// turn is which download starts next, and what its row says of that.
type turn struct {
	id    core.ID
	note  string
	stale bool // it has to be found again
}

// show finds the download that starts next, and has its row say so.
func (t *turn) show(m *Model, now time.Time) {
	if !t.stale {
		return
	}
	before := turn{id: t.id, note: t.note}
	if *t = turnOf(m); *t == before {
		return
	}
	for _, x := range []turn{{id: before.id}, *t} {
		if d := m.rows[x.id]; d != nil {
			d.turn, d.at = x.note, now
			if d.boundData != nil {
				d.showState()
			}
		}
	}
}

// turnOf returns the first download of the queue that waits for a place, or nothing
// while none has one.
func turnOf(m *Model) turn {
	if len(m.active) == 0 || m.counts[GroupWaiting] == 0 {
		return turn{}
	}
	for _, id := range m.order {
		d := m.rows[id]
		if d == nil || d.status.State != core.Queued {
			continue
		}
		if d.status.Note == core.NotePaced || !d.status.Until.IsZero() {
			return turn{}
		}
		if len(m.active) == 1 {
			for _, running := range m.active {
				return turn{id: id, note: lang.L("Next, when {{.Title}} is done", i18n.With("Title", shortened(titleOf(running.status), 20)))}
			}
		}
		return turn{id: id, note: lang.L("Next in line")}
	}
	return turn{}
}

func resumeNote(until, now time.Time) string {
	switch left := until.Sub(now); {
	case until.IsZero():
		return lang.L("Continues by itself when it can.")
	case left < 45*time.Second:
		return lang.L("Continues in a moment.")
	}
	return lang.L("Continues at {{.Time}}.", i18n.With("Time", i18n.TimeOfDay(until)))
}
