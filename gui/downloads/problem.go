package downloads

import (
	"time"

	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
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
	CauseVideo    Cause = "This video"
	CauseList     Cause = "This list"
	CauseYouTube  Cause = "YouTube"
	CauseNetwork  Cause = "Your network"
	CauseComputer Cause = "This computer"
	CauseHilo     Cause = "Hilo"
)

// Explanation is what a person is told of a class of problem: what happened and
// whether waiting helps, in one sentence; who is responsible; and which button helps.
type Explanation struct {
	Sentence string
	Cause    Cause
	Remedy   Remedy
}

// failures has an entry for every core.Class. The sentences are in English: their
// translations have keys made of the class, such as "problem.private".
var failures = map[core.Class]Explanation{
	core.BotCheck:       {"YouTube wants proof that you are no robot. Waiting some hours helps.", CauseYouTube, RemedyRetry},
	core.RateLimited:    {"YouTube asked for a pause after many videos. Try again in an hour.", CauseYouTube, RemedyRetry},
	core.AgeRestricted:  {"Only for adults who sign in, and Hilo does not sign in. Waiting won't help.", CauseVideo, RemedyNone},
	core.Private:        {"The owner made this video private, so it can't be downloaded. Waiting won't help.", CauseVideo, RemedyNone},
	core.MembersOnly:    {"Only for the channel's members, and Hilo does not sign in. Waiting won't help.", CauseVideo, RemedyNone},
	core.Paid:           {"This video has to be bought or rented on YouTube. Waiting won't help.", CauseVideo, RemedyNone},
	core.Premium:        {"Only for YouTube Premium, and Hilo does not sign in. Waiting won't help.", CauseVideo, RemedyNone},
	core.GeoBlocked:     {"The owner does not show this video in your country. Waiting won't help.", CauseVideo, RemedyNone},
	core.ClientRefused:  {"YouTube turned this Hilo away. A newer one helps, waiting doesn't.", CauseHilo, RemedyUpdate},
	core.Removed:        {"This video is no longer on YouTube. Waiting won't help.", CauseVideo, RemedyNone},
	core.IsLive:         {"This is being broadcast live. Try again when it is over.", CauseVideo, RemedyRetry},
	core.IsUpcoming:     {"This video has not started yet. Try again after it was shown.", CauseVideo, RemedyRetry},
	core.DRM:            {"This video is copy-protected, so it can't be downloaded. Waiting won't help.", CauseVideo, RemedyNone},
	core.NoStreams:      {"YouTube offers this video in no form that Hilo can save. Waiting may help.", CauseVideo, RemedyRetry},
	core.WrongVideo:     {"A different video came, so it wasn't kept. Trying again may help.", CauseYouTube, RemedyRetry},
	core.EmptyPlaylist:  {"This list is empty or private. Waiting won't help.", CauseList, RemedyNone},
	core.Gated:          {"YouTube holds this video back right now. Trying again later may help.", CauseYouTube, RemedyRetry},
	core.Expired:        {"YouTube's address ran out. Try again: it goes on from where it was.", CauseYouTube, RemedyRetry},
	core.Offline:        {"There is no internet connection. Try again when it is back: nothing is lost.", CauseNetwork, RemedyRetry},
	core.Unreachable:    {"YouTube can't be reached. Try again in a few minutes: nothing is lost.", CauseNetwork, RemedyRetry},
	core.Untrusted:      {"The connection is filtered, or the clock is wrong. Waiting won't help.", CauseNetwork, RemedyRetry},
	core.Proxy:          {"This computer's proxy doesn't let Hilo through. Check its settings.", CauseNetwork, RemedyRetry},
	core.DiskFull:       {"This disk is full. Make room on it, or choose another folder.", CauseComputer, RemedyFolder},
	core.NotWritable:    {"Hilo can't write to this folder. Choose another one.", CauseComputer, RemedyFolder},
	core.Busy:           {"Another Hilo is saving this same video. Try again when it is done.", CauseComputer, RemedyRetry},
	core.Damaged:        {"The file failed its check, so it was not saved. Trying again may help.", CauseHilo, RemedyRetry},
	core.OutsideVideo:   {"This part begins after the end of the video. Choose another part.", CauseVideo, RemedyOptions},
	core.OnlyWhole:      {"Right now this video can only be had whole. Trying again later may help.", CauseYouTube, RemedyRetry},
	core.Unintelligible: {"Hilo can't read YouTube's answer. A newer one helps, waiting doesn't.", CauseHilo, RemedyUpdate},
	core.Unknown:        {"Something unexpected went wrong. Trying again may help.", CauseHilo, RemedyRetry},
}

// Explain tells a person about a failure, in the language of the window. A nil
// problem, and one of a class that this version does not know, are explained as
// Unknown.
func Explain(p *core.Problem) Explanation {
	if p == nil {
		p = &core.Problem{Class: core.Unknown}
	}
	class := p.Class
	e, known := failures[class]
	if !known {
		class, e = core.Unknown, failures[core.Unknown]
	}
	e.Sentence = lang.X("problem."+string(class), e.Sentence)
	if message := i18n.Plain(p.Message); message != "" && class == core.Unknown {
		e.Sentence, e.Cause = lang.L("YouTube says: {{.Message}}", i18n.With("Message", message)), CauseYouTube
	}
	e.Cause = Cause(lang.L(string(e.Cause)))
	return e
}

// waitReasons has what a download waits for, in English. The keys of the
// translations are made of the class, such as "waiting.offline".
var waitReasons = map[core.Class]string{
	core.RateLimited: "YouTube asked for a pause.",
	core.Offline:     "No internet connection.",
	core.Unreachable: "YouTube can't be reached.",
	core.Proxy:       "The proxy set on this computer does not let Hilo through.",
	core.Expired:     "YouTube's address ran out.",
}

// waitNote returns why a download waits, and until when.
func waitNote(s core.Status, now time.Time) string {
	why := lang.L("A short break.")
	if s.Problem != nil {
		if sentence, ok := waitReasons[s.Problem.Class]; ok {
			why = lang.X("waiting."+string(s.Problem.Class), sentence)
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

func resumeNote(until, now time.Time) string {
	switch left := until.Sub(now); {
	case until.IsZero():
		return lang.L("Going on by itself when it can.")
	case left < 45*time.Second:
		return lang.L("Going on in a moment.")
	}
	return lang.L("Going on at {{.Time}}.", i18n.With("Time", until.Local().Format("15:04")))
}
