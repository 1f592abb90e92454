package youtube

import (
	"strconv"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/jsondoc"
	"github.com/hilo-app/hilo/core/plaintext"
)

// readers parse an entry of a playlist, by the key of its object.
var readers = []struct {
	kind string
	read func(jsondoc.Value) Entry
}{
	{"playlistVideoRenderer", readVideoRenderer}, // until 2025
	{"lockupViewModel", readLockup},              // 2026
	{"shortsLockupViewModel", readShort},         // in lists of Shorts
}

func readVideoRenderer(o jsondoc.Value) Entry {
	e := Entry{ID: o.Get("videoId").Str(), Title: textOf(o.Get("title")), Author: textOf(o.Get("shortBylineText"))}
	if n, err := strconv.ParseUint(o.Get("lengthSeconds").Str(), 10, 31); err == nil {
		e.Duration = time.Duration(n) * time.Second
	}
	return e
}

func readLockup(o jsondoc.Value) Entry {
	if o.Get("contentType").Str() != "LOCKUP_CONTENT_TYPE_VIDEO" { // playlists and albums are lockups too
		return Entry{}
	}
	e := Entry{ID: o.Get("contentId").Str()}
	about := o.Get("metadata", "lockupMetadataViewModel")
	e.Title = textOf(about.Get("title"))
	for row := range about.Get("metadata", "contentMetadataViewModel", "metadataRows").Items() {
		for part := range row.Get("metadataParts").Items() {
			if e.Author == "" {
				e.Author = textOf(part.Get("text")) // the first one names the channel
			}
		}
	}
	for overlay := range o.Get("contentImage", "thumbnailViewModel", "overlays").Items() {
		for badge := range overlay.Get("thumbnailBottomOverlayViewModel", "badges").Items() {
			if d := clock(badge.Get("thumbnailBadgeViewModel", "text").Str()); d > 0 {
				e.Duration = d
			}
		}
	}
	return e
}

func readShort(o jsondoc.Value) Entry {
	return Entry{
		ID:    o.Get("onTap", "innertubeCommand", "reelWatchEndpoint", "videoId").Str(),
		Title: textOf(o.Get("overlayMetadata", "primaryText")),
	}
}

// readHeader copies what a header says about the playlist into p, in all recorded
// shapes.
func (p *page) readHeader(h jsondoc.Value) {
	old := h.Get("playlistHeaderRenderer") // until 2024, and of courses in 2026
	latest := h.Get("pageHeaderRenderer")
	for _, title := range []string{h.Get("playlistMetadataRenderer", "title").Str(), textOf(old.Get("title")), latest.Get("pageTitle").Str()} {
		if p.title == "" {
			p.title = plaintext.Truncate(title, 500)
		}
	}
	if p.author == "" {
		p.author = textOf(old.Get("ownerText"))
	}
	if n := videoCount(textOf(old.Get("numVideosText"))); n > 0 {
		p.total = n
	}
	for row := range latest.Get("content", "pageHeaderViewModel", "metadata", "contentMetadataViewModel", "metadataRows").Items() {
		for part := range row.Get("metadataParts").Items() {
			if by, ok := strings.CutPrefix(textOf(part.Get("avatarStack", "avatarStackViewModel", "text")), "by "); ok && p.author == "" {
				p.author = by
			}
			if n := videoCount(textOf(part.Get("text"))); n > 0 {
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

// textOf returns a text that InnerTube writes in one of its ways, at most 500
// bytes of it.
func textOf(v jsondoc.Value) string {
	var b textBuilder
	b.add(v.Get("simpleText").Str())
	b.add(v.Get("content").Str())
	for run := range v.Get("runs").Items() {
		if b.Len() >= maxText {
			break
		}
		b.add(run.Get("text").Str())
	}
	return plaintext.Truncate(b.String(), 500)
}

// page is the part of a playlist that one answer of the browse method holds.
type page struct {
	title, author string
	total         int
	entries       []Entry
	next          string // continuation of the next page, empty on the last
}

// clock parses "1:02:03" or "4:05". It returns 0 for anything else.
func clock(s string) time.Duration {
	var total int64
	parts := strings.Split(strings.TrimSpace(s), ":")
	if len(parts) < 2 || len(parts) > 3 {
		return 0
	}
	for _, p := range parts {
		n, err := strconv.ParseUint(p, 10, 16)
		if err != nil {
			return 0
		}
		total = total*60 + int64(n)
	}
	return time.Duration(total) * time.Second
}
