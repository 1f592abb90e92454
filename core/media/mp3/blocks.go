package mp3

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"sync"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/lame"
)

const (
	// blockFrames is how many frames a block has: a multiple of 49, so that the
	// padding of constant bit rate at 44.1 kHz continues from block to block. Other
	// lengths make other files, so an earlier start must have had the same.
	blockFrames = 392
	// pieceFrames is how many frames are encoded before another encoder may have the
	// processor, in about 40 ms.
	pieceFrames = 196
	// callFrames is how many frames one call of LAME encodes. Each encoder keeps a copy of
	// what it was given: 1.8 MB for a piece. Fewer frames a call take longer: 14 a tenth.
	callFrames = 49
	// maxInFlight bounds the blocks in memory, of 4.1 MB each at most with their encoders,
	// which the garbage collector lets become twice as much.
	maxInFlight = 6
)

// How blocks are joined, in frames of the second one.
const (
	sameRun      = 8  // how many in a row must be the same in both
	joinPatience = 96 // how many are encoded twice at most to find them
	settleFrames = 2  // the first ones lack what came before
	secondBest   = 16 // the first where frames that differ may be joined
)

// blockEncoder encodes sound on several cores. It is cut into blocks of whole frames,
// and each block has an encoder of its own that begins there without knowing what
// came before. The encoder of the block before continues into the block until both
// make the same frames: from there on, those of the second are used. All frames are
// then placed anew in one bit reservoir. What comes out depends on the length of
// the blocks, but not on how many are encoded at once.
type blockEncoder struct {
	config   lame.Config
	frames   int // of a block
	step     int // values of a frame, of all channels
	inFlight int // blocks in memory
	cores    *coreLimit
	joined   func(joint) // for tests; may be nil
	marked   func(marks) error
	begin    *continuation  // where an earlier start is continued; nil begins at the start
	free     chan []float32 // memory of blocks to be used again
}

// continuation is how the frames of an earlier start are continued.
type continuation struct {
	first  int          // number of the first frame of the first block: what encode gets begins there
	writer *frameWriter // continues with one of this block's frames
	tag    int          // bytes of the tag
}

// joint is where the frames of one block follow those of another.
type joint struct {
	frame    int  // number of the first one of the second block that is used
	same     bool // both blocks have the same frames there
	absorbed bool // there is none: the first block was encoded to the end of the second
}

func newBlockEncoder(c lame.Config, frames int) *blockEncoder {
	step := 1152 * c.Channels
	if c.Rate < 32000 { // MPEG 2 and 2.5
		step /= 2
	}
	return &blockEncoder{
		config: c, frames: frames, step: step, cores: cores,
		inFlight: min(runtime.GOMAXPROCS(0)+2, maxInFlight), free: make(chan []float32, maxInFlight),
	}
}

// encode encodes what next returns until io.EOF and writes the frames to out, behind
// empty bytes in the place of the tag, which it returns with the number of samples
// of all channels. Without samples, there is no tag. stop is called if it fails, so
// that next returns.
func (e *blockEncoder) encode(next func() ([]float32, error), stop func(error), out io.Writer) (samples int64, tag []byte, err error) {
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	order := make(chan *block, e.inFlight)
	places := make(chan struct{}, e.inFlight)
	var cutting sync.WaitGroup
	cutting.Go(func() {
		defer close(order)
		n, err := e.cut(ctx, next, order, places)
		if samples = n; err != nil {
			cancel(err)
		}
	})
	tag, err = e.collect(order, places, out)
	if err != nil {
		cancel(err)
		stop(err)
	}
	cutting.Wait()
	for b := range order {
		<-b.done
		b.close()
	}
	return samples, tag, context.Cause(ctx) // that of the first failure
}

