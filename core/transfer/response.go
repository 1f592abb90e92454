package transfer

import (
	"context"
	"io"
	"time"
)

// response is an answer that is being read.
type response struct {
	*answer
	bodyReader
	gen    int // generation of the address
	cancel context.CancelCauseFunc
}

// close ends the request.
func (r *response) close() {
	r.stall.Stop()
	r.cancel(nil)
	r.answer.close()
}

// bodyReader reads a body within the speed limit, and ends the request when no
// byte comes for too long.
type bodyReader struct {
	ctx   context.Context
	c     *Client
	body  io.Reader
	pos   int64       // of the next byte of the body in the stream
	stall *time.Timer // reset by each read
}

// gatherTime is how long bytes are kept back to be written together.
const gatherTime = 20 * time.Millisecond

// read fills buf with what comes within gatherTime, at least one read.
func (s *bodyReader) read(buf []byte) (n int, err error) {
	for begun := time.Now(); n < len(buf); {
		to := buf[n:]
		chunk := s.c.limit.chunk()
		if chunk > 0 && len(to) > chunk {
			to = to[:chunk]
		}
		s.stall.Reset(s.c.timing.stall)
		var m int
		m, err = s.body.Read(to)
		s.stall.Stop()
		n += m
		s.pos += int64(m)
		if err != nil {
			return n, err
		}
		if chunk > 0 {
			return n, s.c.limit.wait(s.ctx, m)
		}
		if time.Since(begun) > gatherTime {
			return n, nil
		}
	}
	return n, nil
}

// skipTo reads past what comes before a byte of the stream.
func (s *bodyReader) skipTo(pos int64, buf []byte) error {
	for s.pos < pos {
		if _, err := s.read(buf[:min(pos-s.pos, int64(len(buf)))]); err != nil {
			return err
		}
	}
	return nil
}
