package problem

// Sentence returns what a person is told of a failure of a class, in English:
// what happened, whose side it is on, and whether waiting helps. A class that
// this version does not know gets the sentence of Unknown.
func Sentence(c Class) string {
	if s, ok := sentences[c]; ok {
		return s
	}
	return sentences[Unknown]
}

// Waiting returns what a person is told of a download that waits because of a
// problem and tries again by itself, in English. It is empty for a class that
// has no RetryPolicy.
func Waiting(c Class) string { return waiting[c] }

// NotSaved returns what a person is told while the queue's own file cannot be
// written because of a problem of class c, in English.
func NotSaved(c Class) string {
	if c == DiskFull {
		return "The disk is full, so changes to the list are not saved. Free some space on it before you close Hilo."
	}
	return "Changes to the list can't be saved right now. Hilo keeps trying while it is open."
}

var sentences = map[Class]string{
	BotCheck:       "YouTube wants proof that you are no robot. Waiting some hours helps.",
	RateLimited:    "YouTube asked for a pause after many videos. Try again in an hour.",
	AgeRestricted:  "Only for adults who sign in, and Hilo does not sign in. Waiting won't help.",
	Private:        "The owner made this video private, so it can't be downloaded. Waiting won't help.",
	MembersOnly:    "Only for the channel's members, and Hilo does not sign in. Waiting won't help.",
	Paid:           "This video has to be bought or rented on YouTube. Waiting won't help.",
	Premium:        "Only for YouTube Premium, and Hilo does not sign in. Waiting won't help.",
	GeoBlocked:     "The owner does not show this video in your country. Waiting won't help.",
	ClientRefused:  "YouTube turned this Hilo away. A newer one helps, waiting doesn't.",
	Removed:        "This video is no longer on YouTube. Waiting won't help.",
	IsLive:         "This is being broadcast live. Try again when it is over.",
	IsUpcoming:     "This video has not started yet. Try again after it was shown.",
	DRM:            "This video is copy-protected, so it can't be downloaded. Waiting won't help.",
	NoStreams:      "YouTube offers this video in no form that Hilo can save. Waiting may help.",
	WrongVideo:     "YouTube sent a different video, so it wasn't kept. Trying again may help.",
	EmptyPlaylist:  "This list is empty or private. Waiting won't help.",
	Filtered:       "Your network or account hides this video. Ask its administrator.",
	ContentCheck:   "YouTube shows this only to viewers who sign in. Waiting won't help.",
	Processing:     "YouTube is still preparing this video. Try again in an hour.",
	TryLater:       "YouTube had an error of its own. Trying again later may help.",
	Gated:          "YouTube holds this video back right now. Trying again later may help.",
	Expired:        "YouTube's addresses expired. Try again: it continues where it stopped.",
	Offline:        "There is no internet connection. Try again when it is back: nothing is lost.",
	Unreachable:    "YouTube can't be reached. Try again in a few minutes: nothing is lost.",
	Untrusted:      "The connection is filtered, or the clock is wrong. Waiting won't help.",
	Proxy:          "This computer's proxy doesn't let Hilo through. Check its settings.",
	DiskFull:       "This disk is full. Free some space on it, or choose another folder.",
	NotWritable:    "Hilo can't write to this folder. Choose another one.",
	Busy:           "Another Hilo is saving this same video. Try again when it is done.",
	Damaged:        "The file failed its check, so it was not saved. Trying again may help.",
	OutsideVideo:   "This part begins after the end of the video. Choose another part.",
	OnlyWhole:      "Only the whole video can be had now. Trying again later may help.",
	Unintelligible: "Hilo can't read YouTube's answer. A newer one helps, waiting doesn't.",
	Unknown:        "Something unexpected went wrong. Trying again may help.",
}

var waiting = map[Class]string{
	RateLimited: "YouTube asked for a pause.",
	Offline:     "No internet connection.",
	Unreachable: "YouTube can't be reached.",
	Proxy:       "The proxy set on this computer does not let Hilo through.",
	Processing:  "YouTube is still preparing this video.",
	TryLater:    "YouTube had an error of its own.",
	Expired:     "YouTube's addresses expired.",
}
