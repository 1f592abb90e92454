package simulator

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/hilo-app/hilo/core/youtube/simulator/internal/hash"
)

// player answers POST /youtubei/v1/player.
func (x *exchange) player(a apiRequest, f activeFault) {
	if a.VideoID == "" {
		x.fail(http.StatusBadRequest, "INVALID_ARGUMENT", "Request contains an invalid argument.", "videoId is missing")
		return
	}
	v := x.server.video(a.VideoID)
	if v == nil {
		v = &video{Video: Video{ID: a.VideoID, Playability: Removed}}
	}
	name := a.Context.Client.Name
	if p := a.refusal(); p.Status != "" {
		v.Playability, v.ByClient = p, nil
	}
	if f.Kind == Refuse {
		v.Playability, v.ByClient = f.Playability, nil
	}
	visitor := x.server.guests.Welcome(a.Context.Client.Visitor)
	if f.Kind == BadGuest {
		x.server.guests.Spoil(visitor, f.Delay)
	}
	answer := x.server.playerAnswer(v, name, x.r.UserAgent(), visitor, f.Kind)
	if f.Kind == WrongVideo {
		if details, ok := answer["videoDetails"].(object); ok {
			details["videoId"] = f.To
			if f.To == "" {
				details["videoId"] = "wrongVideo0"
			}
		}
	}
	x.json(http.StatusOK, answer)
}

// playerAnswer returns the answer about a video to a client of that name, as in
// late 2026: VISIONOS gets addresses of all adaptive formats and no muxed one,
// ANDROID gets one address, of itag 18, ANDROID_VR gets addresses that answer 403,
// TVHTML5 and WEB_EMBEDDED_PLAYER get addresses of all formats that need the player
// script, and all others get formats without addresses. mood changes that.
func (s *Server) playerAnswer(v *video, name, userAgent, visitor string, mood FaultKind) object {
	serial := s.nextSerial()
	s.guests.Answered(serial, visitor)
	status := v.playability(name)
	answer := object{
		"responseContext":        object{"visitorData": visitor, "maxAgeSeconds": 0},
		"playabilityStatus":      playabilityStatus(v, status),
		"trackingParams":         "CAAQu2kiEwjQ",
		"adBreakHeartbeatParams": "Q0FBJTNE",
	}
	if status.Status != "ERROR" && status != Private && status != BotCheck {
		answer["videoDetails"] = v.details()
	}
	if strings.Contains(name, "WEB") && answer["videoDetails"] != nil {
		answer["microformat"] = v.microformat()
	}
	if status.Status != "OK" {
		return answer
	}
	if len(v.Captions) > 0 {
		answer["captions"] = v.captionTracks()
	}
	if spec := v.storyboardSpec(); spec != "" {
		answer["storyboards"] = object{"playerStoryboardSpecRenderer": object{"spec": spec, "recommendedLevel": len(v.storyboard()) - 1}}
	}
	answer["streamingData"] = s.streamingData(v, name, userAgent, serial, mood)
	return answer
}

// refusal returns why YouTube refuses a request of a client with a player script, for
// any video: one that does not name the script, a television that is not of Samsung,
// or an embedded player that is on no site. Its Status is empty when nothing is
// missing.
func (a *apiRequest) refusal() Playability {
	name := a.Context.Client.Name
	switch {
	case !challenged(name):
	case a.PlaybackContext.Content.SignatureTimestamp != PlayerTimestamp, name == "TVHTML5" && a.Context.Client.Make != "Samsung":
		return Playability{Status: "UNPLAYABLE", Reason: "The page needs to be reloaded."}
	case name == "WEB_EMBEDDED_PLAYER" && a.Context.ThirdParty.EmbedURL == "":
		return Refused
	}
	return Playability{}
}

