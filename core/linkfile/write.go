package linkfile

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// WriteText writes the links, one a line.
func WriteText(w io.Writer, items []Item) error {
	_, err := io.WriteString(w, Result{Items: items}.Text())
	return wrap(err)
}

// WriteCSV writes titles and links as CSV (RFC 4180) with a line of headings. A title
// that a spreadsheet would take for a formula gets a ' before it.
func WriteCSV(w io.Writer, items []Item) error {
	c := csv.NewWriter(w)
	c.UseCRLF = true
	_ = c.Write([]string{"title", "link"})
	for _, i := range items {
		title := i.Title
		if title != "" && strings.ContainsRune("=+-@\t\r", rune(title[0])) {
			title = "'" + title
		}
		_ = c.Write([]string{title, i.URL})
	}
	c.Flush()
	return wrap(c.Error()) // of any Write, too
}

// WriteJSON writes an array of objects with url and title.
func WriteJSON(w io.Writer, items []Item) error {
	if items == nil {
		items = []Item{}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return wrap(e.Encode(items))
}

// opml is a file of OPML 2.0 (opml.org).
type opml struct {
	XMLName xml.Name      `xml:"opml"`
	Version string        `xml:"version,attr"`
	Title   string        `xml:"head>title"`
	Items   []opmlOutline `xml:"body>outline"`
}

type opmlOutline struct {
	Text    string `xml:"text,attr"`
	Type    string `xml:"type,attr,omitempty"`
	XMLURL  string `xml:"xmlUrl,attr,omitempty"`
	HTMLURL string `xml:"htmlUrl,attr"`
}

// WriteOPML writes what feed readers take. Channels that are given by their ids, and
// playlists, have the address of their feed.
func WriteOPML(w io.Writer, items []Item) error {
	file := opml{Version: "2.0", Title: "Hilo"}
	for _, i := range items {
		o := opmlOutline{Text: i.Title, HTMLURL: i.URL}
		if o.Text == "" {
			o.Text = i.URL
		}
		const feeds = "https://www.youtube.com/feeds/videos.xml?"
		if id, ok := strings.CutPrefix(i.URL, "https://www.youtube.com/channel/"); ok && channelID.MatchString(id) {
			o.XMLURL = feeds + "channel_id=" + id
		} else if id, ok := strings.CutPrefix(i.URL, "https://www.youtube.com/playlist?list="); ok {
			o.XMLURL = feeds + "playlist_id=" + id
		}
		if o.XMLURL != "" {
			o.Type = "rss"
		}
		file.Items = append(file.Items, o)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return wrap(err)
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(file); err != nil {
		return wrap(err)
	}
	_, err := io.WriteString(w, "\n")
	return wrap(err)
}

func wrap(err error) error {
	if err != nil {
		return fmt.Errorf("write the links: %w", err)
	}
	return nil
}
