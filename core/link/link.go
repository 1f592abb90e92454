// Package link finds YouTube links in pasted text.
package link

// Kind is what a link points at.
type Kind int

// The kinds.
const (
	Video Kind = iota
	Playlist
	Channel
)

// Link is one YouTube link.
type Link struct {
	Kind       Kind
	Text       string // as it was pasted
	VideoID    string // 11 characters
	PlaylistID string // with Kind Video: the list the video was opened from
	Channel    string // "/channel/UC…", "/@name", "/c/name" or "/user/name"
}
