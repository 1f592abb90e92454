package youtube_test

import (
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube"
)

// message returns a refusal with a reason and the second line of its error
// screen, in the shape that YouTube has used since 2018.
func message(status, reason, subreason string) string {
	return `{"playabilityStatus":{"status":"` + status + `","reason":"` + reason + `","errorScreen":{"playerErrorMessageRenderer":{` +
		`"reason":{"simpleText":"` + reason + `"},"subreason":{"runs":[{"text":"` + subreason + `"}]},` +
		`"proceedButton":{"buttonRenderer":{"text":{"simpleText":"Sign in"},"title":{"simpleText":"members-only"}}},"icon":{"iconType":"ERROR_OUTLINE"}}}}}`
}

// interstitial returns a refusal in the shape of 2026-08: the heading is the
// reason, and only the screen's description says why.
func interstitial(description string) string {
	return `{"playabilityStatus":{"status":"UNPLAYABLE","reason":"Video unavailable","errorScreen":{"playerInterstitialRenderer":{"content":{"interstitialViewModel":{` +
		`"title":{"content":"Video unavailable"},"description":{"content":"` + description + `","commandRuns":[{"startIndex":0,"length":4}]},` +
		`"primaryButton":{"buttonViewModel":{"title":"Sign in"}}}}}}}}`
}

// TestRefusals has the refusals that were once read as something else.
func TestRefusals(t *testing.T) {
	const captcha = `{"playabilityStatus":{"status":"UNPLAYABLE","reason":"Video unavailable","errorScreen":{"playerCaptchaViewModel":{"header":{"content":"Prove it"}}}}}`
	const nested = `{"playabilityStatus":{"status":"UNPLAYABLE","reason":"Video unavailable","errorScreen":{"playerErrorMessageRenderer":{"reason":{"simpleText":"Video unavailable"},"playerCaptchaViewModel":{}}}}}`
	for _, tt := range []struct {
		name, answer string
		class        youtube.Class
		reason       string
		askedOn      bool
	}{
		{"interstitial geo", interstitial("The uploader has not made this video available in your country"), youtube.GeoBlocked, "The uploader has not made this video available in your country", false},
		{"interstitial app", interstitial("The following content is not available on this app."), youtube.ClientRefused, "The following content is not available on this app.", true},
		{"interstitial later", interstitial("Something went wrong. Please try again later."), youtube.TryLater, "Something went wrong. Please try again later.", true},
		{"interstitial limited", interstitial("This content isn’t available, try again later."), youtube.RateLimited, "This content isn’t available, try again later.", false},
		{"interstitial private", interstitial("This video is private"), youtube.Private, "This video is private", false},
		{"interstitial new", interstitial("A sentence of tomorrow."), youtube.Unknown, "A sentence of tomorrow.", true},
		{"captcha", captcha, youtube.BotCheck, "", false},
		{"nested captcha", nested, youtube.BotCheck, "", false},
		{"reload", message("UNPLAYABLE", "Video unavailable", "The page needs to be reloaded."), youtube.ClientRefused, "The page needs to be reloaded.", true},
		{"content", message("UNPLAYABLE", "Video unavailable", "This content isn't available."), youtube.Unknown, "This content isn't available.", true},
		{"content with status error", message("ERROR", "Video unavailable", "This content isn't available."), youtube.Unknown, "This content isn't available.", true},
		{"legal complaint", message("UNPLAYABLE", "Video unavailable", "This content is not available on this country domain due to a legal complaint from the government."), youtube.GeoBlocked, "This content is not available on this country domain due to a legal complaint from the government.", false},
		{"court order", message("ERROR", "Video unavailable", "This content is not available on this country domain due to a court order."), youtube.GeoBlocked, "", false},
		{"workspace", message("UNPLAYABLE", "Video unavailable", "This video is restricted. Please check the Google Workspace administrator and/or the network administrator restrictions."), youtube.Filtered, "", false},
		{"restricted mode", message("UNPLAYABLE", "Video unavailable", "This video is unavailable with Restricted Mode enabled."), youtube.Filtered, "This video is unavailable with Restricted Mode enabled.", false},
		{"processing", message("UNPLAYABLE", "We're processing this video. Check back later.", ""), youtube.Processing, "We're processing this video. Check back later.", false},
		{"anymore", message("UNPLAYABLE", "Video unavailable", "This video isn't available anymore"), youtube.Removed, "This video isn't available anymore", false},
		{"device", message("UNPLAYABLE", "Video unavailable", "This video isn’t available on this device."), youtube.ClientRefused, "", true},
		{"configuration", message("UNPLAYABLE", "Video player configuration error", "Error 153"), youtube.ClientRefused, "Video player configuration error", true},
		{"no longer supported", message("UNPLAYABLE", "YouTube is no longer supported in this application or device.", ""), youtube.ClientRefused, "", true},
		{"an error", message("ERROR", "An error occurred. Please try again later.", ""), youtube.TryLater, "An error occurred. Please try again later.", true},
		{"content check", `{"playabilityStatus":{"status":"CONTENT_CHECK_REQUIRED","reason":"The following content may contain suicide or self-harm topics."}}`, youtube.ContentCheck, "", false},
		{"heading alone", message("UNPLAYABLE", "Video unavailable", ""), youtube.Unknown, "Video unavailable", true},
		{"heading with status error", message("ERROR", "Video unavailable", ""), youtube.Removed, "Video unavailable", false},
		{"removed", message("ERROR", "Video unavailable", "This video has been removed by the uploader"), youtube.Removed, "This video has been removed by the uploader", false},
		{"unknown to all guests", `{"playabilityStatus":{"status":"LOGIN_REQUIRED","reason":"A sentence of tomorrow."}}`, youtube.Unknown, "A sentence of tomorrow.", false},
		{"no streams", `{"playabilityStatus":{"status":"OK"},"videoDetails":{"videoId":"` + testID + `","title":"T","lengthSeconds":"60"}}`, youtube.NoStreams, "", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server, s := newServer(t, always(tt.answer))
			_, err := s.Video(t.Context(), testID)
			wantClass(t, err, tt.class)
			var e *youtube.Error
			if errors.As(err, &e) && tt.reason != "" && e.Reason != tt.reason {
				t.Errorf("reason %q", e.Reason)
			}
			if n := len(server.requests()); (n > 1) != tt.askedOn {
				t.Errorf("%d requests", n)
			}
		})
	}
}

