// Package webm remuxes WebM streams into one WebM file while they arrive.
//
// New reads the head of every stream and returns a media.Layout in order. WriteAt
// takes blocks out of the streams, puts them into queues, and writes a cluster as
// soon as every stream has reached its time. Finish writes SeekHead, Info, Tracks,
// Cues, tags and chapters in the reserve before the clusters:
//
//	reader -> stream (queue) -> interleaver (clusters) -> frontWriter
//
// State and Options.State continue a file after a restart. Verify checks a
// finished file; Source reads the tag that says what it was made from, and Made the one
// that says which part of the video it has.
//
// FindOpus and OpenOpus read the packets of a stream of Opus for converters.
//
// Sections with § are of RFC 9559 (Matroska) and RFC 8794 (EBML).
//
// The package knows no other container, decodes nothing, and does not fetch.
package webm
