package youtube_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube"
)

// whole is an answer with a value for everything that a lookup reads.
const whole = `{
"playabilityStatus":{"status":"OK","playableInEmbed":true},
"videoDetails":{"videoId":"dQw4w9WgXcQ","title":"A };</script> title","author":"An author","channelId":"UCTwECeGqMZee77BjdoYtI2Q",
 "lengthSeconds":"100","isLiveContent":true,"shortDescription":"0:00 One\n0:30 Two\n1:00 Three\n",
 "thumbnail":{"thumbnails":[{"url":"https://i.ytimg.com/vi/x/hq720.jpg","width":1280,"height":720},{"url":"//i.ytimg.com/vi/x/mq.jpg","width":320,"height":180},{"url":"https://evil.org/x.jpg","width":1,"height":1}]}},
"microformat":{"playerMicroformatRenderer":{"publishDate":"2025-03-02T10:00:00-07:00"}},
"captions":{"playerCaptionsTracklistRenderer":{"captionTracks":[
 {"baseUrl":"https://www.youtube.com/api/timedtext?v=x","name":{"runs":[{"text":"Spa"},{"text":"nish"}]},"languageCode":"es"},
 {"baseUrl":"https://www.youtube.com/api/timedtext?v=y","name":{"simpleText":"English (auto-generated)"},"languageCode":"en","kind":"asr"},
 {"baseUrl":"https://www.youtube.com/api/timedtext?v=z&exp=xpe","name":{"simpleText":"needs a token"},"languageCode":"en"},
 {"baseUrl":"https://evil.org/api/timedtext","name":{"simpleText":"elsewhere"},"languageCode":"en"}]}},
"streamingData":{"adaptiveFormats":[
 {"itag":701,"url":"https://r1.googlevideo.com/videoplayback?expire=1790000000","mimeType":"video/mp4; codecs=\"av01.0.13M.10\"","bitrate":12000000,"width":3840,"height":2160,"fps":60,
  "initRange":{"start":"0","end":"740"},"indexRange":{"start":"741","end":"2320"},"lastModified":"17","contentLength":"289193998","approxDurationMs":"100500","colorInfo":{"transferCharacteristics":"COLOR_TRANSFER_CHARACTERISTICS_SMPTEST2084"}},
 {"itag":140,"url":"https://r1.googlevideo.com/videoplayback/expire/1790000000/x?xtags=acont%3Ddubbed-auto%3Alang%3Des-419","mimeType":"audio/mp4; codecs=\"mp4a.40.2\"","audioTrack":{"displayName":"Spanish (Latin America)","id":"es-419.10","audioIsDefault":true},"audioChannels":2,"contentLength":"5","loudnessDb":-2.5,"trackAbsoluteLoudnessLkfs":-16.25},
 {"itag":140,"url":"https://r1.googlevideo.com/videoplayback?xtags=acont%3Doriginal%3Adrc%3D1%3Alang%3Den","mimeType":"audio/mp4; codecs=\"mp4a.40.2\"","audioTrack":{"displayName":"English original","id":"en.4"},"audioChannels":2,"contentLength":"5","loudnessDb":6.5},
 {"itag":140,"url":"https://r1.googlevideo.com/videoplayback?xtags=acont%3Ddescriptive%3Alang%3Den","mimeType":"audio/mp4; codecs=\"mp4a.40.2\"","audioTrack":{"displayName":"English descriptive","id":"en.2"},"contentLength":"5"},
 {"itag":140,"url":"https://r1.googlevideo.com/videoplayback?xtags=vb%3D1","mimeType":"audio/mp4; codecs=\"mp4a.40.2\""},
 {"itag":1,"mimeType":"video/mp4; codecs=\"x\""},
 {"itag":2,"url":"http://r1.googlevideo.com/","mimeType":"video/mp4; codecs=\"x\""},
 {"itag":3,"url":"https://evil.org/","mimeType":"video/mp4; codecs=\"x\""},
 {"itag":4,"url":"https://r1.googlevideo.com/","mimeType":"video/3gpp; codecs=\"x\""},
 {"itag":5,"url":"https://r1.googlevideo.com/","mimeType":"text/mp4"},
 {"itag":6,"url":"https://r1.googlevideo.com/","mimeType":";;"},
 {"itag":7,"url":"https://r1.googlevideo.com/","mimeType":"video/mp4; codecs=\"x\"","type":"FORMAT_STREAM_TYPE_OTF"},
 {"itag":8,"url":"https://r1.googlevideo.com/","mimeType":"video/mp4; codecs=\"x\"","targetDurationSec":5.0},
 {"itag":9,"url":"https://r1.googlevideo.com/","mimeType":"video/mp4; codecs=\"x\"","drmFamilies":["WIDEVINE"]},
 {"itag":10,"url":"https://r1.googlevideo.com/","mimeType":"video/webm; codecs=\"vp9\"","contentLength":"-5","width":-1,"initRange":{"start":"9","end":"3"},"indexRange":{"start":"x","end":"3"}}
]}}`

