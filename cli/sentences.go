package cli

import "github.com/hilo-app/hilo/core"

// sentences say what happened, whose side it is on, and whether waiting helps.
var sentences = map[core.Class]string{
	core.BotCheck:       "YouTube wants proof that your network is not a robot. Hilo does not get around that; try again in some hours.",
	core.RateLimited:    "YouTube asked for a pause.",
	core.AgeRestricted:  "This video is only for signed-in adults. Hilo does not sign in.",
	core.Private:        "The owner made this video private. Waiting won't help.",
	core.MembersOnly:    "This video is only for members of the channel.",
	core.Paid:           "This video must be bought or rented.",
	core.Premium:        "This video is only for YouTube Premium members.",
	core.GeoBlocked:     "The owner has not made this video available in your country.",
	core.ClientRefused:  "YouTube does not give this video to programs like Hilo.",
	core.Removed:        "This video does not exist any more. Waiting won't help.",
	core.IsLive:         "This video is being broadcast now. Try again when the broadcast has ended.",
	core.IsUpcoming:     "This video has not been broadcast yet.",
	core.DRM:            "This video is copy-protected. Hilo does not get around that.",
	core.NoStreams:      "YouTube offers nothing of this video that Hilo can save.",
	core.WrongVideo:     "YouTube answered with another video, which it does to networks that it distrusts. Try again later.",
	core.EmptyPlaylist:  "This list is empty, private, or does not exist.",
	core.Gated:          "YouTube refuses to send this video just now. Try again later.",
	core.Expired:        "YouTube's addresses expired and no new ones could be had.",
	core.Offline:        "There is no internet connection.",
	core.Unreachable:    "YouTube does not answer. It may be your network or YouTube itself.",
	core.Untrusted:      "The connection to YouTube cannot be trusted: this computer's clock may be wrong, or a filter in the network reads along.",
	core.Proxy:          "The proxy that this computer is set to use does not let Hilo through.",
	core.DiskFull:       "There is not enough free space in the folder.",
	core.NotWritable:    "The folder cannot be written to.",
	core.Busy:           "Another Hilo is downloading this into the same folder.",
	core.Damaged:        "The file failed its check. Run the same command again.",
	core.OutsideVideo:   "The clip begins behind the end of the video.",
	core.OnlyWhole:      "Just now this video can only be had whole, so no clip can be made of it. Try again later.",
	core.Unintelligible: "YouTube answered in a way that this Hilo does not understand. There may be a newer Hilo.",
	core.Unknown:        "This did not work.",
}

// problemText is the sentence for a problem, followed by YouTube's own where
// that is all there is to know.
func problemText(p *core.Problem) string {
	if p == nil {
		return ""
	}
	text, ok := sentences[p.Class]
	if !ok {
		text = sentences[core.Unknown]
	}
	if p.Class == core.Unknown {
		switch {
		case p.Message != "":
			text = "YouTube says: " + plain(p.Message)
		case p.Err != nil:
			text += " " + plain(p.Err.Error())
		}
	}
	return text
}

// Sentence returns the state of a download as "hilo get" prints it, for tools that
// document it. It has no numbers that change, and is empty for short states.
func Sentence(s core.Status) string { return sentence(s) }
