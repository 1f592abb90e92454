package link

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/hilo-app/hilo/core/plaintext"
)

// maxNested is how many links may be wrapped in each other: a sign-in page in a
// consent page in the link of a messenger.
const maxNested = 3

// maxVideos is how many videos one link may name. YouTube takes 50.
const maxVideos = 50

// result is what an address leads to: links, or the reason why there are none.
type result struct {
	links  []Link
	reason Reason
	words  string // with Search
}

func rejected(r Reason) result { return result{reason: r} }

func one(l Link) result { return result{links: []Link{l}} }

// parseLink parses one address, which may be damaged.
func parseLink(text string) result {
	r := parseAddress(repair(text), 0)
	if cut, ok := strings.CutSuffix(text, "_"); ok && len(r.links) == 0 { // the end of a phrase in italics
		if again := parseAddress(repair(strings.TrimSuffix(cut, "_")), 0); len(again.links) > 0 {
			r = again
		} else if again := parseAddress(repair(cut), 0); len(again.links) > 0 {
			r = again
		}
	}
	for i := range r.links {
		r.links[i].Text = text
	}
	return r
}

// parseAddress parses s. depth is the number of links that it is nested in.
func parseAddress(s string, depth int) result {
	u, err := url.Parse(s)
	switch {
	case depth > maxNested:
		return rejected(Nothing)
	case err != nil, u.Scheme != "https" && u.Scheme != "http", u.User != nil, u.Opaque != "":
		return rejected(OtherSite)
	}
	host := hostOf(u)
	if parameters := wrapper(host, u.Path); parameters != nil {
		return nested(u.Query(), parameters, depth)
	}
	if !hosts[host] {
		return rejected(OtherSite)
	}
	path := strings.FieldsFunc(u.EscapedPath(), func(r rune) bool { return r == '/' })
	for i := range path {
		path[i], _ = url.PathUnescape(path[i]) // cannot fail after url.Parse
	}
	if len(path) > 0 {
		if page, query, ok := strings.Cut(path[0], "?"); ok { // "watch%3Fv%3D…"
			return parseAddress("https://www.youtube.com/"+url.PathEscape(page)+"?"+query, depth+1)
		}
	}
	r := parsePath(host, path, u.Query(), depth)
	if len(r.links) == 0 && u.Fragment != "" { // pages of before 2012, and of phones
		return parseFragment(u.Fragment, r, depth)
	}
	return r
}

// hosts are the host names of YouTube. A host must equal one of them.
var hosts = map[string]bool{
	"youtube.com": true, "www.youtube.com": true, "m.youtube.com": true, "music.youtube.com": true, "studio.youtube.com": true,
	"youtube-nocookie.com": true, "www.youtube-nocookie.com": true,
	"youtubekids.com": true, "www.youtubekids.com": true,
	"youtu.be": true, "www.youtu.be": true,
}

// withNames are the hosts at which a name alone is a channel.
var withNames = map[string]bool{"youtube.com": true, "www.youtube.com": true, "m.youtube.com": true}

// hostOf returns the host in lower case, without the port of http or https and the
// dot of a complete name; "" when there is anything else about it.
func hostOf(u *url.URL) string {
	name := u.Hostname()
	switch u.Host {
	case name, name + ":443", name + ":80":
		return strings.ToLower(strings.TrimSuffix(name, "."))
	}
	return ""
}

// google is a host of Google's search in some country.
var google = regexp.MustCompile(`^(?:www\.)?google\.(?:com?\.)?[a-z]{2,3}$`)

// wrapper returns the parameters in which a page of another site, or of YouTube's
// consent, has the address that it leads to; nil for all other pages.
func wrapper(host, path string) []string {
	switch {
	case host == "consent.youtube.com", host == "consent.google.com", host == "accounts.google.com":
		return []string{"continue"}
	case google.MatchString(host) && path == "/url":
		return []string{"url", "q"}
	case host == "l.facebook.com", host == "lm.facebook.com", host == "l.messenger.com", host == "l.instagram.com":
		return []string{"u"}
	}
	return nil
}

// nested parses the address in the first of some parameters that is there.
func nested(query url.Values, parameters []string, depth int) result {
	for _, name := range parameters {
		address := query.Get(name)
		if address == "" {
			continue
		}
		if strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//") {
			address = "https://www.youtube.com" + address
		}
		return parseAddress(repair(address), depth+1)
	}
	return rejected(Nothing)
}

// parseFragment parses what stands behind "#": "/watch?v=…" or "!v=…". It returns
// instead what the address is without it, when that is nothing of the kind.
func parseFragment(fragment string, instead result, depth int) result {
	rest, bang := strings.CutPrefix(fragment, "!")
	switch {
	case strings.HasPrefix(rest, "/"):
		fragment = rest
	case bang:
		fragment = "/watch?" + rest
	default:
		return instead
	}
	if r := parseAddress("https://www.youtube.com"+fragment, depth+1); len(r.links) > 0 {
		return r
	}
	return instead
}

