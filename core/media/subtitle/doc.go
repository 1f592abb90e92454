// Package subtitle reads the captions of a site and writes them as SubRip.
//
// A Track is one language of a video; its Cues are in order and do not overlap.
//
//	Parse (timed text) -> []Cue -> Cut (to a clip) -> WriteSRT, or a track of an MP4 or WebM file
//
// Parse reads two forms of YouTube's XML. srv3 is the one that is asked for, both
// by a lookup and for the tracks that yt-dlp lists. srv1 is the one that older
// transcripts have, and the site falls back on it when it ignores the form that
// was asked for. JSON (json3) and WebVTT are never asked for and not read.
//
// The package does not know where captions come from, nor how a file stores them.
package subtitle
