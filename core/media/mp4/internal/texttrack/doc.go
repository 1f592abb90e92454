// Package texttrack makes the tracks of text that Hilo adds to an MP4 file: Chapters
// makes one of the chapters, Subtitles one of each language of subtitles.
//
// AppendTrak appends a Track to the moov, and Place makes the mdat with the text of
// all of them, behind the moov:
//
//	Chapters, Subtitles -> Track.AppendTrak -> Place
//
// Sections with § are of ISO/IEC 14496-12 unless another document is named.
//
// The package knows nothing of the other tracks of a file, and writes to no file.
package texttrack
