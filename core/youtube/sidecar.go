package youtube

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
)

// maxCaption bounds a subtitle track, in bytes. Half a day of speech, with a time
// for each word, is smaller.
const maxCaption = 4 << 20

// Caption returns the bytes of a subtitle track, at most 4 MiB. It asks for srv3,
// YouTube's own XML: of the forms with line breaks, it is the smallest that does
// not repeat lines. YouTube may still answer with another form.
//
// The address must be one of youtube.com. An empty answer, which YouTube gives
// when it requires a proof-of-origin token, is an error of class Unintelligible.
func (s *Source) Caption(ctx context.Context, c Caption) ([]byte, error) {
	u, err := url.Parse(c.URL)
	if err != nil || !under(u, apiHosts) {
		return nil, &Error{Class: Unintelligible, Err: fmt.Errorf("%.100q is not the address of a subtitle track", c.URL)}
	}
	q := u.Query()
	q.Set("fmt", "srv3")
	u.RawQuery = q.Encode()
	return withDeadline(ctx, func(ctx context.Context) ([]byte, error) {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
		if err != nil {
			return nil, &Error{Class: Unintelligible, Err: err}
		}
		r.Header.Set("User-Agent", s.current().Browse.UserAgent)
		body, err := s.fetch(r, maxCaption)
		if err != nil {
			return nil, err
		}
		if len(bytes.TrimSpace(body)) == 0 {
			return nil, &Error{Class: Unintelligible, Err: errors.New("subtitle track is empty")}
		}
		return body, nil
	})
}

// needsToken reports whether a subtitle track's address answers with nothing
// unless the request has a proof-of-origin token: the address is part of one of
// two experiments (recorded in 2025-06; the parameter may occur more than once).
func needsToken(address string) bool {
	u, err := url.Parse(address)
	return err == nil && slices.ContainsFunc(u.Query()["exp"], func(e string) bool { return e == "xpe" || e == "xpv" })
}

const maxImage = 4 << 20 // bytes

// Image returns the bytes of a picture, a JPEG or a PNG of at most 4 MiB. Its
// address must be at one of YouTube's picture servers, below ytimg.com or
// ggpht.com. Any other answer is an error of class Unintelligible.
func (s *Source) Image(ctx context.Context, address string) ([]byte, error) {
	u, err := url.Parse(address)
	if err != nil || !under(u, imageHosts) {
		return nil, &Error{Class: Unintelligible, Err: fmt.Errorf("%.100q is not the address of a picture", address)}
	}
	return withDeadline(ctx, func(ctx context.Context) ([]byte, error) {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
		if err != nil {
			return nil, &Error{Class: Unintelligible, Err: err}
		}
		r.Header.Set("User-Agent", s.current().Browse.UserAgent)
		r.Header.Set("Accept", "image/jpeg, image/png")
		body, err := s.fetch(r, maxImage)
		if err != nil {
			return nil, err
		}
		if !bytes.HasPrefix(body, []byte("\xff\xd8\xff")) && !bytes.HasPrefix(body, []byte("\x89PNG\r\n\x1a\n")) {
			return nil, &Error{Class: Unintelligible, Err: errors.New("neither JPEG nor PNG")}
		}
		return body, nil
	})
}
