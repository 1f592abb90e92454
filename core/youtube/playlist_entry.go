package youtube

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/plaintext"
)

// readers parse an entry of a playlist, by the key of its object.
var readers = map[string]func(map[string]any) Entry{
	"playlistVideoRenderer": readVideoRenderer, // until 2025
	"lockupViewModel":       readLockup,        // 2026
	"shortsLockupViewModel": readShort,         // in lists of Shorts
}

func readVideoRenderer(o map[string]any) Entry {
	e := Entry{ID: str(o, "videoId"), Title: textOf(o["title"]), Author: textOf(o["shortBylineText"])}
	if n, err := strconv.ParseUint(str(o, "lengthSeconds"), 10, 31); err == nil {
		e.Duration = time.Duration(n) * time.Second
	}
	return e
}

func readLockup(o map[string]any) Entry {
	if str(o, "contentType") != "LOCKUP_CONTENT_TYPE_VIDEO" { // playlists and albums are lockups too
		return Entry{}
	}
	e := Entry{ID: str(o, "contentId")}
	about := child(o, "metadata", "lockupMetadataViewModel")
	e.Title = textOf(about["title"])
	for _, row := range list(child(about, "metadata", "contentMetadataViewModel"), "metadataRows") {
		for _, part := range list(row, "metadataParts") {
			if e.Author == "" {
				e.Author = textOf(part["text"]) // the first one names the channel
			}
		}
	}
	for _, overlay := range list(child(o, "contentImage", "thumbnailViewModel"), "overlays") {
		for _, badge := range list(child(overlay, "thumbnailBottomOverlayViewModel"), "badges") {
			if d := clock(str(child(badge, "thumbnailBadgeViewModel"), "text")); d > 0 {
				e.Duration = d
			}
		}
	}
	return e
}

func readShort(o map[string]any) Entry {
	return Entry{
		ID:    str(child(o, "onTap", "innertubeCommand", "reelWatchEndpoint"), "videoId"),
		Title: textOf(child(o, "overlayMetadata")["primaryText"]),
	}
}

// header is the part of a page that describes the playlist, in all recorded
// shapes.
type header struct {
	Metadata struct {
		Title string `json:"title"`
	} `json:"playlistMetadataRenderer"`
	Old struct { // until 2024, and of courses in 2026
		Title text `json:"title"`
		Owner text `json:"ownerText"`
		Count text `json:"numVideosText"`
	} `json:"playlistHeaderRenderer"`
	New struct {
		Title   string `json:"pageTitle"`
		Content struct {
			Header struct {
				Metadata struct {
					Rows struct {
						Rows []struct {
							Parts []struct {
								Text        text `json:"text"`
								AvatarStack struct {
									Stack struct {
										Text text `json:"text"`
									} `json:"avatarStackViewModel"`
								} `json:"avatarStack"`
							} `json:"metadataParts"`
						} `json:"metadataRows"`
					} `json:"contentMetadataViewModel"`
				} `json:"metadata"`
			} `json:"pageHeaderViewModel"`
		} `json:"content"`
	} `json:"pageHeaderRenderer"`
}

// read copies what h says about the playlist into p.
func (h *header) read(p *page) {
	for _, title := range []string{h.Metadata.Title, h.Old.Title.String(), h.New.Title} {
		if p.title == "" {
			p.title = plaintext.Truncate(title, 500)
		}
	}
	if p.author == "" {
		p.author = plaintext.Truncate(h.Old.Owner.String(), 500)
	}
	if n := videoCount(h.Old.Count.String()); n > 0 {
		p.total = n
	}
	for _, row := range h.New.Content.Header.Metadata.Rows.Rows {
		for _, part := range row.Parts {
			if by, ok := strings.CutPrefix(part.AvatarStack.Stack.Text.String(), "by "); ok && p.author == "" {
				p.author = plaintext.Truncate(by, 500)
			}
			if n := videoCount(part.Text.String()); n > 0 {
				p.total = n
			}
		}
	}
}

// videoCount parses "5,000 videos". It returns 0 for anything else.
func videoCount(s string) int {
	number, ok := strings.CutSuffix(strings.TrimSuffix(s, "s"), " video")
	if !ok {
		return 0
	}
	n, err := strconv.ParseUint(strings.ReplaceAll(number, ",", ""), 10, 31)
	if err != nil {
		return 0
	}
	return int(n)
}

// child returns the object at a path of keys below o, nil when there is none.
func child(o map[string]any, keys ...string) map[string]any {
	for _, k := range keys {
		o, _ = o[k].(map[string]any)
	}
	return o
}

// list returns the objects in the array o[key].
func list(o map[string]any, key string) []map[string]any {
	items, _ := o[key].([]any)
	var out []map[string]any
	for _, item := range items {
		if object, ok := item.(map[string]any); ok {
			out = append(out, object)
		}
	}
	return out
}

// str returns the string o[key], "" when it is no string.
func str(o map[string]any, key string) string {
	s, _ := o[key].(string)
	return s
}

// textOf returns a text that InnerTube writes in one of its ways, at most 500
// bytes of it.
func textOf(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	var t text
	if json.Unmarshal(raw, &t) != nil {
		return ""
	}
	return plaintext.Truncate(t.String(), 500)
}

// sortedValues returns the values of o in the order of their keys.
func sortedValues(o map[string]any) []any {
	values := make([]any, 0, len(o))
	for _, k := range slices.Sorted(maps.Keys(o)) {
		values = append(values, o[k])
	}
	return values
}