// playability returns the status of the video for a client.
func (v *video) playability(name string) Playability {
	p := v.Playability
	if own, ok := v.ByClient[name]; ok {
		p = own
	}
	switch {
	case p.Status != "":
		return p
	case v.MadeForKids && name == "VISIONOS":
		return Refused
	case v.Live == Upcoming:
		return Playability{Status: "LIVE_STREAM_OFFLINE", Reason: "This live event will begin in 2 hours."}
	}
	return Playability{Status: "OK"}
}

func playabilityStatus(v *video, p Playability) object {
	status := object{"status": p.Status}
	if p.Status == "OK" {
		status["playableInEmbed"] = true
		if v.Live == Live {
			status["liveStreamability"] = object{"liveStreamabilityRenderer": object{
				"videoId": v.ID, "broadcastId": "1", "pollDelayMs": "15000",
			}}
		}
		return status
	}
	status["reason"] = p.Reason
	message := object{"reason": runs(p.Reason), "icon": object{"iconType": "ERROR_OUTLINE"}}
	if p.Subreason != "" {
		message["subreason"] = runs(p.Subreason)
	}
	if p == Private {
		status["messages"] = []string{"This is a private video. Please sign in to verify that you may see it."}
	}
	if p == AgeGate {
		status["desktopLegacyAgeGateReason"] = 1
		status["reasonTitle"] = "You must sign in to view this video"
	}
	status["errorScreen"] = object{"playerErrorMessageRenderer": message}
	return status
}

func (v *video) details() object {
	d := object{
		"videoId":          v.ID,
		"title":            v.Title,
		"lengthSeconds":    strconv.Itoa(int(v.Duration.Seconds())),
		"channelId":        v.ChannelID,
		"isOwnerViewing":   false,
		"shortDescription": v.Description,
		"isCrawlable":      true,
		"thumbnail": object{"thumbnails": []object{
			{"url": thumbnailURL(v.ID, "mqdefault"), "width": 320, "height": 180},
			{"url": thumbnailURL(v.ID, "hq720"), "width": 1280, "height": 720},
		}},
		"allowRatings":      true,
		"viewCount":         strconv.FormatUint(1000+hash.Number(v.ID)%4_000_000, 10),
		"author":            v.Author,
		"isPrivate":         false,
		"isUnpluggedCorpus": false,
		"isLiveContent":     v.Live != NotLive,
		"isTvfilmVideo":     false,
	}
	switch v.Live {
	case Live:
		d["isLive"], d["isLiveDvrEnabled"], d["lengthSeconds"] = true, true, "0"
	case Upcoming:
		d["isUpcoming"], d["lengthSeconds"] = true, "0"
	}
	return d
}

func (v *video) microformat() object {
	return object{"playerMicroformatRenderer": object{
		"title":         object{"simpleText": v.Title},
		"lengthSeconds": strconv.Itoa(int(v.Duration.Seconds())),
		"publishDate":   v.Published + "T09:00:00-07:00",
		"uploadDate":    v.Published + "T09:00:00-07:00",
		"category":      "Education",
		"isUnlisted":    false,
	}}
}

func (v *video) captionTracks() object {
	tracks := make([]object, len(v.Captions))
	indices := make([]int, len(v.Captions))
	for i, c := range v.Captions {
		q := url.Values{"v": {v.ID}, "lang": {c.Language}, "caps": {"asr"}, "fmt": {"srv1"}}
		vss := "." + c.Language
		if c.Generated {
			q.Set("kind", "asr")
			vss = "a." + c.Language
		}
		tracks[i] = object{
			"baseUrl": "https://www.youtube.com/api/timedtext?" + q.Encode(),
			"name":    runs(c.Name), "vssId": vss, "languageCode": c.Language, "isTranslatable": true, "trackName": "",
		}
		if c.Generated {
			tracks[i]["kind"] = "asr"
		}
		indices[i] = i
	}
	return object{"playerCaptionsTracklistRenderer": object{
		"captionTracks":          tracks,
		"audioTracks":            []object{{"captionTrackIndices": indices, "hasDefaultTrack": true}},
		"defaultAudioTrackIndex": 0,
	}}
}
