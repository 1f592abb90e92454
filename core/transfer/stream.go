package transfer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/hilo-app/hilo/core/byterange"
)

// request asks once for the rest of a part and writes what comes.
func (f *fetch) request(ctx context.Context, p *part, buf []byte) error {
	if err := f.held(ctx); err != nil {
		return err
	}
	address, gen, err := f.address(ctx, p.stream)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer f.flows(p, gen, nil)

	from, to := p.pos, p.end // nobody splits a part that does not flow
	ans, err := f.c.open(ctx, address, from, to, func() { f.flows(p, gen, cancel) })
	if err != nil {
		return err
	}
	defer ans.close()
	f.arrived(p.stream, gen, ans)

	stall := time.AfterFunc(f.c.timing.stall, func() { cancel(ErrStalled) })
	defer stall.Stop()
	src := &source{ctx: ctx, c: f.c, body: ans.body, stall: stall}
	err = src.skip(ans.skip, buf)
	for err == nil {
		var n int
		n, err = src.read(buf)
		more, werr := f.put(p, buf[:n])
		if werr != nil {
			return werr
		}
		if !more {
			return nil
		}
	}
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// flows notes that a request of the part is under way, or, with nil, that
// there is none any more.
func (f *fetch) flows(p *part, gen int, cancel context.CancelCauseFunc) {
	f.mu.Lock()
	defer f.mu.Unlock()
	p.gen, p.cancel = gen, cancel
	p.began = time.Now()
	p.last, p.got = p.began, 0
}

// source reads a body, within the speed limit, and cuts it off when it
// stalls.
type source struct {
	ctx   context.Context
	c     *Client
	body  io.Reader
	stall *time.Timer // of which each read winds the clock back
}

// gather is how long bytes are kept back to be written together.
const gather = 20 * time.Millisecond

// read fills buf as far as bytes come quickly.
func (s *source) read(buf []byte) (n int, err error) {
	for begun := time.Now(); n < len(buf); {
		to := buf[n:]
		grain := s.c.limit.grain()
		if grain > 0 && len(to) > grain {
			to = to[:grain]
		}
		s.stall.Reset(s.c.timing.stall)
		var m int
		m, err = s.body.Read(to)
		s.stall.Stop()
		n += m
		if err != nil {
			return n, err
		}
		if grain > 0 {
			return n, s.c.limit.wait(s.ctx, m)
		}
		if time.Since(begun) > gather {
			return n, nil
		}
	}
	return n, nil
}

// skip reads past n bytes.
func (s *source) skip(n int64, buf []byte) error {
	for n > 0 {
		m, err := s.read(buf[:min(n, int64(len(buf)))])
		n -= int64(m)
		if err != nil {
			return err
		}
	}
	return nil
}

// put writes the next bytes of a part and says whether it needs more.
func (f *fetch) put(p *part, b []byte) (more bool, err error) {
	if f.job.State != nil || f.window != nil {
		f.gate.Lock()
		defer f.gate.Unlock()
	}
	off, b, more := f.claim(p, b)
	if len(b) == 0 {
		return more, nil
	}
	if f.window != nil {
		err = f.keep(p.stream, b, off)
	} else {
		err = f.write(p.stream, b, off)
	}
	f.came(p, int64(len(b)))
	return more, err
}

// write passes bytes on to the job, to be recorded.
func (f *fetch) write(stream int, b []byte, off int64) error {
	if err := f.job.Write(stream, b, off); err != nil {
		return fmt.Errorf("%w: %w", ErrWrite, err)
	}
	f.written(stream, off, int64(len(b)))
	if f.job.Received != nil {
		f.job.Received(len(b))
	}
	return nil
}

// claim reserves the place of the next bytes, so that an idle worker takes
// over only what comes after them. What the part has lost by then is cut off.
func (f *fetch) claim(p *part, b []byte) (off int64, keep []byte, more bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	off = p.pos
	keep = b[:min(int64(len(b)), p.end-p.pos)]
	p.pos += int64(len(keep))
	if len(b) > 0 {
		p.got += int64(len(b))
		p.last = time.Now()
	}
	return off, keep, p.pos < p.end
}

// came counts bytes that came for a part.
func (f *fetch) came(p *part, n int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := &f.streams[p.stream]
	s.got += n
	if p.gen == f.generation {
		s.since += n
	}
}

// written notes bytes for the next checkpoint.
func (f *fetch) written(stream int, off, n int64) {
	if f.job.Journal == nil {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fresh[stream].Add(byterange.Range{From: off, To: off + n})
	f.waiting += n
	if f.waiting >= f.soon() {
		select {
		case f.kick <- struct{}{}:
		default:
		}
	}
}
