package simulator

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator/internal/popularity"
	"github.com/hilo-app/hilo/core/youtube/simulator/internal/protobuf"
)

// browse answers POST /youtubei/v1/browse for playlists: with the first page for
// {"browseId": "VL<playlist>"}, with the others for {"continuation": token}. The
// shape is that of July 2026, with a lockupViewModel for each entry.
func (x *exchange) browse(a apiRequest, _ activeFault) {
	id, isList := strings.CutPrefix(a.BrowseID, "VL")
	offset := 0
	if a.Continuation != "" {
		id, offset, isList = protobuf.ParseToken(a.Continuation)
	}
	if !isList {
		x.fail(http.StatusBadRequest, "INVALID_ARGUMENT", "Request contains an invalid argument.", "no such browseId or continuation")
		return
	}
	p := x.server.playlist(id)
	switch {
	case p == nil && !strings.HasPrefix(id, "PL") && !strings.HasPrefix(id, "UU"):
		x.json(http.StatusOK, object{"alerts": []object{{"alertRenderer": object{
			"type": "ERROR", "text": runs("This playlist type is unviewable."),
		}}}})
	case p == nil || offset > len(p.Entries):
		x.notFound()
	case a.Continuation != "":
		x.json(http.StatusOK, object{
			"responseContext": responseContext(),
			"contents":        tabs(nil),
			"metadata":        p.metadata(),
			"sidebar":         p.sidebar(),
			"onResponseReceivedActions": []object{{"appendContinuationItemsAction": object{
				"continuationItems": x.server.lockups(p, offset),
			}}},
		})
	default:
		x.json(http.StatusOK, object{
			"responseContext": responseContext(),
			"header":          p.header(),
			"metadata":        p.metadata(),
			"sidebar":         p.sidebar(),
			"contents": tabs(object{"sectionListRenderer": object{"contents": []object{{
				"itemSectionRenderer": object{"contents": x.server.lockups(p, 0)},
			}}}}),
		})
	}
}

func tabs(content object) object {
	tab := object{"selected": true}
	if content != nil {
		tab["content"] = content
	}
	return object{"twoColumnBrowseResultsRenderer": object{"tabs": []object{{"tabRenderer": tab}}}}
}

// continuation is the last item of a page on channels' tabs and in searches.
func continuation(method, token string) object {
	return object{"continuationItemRenderer": object{
		"trigger": "CONTINUATION_TRIGGER_ON_ITEM_SHOWN",
		"continuationEndpoint": object{
			"commandMetadata":     object{"webCommandMetadata": object{"sendPost": true, "apiUrl": "/youtubei/v1/" + method}},
			"continuationCommand": object{"token": token, "request": "CONTINUATION_REQUEST_TYPE_" + strings.ToUpper(method)},
		},
	}}
}

func (p *Playlist) count() string { return videos(len(p.Entries)) }

func videos(n int) string {
	if n == 1 {
		return "1 video"
	}
	return fmt.Sprintf("%s videos", thousands(n))
}

func thousands(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%s,%03d", thousands(n/1000), n%1000)
}

func (p *Playlist) header() object {
	owner := object{"metadataParts": []object{{"avatarStack": object{"avatarStackViewModel": object{
		"text": object{"content": "by " + p.Author},
	}}}}}
	facts := object{"metadataParts": []object{
		{"text": object{"content": "Playlist"}},
		{"text": object{"content": p.count()}},
		{"text": object{"content": "1,234 views"}},
	}}
	return object{"pageHeaderRenderer": object{
		"pageTitle": p.Title,
		"content": object{"pageHeaderViewModel": object{
			"title": object{"dynamicTextViewModel": object{"text": object{"content": p.Title}}},
			"metadata": object{"contentMetadataViewModel": object{
				"metadataRows": []object{owner, facts}, "delimiter": "•",
			}},
		}},
	}}
}

func (p *Playlist) metadata() object {
	return object{"playlistMetadataRenderer": object{
		"title":                  p.Title,
		"androidAppindexingLink": "android-app://com.google.android.youtube/http/www.youtube.com/playlist?list=" + p.ID,
	}}
}

func (p *Playlist) sidebar() object {
	number, _, _ := strings.Cut(p.count(), " ")
	return object{"playlistSidebarRenderer": object{"items": []object{
		{"playlistSidebarPrimaryInfoRenderer": object{
			"title": runs(p.Title),
			"stats": []object{runs(number, " videos"), {"simpleText": "1,234 views"}},
		}},
		{"playlistSidebarSecondaryInfoRenderer": object{"videoOwner": object{"videoOwnerRenderer": object{
			"title": runs(p.Author),
		}}}},
	}}}
}

// lockups returns the entries of a page, and the token of the next page.
func (s *Server) lockups(p *Playlist, offset int) []object {
	size := p.PageSize
	if size == 0 {
		size = 100
	}
	end := min(offset+size, len(p.Entries))
	var items []object
	for i := offset; i < end; i++ {
		items = append(items, p.lockup(i, s.entry(p.Entries[i])))
	}
	if end < len(p.Entries) {
		items = append(items, object{"continuationItemViewModel": object{
			"trigger": "CONTINUATION_TRIGGER_ON_ITEM_SHOWN",
			"continuationCommand": object{"innertubeCommand": object{
				"commandMetadata": object{"webCommandMetadata": object{"sendPost": true, "apiUrl": "/youtubei/v1/browse"}},
				"continuationCommand": object{
					"token": protobuf.Token(p.ID, end), "request": "CONTINUATION_REQUEST_TYPE_BROWSE",
				},
			}},
		}})
	}
	return items
}

