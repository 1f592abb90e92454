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
	if code == http.StatusOK {
		return nil
	}
	status, said := apiError(body)
	cause := httpError{code, status}
	switch {
	case code == http.StatusTooManyRequests:
		return &Error{Class: RateLimited, Reason: said, Wait: retryAfter(resp.Header), Err: cause}
	case code >= 300 && code < 400:
		return redirectError(resp)
	case isCaptcha(body):
		return &Error{Class: RateLimited, Wait: retryAfter(resp.Header), Err: cause}
	case code >= 500:
		return &Error{Class: Unreachable, Reason: said, Wait: retryAfter(resp.Header), Err: cause}
	case isPage(body):
		return &Error{Class: Unintelligible, Err: cause}
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
type httpError struct {
	code   int
	status string // of Google's APIs, such as "INVALID_ARGUMENT"; "" when the body has none
}

// Error implements error.
func (e httpError) Error() string {
	return strings.TrimSpace(fmt.Sprintf("HTTP status %d %s", e.code, e.status))
}

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
// the one of google.com/sorry. The word "recaptcha" alone is in every page of
// YouTube's.
func isCaptcha(body []byte) bool {
	return bytes.Contains(body, []byte("g-recaptcha")) ||
		bytes.Contains(body, []byte("google.com/sorry/")) ||
		bytes.Contains(body, []byte("Our systems have detected unusual traffic"))
}

// isPage reports whether a body is an HTML page.
func isPage(body []byte) bool {
	start := bytes.TrimSpace(body[:min(len(body), 100)])
	start = bytes.ToLower(start)
	return bytes.HasPrefix(start, []byte("<!doctype html")) || bytes.HasPrefix(start, []byte("<html"))
}

// apiError returns the status, such as "NOT_FOUND", and the sentence in the body
// of an InnerTube error, "" where it has none.
func apiError(body []byte) (status, message string) {
	var a struct {
		Error struct {
			Status  string `json:"status"`
			Message string `json:"message"`
		} `json:"error"`
	}
	if json.Unmarshal(body, &a) != nil {
		return "", ""
	}
	return plaintext.Truncate(a.Error.Status, 50), plaintext.Truncate(a.Error.Message, 500)
}

// retryAfter returns how long an answer asks to wait, at most a day.
func retryAfter(h http.Header) time.Duration {
	return netfail.RetryAfter(h, time.Now(), 24*time.Hour)
}