func TestWholeAnswer(t *testing.T) {
	_, s := newServer(t, always(whole))
	got, err := s.Video(t.Context(), testID)
	if err != nil {
		t.Fatal(err)
	}
	until := time.Unix(1790000000, 0).UTC()
	const base = "https://r1.googlevideo.com/videoplayback"
	sound := youtube.Stream{Itag: 140, Container: "mp4", Codecs: "mp4a.40.2", Size: 5, HasAudio: true, Channels: 2}
	dub, original, described := sound, sound, sound
	dub.URL, dub.Expires = base+"/expire/1790000000/x?xtags=acont%3Ddubbed-auto%3Alang%3Des-419", until
	dub.Loudness, original.Loudness = -16.25, -7.5
	dub.Language, dub.LanguageName = "es-419", "Spanish (Latin America)"
	original.URL = base + "?xtags=acont%3Doriginal%3Adrc%3D1%3Alang%3Den"
	original.Language, original.LanguageName, original.Original, original.DRC = "en", "English original", true, true
	described.URL = base + "?xtags=acont%3Ddescriptive%3Alang%3Den"
	described.Language, described.LanguageName, described.Described, described.Channels = "en", "English descriptive", true, 0
	want := &youtube.Video{
		ID: testID, Title: "A };</script> title", Author: "An author", ChannelID: "UCTwECeGqMZee77BjdoYtI2Q",
		Description: "0:00 One\n0:30 Two\n1:00 Three\n", Duration: 100 * time.Second,
		Published:  time.Date(2025, 3, 2, 17, 0, 0, 0, time.UTC),
		Thumbnails: []youtube.Thumbnail{{"https://i.ytimg.com/vi/x/mq.jpg", 320, 180}, {"https://i.ytimg.com/vi/x/hq720.jpg", 1280, 720}},
		Chapters:   []youtube.Chapter{{0, "One"}, {30 * time.Second, "Two"}, {time.Minute, "Three"}},
		Captions: []youtube.Caption{
			{URL: "https://www.youtube.com/api/timedtext?v=x", Language: "es", Name: "Spanish"},
			{URL: "https://www.youtube.com/api/timedtext?v=y", Language: "en", Name: "English (auto-generated)", Generated: true},
		},
		Live: youtube.WasLive,
		Streams: []youtube.Stream{
			{Itag: 701, URL: base + "?expire=1790000000", Container: "mp4", Codecs: "av01.0.13M.10", Size: 289193998, Bitrate: 12000000,
				Duration: 100500 * time.Millisecond, HasVideo: true, Width: 3840, Height: 2160, FPS: 60, HDR: true,
				Init: youtube.Range{0, 741}, Index: youtube.Range{741, 2321}, Version: "17", Expires: until},
			dub, original, described,
			{Itag: 10, URL: "https://r1.googlevideo.com/", Container: "webm", Codecs: "vp9", HasVideo: true},
		},
		Profile: "VISIONOS", UserAgent: userAgentOf(t, "VISIONOS"), Listed: 2160,
	}
	gotFields, wantFields := reflect.ValueOf(*got), reflect.ValueOf(*want)
	for _, field := range reflect.VisibleFields(gotFields.Type()) {
		if !field.IsExported() {
			continue
		}
		if g, w := gotFields.FieldByIndex(field.Index).Interface(), wantFields.FieldByIndex(field.Index).Interface(); !reflect.DeepEqual(g, w) {
			t.Errorf("%s\ngot  %+v\nwant %+v", field.Name, g, w)
		}
	}
	if got.URL() != "https://www.youtube.com/watch?v="+testID {
		t.Errorf("address %s", got.URL())
	}
}

