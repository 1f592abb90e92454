package cli

import "github.com/hilo-app/hilo/core/checkup"

// stepNames names what each step of a check-up looks at, in at most 16 characters.
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
