package simulator

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"sync"
)

// Answers that are too large for any memory.

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
func (x *exchange) bomb() {
	x.w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	x.w.Header().Set("Content-Encoding", "gzip")
	x.w.WriteHeader(http.StatusOK)
	for range 1024 {
		if _, err := x.w.Write(bombMember()); err != nil {
			panic(http.ErrAbortHandler)
		}
	}
}

// endless answers with JSON that never ends.
func (x *exchange) endless() {
	x.w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	x.w.WriteHeader(http.StatusOK)
	_, err := io.WriteString(x.w, `{"videoDetails":{"keywords":[""`)
	more := bytes.Repeat([]byte(`,"and another"`), 4096)
	for err == nil {
		_, err = x.w.Write(more)
	}
	panic(http.ErrAbortHandler)
}
