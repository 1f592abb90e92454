package ytdlp_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube"
	"github.com/hilo-app/hilo/core/ytdlp"
)

// good is an output of -J, with the fields that it has for YouTube.
const good = `{"id":"dQw4w9WgXcQ","title":"A title","channel":"A channel","uploader":"An uploader","channel_id":"UCTwECeGqMZee77BjdoYtI2Q",
"description":"About","duration":100,"upload_date":"20261103","live_status":"was_live","age_limit":0,"availability":"public","_type":"video","view_count":5,
"thumbnails":[{"url":"https://i.ytimg.com/vi/x/hq.jpg","height":360,"width":480,"preference":0,"id":"1"},{"url":"https://i.ytimg.com/vi/x/mq.jpg","height":180,"width":320},
 {"url":"https://i.ytimg.com/vi/x/guess.jpg"},{"url":"https://i.ytimg.com/vi_webp/x/hq.webp","height":360,"width":480}],
"chapters":[{"start_time":0.0,"end_time":30.5,"title":"One"},{"start_time":30.5,"title":"Two"},{"start_time":60,"title":"Three"}],
"subtitles":{"es-419-xyz":[{"ext":"json3","url":"https://www.youtube.com/api/timedtext?v=x&lang=es-419&name=x&fmt=json3","name":"Spanish (Latin America)"},{"ext":"srv1","url":"https://www.youtube.com/1"}],
 "en":[{"ext":"vtt","url":"https://www.youtube.com/api/timedtext?v=x&lang=en&fmt=vtt","name":"English"}],
 "live_chat":[{"ext":"json","url":"https://www.youtube.com/watch?v=x","video_id":"x","protocol":"youtube_live_chat_replay"}]},
"automatic_captions":{"en-orig":[{"ext":"json3","url":"https://www.youtube.com/api/timedtext?v=x&lang=en&kind=asr&fmt=json3","name":"English (Original)"}],
 "en":[{"ext":"json3","url":"https://www.youtube.com/api/timedtext?v=x&lang=en&kind=asr&fmt=json3","name":"English"}],
 "de":[{"ext":"json3","url":"https://www.youtube.com/api/timedtext?v=x&lang=en&kind=asr&tlang=de&fmt=json3","name":"German"}]},
"formats":[
{"format_id":"sb0","format_note":"storyboard","ext":"mhtml","protocol":"mhtml","acodec":"none","vcodec":"none","url":"https://i.ytimg.com/sb/x","fragments":[{"url":"x","duration":1.0}],"http_headers":{"User-Agent":"Mozilla/5.0 (tester)"}},
{"format_id":"233","url":"https://manifest.googlevideo.com/api/manifest/hls_playlist/x","manifest_url":"https://manifest.googlevideo.com/x","ext":"mp4","protocol":"m3u8_native","vcodec":"none","acodec":"unknown","http_headers":{"User-Agent":"Mozilla/5.0 (tester)"}},
{"format_id":"140-drc","format_note":"English descriptive, medium, DRC","url":"https://r1.googlevideo.com/videoplayback?expire=1790000000&lmt=13&xtags=drc%3D1","ext":"m4a","protocol":"https","vcodec":"none","acodec":"mp4a.40.2","language":"en-desc","language_preference":-10,"has_drm":false,"http_headers":{"User-Agent":"Mozilla/5.0 (tester)"}},
{"format_id":"251","format_note":"German, medium","url":"https://r1.googlevideo.com/videoplayback?expire=1790000000&lmt=25&xtags=acont%3Ddubbed-auto","ext":"webm","protocol":"https","vcodec":"none","acodec":"opus","language":"de","language_preference":-1,"has_drm":false,"http_headers":{"User-Agent":"Mozilla/5.0 (tester)"}},
{"asr":44100,"filesize":500,"format_id":"140-0","format_note":"English original (default), medium","source_preference":-1,"fps":null,"audio_channels":2,"height":null,"quality":3.0,"has_drm":false,"tbr":129.5,"url":"https://r1.googlevideo.com/videoplayback?expire=1790000000&lmt=14","width":null,"language":"en","language_preference":10,"preference":null,"ext":"m4a","vcodec":"none","acodec":"mp4a.40.2","dynamic_range":null,"container":"m4a_dash","available_at":1700000000,"downloader_options":{"http_chunk_size":10485760},"protocol":"https","http_headers":{"User-Agent":"Mozilla/5.0 (tester)","Accept":"*/*","Sec-Fetch-Mode":"navigate"}},
{"format_id":"18","format_note":"360p","url":"https://r1.googlevideo.com/videoplayback?expire=1790000000&lmt=18","ext":"mp4","protocol":"https","vcodec":"avc1.42001E","acodec":"mp4a.40.2","width":640,"height":360,"fps":30,"audio_channels":2,"language":"en","language_preference":-1,"dynamic_range":"SDR","has_drm":false,"http_headers":{"User-Agent":"Mozilla/5.0 (tester)"}},
{"format_id":"137","url":"https://r1.googlevideo.com/videoplayback?expire=1790000000","ext":"mp4","protocol":"https","vcodec":"avc1.640028","acodec":"none","has_drm":false,"http_headers":{"User-Agent":"another"}},
{"format_id":"136","url":"https://r1.googlevideo.com/videoplayback?expire=1790000000","ext":"mp4","protocol":"https","vcodec":"avc1.640028","acodec":"none","has_drm":"maybe","http_headers":{"User-Agent":"Mozilla/5.0 (tester)"}},
{"format_id":"399","url":"https://r1.googlevideo.com/videoplayback?expire=1790000000&lmt=20","ext":"mp4","protocol":"https","vcodec":"av01.0.08M.10","acodec":"none","filesize":2000,"tbr":900.5,"fps":59.94,"width":1920,"height":1080,"dynamic_range":"HDR10","available_at":1600000000,"http_headers":{"user-agent":"Mozilla/5.0 (tester)"}}
]}`

