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

const maxCaption = 4 << 20 // bytes; the words of half a day of talk, each with its time

// Caption returns the bytes of a subtitle track, at most 4 MiB. They are asked
// for as srv3, YouTube's own XML: of all forms that have the line breaks, it is
// the smallest that does not repeat lines. What comes may still be another form.
//
// The address must be one of youtube.com. An empty answer, which is what the
// site gives to those it wants a token from, is an error of class
// Unintelligible.
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

// gated says whether nothing comes from a subtitle track's address without a
// proof-of-origin token: it takes part in one of two experiments (recorded in
// 2025-06; the parameter may be there more than once).
func gated(address string) bool {
	u, err := url.Parse(address)
	return err == nil && slices.ContainsFunc(u.Query()["exp"], func(e string) bool { return e == "xpe" || e == "xpv" })
}
