// Package mp4 makes MP4 and M4A files of fragmented streams, without moving a byte
// of the media twice.
//
// New reads the init segment and the index (sidx) of every stream, gives each
// fragment its place in the file, and returns a media.Layout. WriteAt writes the
// fragments there. Finish reads the fragments' headers back, builds the sample
// tables, and writes the moov box in the reserve before the media:
//
//	readHead -> newPlan -> Ranges, WriteAt -> readSamples -> newMovie -> Finish
//
// A stream without a usable index makes a layout in order, whose boxes get their
// places as they arrive. NewCopy keeps a finished MP4 file as it is and adds tags.
// Verify checks a finished file, Inspect also says what is in it, and Source reads
// the tag that says what it was made from.
//
// FindAAC and OpenAAC read the packets of a stream of AAC for converters; CopySound
// writes those of a progressive file, such as YouTube's muxed stream, into an M4A
// file.
//
// Three packages below it do not know of layouts: internal/bmff reads and writes boxes,
// internal/progressive reads finished files, internal/texttrack makes the tracks of
// chapters and subtitles.
//
// Sections with § are of ISO/IEC 14496-12 unless another document is named.
//
// The package knows no other container, decodes nothing, and does not fetch.
package mp4
