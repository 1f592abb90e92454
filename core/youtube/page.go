package youtube

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/age"
	"github.com/hilo-app/hilo/core/jsondoc"
	"github.com/hilo-app/hilo/core/plaintext"
)

// maxDepth bounds how deep a page is searched. The deepest recorded entry is at
// depth 12.
const maxDepth = 40

// maxPageEntries bounds the entries that are taken from a page. The longest
// recorded one has 102.
const maxPageEntries = 2000

// readPage parses a page in any of its recorded shapes: entries are
// playlistVideoRenderer (until 2025), lockupViewModel (2026) or, in a list of
// Shorts, shortsLockupViewModel. It searches the whole page for them, so that a
// change of the objects around them has no effect. It decodes only what it finds.
func readPage(doc jsondoc.Value) (*page, error) {
	p := &page{}
	p.readHeader(doc.Get("header"))
	p.readHeader(doc.Get("metadata"))
	p.tab = selectedTab(doc)
	w := walker{readers: readers}
	w.walkDocument(doc)
	p.entries = w.entries
	switch {
	case w.next != "":
		p.next = w.next
	case !w.any && p.total > 0: // a first page with a header and no entries
		p.next = w.first
	}
	return p, nil
}

// readSearchPage parses a page of search results, whose continuation stands after
// the section of the results.
func readSearchPage(doc jsondoc.Value) (*page, error) {
	w := walker{readers: searchReaders}
	w.walkDocument(doc)
	return &page{entries: w.entries, next: w.first}, nil
}

// selectedTab returns the last element of the path of the tab that a channel's
// page shows, "" on other pages.
func selectedTab(doc jsondoc.Value) string {
	for tab := range doc.Get("contents", "twoColumnBrowseResultsRenderer", "tabs").Items() {
		tab = tab.Get("tabRenderer")
		if string(tab.Get("selected").Raw()) == "true" {
			path := tab.Get("endpoint", "commandMetadata", "webCommandMetadata", "url").Str()
			return path[strings.LastIndexByte(path, '/')+1:]
		}
	}
	return ""
}

// checkPage returns why an answer about a list has none. The class is EmptyPlaylist
// when the answer is that there is no such list.
func checkPage(doc jsondoc.Value) error {
	alerts := doc.Get("alerts")
	var err error
	switch {
	case !doc.IsObject() && !doc.IsNull():
		err = errors.New("not an object")
	case alerts.Raw() != nil && !alerts.IsArray() && !alerts.IsNull():
		err = errors.New("alerts are not an array")
	}
	if err != nil {
		return &Error{Class: Unintelligible, Err: fmt.Errorf("read the list: %w", err)}
	}
	for item := range alerts.Items() {
		if alert := item.Get("alertRenderer"); alert.Get("type").Str() == "ERROR" {
			return &Error{Class: EmptyPlaylist, Reason: textOf(alert.Get("text"))}
		}
	}
	return nil
}

// walker searches a page for entries, and for the continuation in the same array
// as the entries. Continuations elsewhere lead to comments, to other lists, or to
// videos that YouTube recommends.
type walker struct {
	readers []entryReader
	entries []Entry
	any     bool   // an entry was found, even one that is skipped
	next    string // continuation in an array with entries
	first   string // the first continuation in any array
}

// walkDocument searches the parts of an answer that hold entries.
func (w *walker) walkDocument(doc jsondoc.Value) {
	for _, part := range []string{"contents", "onResponseReceivedActions", "onResponseReceivedCommands", "continuationContents"} {
		w.walk(doc.Get(part), 0)
	}
}

// walk searches v, an object or array at that depth.
func (w *walker) walk(v jsondoc.Value, depth int) {
	if depth > maxDepth {
		return
	}
	for key, child := range v.Members() {
		switch key {
		case "header", "sidebar", "menu", "overlays", "subheader":
			// may hold continuations, never entries
		default:
			w.walk(child, depth+1)
		}
	}
	if v.IsArray() {
		w.walkList(v, depth)
	}
}

