// Package link finds YouTube links in pasted text.
//
//	text -> Parse -> []Link, and the pieces that are no YouTube link
//
// A Link is a video, a playlist or a channel. parse.go splits text into pieces that
// may be links; address.go parses one address.
//
// The package knows the forms of addresses and ids, and nothing else: it sends no
// request, so a Link may lead to a video that does not exist. Its input is hostile;
// work and output are bounded.
package link

import "net/url"

// Kind is what a link points to.
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

// URL returns the link's address in YouTube's own form.
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
