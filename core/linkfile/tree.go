package linkfile

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"strings"
)

// maxDepth bounds how deep JSON and XML are nested.
const maxDepth = 50

// readOPML reads the outlines of OPML (opml.org, 2.0). Any other XML has none.
func readOPML(raw []byte, c *collector) {
	d := xml.NewDecoder(bytes.NewReader(raw))
	d.Strict = false
	for depth := 0; depth < maxDepth; {
		token, err := d.Token()
		if err != nil {
			return
		}
		switch t := token.(type) {
		case xml.EndElement:
			depth--
		case xml.StartElement:
			depth++
			if strings.EqualFold(t.Name.Local, "outline") {
				outline(t, c)
			}
		}
	}
}

func outline(t xml.StartElement, c *collector) {
	has := map[string]string{}
	for _, a := range t.Attr {
		has[strings.ToLower(a.Name.Local)] = a.Value
	}
	title := has["title"]
	if title == "" {
		title = has["text"]
	}
	for _, key := range []string{"xmlurl", "htmlurl", "url"} {
		if has[key] != "" && c.add(has[key], title) {
			return
		}
	}
	if has["xmlurl"] != "" {
		c.Ignored++
	}
}

// readJSON reads objects that have a link or the id of a channel, wherever they are,
// and a title in them or in the object around them. Several values may follow one
// another.
func readJSON(raw []byte, c *collector) {
	j := jsonReader{json.NewDecoder(bytes.NewReader(raw)), c}
	for {
		found, err := j.value("", 0)
		c.finish(found)
		if err != nil {
			return
		}
	}
}

// found is a link whose title may be in the object around it.
type found struct{ url, title string }

func (c *collector) finish(f found) {
	if f.url != "" {
		c.put(f.url, f.title)
	}
}

type jsonReader struct {
	d *json.Decoder
	c *collector
}

// value reads one value of a member. It returns a link that has no title yet.
func (j jsonReader) value(key string, depth int) (found, error) {
	token, err := j.d.Token()
	if err != nil {
		return found{}, err
	}
	if depth > maxDepth {
		return found{}, errDeep
	}
	switch t := token.(type) {
	case json.Delim:
		if t == '[' {
			return found{}, j.array(depth)
		}
		return j.object(depth)
	case string:
		switch strings.ToLower(key) {
		case "title", "name", "channelname", "author":
			return found{title: t}, nil
		case "", "url", "link", "id", "channelid", "channel_url", "webpage_url", "video_url":
			if url, ok := urlOf(t); ok {
				return found{url: url}, nil
			}
		}
	}
	return found{}, nil
}

func (j jsonReader) array(depth int) error {
	for j.d.More() {
		f, err := j.value("", depth+1)
		j.c.finish(f)
		if err != nil {
			return err
		}
	}
	_, err := j.d.Token()
	return err
}

func (j jsonReader) object(depth int) (found, error) {
	var all found
	for j.d.More() {
		key, err := j.d.Token()
		if err != nil {
			return all, err
		}
		name, _ := key.(string)
		f, err := j.value(name, depth+1)
		if f.url != "" && f.title != "" { // complete in itself
			j.c.finish(f)
			f = found{}
		}
		if all.url == "" {
			all.url = f.url
		}
		if all.title == "" {
			all.title = f.title
		}
		if err != nil {
			return all, err
		}
	}
	_, err := j.d.Token()
	return all, err
}

var errDeep = &json.SyntaxError{}