// walkList searches the items of an array.
func (w *walker) walkList(items jsondoc.Value, depth int) {
	hasEntries := false
	token := ""
	for item := range items.Items() {
		if object, read := w.entryOf(item); read != nil {
			hasEntries, w.any = true, true
			if len(w.entries) == maxPageEntries {
				continue
			}
			if e := read(object); validID(e.ID) || e.ListID != "" {
				w.entries = append(w.entries, e)
			}
			continue
		}
		continuation, t := tokenOf(item)
		if t != "" {
			token = t
			if w.first == "" {
				w.first = t
			}
			continue
		}
		if !continuation {
			w.walk(item, depth+1)
		}
	}
	if hasEntries && token != "" && w.next == "" {
		w.next = token
	}
}

// entryOf returns the object of the video that an item of an array is, and the
// function that parses it, which is nil when the item is no video.
func (w *walker) entryOf(item jsondoc.Value) (jsondoc.Value, func(jsondoc.Value) Entry) {
	if inner := item.Get("richItemRenderer", "content"); inner.IsObject() { // on a channel's own pages
		item = inner
	}
	for _, r := range w.readers {
		if object := item.Get(r.kind); object.IsObject() {
			return object, r.read
		}
	}
	return jsondoc.Value{}, nil
}

// tokenOf reports whether an item is a continuation, and returns its token, "" when
// it has none.
func tokenOf(item jsondoc.Value) (bool, string) {
	for _, kind := range []string{"continuationItemRenderer", "continuationItemViewModel"} {
		if object := item.Get(kind); object.IsObject() {
			return true, findToken(object, 0)
		}
	}
	return false, ""
}

// findToken returns the token of the first continuationCommand in v, which is
// nested in one or more other commands.
func findToken(v jsondoc.Value, depth int) string {
	if depth > maxDepth {
		return ""
	}
	if t := v.Get("continuationCommand", "token").Str(); t != "" && len(t) < 1<<14 {
		return t
	}
	for _, c := range v.Members() {
		if t := findToken(c, depth+1); t != "" {
			return t
		}
	}
	for c := range v.Items() {
		if t := findToken(c, depth+1); t != "" {
			return t
		}
	}
	return ""
}

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
	e.describe(textOf(o.Get("publishedTimeText")))
	e.describe(textOf(o.Get("viewCountText")))
	for run := range o.Get("videoInfo", "runs").Items() { // in a playlist, with dots between them
		e.describe(run.Get("text").Str())
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

// describe takes over a text that says how old a video is, or how often it was
// viewed. It reports whether the text says either.
func (e *Entry) describe(text string) bool {
	if a := age.Parse(text); a != (age.Age{}) {
		e.Age = a
		return true
	}
	n, ok := viewCount(text)
	if ok {
		e.Views = n
	}
	return ok
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
			if text := textOf(part.Get("text")); !e.describe(text) && e.Author == "" {
				e.Author = text // the first one names the channel, where there is one
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
	e.describe(textOf(o.Get("overlayMetadata", "secondaryText")))
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

// viewCount parses "937,343 views", "1.2M views", "1.1bn views" or "No views".
func viewCount(s string) (n int64, ok bool) {
	number, ok := strings.CutSuffix(strings.TrimSuffix(s, "s"), " view")
	if !ok || number == "No" {
		return 0, ok
	}
	digits := strings.TrimRight(strings.ToLower(number), "kmbn")
	unit, known := map[string]float64{"": 1, "k": 1e3, "m": 1e6, "b": 1e9, "bn": 1e9}[strings.ToLower(number[len(digits):])]
	f, err := strconv.ParseFloat(strings.ReplaceAll(digits, ",", ""), 64)
	if !known || err != nil || len(digits) > 20 || !(f >= 0 && f*unit < 1e12) { // the most viewed video has 2e10
		return 0, false
	}
	return int64(math.Round(f * unit)), true
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
