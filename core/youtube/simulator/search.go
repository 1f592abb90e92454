package simulator

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator/internal/popularity"
	"github.com/hilo-app/hilo/core/youtube/simulator/internal/protobuf"
)

// searchPageSize is the number of results on a page, as on YouTube.
const searchPageSize = 20

// search answers POST /youtubei/v1/search with the videos whose titles contain all
// words of {"query": words}, by title and id, or as {"params": …} orders and filters
// them, and with more of them for a continuation.
func (x *exchange) search(a apiRequest, _ activeFault) {
	query, params, offset := a.Query, a.Params, 0
	if a.Continuation != "" {
		var ok bool
		if query, offset, ok = protobuf.ParseToken(a.Continuation); !ok {
			x.fail(http.StatusBadRequest, "INVALID_ARGUMENT", "Request contains an invalid argument.", "no such continuation")
			return
		}
		params, query, _ = strings.Cut(query, " ")
	}
	found := filtered(x.server.titled(strings.Fields(strings.ToLower(query))), params)
	end := min(offset+searchPageSize, len(found))
	var results []object
	for _, v := range found[min(offset, end):end] {
		results = append(results, v.result())
	}
	items := []object{{"itemSectionRenderer": object{"contents": results}}}
	if end < len(found) {
		items = append(items, continuation("search", protobuf.Token(params+" "+query, end)))
	}
	if a.Continuation != "" {
		x.json(http.StatusOK, object{
			"responseContext":            responseContext(),
			"onResponseReceivedCommands": []object{{"appendContinuationItemsAction": object{"continuationItems": items}}},
		})
		return
	}
	x.json(http.StatusOK, object{
		"responseContext":  responseContext(),
		"estimatedResults": "1234",
		"contents": object{"twoColumnSearchResultsRenderer": object{"primaryContents": object{
			"sectionListRenderer": object{"contents": items},
		}}},
	})
}

// titled returns the videos whose titles contain all words, which are in lower
// case, by title and id.
func (c *catalogue) titled(words []string) []Video {
	c.mu.Lock()
	defer c.mu.Unlock()
	var found []Video
	for _, v := range c.videos {
		title := strings.ToLower(v.Title)
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(title, w) }) {
			found = append(found, v.Video)
		}
	}
	slices.SortFunc(found, func(a, b Video) int { return strings.Compare(a.Title+a.ID, b.Title+b.ID) })
	return found
}

// filtered returns the videos that the parameter of a search leaves, in its order. Its
// fields are those of YouTube's menu, as recorded in 2026-07.
func filtered(all []Video, params string) []Video {
	plain, err := url.QueryUnescape(params)
	if err != nil {
		return nil
	}
	message := protobuf.DecodeBase64(plain)
	const day = 24 * time.Hour
	oldest := map[uint64]time.Duration{2: day, 3: 7 * day, 4: 30 * day, 5: 365 * day}
	if most, ok := oldest[protobuf.Number(protobuf.Subfield(message, 2), 1)]; ok {
		all = slices.DeleteFunc(all, func(v Video) bool { return popularity.Age(v.ID, v.Published) > most })
	}
	if protobuf.Number(message, 1) == 3 { // popularity
		slices.SortStableFunc(all, func(a, b Video) int {
			return cmp.Compare(popularity.Views(b.ID, b.Views), popularity.Views(a.ID, a.Views))
		})
	}
	return all
}

// result is a video as a search shows it.
func (v *Video) result() object {
	length := object{"simpleText": clock(v.Duration)}
	return object{"videoRenderer": object{
		"videoId":    v.ID,
		"thumbnail":  object{"thumbnails": []object{{"url": thumbnailURL(v.ID, "hq720"), "width": 360, "height": 202}}},
		"title":      runs(v.Title),
		"ownerText":  runs(v.Author),
		"lengthText": length, "shortBylineText": runs(v.Author), "longBylineText": runs(v.Author),
		"publishedTimeText": object{"simpleText": popularity.Ago(popularity.Age(v.ID, v.Published))},
		"viewCountText":     object{"simpleText": thousands(int(popularity.Views(v.ID, v.Views))) + " views"},
		"thumbnailOverlays": []object{{"thumbnailOverlayTimeStatusRenderer": object{"text": length, "style": "DEFAULT"}}},
	}}
}

// The sizes of a mix, in videos: of an answer, and of those in it that lie before
// the one that was asked for.
const (
	mixPageSize = 25
	mixBefore   = 3
)

// mix answers POST /youtubei/v1/next for {"playlistId": "RD…", "videoId": id} with
// the videos of the catalogue by id, some before and some after that one, or
// without one those after the video that the mix is named after. It ends with the
// catalogue. The list is that of yt-dlp's tests; there is no recording.
func (x *exchange) mix(a apiRequest, _ activeFault) {
	answer := object{"responseContext": responseContext(), "contents": object{"twoColumnWatchNextResults": object{}}}
	if !strings.HasPrefix(a.PlaylistID, "RD") {
		x.json(http.StatusOK, answer)
		return
	}
	all := x.server.titled(nil)
	slices.SortFunc(all, func(a, b Video) int { return strings.Compare(a.ID, b.ID) })
	index := func(id string) int { return slices.IndexFunc(all, func(v Video) bool { return v.ID == id }) }
	seed := max(index(a.PlaylistID[max(len(a.PlaylistID)-11, 0):]), 0)
	all = append(all[seed:len(all):len(all)], all[:seed]...)
	at := max(index(a.VideoID), 0)
	var contents []object
	for i := max(at-mixBefore, 0); i < min(at+mixPageSize, len(all)); i++ {
		contents = append(contents, all[i].panel(a.PlaylistID, i))
	}
	answer["contents"] = object{"twoColumnWatchNextResults": object{"playlist": object{"playlist": object{
		"title": "Mix - " + all[0].Title, "playlistId": a.PlaylistID, "isInfinite": true, "currentIndex": at, "contents": contents,
	}}}}
	x.json(http.StatusOK, answer)
}

// panel is a video in the list next to another one.
func (v *Video) panel(list string, index int) object {
	return object{"playlistPanelVideoRenderer": object{
		"videoId": v.ID, "title": object{"simpleText": v.Title}, "longBylineText": runs(v.Author), "shortBylineText": runs(v.Author),
		"lengthText": object{"simpleText": clock(v.Duration)},
		"navigationEndpoint": object{"watchEndpoint": object{
			"videoId": v.ID, "playlistId": list, "index": index, "params": "OAE%3D",
		}},
	}}
}

// preview answers GET /oembed for the video that the parameter url links to.
func (x *exchange) preview(link string) {
	var v *video
	if u, err := url.Parse(link); err == nil {
		v = x.server.video(u.Query().Get("v"))
	}
	switch {
	case v == nil:
		http.Error(x.w, "Bad Request", http.StatusBadRequest)
		return
	case v.Playability == Private:
		http.Error(x.w, "Unauthorized", http.StatusUnauthorized)
		return
	}
	x.json(http.StatusOK, object{
		"title": v.Title, "author_name": v.Author, "author_url": "https://www.youtube.com/channel/" + v.ChannelID,
		"type": "video", "version": "1.0", "provider_name": "YouTube", "provider_url": "https://www.youtube.com/",
		"thumbnail_url": thumbnailURL(v.ID, "hqdefault"), "thumbnail_width": 480, "thumbnail_height": 360,
		"width": 200, "height": 113, "html": "<iframe></iframe>",
	})
}
