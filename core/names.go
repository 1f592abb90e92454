package core

import "github.com/hilo-app/hilo/core/naming"

// Names are the user's choices of how files are named and where those of a list go.
// The zero value has the defaults.
type Names struct {
	Pattern  string    `json:"pattern,omitempty"` // see package naming; empty is the title
	Playlist ListNames `json:"playlist,omitzero"` // of mixes, too
	Album    ListNames `json:"album,omitzero"`
	Channel  ListNames `json:"channel,omitzero"`
	Search   ListNames `json:"search,omitzero"`
}

// ListNames are the choices for one kind of list.
type ListNames struct {
	Folder Choice `json:"folder,omitempty"` // a folder of its own; default yes, for a search no
	Number Choice `json:"number,omitempty"` // numbers in the names; default yes for playlists and albums
	M3U    Choice `json:"m3u,omitempty"`    // a file .m3u8 of the list; default no
}

// Choice is a switch that has a default.
type Choice string

// The choices; the default is the empty one.
const (
	Yes Choice = "yes"
	No  Choice = "no"
)

// ChoiceOf returns Yes or No.
func ChoiceOf(on bool) Choice {
	if on {
		return Yes
	}
	return No
}

func (c Choice) or(standard bool) bool {
	if c == "" {
		return standard
	}
	return c == Yes
}

// Rules returns the rules for one kind of list; that of Links is for single videos.
func (n Names) Rules(kind ListKind) naming.Rules {
	var of ListNames
	folder, number := true, true
	switch kind {
	case Playlist, Mix:
		of = n.Playlist
	case Album:
		of = n.Album
	case Channel:
		of, number = n.Channel, false
	case Search:
		of, folder, number = n.Search, false, false
	default:
		return naming.Rules{Pattern: n.Pattern}
	}
	return naming.Rules{Pattern: n.Pattern, Folder: of.Folder.or(folder), Number: of.Number.or(number), M3U: of.M3U.or(false)}
}

// Remember sets the choices for one kind of list, as they were made for one of
// them. The pattern stays.
func (n *Names) Remember(kind ListKind, r naming.Rules) {
	choice := ListNames{ChoiceOf(r.Folder), ChoiceOf(r.Number), ChoiceOf(r.M3U)}
	switch kind {
	case Playlist, Mix:
		n.Playlist = choice
	case Album:
		n.Album = choice
	case Channel:
		n.Channel = choice
	case Search:
		n.Search = choice
	}
}