// cut starts a block whenever there is sound for it, and passes the sound on as it
// comes.
func (e *blockEncoder) cut(ctx context.Context, next func() ([]float32, error), order chan<- *block, places chan<- struct{}) (samples int64, err error) {
	defer bin.RecoverDamage(&err)
	var b *block
	defer func() {
		if b != nil {
			b.endSound()
		}
	}()
	first := 0
	if e.begin != nil {
		first = e.begin.first
		samples = int64(first) * int64(e.step)
	}
	for {
		pcm, err := next()
		if errors.Is(err, io.EOF) {
			if b != nil {
				b.last = true
			}
			return samples, nil
		}
		if err != nil {
			return 0, err
		}
		samples += int64(len(pcm))
		for len(pcm) > 0 {
			if b == nil || len(b.pcm) == cap(b.pcm) {
				if b != nil {
					b.endSound()
					first += e.frames
				}
				select {
				case places <- struct{}{}:
				case <-ctx.Done():
					b = nil
					return 0, context.Cause(ctx)
				}
				b = e.newBlock(first)
				order <- b // has a place for each of places
				go b.run(ctx)
			}
			pcm = b.take(pcm)
		}
	}
}

// collect joins the blocks in order, writes their frames, and returns the tag.
func (e *blockEncoder) collect(order <-chan *block, places <-chan struct{}, out io.Writer) (tag []byte, err error) {
	a, ok := <-order
	if !ok {
		return nil, nil // there is no sound, or cut has failed
	}
	defer func() { a.close() }()
	if <-a.done; a.err != nil {
		return nil, a.err
	}
	w, err := e.writer(a, out)
	if err != nil {
		return nil, err
	}
	from := max(0, w.count-a.first) // the first frame of a that is not written
	for !a.last {
		b, ok := <-order
		if !ok {
			return nil, nil // cut has failed
		}
		if <-b.done; b.err != nil {
			b.close()
			return nil, b.err
		}
		j, err := a.join(b, &w.reservoirRules)
		b.recycle()
		if err == nil && !j.absorbed {
			err = w.add(a.frames.frames[from:j.frame-a.first], b.frames.frames[j.frame-b.first:])
			from = j.frame - b.first
			a, b = b, a
		}
		b.close()
		if err != nil {
			return nil, err
		}
		if e.joined != nil {
			e.joined(j)
		}
		<-places
	}
	if err := w.add(a.frames.frames[from:], nil); err != nil {
		return nil, err
	}
	return a.tag, w.close(a.tag)
}

// writer returns what writes the frames from a on.
func (e *blockEncoder) writer(a *block, out io.Writer) (*frameWriter, error) {
	if e.begin != nil {
		w := e.begin.writer
		w.out, w.marked = out, e.marked
		if e.begin.tag != a.frames.tagSize || w.version != a.frames.format.version {
			return nil, fmt.Errorf("%w: frames of an earlier start are of another kind", media.ErrDamaged)
		}
		return w, nil
	}
	w := &frameWriter{reservoirRules: reservoirRules{streamFormat: a.frames.format}, out: out, marked: e.marked}
	if e.config.Bitrate > 0 && len(a.frames.frames) > 0 {
		w.constant = a.frames.frames[0].bitrateIndex()
	}
	_, err := out.Write(make([]byte, a.frames.tagSize))
	return w, err
}

// block is a part of the sound with an encoder of its own.
type block struct {
	e      *blockEncoder
	first  int       // number of its first frame
	pcm    []float32 // what has come of it
	passed int       // how much of that is in pieces
	pieces chan []float32
	last   bool // no block follows; set before pieces is closed
	done   chan struct{}

	// Set when done is closed.
	lame   *lame.Encoder
	frames frameReader
	tag    []byte // of the last one
	err    error
}

func (e *blockEncoder) newBlock(first int) *block {
	b := &block{e: e, first: first, pieces: make(chan []float32, e.frames/pieceFrames+2), done: make(chan struct{})}
	select {
	case b.pcm = <-e.free:
	default:
		b.pcm = make([]float32, 0, e.frames*e.step)
	}
	return b
}

// take takes what the block has space for and returns the rest.
func (b *block) take(pcm []float32) []float32 {
	n := min(len(pcm), cap(b.pcm)-len(b.pcm))
	b.pcm = append(b.pcm, pcm[:n]...)
	for size := pieceFrames * b.e.step; len(b.pcm)-b.passed >= size; b.passed += size {
		b.pieces <- b.pcm[b.passed : b.passed+size]
	}
	return pcm[n:]
}

