// Package dash makes long media of small ones, in the shape in which YouTube serves
// media: one track, an init segment, an index, fragments.
//
// Ranges finds init segment and index of a stream, as YouTube's answers announce
// them. Repeat parses an MP4 stream (parse.go), repeats its fragments with
// continuous times (fragment.go), and can bring them to a higher bitrate (sei.go).
//
// The package knows no server and imports no other package of this module.
package dash
