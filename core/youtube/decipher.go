package youtube

import (
	"context"
	"errors"
	"fmt"
	"net/url"
)

// maxChallenges bounds the different challenges of one answer. Recorded ones have one
// n parameter, and one length of signatures.
const maxChallenges = 64

// decipher gives the formats of an answer addresses that work: it answers the
// challenges in them. A format whose challenge has no answer keeps no address. The
// error says why no format has one.
func decipher(ctx context.Context, p *script, all []*rawStream) error {
	left := maxChallenges
	answers := map[string]string{}
	n := func(raw string) (string, error) {
		if known, ok := answers[raw]; ok {
			return known, nil
		}
		if left--; left < 0 {
			return "", errors.New("too many challenges")
		}
		answer, err := p.n(ctx, raw)
		if err == nil {
			answers[raw] = answer
		}
		return answer, err
	}
	solved := false
	var failed error
	for _, f := range all[:min(len(all), maxStreams)] {
		if f.URL == "" && f.Cipher == "" {
			continue
		}
		address, err := f.address(ctx, p, n)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if f.URL, solved = address, solved || err == nil; err != nil && failed == nil {
			failed = err
		}
	}
	if failed == nil || solved {
		return nil
	}
	var e *Error
	if errors.As(failed, &e) {
		return e
	}
	return &Error{Class: Unintelligible, Err: fmt.Errorf("player script %s: %w", p.id, failed)}
}

// address returns the address of a format with its challenges answered.
func (f *rawStream) address(ctx context.Context, p *script, n func(string) (string, error)) (string, error) {
	address := f.URL
	var signature url.Values
	if address == "" {
		cipher, err := url.ParseQuery(f.Cipher)
		if err != nil {
			return "", errors.New("a signatureCipher cannot be read")
		}
		answer, err := p.signature(ctx, cipher.Get("s"))
		if err != nil {
			return "", err
		}
		name := cipher.Get("sp")
		if name == "" {
			name = "signature"
		}
		address, signature = cipher.Get("url"), url.Values{name: {answer}}
	}
	u, err := url.Parse(address)
	if err != nil || !under(u, mediaHosts) {
		return "", errors.New("no media address")
	}
	query := u.Query()
	for name, value := range signature {
		query[name] = value
	}
	if raw := query.Get("n"); raw != "" {
		answer, err := n(raw)
		if err != nil {
			return "", err
		}
		query.Set("n", answer)
	}
	u.RawQuery = query.Encode()
	return u.String(), nil
}
