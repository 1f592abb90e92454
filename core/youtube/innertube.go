package youtube

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"

	"github.com/hilo-app/hilo/core/jsondoc"
	"github.com/hilo-app/hilo/core/plaintext"
)

// call sends a request to InnerTube, the interface of YouTube's own programs, and
// returns the answer, which is JSON within the limit.
func (s *Source) call(ctx context.Context, p *profile, method string, payload map[string]any, limit answerLimit) ([]byte, error) {
	var answer []byte
	err := s.callInto(ctx, p, method, payload, limit, func(m *memory, doc jsondoc.Value) error {
		answer = doc.Raw()
		m.takeBody()
		return nil
	})
	return answer, err
}

// callDocument is call with the answer as a document, which is used no more when read
// returns: another answer takes its memory.
func (s *Source) callDocument(ctx context.Context, p *profile, method string, payload map[string]any, limit answerLimit, read func(jsondoc.Value) error) error {
	return s.callInto(ctx, p, method, payload, limit, func(_ *memory, doc jsondoc.Value) error { return read(doc) })
}

// callInto is callDocument with the memory that has the answer.
func (s *Source) callInto(ctx context.Context, p *profile, method string, payload map[string]any, limit answerLimit, read func(*memory, jsondoc.Value) error) error {
	r, err := s.request(ctx, p, method, payload)
	if err != nil {
		return &Error{Class: Unintelligible, Err: err}
	}
	m := takeMemory()
	defer m.giveBack()
	if err := s.fetchInto(&m.body, r, limit.bytes); err != nil {
		return err
	}
	body := m.body.Bytes()
	doc, err := m.parser.Parse(body, limit.values)
	switch {
	case err != nil && !json.Valid(body):
		return pageError(body)
	case err != nil:
		return &Error{Class: Unintelligible, Err: err}
	}
	s.storeVisitorData(p, doc)
	return read(m, doc)
}

// request builds the request that the profile's program sends, with no other
// headers and fields.
func (s *Source) request(ctx context.Context, p *profile, method string, payload map[string]any) (*http.Request, error) {
	visitor := s.visitorDataOf(p)
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

// playerPayload returns the fields of a player request besides its context.
func playerPayload(id string) map[string]any {
	return map[string]any{"videoId": id, "cpn": nonce(), "contentCheckOk": true, "racyCheckOk": true}
}

// nonce returns the random name ("cpn") that a player gives to each playback.
func nonce() string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	b := make([]byte, 16)
	for i := range b {
		b[i] = alphabet[rand.IntN(len(alphabet))]
	}
	return string(b)
}

// visitorDataOf returns the visitor data that YouTube gave to this guest, "" before
// the first answer. YouTube's programs send it back with every later request.
// Getting it before the first one would cost a request, so the first has none.
func (s *Source) visitorDataOf(p *profile) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.visitorData[p.label()]
}

// storeVisitorData stores the visitor data of an answer until the program ends.
func (s *Source) storeVisitorData(p *profile, answer jsondoc.Value) {
	id := answer.Get("responseContext", "visitorData").Str()
	if len(id) > 4096 || !plaintext.IsToken(strings.NewReplacer("%", "", "=", "").Replace(id)) {
		return // malformed, or the answer has none
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.visitorData[p.label()] = id
}

// forgetVisitorData makes the next request of a profile that of a new guest.
func (s *Source) forgetVisitorData(profile string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.visitorData, profile)
}
