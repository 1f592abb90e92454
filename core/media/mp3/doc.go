// Package mp3 makes MP3 files of Opus in WebM or AAC in MP4 with LAME, while the
// stream arrives.
//
// New returns a media.Converter: convert.Source decodes, readAhead lets the decoder
// run on another processor, and blockEncoder encodes blocks with an instance of lame
// each, on as many processors as LimitCores allows all files together; of more than four,
// some decode Opus in blocks, too. frameReader
// takes the frames of each block out of LAME's bit reservoir, and frameWriter places
// them anew in one stream, by LAME's rules. After a restart, part reads the frames of
// the earlier start, and they are continued. Finish writes an ID3v2.3 tag in the
// reserve in front. Verify counts the frames of a finished file, and Source reads
// the tag that says what it was made from. Available is false in a build without
// C, where New returns lame.ErrMissing.
//
// The package knows containers only through convert.
package mp3
