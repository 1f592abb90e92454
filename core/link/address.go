package link

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hilo-app/hilo/core/plaintext"
)

// hosts are the host names of YouTube. A host must equal one of them.
var hosts = map[string]bool{
	"youtube.com": true, "www.youtube.com": true, "m.youtube.com": true, "music.youtube.com": true,
	"youtube-nocookie.com": true, "www.youtube-nocookie.com": true,
	"youtu.be": true, "www.youtu.be": true,
}

// parseLink parses one address, which may lack its scheme.
func parseLink(text string) (Link, bool) {
	l, ok := parseAddress(unescape(text), 0)
	l.Text = text
	return l, ok
}

// unescape reverses the escapes that HTML and JSON need in an address. Other HTML
// entities stay, because "&para=1" is a parameter.
func unescape(s string) string {
	if !strings.ContainsAny(s, `&\`) {
		return s
	}
	for range 2 { // "&amp;amp;" occurs
		s = strings.NewReplacer("&amp;", "&", "&AMP;", "&", "&#38;", "&", "&#038;", "&", "&#x26;", "&").Replace(s)
	}
	return strings.NewReplacer(`\/`, "/", `\u0026`, "&", `\u003d`, "=", `\u003D`, "=", `\u003f`, "?", `\u003F`, "?").Replace(s)
}

// parseAddress parses s. depth is the number of links that it is nested in.
func parseAddress(s string, depth int) (Link, bool) {
	switch {
	case strings.HasPrefix(s, "//"):
		s = "https:" + s
	case !strings.Contains(before(s, "/?#"), ":"):
		s = "https://" + s
	}
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.User != nil || u.Opaque != "" || depth > 2 {
		return Link{}, false
	}
	host := strings.ToLower(u.Host) // including a port, which no link of YouTube has
	if !hosts[host] {
		return Link{}, false
	}
	path := strings.FieldsFunc(u.EscapedPath(), func(r rune) bool { return r == '/' })
	for i := range path {
		path[i], _ = url.PathUnescape(path[i]) // cannot fail after url.Parse
	}
	switch {
	case len(path) == 0:
		return Link{}, false
	case strings.HasSuffix(host, "youtu.be"):
		return video(path[0], u.Query())
	}
	return parsePath(path, u.Query(), depth)
}

// parsePath parses the path and query of an address at any host but youtu.be.
func parsePath(path []string, query url.Values, depth int) (Link, bool) {
	second := ""
	if len(path) > 1 {
		second = path[1]
	}
	switch first := strings.ToLower(path[0]); first {
	case "watch":
		if id := query.Get("v"); id != "" || second == "" {
			return video(id, query)
		}
		return video(second, query)
	case "shorts", "live", "embed", "v", "e", "vi":
		return video(second, query)
	case "playlist":
		return playlist(query.Get("list"))
	case "browse": // of music.youtube.com
		if id, ok := strings.CutPrefix(second, "VL"); ok {
			return playlist(id)
		}
	case "attribution_link":
		return nested(query.Get("u"), depth)
	case "redirect":
		return nested(query.Get("q"), depth)
	case "channel":
		if strings.HasPrefix(second, "UC") && len(second) == 24 && plaintext.IsToken(second) {
			return Link{Kind: Channel, Channel: "/channel/" + second}, true
		}
	case "c", "user":
		if isName(second) {
			return Link{Kind: Channel, Channel: "/" + first + "/" + second}, true
		}
	default:
		if name, ok := strings.CutPrefix(path[0], "@"); ok && isName(name) {
			return Link{Kind: Channel, Channel: "/@" + name}, true
		}
	}
	return Link{}, false
}

// nested parses the address in a parameter of a YouTube link.
func nested(address string, depth int) (Link, bool) {
	if strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//") {
		address = "https://www.youtube.com" + address
	}
	return parseAddress(address, depth+1)
}

// video returns the link of a video, with the playlist it was opened from; or the
// link of that playlist when there is no video.
func video(id string, query url.Values) (Link, bool) {
	list, ok := playlist(query.Get("list"))
	if id == "" || id == "videoseries" { // the player of a playlist: /embed/videoseries?list=…
		return list, ok
	}
	// Text may follow the id without a separator.
	if len(id) > 11 && !plaintext.IsToken(id[11:12]) {
		id = id[:11]
	}
	if !isVideoID(id) || id == "live_stream" { // /embed/live_stream?channel=…
		return Link{}, false
	}
	l := Link{Kind: Video, VideoID: id}
	if list.Kind == Playlist && len(list.PlaylistID) > len("WL") { // "WL" and "LL" are private to each user
		l.PlaylistID = list.PlaylistID
	}
	return l, true
}

// playlist returns the link of a playlist. A mix is generated for each visitor and
// has no end, so it counts as the video that it starts with.
func playlist(id string) (Link, bool) {
	switch {
	case len(id) < 2 || len(id) > 100 || !plaintext.IsToken(id):
		return Link{}, false
	case strings.HasPrefix(id, "RDCLAK"): // made by YouTube Music's editors: a regular playlist
	case strings.HasPrefix(id, "RD"):
		for _, kind := range []string{"RDAMVM", "RDMM", "RD"} {
			if seed, ok := strings.CutPrefix(id, kind); ok && isVideoID(seed) {
				return Link{Kind: Video, VideoID: seed}, true
			}
		}
		return Link{}, false
	}
	return Link{Kind: Playlist, PlaylistID: id}, true
}

// isVideoID reports whether s has the form of a video id.
func isVideoID(s string) bool { return len(s) == 11 && plaintext.IsToken(s) }

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

// before returns s up to the first of the characters in stops.
func before(s, stops string) string {
	if i := strings.IndexAny(s, stops); i >= 0 {
		return s[:i]
	}
	return s
}