// parsePath parses the path and query of an address.
func parsePath(host string, path []string, query url.Values, depth int) result {
	switch {
	case len(path) == 0:
		return video(query.Get("v"), query)
	case strings.HasSuffix(host, "youtu.be") && isVideoID(cutID(path[0])):
		return video(path[0], query)
	}
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
	case "shorts", "live", "embed", "v", "e", "vi", "video":
		if second == "" {
			second = query.Get("v")
		}
		return video(second, query)
	case "watch_videos":
		return videos(query.Get("video_ids"))
	case "playlist":
		if id := query.Get("list"); id != "" || second == "" {
			return playlist(id)
		}
		return playlist(second)
	case "view_play_list":
		return oldPlaylist(query.Get("p"))
	case "p":
		return oldPlaylist(second)
	case "attribution_link":
		return nested(query, []string{"u"}, depth)
	case "redirect":
		return nested(query, []string{"q"}, depth)
	case "signin":
		return nested(query, []string{"next"}, depth)
	case "results", "search":
		return search(query)
	case "feed":
		if second == "history" {
			return rejected(PrivateList)
		}
		return rejected(Nothing)
	}
	return channel(host, path, second)
}

// channel returns the link of a channel.
func channel(host string, path []string, second string) result {
	switch first := strings.ToLower(path[0]); first {
	case "channel":
		if isChannelID(second) {
			return one(Link{Kind: Channel, Channel: "/channel/" + second})
		}
	case "browse": // of music.youtube.com
		switch {
		case strings.HasPrefix(second, "VL"):
			return playlist(second)
		case isChannelID(second):
			return one(Link{Kind: Channel, Channel: "/channel/" + second})
		}
	case "c", "user":
		if isName(second) {
			return one(Link{Kind: Channel, Channel: "/" + first + "/" + second})
		}
	default:
		if name, ok := strings.CutPrefix(path[0], "@"); ok && isName(name) {
			return one(Link{Kind: Channel, Channel: "/@" + name})
		}
		if withNames[host] && isOldName(path) {
			return one(Link{Kind: Channel, Channel: "/" + path[0]})
		}
	}
	return rejected(Nothing)
}

// search returns what a page of results is about.
func search(query url.Values) result {
	for _, name := range []string{"search_query", "q"} {
		if words := meaningful(query.Get(name)); words != "" {
			return result{reason: Search, words: words}
		}
	}
	return rejected(Nothing)
}

// cutID returns a video id without text that follows it without a separator.
func cutID(id string) string {
	if len(id) > 11 && !plaintext.IsToken(id[11:12]) {
		return id[:11]
	}
	return id
}

// video returns the link of a video, with the playlist it was opened from; or the
// link of that playlist when there is no video.
func video(id string, query url.Values) result {
	list := playlist(query.Get("list"))
	if id == "" || id == "videoseries" { // the player of a playlist: /embed/videoseries?list=…
		return list
	}
	id = cutID(id)
	if !isVideoID(id) || id == "live_stream" { // /embed/live_stream?channel=…
		return rejected(Nothing)
	}
	l := Link{Kind: Video, VideoID: id}
	if len(list.links) > 0 && list.links[0].Kind == Playlist {
		l.PlaylistID = list.links[0].PlaylistID
	}
	return one(l)
}

// videos returns the links of a list of ids with commas between them, each once.
func videos(ids string) result {
	r := rejected(Nothing)
	seen := map[string]bool{}
	for id := range strings.SplitSeq(ids, ",") {
		if isVideoID(id) && !seen[id] && len(r.links) < maxVideos {
			seen[id] = true
			r.links = append(r.links, Link{Kind: Video, VideoID: id})
		}
	}
	return r
}

// oldPlaylist is playlist for ids that may lack "PL".
func oldPlaylist(id string) result {
	if isOldListID(id) {
		id = "PL" + id
	}
	return playlist(id)
}

// playlist returns the link of a playlist. A mix is generated for each visitor and
// has no end, so it counts as the video that it starts with.
func playlist(id string) result {
	id = strings.TrimPrefix(id, "VL") // of the page that shows the list
	switch {
	case isPrivate(id):
		return rejected(PrivateList)
	case len(id) < 2 || len(id) > 100 || !plaintext.IsToken(id):
		return rejected(Nothing)
	case strings.HasPrefix(id, "RDCLAK"): // made by YouTube Music's editors: a regular playlist
	case strings.HasPrefix(id, "RD"):
		for _, kind := range []string{"RDAMVM", "RDMM", "RD"} {
			if seed, ok := strings.CutPrefix(id, kind); ok && isVideoID(seed) {
				return one(Link{Kind: Video, VideoID: seed})
			}
		}
		return rejected(Nothing)
	}
	return one(Link{Kind: Playlist, PlaylistID: id})
}
