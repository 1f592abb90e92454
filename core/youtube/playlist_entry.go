package youtube

import (
	"strconv"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/jsondoc"
	"github.com/hilo-app/hilo/core/plaintext"
)

// entryReader parses an entry, by the key of its object.
type entryReader struct {
	kind string
	read func(jsondoc.Value) Entry
}

// readers parse the entries of playlists and channels.
var readers = []entryReader{
	{"playlistVideoRenderer", readVideoRenderer}, // until 2025
	{"lockupViewModel", readLockup},              // 2026
	{"shortsLockupViewModel", readShort},         // in lists of Shorts
}

// searchReaders parse the entries of a search. On other pages such objects are
// recommendations.
var searchReaders = []entryReader{
	{"videoRenderer", readVideoRenderer},
	{"lockupViewModel", readLockup},
}

func readVideoRenderer(o jsondoc.Value) Entry {
	e := Entry{ID: o.Get("videoId").Str(), Title: textOf(o.Get("title")), Author: textOf(o.Get("shortBylineText"))}
	if n, err := strconv.ParseUint(o.Get("lengthSeconds").Str(), 10, 31); err == nil {
		e.Duration = time.Duration(n) * time.Second
	} else {
		e.Duration = clock(textOf(o.Get("lengthText")))
	}
	for overlay := range o.Get("thumbnailOverlays").Items() {
		e.mark(overlay.Get("thumbnailOverlayTimeStatusRenderer", "style").Str())
	}
	if playable := o.Get("isPlayable"); string(playable.Raw()) == "false" && e.Unavailable == "" {
		e.Unavailable = Unknown
	}
	e.finish()
	return e
}

// mark notes the style of a badge: a video that is live or upcoming cannot be
// downloaded.
func (e *Entry) mark(style string) {
	switch style = strings.TrimPrefix(style, "THUMBNAIL_OVERLAY_BADGE_STYLE_"); {
	case style == "LIVE" || style == "UPCOMING" && e.Unavailable == IsLive:
		e.Unavailable = IsLive
	case style == "UPCOMING":
		e.Unavailable = IsUpcoming
	}
}

// finish fills in what follows from the other fields.
func (e *Entry) finish() {
	switch e.Title {
	case "[Private video]":
		e.Unavailable = Private
	case "[Deleted video]":
		e.Unavailable = Removed
	}
	if validID(e.ID) && e.Thumbnail == "" && e.Unavailable != Private && e.Unavailable != Removed {
		e.Thumbnail = "https://i.ytimg.com/vi/" + e.ID + "/mqdefault.jpg" // 320 by 180, there is one of every video
	}
}

func readLockup(o jsondoc.Value) Entry {
	var e Entry
	switch id := o.Get("contentId").Str(); o.Get("contentType").Str() {
	case "LOCKUP_CONTENT_TYPE_VIDEO":
		e.ID = id
	case "LOCKUP_CONTENT_TYPE_PLAYLIST", "LOCKUP_CONTENT_TYPE_ALBUM":
		if !plaintext.IsToken(id) || len(id) > 100 {
			return Entry{}
		}
		e.ListID = id
	default:
		return Entry{}
	}
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
			e.mark(badge.Get("thumbnailBadgeViewModel", "badgeStyle").Str())
			if strings.EqualFold(badge.Get("thumbnailBadgeViewModel", "text").Str(), "upcoming") {
				e.mark("UPCOMING")
			}
		}
	}
	if e.ListID != "" {
		cover := o.Get("contentImage", "collectionThumbnailViewModel", "primaryThumbnail", "thumbnailViewModel", "image", "sources")
		for source := range cover.Items() {
			if address, ok := absolute(source.Get("url").Str(), imageHosts); ok {
				e.Thumbnail = plaintext.Truncate(address, 1000)
			}
		}
	}
	e.finish()
	return e
}

func readShort(o jsondoc.Value) Entry {
	e := Entry{
		ID:    o.Get("onTap", "innertubeCommand", "reelWatchEndpoint", "videoId").Str(),
		Title: textOf(o.Get("overlayMetadata", "primaryText")),
	}
	e.finish()
	return e
}

// readHeader copies what a header says about the playlist into p, in all recorded
// shapes.
func (p *page) readHeader(h jsondoc.Value) {
	if channel := h.Get("channelMetadataRenderer"); channel.IsObject() {
		p.channel = channelID(channel.Get("externalId").Str())
	}
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

// page is the part of a list that one answer holds.
type page struct {
	title, author string
	channel       string // "UC…" of a channel's own page
	tab           string // of a channel's own page: the last element of the path of the tab that is shown
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
