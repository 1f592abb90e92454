package gui

import (
	"time"

	"fyne.io/fyne/v2/lang"

	"hilo/core"
)

// remedy is the one button that helps with a failure.
type remedy int

const (
	noRemedy remedy = iota
	tryAgain
	otherFolder
)

// failure is how a class of problem is told: what happened, on whose side it
// is and whether waiting helps, in one sentence; and the button that helps.
type failure struct {
	sentence string // a key of the translations
	remedy   remedy
}

// failures has an entry for every core.Class.
var failures = map[core.Class]failure{
	core.BotCheck:       {"YouTube wants to check that you are not a robot. Trying again later usually helps.", tryAgain},
	core.RateLimited:    {"YouTube asked for a pause after many videos. Try again in an hour.", tryAgain},
	core.AgeRestricted:  {"YouTube shows this video only to adults who sign in. Waiting won't help.", noRemedy},
	core.Private:        {"The owner made this video private, so it can't be downloaded. Waiting won't help.", noRemedy},
	core.MembersOnly:    {"Only members of this channel can watch this video. Waiting won't help.", noRemedy},
	core.Paid:           {"This video has to be bought or rented on YouTube. Waiting won't help.", noRemedy},
	core.Premium:        {"This video is only for YouTube Premium. Waiting won't help.", noRemedy},
	core.GeoBlocked:     {"The owner does not show this video in your country. Waiting won't help.", noRemedy},
	core.ClientRefused:  {"YouTube turned Hilo away this time. Try again, or look for a newer Hilo.", tryAgain},
	core.Removed:        {"This video is no longer on YouTube. Waiting won't help.", noRemedy},
	core.IsLive:         {"This is being broadcast live. Try again when it is over.", tryAgain},
	core.IsUpcoming:     {"This video has not started yet. Try again after it was shown.", tryAgain},
	core.DRM:            {"This video is copy-protected, so it can't be downloaded. Waiting won't help.", noRemedy},
	core.NoStreams:      {"YouTube offers this video in no form that Hilo can save.", tryAgain},
	core.WrongVideo:     {"YouTube sent a different video, so nothing was saved. Trying again may help.", tryAgain},
	core.EmptyPlaylist:  {"This list is empty or private: there is nothing in it to download.", noRemedy},
	core.Gated:          {"YouTube holds this video back right now. Trying again later may help.", tryAgain},
	core.Expired:        {"YouTube's address ran out. Try again: it goes on from where it was.", tryAgain},
	core.Offline:        {"There is no internet connection. Try again when it is back: nothing is lost.", tryAgain},
	core.Unreachable:    {"YouTube does not answer. Try again in a few minutes: nothing is lost.", tryAgain},
	core.Untrusted:      {"The connection can't be trusted: this computer's clock is wrong, or the network filters it.", tryAgain},
	core.Proxy:          {"The proxy set on this computer does not let Hilo through. Check its settings.", tryAgain},
	core.DiskFull:       {"This disk is full. Make room on it, or choose another folder.", otherFolder},
	core.NotWritable:    {"Hilo can't write to this folder. Choose another one.", otherFolder},
	core.Busy:           {"Another Hilo is saving this same video right now. Try again when it is done.", tryAgain},
	core.Damaged:        {"The file failed its check, so it was not saved. Trying again may help.", tryAgain},
	core.OutsideVideo:   {"This part begins after the end of the video. Choose another part.", noRemedy},
	core.OnlyWhole:      {"Right now this video can only be had whole. Trying again later may help.", tryAgain},
	core.Unintelligible: {"YouTube answered in a way this Hilo can't read. A newer Hilo may help.", tryAgain},
	core.Unknown:        {"Something unexpected went wrong. Trying again may help.", tryAgain},
}

// explain tells a person about a failure.
func explain(p *core.Problem) (sentence string, r remedy) {
	if p == nil {
		p = &core.Problem{Class: core.Unknown}
	}
	f, ok := failures[p.Class]
	if !ok {
		f = failures[core.Unknown]
	}
	if said := plain(p.Message); said != "" && (p.Class == core.Unknown || !ok) {
		return lang.L("YouTube says: {{.Message}}", with("Message", said)), f.remedy
	}
	return lang.L(f.sentence), f.remedy
}

// pauses has the sentences of waiting downloads, by what they wait for.
var pauses = map[core.Class]string{
	core.RateLimited: "YouTube asked for a pause.",
	core.BotCheck:    "YouTube asked for a pause.",
	core.Gated:       "YouTube holds this video back for a moment.",
	core.Offline:     "No internet connection.",
	core.Unreachable: "YouTube does not answer.",
	core.Proxy:       "The proxy set on this computer does not let Hilo through.",
	core.DiskFull:    "This disk is full.",
	core.Expired:     "YouTube's address ran out.",
	core.IsUpcoming:  "This video has not started yet.",
	core.IsLive:      "This is being broadcast live.",
}

// waits tells a person why a download waits, and until when.
func waits(s core.Status, now time.Time) string {
	why := lang.L("A short break.")
	if s.Problem != nil {
		if sentence, ok := pauses[s.Problem.Class]; ok {
			why = lang.L(sentence)
		}
	}
	switch left := s.Until.Sub(now); {
	case s.Until.IsZero():
		return why + " " + lang.L("Going on by itself when it can.")
	case left < 45*time.Second:
		return why + " " + lang.L("Going on in a moment.")
	default:
		return why + " " + lang.L("Going on at {{.Time}}.", with("Time", s.Until.Local().Format("15:04")))
	}
}
