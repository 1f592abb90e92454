package youtube

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"

	"github.com/hilo-app/hilo/core/plaintext"
)

// call asks one of YouTube's own programs' interfaces ("InnerTube") and
// returns the answer, which is JSON.
func (s *Source) call(ctx context.Context, p *profile, method string, payload map[string]any) ([]byte, error) {
	r, err := s.request(ctx, p, method, payload)
	if err != nil {
		return nil, &Error{Class: Unintelligible, Err: err}
	}
	body, err := s.fetch(r, maxAnswer)
	if err != nil {
		return nil, err
	}
	if !json.Valid(body) {
		return nil, pageError(body)
	}
	s.remember(p, body)
	return body, nil
}

// request carries what the profile's program sends, and nothing else.
func (s *Source) request(ctx context.Context, p *profile, method string, payload map[string]any) (*http.Request, error) {
	visitor := s.visitor(p)
	full := map[string]any{"context": p.context(visitor)}
	for k, v := range payload {
		full[k] = v
	}
	body, err := json.Marshal(full)
	if err != nil {
		return nil, fmt.Errorf("write the request: %w", err)
	}
	address := "https://www.youtube.com/youtubei/v1/" + method + "?prettyPrint=false"
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("write the request: %w", err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept-Language", "en-US, en;q=0.9")
	r.Header.Set("Origin", "https://www.youtube.com")
	r.Header.Set("User-Agent", p.UserAgent)
	r.Header.Set("X-YouTube-Client-Name", p.Header)
	r.Header.Set("X-YouTube-Client-Version", p.Version)
	if visitor != "" {
		r.Header.Set("X-Goog-Visitor-Id", visitor)
	}
	return r, nil
}

// playerPayload is what a player asks beside its context.
func playerPayload(id string) map[string]any {
	return map[string]any{"videoId": id, "cpn": nonce(), "contentCheckOk": true, "racyCheckOk": true}
}

// nonce makes the random name that a player gives to each playback.
func nonce() string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	b := make([]byte, 16)
	for i := range b {
		b[i] = alphabet[rand.IntN(len(alphabet))]
	}
	return string(b)
}

// visitor is the id that YouTube gave to this guest, empty before the first
// answer. YouTube's programs send it back with every later request; asking
// for one beforehand would cost a request, so the first goes without.
func (s *Source) visitor(p *profile) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.visitors[p.Name]
}

// remember keeps the visitor id of an answer for the run of the program.
func (s *Source) remember(p *profile, answer []byte) {
	var a struct {
		ResponseContext struct {
			VisitorData string `json:"visitorData"`
		} `json:"responseContext"`
	}
	if json.Unmarshal(answer, &a) != nil {
		return
	}
	id := a.ResponseContext.VisitorData
	if len(id) > 4096 || !plaintext.IsToken(strings.NewReplacer("%", "", "=", "").Replace(id)) {
		return // also where there is none
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.visitors[p.Name] = id
}