// TestTheMostSpecialRefusalCounts asks a chain whose first profile says nothing
// and whose second one says why.
func TestTheMostSpecialRefusalCounts(t *testing.T) {
	names := builtInNames(t)
	_, s := newServer(t, byClient(map[string]string{
		names[0]: message("UNPLAYABLE", "Video unavailable", ""),
		names[1]: message("UNPLAYABLE", "Video unavailable", "The uploader has not made this video available in your country"),
	}))
	_, err := s.Video(t.Context(), testID)
	wantClass(t, err, youtube.GeoBlocked)
}

// TestPagesInsteadOfAnswers has bodies that are no JSON.
func TestPagesInsteadOfAnswers(t *testing.T) {
	for name, tt := range map[string]struct {
		body  string
		code  int
		class youtube.Class
	}{
		"ordinary page": {`<html><script>var ytcfg={"RECAPTCHA_V3_SITEKEY":"x","recaptcha_enabled":true};</script><script src="https://www.google.com/recaptcha/enterprise.js"></script></html>`, 200, youtube.Unintelligible},
		"ordinary 404":  {`<html><script>recaptcha</script></html>`, 404, youtube.Unintelligible},
		"captcha page":  {`<form action="/das_captcha"><div class="g-recaptcha" data-sitekey="x"></div></form>`, 200, youtube.RateLimited},
		"sorry page":    {`<a href="https://www.google.com/sorry/index?continue=x">here</a>`, 200, youtube.RateLimited},
	} {
		_, s := newServer(t, func(w http.ResponseWriter, _ asked) {
			w.WriteHeader(tt.code)
			_, _ = io.WriteString(w, tt.body)
		})
		_, err := s.Video(t.Context(), testID)
		t.Run(name, func(t *testing.T) { wantClass(t, err, tt.class) })
	}
}

// TestListRequestsThatAreRefused tells a list that does not exist from a client
// that YouTube no longer serves.
func TestListRequestsThatAreRefused(t *testing.T) {
	for status, class := range map[string]youtube.Class{
		"INVALID_ARGUMENT":    youtube.EmptyPlaylist,
		"FAILED_PRECONDITION": youtube.ClientRefused,
	} {
		_, s := newServer(t, func(w http.ResponseWriter, _ asked) {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, `{"error":{"code":400,"message":"A sentence.","status":"`+status+`"}}`)
		})
		_, err := wholeList(t.Context(), s, "PLx")
		t.Run(status, func(t *testing.T) { wantClass(t, err, class) })
	}
}

// TestRefusalsKeepWhatTheySayOfTheVideo is about title, channel and duration,
// which a row shows next to the reason.
func TestRefusalsKeepWhatTheySayOfTheVideo(t *testing.T) {
	const details = `,"videoDetails":{"videoId":"` + testID + `","title":"A title","author":"A channel","channelId":"UCTwECeGqMZee77BjdoYtI2Q","lengthSeconds":"61",` +
		`"thumbnail":{"thumbnails":[{"url":"https://i.ytimg.com/vi/x/mq.jpg","width":320,"height":180},{"url":"https://evil.org/x.jpg","width":1,"height":1}]}}}`
	refusal := message("UNPLAYABLE", "Join this channel to get access to members-only content", "")
	_, s := newServer(t, always(refusal[:len(refusal)-1]+details))
	_, err := s.Video(t.Context(), testID)
	wantClass(t, err, youtube.MembersOnly)
	var e *youtube.Error
	if !errors.As(err, &e) || e.Video == nil {
		t.Fatalf("got %v", err)
	}
	if v := e.Video; v.ID != testID || v.Title != "A title" || v.Author != "A channel" || v.ChannelID != "UCTwECeGqMZee77BjdoYtI2Q" ||
		v.Duration != 61*time.Second || len(v.Thumbnails) != 1 || len(v.Streams) != 0 {
		t.Errorf("got %+v", v)
	}
	for name, body := range map[string]string{"nothing said": kids, "another video": refusal[:len(refusal)-1] + `,"videoDetails":{"videoId":"anotherVid0","title":"Not it"}}`} {
		_, s := newServer(t, always(body))
		_, err := s.Video(t.Context(), testID)
		if e := (*youtube.Error)(nil); !errors.As(err, &e) || e.Video != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
