package checkup

// Sentence returns what a person is told of a verdict, in one English sentence:
// why downloads do not work, whose side that is on, and what helps. It is empty
// for a class that is not in Verdicts.
func Sentence(c Class) string { return sentences[c] }

var sentences = map[Class]string{
	Fine: "Everything works.",

	NoNetwork:   "This computer has no network: look at the cable, the Wi-Fi and flight mode.",
	NoDNS:       "Your network does not say where YouTube is: its DNS server is silent or blocks the name.",
	Unreachable: "YouTube does not answer: that may be a firewall, your network, or YouTube itself.",
	Intercepted: "Something in between pretends to be YouTube: a Wi-Fi sign-in page, a filter, or an antivirus program.",
	Blocked:     "Your network answers in YouTube's place: open youtube.com in a browser to see what it says.",
	Consent:     "YouTube wants consent to cookies from your network, which Hilo can't give for you.",
	BotCheck:    "YouTube wants proof that nobody in your network is a robot: waiting a few hours usually helps.",
	RateLimited: "YouTube asks your network for a pause: try again in an hour.",
	Down:        "YouTube itself has trouble: waiting helps.",
	ClockWrong:  "The clock of this computer is wrong: set its date, time and time zone.",

	ProxyUnreachable: "The proxy set on this computer does not answer: check the proxy settings, or HTTPS_PROXY.",
	ProxyPassword:    "The proxy wants a name and a password: put both into HTTPS_PROXY, as http://NAME:PASSWORD@HOST:PORT.",
	ProxyRefused:     "The proxy does not let Hilo through to YouTube: ask whoever runs it.",
	ProxyAutomatic:   "This computer finds its proxy automatically (PAC), which Hilo does not: enter it in the proxy settings, or in HTTPS_PROXY.",

	Changed:     "YouTube has changed something that this Hilo does not know yet: look for a newer one.",
	Withheld:    "YouTube answers, but gives Hilo none of the well-known videos that it asked about: others may work, and waiting may help.",
	Gated:       "YouTube finds videos but does not send them just now: try again later, or look for a newer Hilo.",
	MediaSilent: "YouTube answers, but its videos don't arrive: a filter or a firewall may hold them back.",
	Slow:        "Everything works, but your network is very slow.",

	FolderMissing:   "The folder is not there and can't be made: choose another one.",
	FolderReadOnly:  "The disk with the folder can only be read: choose another folder.",
	FolderForbidden: "You may not write to this folder: choose another one.",
	FolderBroken:    "Writing to the folder fails: its disk may be damaged, or its network drive disconnected.",
	DiskFull:        "The disk with the folder is full: free some space on it, or choose another folder.",
	LowSpace:        "Everything works, but less than 1 GB is left: free some space, or choose another folder.",

	OldVersion:    "Everything works, but this Hilo is more than 90 days old: look for a newer one before YouTube changes.",
	InsecureYtdlp: "Everything works, but the yt-dlp on this computer has a security hole (GHSA-6q48-6c7w-9gw2): update it to 2026.10.21 or newer.",

	Stopped: "The check-up was stopped.",
}
