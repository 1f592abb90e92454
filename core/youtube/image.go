package youtube

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
)

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