// one returns a dump with one format, to which fields are appended; a repeated field
// replaces the first one.
func one(fields string) string {
	return `{"id":"dQw4w9WgXcQ","formats":[{"format_id":"140","url":"https://r1.googlevideo.com/videoplayback","ext":"m4a","protocol":"https","vcodec":"none","acodec":"mp4a.40.2",` +
		`"http_headers":{"User-Agent":"tester/1"}` + fields + `}]}`
}

func TestHostileValues(t *testing.T) {
	plain := youtube.Stream{Itag: 140, URL: "https://r1.googlevideo.com/videoplayback", Container: "mp4", Codecs: "mp4a.40.2", HasAudio: true, Original: true}
	for _, tt := range []struct {
		fields string
		class  youtube.Class // empty: the stream is as plain as without the fields
	}{
		{``, ""},
		{`,"filesize":-1,"tbr":-1,"fps":-1,"width":-1,"height":-1,"audio_channels":-1,"available_at":-1,"language_preference":-1`, ""},
		{`,"filesize":1e300,"tbr":1e300,"fps":1e300,"width":1e300,"height":1e300,"audio_channels":1e300,"available_at":1e300`, ""},
		{`,"filesize":1e999`, ""},
		{`,"filesize":"much","tbr":[],"fps":{},"width":true,"dynamic_range":5,"language":[],"audio_channels":"2","fragments":null,"format_note":7`, ""},
		{`,"fragments":[],"has_drm":null`, ""},
		{`,"vcodec":"none","width":99999999`, ""},
		{`,"url":"http://r1.googlevideo.com/videoplayback"`, youtube.NoStreams},
		{`,"url":"https://evil.org/videoplayback"`, youtube.NoStreams},
		{`,"url":"https://googlevideo.com.evil.org/videoplayback"`, youtube.NoStreams},
		{`,"url":"https://manifest.googlevideo.com/api/manifest/hls_playlist/x"`, youtube.NoStreams},
		{`,"url":"file:///etc/passwd"`, youtube.NoStreams},
		{`,"url":"http://169.254.169.254/"`, youtube.NoStreams},
		{`,"url":"--config-location=x"`, youtube.NoStreams},
		{`,"url":""`, youtube.NoStreams},
		{`,"protocol":"m3u8_native"`, youtube.NoStreams},
		{`,"protocol":"http_dash_segments"`, youtube.NoStreams},
		{`,"protocol":""`, youtube.NoStreams},
		{`,"fragments":[{"url":"file:///etc/passwd"}]`, youtube.NoStreams},
		{`,"has_drm":true`, youtube.NoStreams},
		{`,"has_drm":"maybe"`, youtube.NoStreams},
		{`,"ext":"mhtml"`, youtube.NoStreams},
		{`,"ext":"../../x"`, youtube.NoStreams},
		{`,"acodec":"none"`, youtube.NoStreams},
		{`,"format_id":"-formats"`, youtube.NoStreams},
		{`,"format_id":"hls-140"`, youtube.NoStreams},
		{`,"format_id":"99999"`, youtube.NoStreams},
		{`,"format_id":"140x"`, youtube.NoStreams},
		{`,"format_id":140`, ""}, // another type counts as missing, and the first value stands
		{`,"http_headers":{"User-Agent":""}`, youtube.Unintelligible},
		{`,"http_headers":{"User-Agent":"a\r\nHost: evil.org"}`, youtube.Unintelligible},
	} {
		v, _, err := ytdlp.Read([]byte(one(tt.fields)))
		if err != nil {
			t.Errorf("%s: %v", tt.fields, err)
			continue
		}
		v, err = checked(t, fixed{v})
		switch {
		case tt.class != "":
			if err == nil || !strings.Contains(err.Error(), "youtube: "+string(tt.class)) {
				t.Errorf("%s: %v, %v", tt.fields, v, err)
			}
		case err != nil || !reflect.DeepEqual(v.Streams, []youtube.Stream{plain}):
			t.Errorf("%s: %+v, %v", tt.fields, v, err)
		}
	}
}

