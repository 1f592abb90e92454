package simulator

import (
	"net/http"
	"strings"

	"github.com/hilo-app/hilo/core/youtube/simulator/internal/popularity"
	"github.com/hilo-app/hilo/core/youtube/simulator/internal/protobuf"
)

// tab is a tab of a channel that holds entries.
type tab struct {
	path   string // the last element of its address
	title  string
	params string // with which YouTube's pages request it, recorded in 2026-07
}

var channelTabs = []tab{
	{"featured", "Home", "EghmZWF0dXJlZPIGBAoCMgA%3D"},
	{"videos", "Videos", "EgZ2aWRlb3PyBgQKAjoA"},
	{"shorts", "Shorts", "EgZzaG9ydHPyBgUKA5oBAA%3D%3D"},
	{"streams", "Live", "EgdzdHJlYW1z8gYECgJ6AA%3D%3D"},
	{"playlists", "Playlists", "EglwbGF5bGlzdHPyBgQKAkIA"},
}

// tabPageSize is the number of entries on a page of a tab, as on YouTube.
const tabPageSize = 30

// browseAll answers POST /youtubei/v1/browse: for a channel's tab with the browseId
// "UC…" and the parameters of the tab, else as browse does. A channel without the
// tab shows its first one, without entries.
func (x *exchange) browseAll(a apiRequest, f activeFault) {
	id, path, offset := a.BrowseID, "featured", 0
	for _, t := range channelTabs {
		if t.params == a.Params {
			path = t.path
		}
	}
	if a.Continuation != "" {
		var ok bool
		if id, offset, ok = protobuf.ParseToken(a.Continuation); ok {
			id, path, ok = strings.Cut(id, "/")
		}
		if !ok {
			x.browse(a, f)
			return
		}
	}
	if !strings.HasPrefix(id, "UC") {
		x.browse(a, f)
		return
	}
	c := x.server.channel("/channel/" + id)
	if c == nil {
		x.notFound()
		return
	}
	items := x.server.tabItems(c, path, offset)
	if a.Continuation != "" {
		x.json(http.StatusOK, object{
			"responseContext":           responseContext(),
			"onResponseReceivedActions": []object{{"appendContinuationItemsAction": object{"continuationItems": items}}},
		})
		return
	}
	if items == nil {
		path = "featured"
	}
	x.json(http.StatusOK, object{
		"responseContext": responseContext(),
		"header": object{"pageHeaderRenderer": object{
			"pageTitle": c.Name,
			"content": object{"pageHeaderViewModel": object{"metadata": object{"contentMetadataViewModel": object{"metadataRows": []object{
				{"metadataParts": []object{{"text": object{"content": "8.98k subscribers"}}, {"text": object{"content": videos(len(c.Uploads))}}}},
			}}}}},
		}},
		"metadata": object{"channelMetadataRenderer": object{"title": c.Name, "externalId": c.ID}},
		"contents": object{"twoColumnBrowseResultsRenderer": object{"tabs": c.tabs(path, items)}},
	})
}

// tabs returns the tabs of a channel, with the items of the one that is shown.
func (c *Channel) tabs(path string, items []object) []object {
	var all []object
	for _, t := range channelTabs {
		renderer := object{
			"title": t.title,
			"endpoint": object{
				"commandMetadata": object{"webCommandMetadata": object{"url": "/channel/" + c.ID + "/" + t.path}},
				"browseEndpoint":  object{"browseId": c.ID, "params": t.params},
			},
		}
		if t.path == path {
			renderer["selected"] = true
			renderer["content"] = object{"richGridRenderer": object{"contents": items}}
		}
		all = append(all, object{"tabRenderer": renderer})
	}
	return all
}

// tabItems returns the items of a tab from offset on, and the token of the next
// page; nil for a tab without any.
func (s *Server) tabItems(c *Channel, path string, offset int) []object {
	var all []object
	lockups := func(entries []Entry) {
		for i, e := range entries {
			all = append(all, tabLockup(&Playlist{}, i, s.entry(e)))
		}
	}
	switch path {
	case "videos":
		lockups(c.Uploads)
	case "streams":
		lockups(c.Live)
	case "shorts":
		for _, e := range c.Shorts {
			e = s.entry(e)
			all = append(all, object{"shortsLockupViewModel": object{
				"entityId":        "shorts-shelf-item-" + e.ID,
				"overlayMetadata": object{"primaryText": object{"content": e.Title}, "secondaryText": object{"content": popularity.Viewed(popularity.Views(e.ID, e.Views))}},
				"onTap":           object{"innertubeCommand": object{"reelWatchEndpoint": object{"videoId": e.ID}}},
			}})
		}
	case "playlists":
		for _, id := range c.Lists {
			if p := s.playlist(id); p != nil {
				all = append(all, p.listLockup())
			}
		}
	}
	end := min(offset+tabPageSize, len(all))
	if offset >= end {
		return nil
	}
	var items []object
	for _, item := range all[offset:end] {
		items = append(items, object{"richItemRenderer": object{"content": item}})
	}
	if end < len(all) {
		items = append(items, continuation("browse", protobuf.Token(c.ID+"/"+path, end)))
	}
	return items
}

// tabLockup is a lockup without the channel, in whose place are the views.
func tabLockup(p *Playlist, i int, e Entry) object {
	e.Author = ""
	item := p.lockup(i, e)
	about := item["lockupViewModel"].(object)["metadata"].(object)["lockupMetadataViewModel"].(object)
	about["metadata"] = object{"contentMetadataViewModel": object{"metadataRows": []object{e.popularity()}}}
	return item
}

// listLockup is the entry of a playlist on the playlists tab.
func (p *Playlist) listLockup() object {
	cover := object{}
	if len(p.Entries) > 0 {
		cover["image"] = object{"sources": []object{{"url": thumbnailURL(p.Entries[0].ID, "hqdefault"), "width": 480, "height": 270}}}
	}
	cover["overlays"] = []object{{"thumbnailBottomOverlayViewModel": object{"badges": []object{{"thumbnailBadgeViewModel": object{"text": p.count()}}}}}}
	return object{"lockupViewModel": object{
		"contentImage": object{"collectionThumbnailViewModel": object{"primaryThumbnail": object{"thumbnailViewModel": cover}}},
		"metadata":     object{"lockupMetadataViewModel": object{"title": object{"content": p.Title}}},
		"contentId":    p.ID, "contentType": "LOCKUP_CONTENT_TYPE_PLAYLIST",
	}}
}
