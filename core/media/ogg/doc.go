// Package ogg remuxes Opus from WebM into Ogg Opus files (RFC 7845) while the
// stream arrives; no packet is changed.
//
// New returns a media.Converter: convert.Source reads packets, and packetWriter
// puts them on pages of a second. Finish writes the OpusTags packet in the reserve
// in front. Verify checks every page of a finished file, and Source reads the tag
// that says what it was made from.
//
// The package knows WebM only as the packets that it gets.
package ogg