// fixed is an extractor that always returns the same video.
type fixed struct{ video *youtube.Video }

func (fixed) Name() string { return "fixed" }
func (f fixed) Video(context.Context, string) (*youtube.Video, error) {
	return f.video, nil
}

func TestRestrictions(t *testing.T) {
	for field, want := range map[string]youtube.Class{
		`"age_limit":18`:                   youtube.AgeRestricted,
		`"age_limit":18.0`:                 youtube.AgeRestricted,
		`"availability":"needs_auth"`:      youtube.AgeRestricted,
		`"availability":"subscriber_only"`: youtube.MembersOnly,
		`"availability":"premium_only"`:    youtube.Premium,
		`"availability":"private"`:         youtube.Private,
		`"availability":"unlisted"`:        "",
		`"availability":null`:              "",
		`"age_limit":null`:                 "",
	} {
		_, _, err := ytdlp.Read([]byte(`{` + field + `,` + one("")[1:]))
		if want == "" && err != nil {
			t.Errorf("%s: %v", field, err)
		}
		if want != "" {
			wantClass(t, err, want)
		}
	}
}

func TestAvailableAt(t *testing.T) {
	for fields, want := range map[string]time.Time{
		``:                             {},
		`,"available_at":1790000000`:   time.Unix(1790000000, 0),
		`,"available_at":1790000000.5`: time.Unix(1790000000, 0),
		`,"available_at":1e15`:         {},
	} {
		if _, from, err := ytdlp.Read([]byte(one(fields))); err != nil || !from.Equal(want) {
			t.Errorf("%s: %v, %v", fields, from, err)
		}
	}
	// Only the formats that are kept are waited for.
	if _, from, err := ytdlp.Read([]byte(one(`,"available_at":1790000000,"protocol":"m3u8_native"`))); err != nil || !from.IsZero() {
		t.Errorf("got %v, %v", from, err)
	}
}

func TestOriginalSound(t *testing.T) {
	sound := func(language string, preference int) string {
		return fmt.Sprintf(`{"format_id":"140","url":"https://r1.googlevideo.com/videoplayback","ext":"m4a","protocol":"https","vcodec":"none","acodec":"x","language":%q,"language_preference":%d}`, language, preference)
	}
	for _, tt := range []struct {
		formats string
		want    string
	}{
		{sound("en", 10) + "," + sound("de", 5), "en"},
		{sound("en", -1) + "," + sound("de", 5), "de"},
		{sound("en", -1) + "," + sound("de", -1), ""},
	} {
		v, _, err := ytdlp.Read([]byte(`{"formats":[` + tt.formats + `]}`))
		if err != nil {
			t.Fatal(err)
		}
		original := ""
		for _, s := range v.Streams {
			if s.Original {
				original += s.Language
			}
		}
		if original != tt.want {
			t.Errorf("%s: %q", tt.formats, original)
		}
	}
}

