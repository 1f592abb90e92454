// Package mp3 makes MP3 files of Opus in WebM or AAC in MP4 with LAME, while the
// stream arrives.
//
// New returns a media.Converter: convert.Source decodes, readAhead lets the decoder
// run on another processor, and lame encodes. Finish writes an ID3v2.3 tag in the
// reserve in front. Verify counts the frames of a finished file, and Source reads
// the tag that says what it was made from. Available is false in a build without
// C, where New returns lame.ErrMissing.
//
// The package knows containers only through convert.
package mp3
