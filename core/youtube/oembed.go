package youtube

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/hilo-app/hilo/core/plaintext"
)

// Preview returns title, channel and thumbnail of a video, which does not count as
// a lookup: it comes from the service for websites that embed videos (oEmbed). At
// most two requests run at a time, others wait. An answer is kept for an hour, and
// so is YouTube's answer that there is no preview: the video is private, removed,
// or may not be embedded. The error says nothing about whether the video can be
// downloaded.
func (s *Source) Preview(ctx context.Context, id string) (Preview, error) {
	if !validID(id) {
		return Preview{}, &Error{Class: Removed, Err: fmt.Errorf("%q is not a video id", plaintext.Truncate(id, 20))}
	}
	if k, ok := s.previews.get(id, s.clock()); ok {
		return k.preview, k.err
	}
	select {
	case s.previews.running <- struct{}{}:
		defer func() { <-s.previews.running }()
	case <-ctx.Done():
		return Preview{}, ctx.Err()
	}
	if k, ok := s.previews.get(id, s.clock()); ok { // asked for meanwhile
		return k.preview, k.err
	}
	p, err := withDeadline(ctx, func(ctx context.Context) (Preview, error) { return s.askPreview(ctx, id) })
	if ctx.Err() == nil && (err == nil || !passing(err)) {
		s.previews.add(id, s.clock(), p, err)
	}
	return p, err
}

// maxPreview bounds an answer, in bytes. YouTube's have about 800.
const maxPreview = 32 << 10

func (s *Source) askPreview(ctx context.Context, id string) (Preview, error) {
	query := url.Values{"format": {"json"}, "url": {(&Video{ID: id}).URL()}}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://www.youtube.com/oembed?"+query.Encode(), nil)
	if err != nil {
		return Preview{}, &Error{Class: Unintelligible, Err: err}
	}
	r.Header.Set("User-Agent", s.current().Browse.UserAgent)
	body, err := s.fetch(r, maxPreview)
	if err != nil {
		return Preview{}, err
	}
	var a struct {
		Title     string `json:"title"`
		Author    string `json:"author_name"`
		Thumbnail string `json:"thumbnail_url"`
	}
	if err := json.Unmarshal(body, &a); err != nil {
		return Preview{}, &Error{Class: Unintelligible, Err: fmt.Errorf("read the preview: %w", err)}
	}
	if a.Title == "" {
		return Preview{}, &Error{Class: Unintelligible, Err: errors.New("the preview has no title")}
	}
	p := Preview{ID: id, Title: plaintext.Truncate(a.Title, 500), Author: plaintext.Truncate(a.Author, 500)}
	if address, ok := absolute(a.Thumbnail, imageHosts); ok && len(address) < 1000 {
		p.Thumbnail = address
	}
	return p, nil
}
