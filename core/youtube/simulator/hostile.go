package simulator

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"sync"
)

// Answers that take the place of the regular one.

// bombMember is 64 MiB of spaces as a gzip member of some 64 KiB. Members may
// follow each other (RFC 1952, section 2.2).
var bombMember = sync.OnceValue(func() []byte {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	spaces := bytes.Repeat([]byte(" "), 1<<20)
	for range 64 {
		_, _ = z.Write(spaces)
	}
	_ = z.Close()
	return b.Bytes()
})

// bomb answers with JSON that decompresses to 64 GiB.
func bomb(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.Header().Set("Content-Encoding", "gzip")
	w.WriteHeader(http.StatusOK)
	for range 1024 {
		if _, err := w.Write(bombMember()); err != nil {
			panic(http.ErrAbortHandler)
		}
	}
}

// endless answers with JSON that never ends.
func endless(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.WriteHeader(http.StatusOK)
	_, err := io.WriteString(w, `{"videoDetails":{"keywords":[""`)
	more := bytes.Repeat([]byte(`,"and another"`), 4096)
	for err == nil {
		_, err = w.Write(more)
	}
	panic(http.ErrAbortHandler)
}

// captchaPage is the answer to a network that sent too many requests.
const captchaPage = `<!DOCTYPE html>
<html><head><title>YouTube</title><script src="https://www.google.com/recaptcha/api.js" async defer></script></head>
<body><div id="captcha-page"><p>Sorry for the interruption. We have been receiving a large volume of requests from your network.</p>
<form action="/das_captcha?fw=1" method="POST"><div class="g-recaptcha" data-sitekey="simulator"></div>
<input type="hidden" name="action_recaptcha_verify2" value="1"></form></div></body></html>
`

// consentPage is the answer to a client without cookies in some countries.
const consentPage = `<!DOCTYPE html>
<html lang="en"><head><title>Before you continue to YouTube</title></head>
<body><h1>Before you continue to YouTube</h1><div class="box"><form action="https://consent.youtube.com/s" method="POST">
<input type="hidden" name="v" value="cb.20261001-00-p0.en+FX+100"><button>Accept all</button></form></div></body></html>
`