// endSound says that nothing more comes.
func (b *block) endSound() {
	if b.passed < len(b.pcm) {
		b.pieces <- b.pcm[b.passed:]
	}
	close(b.pieces)
}

// run encodes the pieces as they come.
func (b *block) run(ctx context.Context) {
	defer close(b.done)
	defer bin.RecoverDamage(&b.err)
	b.err = b.encodeAll(ctx)
}

func (b *block) encodeAll(ctx context.Context) (err error) {
	if b.lame, err = lame.New(b.e.config); err != nil {
		return fmt.Errorf("%w: %w", media.ErrDamaged, err)
	}
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case pcm, ok := <-b.pieces:
			if !ok {
				return b.end()
			}
			if err := b.feed(pcm); err != nil {
				return err
			}
		}
	}
}

func (b *block) feed(pcm []float32) error {
	b.e.cores.acquire()
	defer b.e.cores.release()
	for call := range slices.Chunk(pcm, callFrames*b.e.step) {
		out, err := b.lame.Encode(call)
		if err == nil {
			_, err = b.frames.Write(out)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// end makes the frames that are still in the encoder of the last block, and its tag.
func (b *block) end() error {
	if !b.last {
		return nil
	}
	out, err := b.lame.Flush()
	if err == nil {
		_, err = b.frames.Write(out)
	}
	if err != nil {
		return err
	}
	tag, err := b.lame.Tag()
	if err != nil {
		return err
	}
	if b.tag = bytes.Clone(tag); len(b.tag) != b.frames.tagSize {
		return fmt.Errorf("lame: tag of %d bytes for a frame of %d", len(b.tag), b.frames.tagSize)
	}
	return nil
}

// close frees the encoder. Sound may still come for a block that has failed.
func (b *block) close() {
	if b.lame != nil {
		b.lame.Close()
	}
}

// recycle makes the memory of a block available that is encoded and joined.
func (b *block) recycle() {
	select {
	case b.e.free <- b.pcm[:0]:
	default:
	}
	b.pcm = nil
}

// join lets the encoder of b continue into next until there is a frame from which on
// next's can be used. Sound of a few frames without one is encoded by b to its end.
func (b *block) join(next *block, rules *reservoirRules) (joint, error) {
	start, own, pcm := next.first-b.first, next.frames.frames, next.pcm
	need := rules.needs(own, next.first)
	m := matcher{second: -1}
	for i := 0; ; i++ { // counts frames of next
		for len(b.frames.frames) <= start+i {
			n := min(next.e.step, len(pcm))
			if n == 0 {
				b.last = next.last
				return joint{frame: next.first + i, absorbed: true}, b.end()
			}
			if err := b.feed(pcm[:n]); err != nil {
				return joint{}, err
			}
			pcm = pcm[n:]
		}
		if i >= len(own) {
			continue
		}
		if at, same := m.match(b.frames.frames[start:], own, need, i, rules); at >= 0 {
			return joint{frame: next.first + at, same: same}, nil
		}
	}
}

// matcher looks for a frame to join two blocks at.
type matcher struct {
	alike  int // frames in a row that are the same
	loud   int // of these, those that are not silent
	second int // a place where the windows are the same; -1 for none
}

// match compares frame i of both and returns the frame to join at, or -1.
func (m *matcher) match(u, own []frame, need []int, i int, rules *reservoirRules) (at int, same bool) {
	if i < settleFrames || !u[i].same(&own[i]) || !rules.sameLevel(u[i].back, own[i].back) {
		m.alike, m.loud = 0, 0
	} else {
		m.alike++
		if own[i].bits > 0 { // silence is always the same, whatever an encoder remembers
			m.loud++
		}
	}
	at = i - sameRun + 1
	if m.alike >= sameRun && (m.loud >= sameRun || i >= joinPatience) && u[at].back >= need[at] {
		return at, true
	}
	// The transforms of frames overlap, and only the same windows fit each other.
	if m.second < 0 && i >= secondBest && u[i].back >= need[i] &&
		u[i-2].windows == own[i-2].windows && u[i-1].windows == own[i-1].windows && u[i].windows == own[i].windows {
		m.second = i
	}
	if i >= joinPatience {
		return m.second, false
	}
	return -1, false
}
