package youtube

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/kkdai/youtube/v2"
)

// lookup looks up a video with one profile.
func (s *Source) lookup(ctx context.Context, id string, p *profile) (*Video, error) {
	shim := &shim{source: s, profile: p, id: id}
	if p.Challenge {
		var err error
		if shim.script, err = s.player.get(ctx, s.current().hints()); err != nil {
			return nil, err
		}
	}
	client := youtube.Client{HTTPClient: &http.Client{Transport: shim}}
	parsed, err := client.GetVideoContext(ctx, id)
	switch {
	case shim.err != nil:
		return nil, shim.err
	case err != nil:
		return nil, &Error{Class: Unintelligible, Err: err}
	}
	if p.Challenge {
		if err := decipher(ctx, shim.script, shim.response.streams()); err != nil {
			return nil, err
		}
	}
	return newVideo(parsed, shim.response, p)
}

// shim is the HTTP transport of kkdai/youtube for one lookup. Of the requests
// kkdai makes, only the one to the player is needed. shim replaces it by the
// profile's own request and classifies a failure in the answer itself, because
// kkdai drops YouTube's reasons and asks again as another client.
type shim struct {
	source   *Source
	profile  *profile
	id       string
	script   *script         // nil for a profile without challenges
	response *playerResponse // set when the player answers with a video
	err      error           // why it does not
}

// RoundTrip implements http.RoundTripper.

func (s *shim) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		r.Body.Close()
	}
	switch path := r.URL.Path; {
	case path == "/youtubei/v1/player":
		if s.response != nil || s.err != nil {
			return nil, errors.New("the player was asked already")
		}
		raw, err := s.askPlayer(r.Context())
		if err != nil {
			s.err = err
			return nil, err
		}
		return reply(r, raw), nil
	case path == "/watch": // kkdai reads the publishing date here; newVideo reads it from the answer
		return reply(r, []byte(`var ytInitialPlayerResponse = {"playabilityStatus":{"status":"OK"},"streamingData":{"formats":[{"contentLength":"0"}]}};`)), nil
	case path == "" || path == "/": // kkdai reads visitor data here; request sets its own
		return reply(r, []byte("\nytcfg.set({\"INNERTUBE_CONTEXT\":{\"client\":{\"visitorData\":\"none\"}}});")), nil
	case strings.HasPrefix(path, "/embed/"), strings.HasSuffix(path, "/base.js"): // kkdai deciphers addresses with these; decipher does it here
		return reply(r, nil), nil
	default:
		return nil, fmt.Errorf("no request to %s is needed", r.URL.Path)
	}
}

// askPlayer sends the player request and returns the answer. The error says why
// a guest cannot download the video.
func (s *shim) askPlayer(ctx context.Context) ([]byte, error) {
	payload := playerPayload(s.id)
	if s.script != nil {
		payload["playbackContext"] = map[string]any{"contentPlaybackContext": map[string]any{
			"html5Preference": "HTML5_PREF_WANTS", "signatureTimestamp": s.script.timestamp,
		}}
	}
	raw, err := s.source.call(ctx, s.profile, "player", payload, playerLimit)
	if err != nil {
		return nil, err
	}
	var a playerResponse
	if err := json.Unmarshal(raw, &a); err != nil {
		return nil, &Error{Class: Unintelligible, Err: fmt.Errorf("read the player answer: %w", err)}
	}
	if err := a.failure(s.id); err != nil {
		return nil, err
	}
	s.response = &a
	return essentials(raw)
}

// essentials returns the part of a player answer from which newVideo takes what
// kkdai/youtube parsed. kkdai needs a stream, and copies all of them, but they are
// read from the whole answer.
func essentials(raw []byte) ([]byte, error) {
	var part struct {
		PlayabilityStatus json.RawMessage `json:"playabilityStatus,omitempty"`
		VideoDetails      json.RawMessage `json:"videoDetails,omitempty"`
		Microformat       json.RawMessage `json:"microformat,omitempty"`
		StreamingData     struct {
			Formats []struct {
				ContentLength string `json:"contentLength"`
			} `json:"formats"`
		} `json:"streamingData"`
	}
	if err := json.Unmarshal(raw, &part); err != nil {
		return nil, &Error{Class: Unintelligible, Err: fmt.Errorf("read the player answer: %w", err)}
	}
	part.StreamingData.Formats = append(part.StreamingData.Formats[:0], struct {
		ContentLength string `json:"contentLength"`
	}{"0"})
	return json.Marshal(part)
}

// reply makes a response to r with status 200.
func reply(r *http.Request, body []byte) *http.Response {
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(body)), Request: r,
	}
}