func TestOriginalSound(t *testing.T) {
	track := func(id, tags string, standard bool) string {
		return fmt.Sprintf(`{"itag":140,"url":"https://r1.googlevideo.com/v?xtags=%s","mimeType":"audio/mp4; codecs=\"mp4a.40.2\"","audioTrack":{"id":%q,"displayName":"x","audioIsDefault":%v}}`, tags, id, standard)
	}
	for name, tt := range map[string]struct {
		formats string
		want    []bool
	}{
		"tagged":          {track("de.3", "acont%3Ddubbed", true) + "," + track("en.4", "acont%3Doriginal", false), []bool{false, true}},
		"standard":        {track("de.3", "", false) + "," + track("en.4", "", true), []bool{false, true}},
		"only language":   {track("de.3", "acont%3Dsecondary", false) + "," + track("de.3", "acont%3Dsecondary", false), []bool{true, true}},
		"nobody can tell": {track("de.3", "acont%3Dsecondary", false) + "," + track("en.3", "acont%3Dsecondary", false), []bool{false, false}},
	} {
		_, s := newServer(t, always(answerWith(tt.formats)))
		v, err := s.Video(t.Context(), testID)
		if err != nil {
			t.Fatal(err)
		}
		var got []bool
		for _, st := range v.Streams {
			got = append(got, st.Original)
		}
		if !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

// answerWith returns a playable answer with these formats.
func answerWith(formats string) string {
	return `{"playabilityStatus":{"status":"OK"},"videoDetails":{"videoId":"` + testID + `"},"streamingData":{"adaptiveFormats":[` + formats + `]}}`
}

func TestFailures(t *testing.T) {
	verdict := func(status, reason string) string {
		return fmt.Sprintf(`{"playabilityStatus":{"status":%q,"reason":%q}}`, status, reason)
	}
	screen := func(reason, kind, inner string) string {
		return fmt.Sprintf(`{"playabilityStatus":{"status":"UNPLAYABLE","reason":%q,"errorScreen":{%q:{%s}}}}`, reason, kind, inner)
	}
	details := func(flag string) string {
		return `{"playabilityStatus":{"status":"OK"},"videoDetails":{"videoId":"` + testID + `",` + flag + `},"streamingData":{"formats":[{"itag":18,` + media + `}]}}`
	}
	for _, tt := range []struct {
		name, body string
		class      youtube.Class
		reason     string
	}{
		{"bot check", verdict("LOGIN_REQUIRED", "Sign in to confirm you’re not a bot"), youtube.BotCheck, "Sign in to confirm you’re not a bot"},
		{"captcha", screen("Playback is not possible", "playerCaptchaViewModel", ""), youtube.BotCheck, "Playback is not possible"},
		{"rate", verdict("UNPLAYABLE", "This content isn’t available, try again later."), youtube.RateLimited, "This content isn’t available, try again later."},
		{"age", verdict("LOGIN_REQUIRED", "Sign in to confirm your age"), youtube.AgeRestricted, "Sign in to confirm your age"},
		{"age by status", verdict("AGE_CHECK_REQUIRED", "Hm"), youtube.AgeRestricted, "Hm"},
		{"age by screen", screen("Hm", "playerAgeGateRenderer", ""), youtube.AgeRestricted, "Hm"},
		{"private", verdict("LOGIN_REQUIRED", "This video is private"), youtube.Private, "This video is private"},
		{"private in messages", `{"playabilityStatus":{"status":"LOGIN_REQUIRED","messages":["This is a private video. Please sign in to verify that you may see it."]}}`, youtube.Private, "This is a private video. Please sign in to verify that you may see it."},
		{"members", verdict("UNPLAYABLE", "Join this channel to get access to members-only content like this video, and other exclusive perks."), youtube.MembersOnly, ""},
		{"premium", verdict("UNPLAYABLE", "This video is only available to Music Premium members"), youtube.Premium, ""},
		{"paid", verdict("UNPLAYABLE", "This video requires payment to watch."), youtube.Paid, ""},
		{"paid by screen", screen("", "playerLegacyDesktopYpcOfferRenderer", `"itemTitle":"x"`), youtube.Paid, ""},
		{"country", verdict("UNPLAYABLE", "Video unavailable. The uploader has not made this video available in your country"), youtube.GeoBlocked, ""},
		{"country in the second line", screen("Video unavailable", "playerErrorMessageRenderer", `"reason":{"simpleText":"Video unavailable"},"subreason":{"runs":[{"text":"The uploader has not made this video available "},{"text":"in your country"}]}`), youtube.GeoBlocked, "The uploader has not made this video available in your country"},
		{"app", verdict("UNPLAYABLE", "The following content is not available on this app. Watch this content on the latest version of the YouTube app."), youtube.ClientRefused, ""},
		{"copyright", verdict("UNPLAYABLE", "Video unavailable. This video contains content from X, who has blocked it on copyright grounds"), youtube.Removed, ""},
		{"account closed", verdict("ERROR", "This video is no longer available because the YouTube account associated with this video has been terminated."), youtube.Removed, ""},
		{"taken down", verdict("ERROR", "This video has been removed by the uploader"), youtube.Removed, ""},
		{"missing", verdict("ERROR", "Video unavailable"), youtube.Removed, ""},
		{"upcoming", verdict("LIVE_STREAM_OFFLINE", "This live event will begin in 2 days."), youtube.IsUpcoming, ""},
		{"upcoming in other words", verdict("LIVE_STREAM_OFFLINE", "Soon"), youtube.IsUpcoming, "Soon"},
		{"ended", verdict("LIVE_STREAM_OFFLINE", "This live stream recording is not available."), youtube.Removed, ""},
		{"live", details(`"isLive":true`), youtube.IsLive, ""},
		{"just over", details(`"isPostLiveDvr":true,"isLiveContent":true`), youtube.IsLive, ""},
		{"premiere", details(`"isUpcoming":true`), youtube.IsUpcoming, ""},
		{"client not for guests", verdict("UNPLAYABLE", "Please sign in"), youtube.ClientRefused, ""},
		{"a gate in new words", verdict("LOGIN_REQUIRED", "Please sign in to watch"), youtube.Unknown, "Please sign in to watch"},
		{"new words", verdict("UNPLAYABLE", "Mercury is in retrograde"), youtube.Unknown, "Mercury is in retrograde"},
		{"no words", verdict("UNPLAYABLE", ""), youtube.Unknown, ""},
		{"DRM", answerWith(`{"itag":1,` + media + `,"drmFamilies":["WIDEVINE"]}`), youtube.DRM, ""},
		{"SABR", sabr, youtube.NoStreams, ""},
		{"no video named", `{"playabilityStatus":{"status":"OK"},"streamingData":{"formats":[{"itag":18,` + media + `}]}}`, youtube.Unintelligible, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server, s := newServer(t, always(tt.body))
			_, err := s.Video(t.Context(), testID)
			wantClass(t, err, tt.class)
			var e *youtube.Error
			if errors.As(err, &e) && tt.reason != "" && e.Reason != tt.reason {
				t.Errorf("reason %q", e.Reason)
			}
			curable := tt.class == youtube.ClientRefused || tt.class == youtube.NoStreams || tt.class == youtube.Unintelligible ||
				tt.class == youtube.Unknown && strings.Contains(tt.body, "UNPLAYABLE")
			if n := len(server.requests()); (n == 1) == curable {
				t.Errorf("%d requests", n)
			}
		})
	}
}

// The loudness that counts is the stream's own; that of the whole answer is of the
// original sound.
func TestLoudness(t *testing.T) {
	const format = `{"itag":140,"url":"https://r1.googlevideo.com/v","mimeType":"audio/mp4; codecs=\"mp4a.40.2\""%s}`
	for name, tt := range map[string]struct {
		formats, config string
		want            []float64
	}{
		"absolute":       {fmt.Sprintf(format, `,"trackAbsoluteLoudnessLkfs":-9.5,"loudnessDb":1`), `-20`, []float64{-9.5}},
		"relative":       {fmt.Sprintf(format, `,"loudnessDb":-4.25`), `-20`, []float64{-18.25}},
		"exactly target": {fmt.Sprintf(format, `,"loudnessDb":0`), `-20`, []float64{-14}},
		"of the answer":  {fmt.Sprintf(format, ``), `-20.5`, []float64{-20.5}},
		"not of a dub": {fmt.Sprintf(format, `,"audioTrack":{"id":"en.4","displayName":"y","audioIsDefault":true}`) + "," +
			fmt.Sprintf(format, `,"audioTrack":{"id":"de.3","displayName":"x"}`), `-20.5`, []float64{-20.5, 0}},
		"not of another range": {fmt.Sprintf(format, `,"isDrc":true`), `-20.5`, []float64{0}},
		"unknown":              {fmt.Sprintf(format, ``), `0`, []float64{0}},
		"silence":              {fmt.Sprintf(format, `,"trackAbsoluteLoudnessLkfs":-900`), `-70`, []float64{0}},
		"nonsense":             {fmt.Sprintf(format, `,"loudnessDb":1e300`), `1e300`, []float64{0}},
	} {
		answer := strings.TrimSuffix(answerWith(tt.formats), "}") + `,"playerConfig":{"audioConfig":{"trackAbsoluteLoudnessLkfs":` + tt.config + `}}}`
		_, s := newServer(t, always(answer))
		v, err := s.Video(t.Context(), testID)
		if err != nil {
			t.Fatal(name, err)
		}
		var got []float64
		for _, s := range v.Streams {
			got = append(got, s.Loudness)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}
