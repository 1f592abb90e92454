package tray

import (
	"context"
	"encoding/binary"
)

// Available says true: Windows always has a tray.
func Available(context.Context) bool { return true }

// Removable says whether the icon can be stopped while the process runs.
const Removable = false

// picture returns a PNG file as an icon file of one picture, which Windows takes since
// Vista (Microsoft, "Icons": ICONDIR and ICONDIRENTRY).
func picture(png []byte) []byte {
	const header = 22
	ico := []byte{0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 32, 0}
	if len(png) > header+2 { // the size is in the bytes 16 to 24, big-endian
		ico[6], ico[7] = png[19], png[23] // of 256 pixels it is written as 0
	}
	ico = binary.LittleEndian.AppendUint32(ico, uint32(len(png)))
	ico = binary.LittleEndian.AppendUint32(ico, header)
	return append(ico, png...)
}

// title returns nothing: icons have no text.
func title(string) string { return "" }
