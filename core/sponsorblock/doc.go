// Package sponsorblock asks SponsorBlock (sponsor.ajay.app), a service whose users
// mark the parts of videos that are advertising and the like.
//
//	Client.Segments(video, categories) -> GET of all videos with the same hash prefix
//	    -> those of the video, checked, sorted -> []Segment -> Merge -> ranges to leave out
//
// The service is sent the first 4 hexadecimal digits of the SHA-256 of the video's id,
// which one in 65,536 videos has, and not the id. It is asked only by
// whoever calls Segments.
//
// Its data are licensed CC BY-NC-SA 4.0 (https://sponsor.ajay.app); the categories are
// described at https://wiki.sponsor.ajay.app/w/Types, the answers at
// https://wiki.sponsor.ajay.app/w/API_Docs.
//
// The package does not know YouTube, files, settings and the queue.
package sponsorblock
