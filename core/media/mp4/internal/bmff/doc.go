// Package bmff reads and writes boxes of the ISO base media file format
// (ISO/IEC 14496-12), which MP4 files and fragmented streams consist of.
//
// ReadHeader, Split, Find and Decode read boxes; Builder appends them to a buffer.
// Runs, Edit, TrackHeader, SampleEntry and Coding are of single boxes that several
// parts of package mp4 read or write.
//
// Sections with § are of ISO/IEC 14496-12 unless another document is named.
//
// The package knows neither files nor streams, only bytes in memory.
package bmff
