// Package link finds YouTube links in pasted text.
//
//	text -> Parse -> []Link, and a Rejection for each piece that is no YouTube link
//
// A Link is a video, a playlist or a channel. parse.go splits text into pieces that
// may be links; repair.go undoes what mail programs, messengers and slips of the
// hand do to a link; address.go parses one address and unwraps those that contain
// another one; ids.go knows the forms of ids and names.
//
// The package knows the forms of addresses and ids, and nothing else: it sends no
// request, so a Link may lead to a video that does not exist. Its input is hostile;
// work and output are bounded. A host is accepted only if it equals one of
// YouTube's names, whatever the repairs made of the text.
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
	Channel    string // "/channel/UC…", "/@name", "/c/name", "/user/name" or "/name"
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

// Reason says why a piece of text is no Link.
type Reason string

// The reasons.
const (
	// Nothing is text beside links, or an address of YouTube without a video, a list
	// or a channel.
	Nothing Reason = "nothing"
	// OtherSite is a link that does not lead to YouTube.
	OtherSite Reason = "other-site"
	// PrivateList is a list that YouTube shows only to the account that it belongs
	// to: Watch later (WL), Liked videos (LL, LM) or the history.
	PrivateList Reason = "private-list"
	// Search is words without a link, or YouTube's page of results for them.
	Search Reason = "search"
)

// Rejection is a piece of text that is no Link.
type Rejection struct {
	Text   string // as it was pasted, at most 200 bytes of it
	Reason Reason
	Words  string // with Search: what to search for, at most 200 bytes
}

// Sentence returns an English sentence that says why.
func (r Rejection) Sentence() string {
	switch r.Reason {
	case OtherSite:
		return "This is not a link to YouTube."
	case PrivateList:
		return "This list is private to your YouTube account, and Hilo does not log in."
	case Search:
		return "These are words and not a link to YouTube."
	}
	return "There is no video, list or channel here."
}
