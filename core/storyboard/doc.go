// Package storyboard reads YouTube's storyboards: small frames of a video at even
// intervals, many of them in one picture, a sprite. YouTube's own player shows them
// over its time line.
//
//	spec of a player answer -> Parse -> Board -> Level (one size) -> Fetcher -> frame
//
// A spec is "ADDRESS|LEVEL|LEVEL…". ADDRESS has $L for the index of the level and $N
// for the name of the sprite. A level is
// "width#height#frames#columns#rows#milliseconds#name#signature"; name is "default" for
// the only sprite, or has $M for the sprite's number. Seen in answers to six client
// profiles from January 2025 to June 2026.
//
// Specs and sprites come from outside: all of their numbers, bytes and pixels are
// bounded, and only i.ytimg.com is asked. The package does no requests itself and
// does not know where a spec is found in an answer.
package storyboard
