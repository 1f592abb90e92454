package cli

import "github.com/hilo-app/hilo/core/checkup"

// stepNames are what a check-up looks at, in at most 16 characters.
var stepNames = map[checkup.Name]string{
	checkup.Network: "Network",
	checkup.DNS:     "Names (DNS)",
	checkup.YouTube: "YouTube",
	checkup.Clock:   "Clock",
	checkup.Proxy:   "Proxy",
	checkup.Lookup:  "A known video",
	checkup.Media:   "Bytes of it",
	checkup.Folder:  "Folder",
	checkup.Space:   "Free space",
	checkup.Version: "Hilo's version",
}

// verdicts say in one sentence why it does not work, whose side that is on,
// and what helps.
var verdicts = map[checkup.Class]string{
	checkup.Fine: "Everything works.",

	checkup.NoNetwork:   "This computer has no network: look at the cable, the Wi-Fi and flight mode.",
	checkup.NoDNS:       "Your network does not say where YouTube is: its DNS server is silent or blocks the name.",
	checkup.Unreachable: "YouTube does not answer: that may be a firewall, your network, or YouTube itself.",
	checkup.Intercepted: "Something on the way shows a certificate that is not YouTube's: a Wi-Fi sign-in page, a filter or an antivirus program.",
	checkup.Blocked:     "Your network answers in YouTube's place, with a sign-in page or a filter: open youtube.com in a browser to see it.",
	checkup.Consent:     "YouTube wants consent to cookies from your network before it answers, and Hilo cannot give that for you.",
	checkup.BotCheck:    "YouTube wants proof that your network is not a robot; Hilo does not get around that, but it usually passes in some hours.",
	checkup.RateLimited: "YouTube asks your network for a pause: try again in an hour.",
	checkup.Down:        "YouTube itself has trouble: try again later.",
	checkup.ClockWrong:  "The clock of this computer is wrong: set its date, time and time zone.",

	checkup.ProxyUnreachable: "The proxy that this computer is set to use does not answer: look at HTTPS_PROXY.",
	checkup.ProxyPassword:    "The proxy wants a name and a password that it knows: put them into HTTPS_PROXY, as http://NAME:PASSWORD@HOST:PORT.",
	checkup.ProxyRefused:     "The proxy does not let Hilo through to YouTube: ask whoever runs it.",

	checkup.Changed:     "YouTube has changed something that this Hilo does not know: look for a newer Hilo.",
	checkup.Gated:       "YouTube tells Hilo about videos but refuses to send them just now: try again later, then look for a newer Hilo.",
	checkup.MediaSilent: "YouTube answers, but the bytes of its videos do not come: a filter or a firewall may hold them back.",
	checkup.Slow:        "Everything works, but your network is very slow.",

	checkup.FolderMissing:   "The folder is not there and cannot be made: choose another one.",
	checkup.FolderReadOnly:  "The disk with the folder can only be read: choose another folder.",
	checkup.FolderForbidden: "You have no right to write into the folder: choose another one.",
	checkup.FolderBroken:    "Writing into the folder does not work: its disk or network drive may be damaged or away.",
	checkup.DiskFull:        "The disk with the folder is full: make room, or choose another folder.",
	checkup.LowSpace:        "Everything works, but less than 1 GB is free for it: make room, or choose another folder.",

	checkup.OldVersion: "Everything works, but this Hilo is more than 90 days old: look for a newer one before YouTube changes.",
	checkup.Stopped:    "The check-up was stopped.",
}
