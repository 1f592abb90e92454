package youtube

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/netfail"
	"github.com/hilo-app/hilo/core/plaintext"
)

// networkError classifies a request that got no answer.
func networkError(err error) *Error {
	class := Unreachable
	if netfail.Offline(err) {
		class = Offline
	}
	return &Error{Class: class, Err: err}
}

// statusError classifies an answer by its HTTP status. It returns nil for 200.
func statusError(resp *http.Response, body []byte) error {
	code := resp.StatusCode
	cause := httpError(code)
	said := apiMessage(body)
	switch {
	case code == http.StatusOK:
		return nil
	case code == http.StatusTooManyRequests:
		return &Error{Class: RateLimited, Reason: said, Wait: retryAfter(resp.Header), Err: cause}
	case code >= 300 && code < 400:
		return redirectError(resp)
	case isCaptcha(body):
		return &Error{Class: RateLimited, Wait: retryAfter(resp.Header), Err: cause}
	case code >= 500:
		return &Error{Class: Unreachable, Reason: said, Wait: retryAfter(resp.Header), Err: cause}
	case code == http.StatusNotFound:
		return &Error{Class: Removed, Reason: said, Err: cause}
	case code == http.StatusBadRequest, code == http.StatusUnauthorized, code == http.StatusForbidden:
		// InnerTube answers so to a client that it does not serve.
		return &Error{Class: ClientRefused, Reason: said, Err: cause}
	default:
		return &Error{Class: Unintelligible, Reason: said, Err: cause}
	}
}

// httpError is an HTTP status other than 200.
type httpError int

// Error implements error.
func (e httpError) Error() string { return fmt.Sprintf("HTTP status %d", int(e)) }

// redirectError classifies a redirect: to the captcha of google.com/sorry, or to
// the consent page of European countries.
func redirectError(resp *http.Response) error {
	to, err := url.Parse(resp.Header.Get("Location"))
	if err != nil || to.Host == "" {
		to = &url.URL{}
	}
	cause := fmt.Errorf("HTTP status %d to %q", resp.StatusCode, to.Host)
	if strings.HasPrefix(to.Path, "/sorry") {
		return &Error{Class: RateLimited, Wait: retryAfter(resp.Header), Err: cause}
	}
	return &Error{Class: Unintelligible, Err: cause}
}

// pageError classifies a body that is not JSON.
func pageError(body []byte) error {
	switch {
	case isCaptcha(body):
		return &Error{Class: RateLimited, Err: errors.New("captcha page")}
	case bytes.Contains(body, []byte("consent.youtube.com")):
		return &Error{Class: Unintelligible, Err: errors.New("consent page")}
	default:
		return &Error{Class: Unintelligible, Err: errors.New("answer is not JSON")}
	}
}

// isCaptcha reports whether a body is YouTube's captcha page (recorded in 2021) or
// the one of google.com/sorry.
func isCaptcha(body []byte) bool {
	return bytes.Contains(body, []byte("recaptcha")) ||
		bytes.Contains(body, []byte("Our systems have detected unusual traffic"))
}

// apiMessage returns the sentence in the body of an InnerTube error, "" when it has
// none.
func apiMessage(body []byte) string {
	var a struct {
		Error struct {
			Message string `json:"message"`
		} `json:"error"`
	}
	if json.Unmarshal(body, &a) != nil {
		return ""
	}
	return plaintext.Truncate(a.Error.Message, 500)
}

// retryAfter returns how long an answer asks to wait, at most a day.
func retryAfter(h http.Header) time.Duration {
	return netfail.RetryAfter(h, time.Now(), 24*time.Hour)
}
