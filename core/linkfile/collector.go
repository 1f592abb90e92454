package linkfile

import (
	"regexp"
	"strings"

	"github.com/hilo-app/hilo/core/link"
	"github.com/hilo-app/hilo/core/plaintext"
)

// Item is one link.
type Item struct {
	URL   string `json:"url"` // in YouTube's own form
	Title string `json:"title,omitempty"`
}

// Result is what a file has.
type Result struct {
	Items   []Item // each link once, in order
	Ignored int    // pieces that are no links to YouTube, or too many
}

// Text returns the links, one a line.
func (r Result) Text() string {
	var b strings.Builder
	for _, i := range r.Items {
		b.WriteString(i.URL + "\n")
	}
	return b.String()
}

// collector collects items.
type collector struct {
	Result
	seen map[string]bool
}

// add adds a link with a title. It reports whether address is one.
func (c *collector) add(address, title string) bool {
	url, ok := urlOf(address)
	if !ok {
		return false
	}
	c.put(url, title)
	return true
}

func (c *collector) put(url, title string) {
	switch {
	case c.seen[url]:
	case len(c.Items) == MaxItems:
		c.Ignored++
	default:
		c.seen[url] = true
		title = strings.Join(strings.Fields(title), " ")
		c.Items = append(c.Items, Item{url, plaintext.Truncate(title, maxTitle)})
	}
}

// maxAddress is the longest address in bytes.
const maxAddress = 2000

var (
	channelID = regexp.MustCompile(`^UC[A-Za-z0-9_-]{22}$`)
	feed      = regexp.MustCompile(`^https?://www\.youtube\.com/feeds/videos\.xml\?(channel_id|playlist_id)=([A-Za-z0-9_-]{2,100})$`)
)

// urlOf returns a link, the id of a channel or the address of a feed in YouTube's own
// form.
func urlOf(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if len(s) > maxAddress {
		return "", false
	}
	if channelID.MatchString(s) {
		s = "https://www.youtube.com/channel/" + s
	} else if f := feed.FindStringSubmatch(s); f != nil {
		if s = "https://www.youtube.com/playlist?list=" + f[2]; f[1] == "channel_id" {
			s = "https://www.youtube.com/channel/" + f[2]
		}
	}
	if !strings.ContainsAny(s, "./") || strings.ContainsAny(s, " \t\r\n") {
		return "", false
	}
	links, _ := link.Parse(s)
	if len(links) != 1 {
		return "", false
	}
	return links[0].URL(), true
}

// MaxItems is how many links are read of a file.
const MaxItems = 10_000

// maxTitle is the longest title in bytes.
const maxTitle = 500