// entry fills in the empty fields of e from its video.
func (s *Server) entry(e Entry) Entry {
	v := s.video(e.ID)
	if v == nil {
		return e
	}
	if e.Title == "" {
		e.Title = v.Title
		if v.Playability == Private {
			e.Title = "[Private video]"
		}
	}
	if e.Author == "" {
		e.Author = v.Author
	}
	if e.Published == "" {
		e.Published = v.Published
	}
	if e.Views == 0 {
		e.Views = v.Views
	}
	if e.Duration == 0 && v.Playability != Private {
		e.Duration = v.Duration
	}
	return e
}

func (p *Playlist) lockup(index int, e Entry) object {
	thumbnail := object{"image": object{"sources": []object{
		{"url": thumbnailURL(e.ID, "hqdefault"), "width": 168, "height": 94},
		{"url": thumbnailURL(e.ID, "hqdefault"), "width": 336, "height": 188},
	}}}
	label := e.Title
	if e.Duration > 0 {
		label += " " + spoken(e.Duration)
		thumbnail["overlays"] = []object{{"thumbnailBottomOverlayViewModel": object{"badges": []object{{
			"thumbnailBadgeViewModel": object{
				"text": clock(e.Duration), "badgeStyle": "THUMBNAIL_OVERLAY_BADGE_STYLE_DEFAULT",
				"rendererContext": object{"accessibilityContext": object{"label": spoken(e.Duration)}},
			},
		}}}}}
	}
	var rows []object
	if e.Author != "" {
		channel := object{"innertubeCommand": object{"browseEndpoint": object{
			"browseId": channelID(e.Author), "canonicalBaseUrl": "/channel/" + channelID(e.Author),
		}}}
		rows = []object{
			{"metadataParts": []object{{"text": object{"content": e.Author, "commandRuns": []object{
				{"startIndex": 0, "length": len([]rune(e.Author)), "onTap": channel},
			}}}}},
			e.popularity(),
		}
	}
	return object{"lockupViewModel": object{
		"contentImage": object{"thumbnailViewModel": thumbnail},
		"metadata": object{"lockupMetadataViewModel": object{
			"title":    object{"content": e.Title},
			"metadata": object{"contentMetadataViewModel": object{"metadataRows": rows, "delimiter": " • "}},
		}},
		"contentId":   e.ID,
		"contentType": "LOCKUP_CONTENT_TYPE_VIDEO",
		"rendererContext": object{
			"accessibilityContext": object{"label": label},
			"commandContext": object{"onTap": object{"innertubeCommand": object{
				"watchEndpoint": object{"videoId": e.ID, "playlistId": p.ID, "index": index, "playerParams": "iAQB"},
			}}},
		},
	}}
}

// popularity is the row of an entry that says its views and age.
func (e Entry) popularity() object {
	return object{"metadataParts": []object{
		{"text": object{"content": popularity.Viewed(popularity.Views(e.ID, e.Views))}}, {"text": object{"content": popularity.Ago(popularity.Age(e.ID, e.Published))}},
	}}
}

// clock formats a duration as thumbnails show it: "4:39" or "1:02:03".
func clock(d time.Duration) string {
	s := int(d.Seconds())
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// spoken formats a duration as screen readers get it: "4 minutes, 39 seconds".
func spoken(d time.Duration) string {
	var parts []string
	s := int(d.Seconds())
	for _, u := range []struct {
		n    int
		name string
	}{{s / 3600, "hour"}, {s / 60 % 60, "minute"}, {s % 60, "second"}} {
		switch u.n {
		case 0:
		case 1:
			parts = append(parts, "1 "+u.name)
		default:
			parts = append(parts, strconv.Itoa(u.n)+" "+u.name+"s")
		}
	}
	return strings.Join(parts, ", ")
}

// resolve answers with the channel at "https://www.youtube.com/@name".
func (x *exchange) resolve(a apiRequest, _ activeFault) {
	var c *Channel
	if u, err := url.Parse(a.URL); err == nil {
		c = x.server.channel(u.Path)
	}
	if c == nil {
		x.notFound()
		return
	}
	x.json(http.StatusOK, object{
		"responseContext": responseContext(),
		"endpoint": object{
			"commandMetadata": object{
				"webCommandMetadata": object{
					"url": "/youtubei/v1/navigation/resolve_url", "webPageType": "WEB_PAGE_TYPE_CHANNEL",
					"rootVe": 3611, "apiUrl": "/youtubei/v1/browse",
				},
				"resolveUrlCommandMetadata": object{"isVanityUrl": true},
			},
			"browseEndpoint": object{"browseId": c.ID, "params": "EgC4AQCSAwDyBgQKAjIA"},
		},
	})
}
