// Package metadata prepares a media.Meta for any format.
//
//	Normalize (bound and clean) -> Clip (times of a part) -> Shrink (to the bytes there are)
//
// The package does not know how a format stores tags.
package metadata
