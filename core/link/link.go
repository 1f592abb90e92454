// Package link finds YouTube links in pasted text.
package link

import "net/url"

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

// URL is the link's address in the form YouTube itself gives it.
func (l Link) URL() string {
	u := url.URL{Scheme: "https", Host: "www.youtube.com"}
	switch l.Kind {
	case Playlist:
		u.Path, u.RawQuery = "/playlist", "list="+l.PlaylistID
	case Channel:
		u.Path = l.Channel
	default:
		u.Path, u.RawQuery = "/watch", "v="+l.VideoID
		if l.PlaylistID != "" {
			u.RawQuery += "&list=" + l.PlaylistID
		}
	}
	return u.String()
}
