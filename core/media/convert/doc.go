// Package convert is what the formats that transcode or remux sound share: mp3
// and ogg.
//
// A Source is one stream of Opus in WebM or AAC in MP4, or what of it a clip
// needs. Start returns a media.Converter that stores the stream and runs an
// Encoder on the bytes that are present:
//
//	NewSource(heads, options) -> Start(file, source, encoder) -> Encoder.Run, Encoder.Finish
//
// An Encoder takes packets (Source.OpenOpus) or decoded samples (Source.Decode).
// Opus is decoded in blocks at once if Source.Processors has some to spare.
//
// The package does not know which file an Encoder makes.
package convert
