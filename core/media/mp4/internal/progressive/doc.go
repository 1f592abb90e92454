// Package progressive reads finished MP4 files, whose moov has the tables of all
// samples, as opposed to fragmented streams.
//
// ReadTop finds the moov and the media of a File, Walk visits the boxes of its top
// level, Inspect checks its tables and says what is in it, and Packets returns what a
// track's tables describe. None of them reads the media.
//
// Sections with § are of ISO/IEC 14496-12 unless another document is named.
//
// The package knows nothing of layouts and writes nothing.
package progressive
