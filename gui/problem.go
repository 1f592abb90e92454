package gui

import (
	"time"

	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
)

// remedy is the one button that helps with a failure.
type remedy int

const (
	noRemedy remedy = iota
	tryAgain
	otherFolder
	otherOptions
	newerHilo
)

// whose says whose side a failure is on; a key of the translations.
type whose string

const (
	theVideo    whose = "This video"
	theList     whose = "This list"
	youTube     whose = "YouTube"
	theNetwork  whose = "Your network"
	theComputer whose = "This computer"
	hilo        whose = "Hilo"
)

// failure is how a class of problem is told: what happened and whether waiting
// helps, in one sentence; whose side it is on; and the button that helps.
type failure struct {
	sentence string // a key of the translations
	side     whose
	remedy   remedy
}

// failures has an entry for every core.Class.
var failures = map[core.Class]failure{
	core.BotCheck:       {"YouTube wants proof that you are no robot. Waiting some hours helps.", youTube, tryAgain},
	core.RateLimited:    {"YouTube asked for a pause after many videos. Try again in an hour.", youTube, tryAgain},
	core.AgeRestricted:  {"Only for adults who sign in, and Hilo does not sign in. Waiting won't help.", theVideo, noRemedy},
	core.Private:        {"The owner made this video private, so it can't be downloaded. Waiting won't help.", theVideo, noRemedy},
	core.MembersOnly:    {"Only for the channel's members, and Hilo does not sign in. Waiting won't help.", theVideo, noRemedy},
	core.Paid:           {"This video has to be bought or rented on YouTube. Waiting won't help.", theVideo, noRemedy},
	core.Premium:        {"Only for YouTube Premium, and Hilo does not sign in. Waiting won't help.", theVideo, noRemedy},
	core.GeoBlocked:     {"The owner does not show this video in your country. Waiting won't help.", theVideo, noRemedy},
	core.ClientRefused:  {"YouTube turned this Hilo away. A newer one helps, waiting doesn't.", hilo, newerHilo},
	core.Removed:        {"This video is no longer on YouTube. Waiting won't help.", theVideo, noRemedy},
	core.IsLive:         {"This is being broadcast live. Try again when it is over.", theVideo, tryAgain},
	core.IsUpcoming:     {"This video has not started yet. Try again after it was shown.", theVideo, tryAgain},
	core.DRM:            {"This video is copy-protected, so it can't be downloaded. Waiting won't help.", theVideo, noRemedy},
	core.NoStreams:      {"YouTube offers this video in no form that Hilo can save. Waiting may help.", theVideo, tryAgain},
	core.WrongVideo:     {"A different video came, so it wasn't kept. Trying again may help.", youTube, tryAgain},
	core.EmptyPlaylist:  {"This list is empty or private. Waiting won't help.", theList, noRemedy},
	core.Gated:          {"YouTube holds this video back right now. Trying again later may help.", youTube, tryAgain},
	core.Expired:        {"YouTube's address ran out. Try again: it goes on from where it was.", youTube, tryAgain},
	core.Offline:        {"There is no internet connection. Try again when it is back: nothing is lost.", theNetwork, tryAgain},
	core.Unreachable:    {"YouTube can't be reached. Try again in a few minutes: nothing is lost.", theNetwork, tryAgain},
	core.Untrusted:      {"The connection is filtered, or the clock is wrong. Waiting won't help.", theNetwork, tryAgain},
	core.Proxy:          {"This computer's proxy doesn't let Hilo through. Check its settings.", theNetwork, tryAgain},
	core.DiskFull:       {"This disk is full. Make room on it, or choose another folder.", theComputer, otherFolder},
	core.NotWritable:    {"Hilo can't write to this folder. Choose another one.", theComputer, otherFolder},
	core.Busy:           {"Another Hilo is saving this same video. Try again when it is done.", theComputer, tryAgain},
	core.Damaged:        {"The file failed its check, so it was not saved. Trying again may help.", hilo, tryAgain},
	core.OutsideVideo:   {"This part begins after the end of the video. Choose another part.", theVideo, otherOptions},
	core.OnlyWhole:      {"Right now this video can only be had whole. Trying again later may help.", youTube, tryAgain},
	core.Unintelligible: {"Hilo can't read YouTube's answer. A newer one helps, waiting doesn't.", hilo, newerHilo},
	core.Unknown:        {"Something unexpected went wrong. Trying again may help.", hilo, tryAgain},
}

// explain tells a person about a failure.
func explain(p *core.Problem) failure {
	if p == nil {
		p = &core.Problem{Class: core.Unknown}
	}
	f, ok := failures[p.Class]
	if !ok {
		f = failures[core.Unknown]
	}
	f.sentence = lang.L(f.sentence)
	if said := plain(p.Message); said != "" && (p.Class == core.Unknown || !ok) {
		f.sentence, f.side = lang.L("YouTube says: {{.Message}}", with("Message", said)), youTube
	}
	f.side = whose(lang.L(string(f.side)))
	return f
}

// pauses has the sentences of waiting downloads, by what they wait for.
var pauses = map[core.Class]string{
	core.RateLimited: "YouTube asked for a pause.",
	core.Offline:     "No internet connection.",
	core.Unreachable: "YouTube can't be reached.",
	core.Proxy:       "The proxy set on this computer does not let Hilo through.",
	core.Expired:     "YouTube's address ran out.",
}

// waits tells a person why a download waits, and until when.
func waits(s core.Status, now time.Time) string {
	why := lang.L("A short break.")
	if s.Problem != nil {
		if sentence, ok := pauses[s.Problem.Class]; ok {
			why = lang.L(sentence)
		}
	}
	return why + " " + goesOn(s.Until, now)
}

// queues tells a person what a download in the queue waits for.
func queues(s core.Status, now time.Time) (note string, t tone) {
	switch {
	case s.Note == core.NotePaced:
		return lang.L("Not too many at once, so that YouTube keeps answering.") + " " + goesOn(s.Until, now), waiting
	case s.Until.After(now):
		return lang.L("Waiting for its turn") + ". " + goesOn(s.Until, now), quiet
	}
	return lang.L("Waiting for its turn"), quiet
}

func goesOn(until, now time.Time) string {
	switch left := until.Sub(now); {
	case until.IsZero():
		return lang.L("Going on by itself when it can.")
	case left < 45*time.Second:
		return lang.L("Going on in a moment.")
	}
	return lang.L("Going on at {{.Time}}.", with("Time", until.Local().Format("15:04")))
}