func TestParseError(t *testing.T) {
	const id = "ERROR: [youtube] dQw4w9WgXcQ: "
	const report = "; please report this issue on  https://github.com/yt-dlp/yt-dlp/issues?q= , filling out the appropriate issue template. Confirm you are on the latest version using  yt-dlp -U"
	for _, tt := range []struct {
		said   string
		class  youtube.Class
		reason string
	}{
		{id + "Sign in to confirm you’re not a bot. Use --cookies-from-browser or --cookies for the authentication. See  https://github.com/x", youtube.BotCheck, "Sign in to confirm you’re not a bot"},
		{id + "Sign in to confirm you\x92re not a bot. Use --cookies-from-browser", youtube.BotCheck, "Sign in to confirm you?re not a bot"}, // as Windows writes it
		{id + "Playback on this device is not possible. YouTube is requiring a captcha challenge before playback", youtube.BotCheck, ""},
		{id + "Video unavailable. This content isn't available, try again later. The current session has been rate-limited by YouTube for up to an hour.", youtube.RateLimited, ""},
		{id + "Unable to download API page: HTTP Error 429: Too Many Requests (caused by <HTTPError 429: Too Many Requests>)", youtube.RateLimited, "Unable to download API page: HTTP Error 429: Too Many Requests"},
		{id + "Private video. Sign in if you've been granted access to this video. Use --cookies-from-browser or --cookies", youtube.Private, "Private video. Sign in if you've been granted access to this video"},
		{id + "Sign in to confirm your age. This video may be inappropriate for some users. Use --cookies", youtube.AgeRestricted, ""},
		{id + "Join this channel to get access to members-only content like this video, and other exclusive perks.", youtube.MembersOnly, ""},
		{id + "This video is available to this channel's members on level: Good Neighbours", youtube.MembersOnly, ""},
		{id + "This video is only available to Music Premium members", youtube.Premium, ""},
		{id + "This video requires payment to watch", youtube.Paid, ""},
		{id + "The uploader has not made this video available in your country\nYou might want to use a VPN or a proxy server (with --proxy) to workaround.", youtube.GeoBlocked, "The uploader has not made this video available in your country"},
		{id + "This video is not available from your location due to geo restriction", youtube.GeoBlocked, ""},
		{id + "This video is DRM protected", youtube.DRM, "This video is DRM protected"},
		{id + "This live event will begin in 2 days.", youtube.IsUpcoming, ""},
		{id + "Premieres in 2 hours", youtube.IsUpcoming, ""},
		{id + "Video unavailable. This video has been removed by the uploader", youtube.Removed, ""},
		{id + "Video unavailable", youtube.Removed, "Video unavailable"},
		{id + "This video is not available", youtube.ClientRefused, ""},
		{id + "The following content is not available on this app. Watch on the latest version of YouTube", youtube.ClientRefused, ""},
		{id + "Requested format is not available. Use --list-formats for a list of available formats", youtube.NoStreams, "Requested format is not available"},
		{id + "No video formats found!" + report, youtube.NoStreams, "No video formats found!"},
		{id + "All player responses are invalid. Your IP is likely being blocked by Youtube", youtube.WrongVideo, ""},
		{"WARNING: [youtube] <urlopen error [Errno -3] Temporary failure in name resolution>\n" + id + "Failed to extract any player response" + report, youtube.Offline, "Failed to extract any player response"},
		{"WARNING: [youtube] Failed to resolve 'www.youtube.com' ([Errno 11001] getaddrinfo failed)\n" + id + "Failed to extract any player response", youtube.Offline, ""},
		{"WARNING: [youtube] HTTP Error 429: Too Many Requests\n" + id + "Failed to extract any player response", youtube.RateLimited, ""},
		{"WARNING: [youtube] The read operation timed out\n" + id + "Failed to extract any player response", youtube.Unreachable, ""},
		{id + "Failed to extract any player response", youtube.Unreachable, ""},
		{id + "Unable to connect to proxy", youtube.Unreachable, ""},
		{id + "<urlopen error [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed>", youtube.Unreachable, ""},
		{"ERROR: unable to write", youtube.Unknown, "unable to write"},
		{id + "Mercury is in retrograde" + report, youtube.Unknown, "Mercury is in retrograde"},
		{"Traceback (most recent call last):", youtube.Unknown, ""},
		{"", youtube.Unknown, ""},
	} {
		e := ytdlp.ParseError(tt.said + "\n")
		if e.Class != tt.class || tt.reason != "" && e.Reason != tt.reason {
			t.Errorf("%s\ngot %s, %q; want %s", tt.said, e.Class, e.Reason, tt.class)
		}
	}
	if e := ytdlp.ParseError(id + strings.Repeat("é", 1000)); len(e.Reason) > 300 || !strings.HasPrefix(e.Reason, "éé") {
		t.Errorf("reason %q", e.Reason)
	}
}

// FuzzDump feeds any bytes to the parser of the output.
func FuzzDump(f *testing.F) {
	for _, seed := range []string{
		good, one(""), one(`,"filesize":1e300,"available_at":1e300`), one(`,"url":"file:///etc/passwd"`), "", "null", "{}", "[]", `{"formats":[null]}`,
		`{"id":5,"formats":{},"subtitles":[],"chapters":"x","thumbnails":[[]],"duration":"long"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		v, _, err := ytdlp.Read(raw)
		var e *youtube.Error
		if err != nil {
			if !errors.As(err, &e) || e.Class == "" {
				t.Fatalf("got %v", err)
			}
			return
		}
		if v, err = checked(t, fixed{v}); err != nil {
			if !errors.As(err, &e) {
				t.Fatalf("got %v", err)
			}
			return
		}
		if v.ID != testID || len(v.Streams) == 0 || v.Duration < 0 || len(v.Title) > 500 || strings.ContainsAny(v.UserAgent, "\r\n") {
			t.Fatalf("got %+v", v)
		}
		for _, s := range v.Streams {
			if !strings.HasPrefix(strings.ToLower(s.URL), "https://") || s.Itag <= 0 || s.Size < 0 || s.Bitrate < 0 || s.Width < 0 || s.Height < 0 || s.FPS < 0 || s.Duration < 0 ||
				!s.HasVideo && !s.HasAudio {
				t.Fatalf("got %+v", s)
			}
		}
	})
}
