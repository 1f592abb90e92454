package link

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hilo-app/hilo/core/plaintext"
)

// isVideoID reports whether s has the form of a video id.
func isVideoID(s string) bool { return len(s) == 11 && plaintext.IsToken(s) }

// isChannelID reports whether s has the form of a channel id.
func isChannelID(s string) bool {
	return len(s) == 24 && strings.HasPrefix(s, "UC") && plaintext.IsToken(s)
}

// isPrivate reports whether a list is visible only to the account that it belongs
// to: Watch later, Liked videos (of YouTube, of an account, of YouTube Music) or the
// history.
func isPrivate(list string) bool {
	switch list {
	case "WL", "LL", "LM", "HL":
		return true
	}
	return len(list) == 24 && strings.HasPrefix(list, "LL")
}

// isOldListID reports whether s is the id of a list of before 2012, without the
// "PL" that it has today: 16 hexadecimal digits.
func isOldListID(s string) bool {
	return len(s) == 16 && strings.Trim(s, "0123456789ABCDEF") == ""
}

// isName reports whether s can be the name of a channel: up to 100 letters and
// digits of any script, dots, dashes and underscores.
func isName(s string) bool {
	if s == "" || utf8.RuneCountInString(s) > 100 || !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("._-·", r) {
			return false
		}
	}
	return strings.Trim(s, ".") != ""
}

// pages are first parts of paths that are no names of channels, as far as people
// come across them; parsePath has others.
var pages = map[string]bool{
	"about": true, "account": true, "ads": true, "api": true, "attribution": true, "audiolibrary": true, "channels": true,
	"clip": true, "comment": true, "copyright": true, "course": true, "creators": true, "dashboard": true, "error": true,
	"event": true, "explore": true, "favicon": true, "feed": true, "feeds": true, "gaming": true, "hashtag": true, "howyoutubeworks": true,
	"iframe_api": true, "index": true, "intl": true, "jobs": true, "kids": true, "learning": true, "login": true, "logout": true,
	"movies": true, "music": true, "news": true, "oembed": true, "oops": true, "opensearch": true, "playables": true,
	"player": true, "podcasts": true, "post": true, "premium": true, "press": true, "privacy": true, "profile": true,
	"redeem": true, "reporthistory": true, "robots": true, "rss": true, "search": true, "shop": true, "shopping": true,
	"show": true, "shows": true, "signin": true, "signup": true, "sitemaps": true, "source": true, "sports": true, "static": true,
	"storefront": true, "supported_browsers": true, "testtube": true, "trends": true, "upload": true, "videos": true,
	"youtubei": true, "youtubego": true, "youtubetv": true,
}

// tabs are the parts of a channel that follow its name in a path.
var tabs = map[string]bool{
	"videos": true, "shorts": true, "streams": true, "live": true, "playlists": true, "featured": true, "community": true,
	"posts": true, "about": true, "channels": true, "podcasts": true, "releases": true, "discussion": true,
}

// isOldName reports whether a path is a name of a channel of before 2014, alone or
// with one of the channel's tabs: three or more letters and digits, and none of
// YouTube's own pages.
func isOldName(path []string) bool {
	name := path[0]
	if len(name) < 3 || !isName(name) || !plaintext.IsToken(name) || strings.ContainsAny(name, "-_") {
		return false
	}
	return !pages[strings.ToLower(name)] && (len(path) == 1 || len(path) == 2 && tabs[strings.ToLower(path[1])])
}

// lone returns the link of a word that stands alone: the id of a video, list or
// channel, or a handle.
func lone(word string) (Link, bool) {
	id := strings.TrimPrefix(word, "VL")
	switch {
	case looksLikeID(word):
		return Link{Kind: Video, VideoID: word}, true
	case isChannelID(word):
		return Link{Kind: Channel, Channel: "/channel/" + word}, true
	case looksLikeList(id):
		return Link{Kind: Playlist, PlaylistID: id}, true
	}
	// Handles have 3 to 30 characters, in any script.
	name, ok := strings.CutPrefix(word, "@")
	if n := utf8.RuneCountInString(name); ok && n >= 3 && n <= 30 && isName(name) {
		return Link{Kind: Channel, Channel: "/@" + name}, true
	}
	return Link{}, false
}

// looksLikeList reports whether a word is meant to be the id of a list.
func looksLikeList(s string) bool {
	for prefix, length := range map[string]int{"PL": 34, "UU": 24, "FL": 24, "OLAK5uy_": 41, "RDCLAK5uy_": 43} {
		if len(s) == length && strings.HasPrefix(s, prefix) && plaintext.IsToken(s) {
			return true
		}
	}
	old, ok := strings.CutPrefix(s, "PL")
	return ok && isOldListID(old)
}

// looksLikeID reports whether a word without a link around it is meant to be a video
// id. Ids are random, so it rejects what consists of ordinary words ("hello-world",
// "Programming") or of digits only (telephone numbers). That is wrong for less than
// one id in a thousand.
func looksLikeID(s string) bool {
	if !isVideoID(s) {
		return false
	}
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == '-' || r == '_' }) {
		if strings.Trim(part, "0123456789") != "" && !isWord(part) {
			return true
		}
	}
	return false
}

// isWord reports whether s is written as a word is: in letters that are all lower
// case, all upper case, or lower case after the first.
func isWord(s string) bool {
	if strings.ContainsAny(s, "0123456789") {
		return false
	}
	rest := s[1:]
	return rest == strings.ToLower(rest) || s == strings.ToUpper(s)
}

// meaningful returns text with one space between its words, "" when it has neither
// letters nor digits.
func meaningful(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return ""
	}
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}
