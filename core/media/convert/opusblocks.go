package convert

import (
	"fmt"
	"math"
	"sync"

	pion "github.com/pion/opus"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/internal/opus"
	"github.com/hilo-app/hilo/core/media/webm"
)

// Processors are those that decoding may use besides that of the goroutine which calls
// Sound.Next. Its methods are safe for concurrent use.
type Processors interface {
	// Spare reports whether decoding would be faster with more than one. What is decoded
	// does not depend on it.
	Spare() bool
	// Acquire waits for a processor, which is used for some 40 ms.
	Acquire()
	// Release is called once for each Acquire.
	Release()
}

// How Opus is decoded in blocks.
const (
	blocksAtOnce  = 3             // of 8 MB together at most
	blockSamples  = 5 * opus.Rate // at least, but for the last; some 20 ms of work
	warmUpSamples = opus.Rate
	checkSamples  = opus.Rate / 5
	aheadBytes    = 32 << 10 // what must be present to read on without waiting
	maxOpusPacket = 64 << 10 // bytes; RFC 6716 §3.4 has at most 48 frames of 1275
)

// opusBatch decodes packets that are present, in blocks of some seconds at once. Each block
// has a decoder of its own that begins a second before. It is used if what the
// decoder of the block before makes of its first packets is the same, bit by bit: Opus
// predicts from frame to frame, and what is wrong halves each time. Else the decoder of
// the block before decodes this one, too. So the samples are those of one decoder.
type opusBatch struct {
	in         *bin.GrowingFile
	processors Processors
	blocks     []opusBlock
	packets    []webm.OpusPacket // of all blocks
	data       []byte            // of all packets
	err        error             // of reading, behind all of them
	warmUp     int               // samples
	redone     int               // blocks that another decoder had to decode
	memory     [blocksAtOnce][2][]float32
}

// opusBlock is some packets and what they are decoded to.
type opusBlock struct {
	warmUp  []webm.OpusPacket // before the block
	packets []webm.OpusPacket
	check   []webm.OpusPacket // the first of the next block
	decoder *pion.Decoder
	own     opusRun // of packets
	next    opusRun // of check
}

// opusRun is packets that were decoded one after the other.
type opusRun struct {
	pcm     []float32
	packets int
	err     error // of the packet behind them
}

// add decodes packets until one fails.
func (r *opusRun) add(d *pion.Decoder, packets []webm.OpusPacket, channels int) {
	defer bin.RecoverDamage(&r.err)
	need := opus.MaxPacket // the decoder wants space for that many
	for _, p := range packets {
		need += p.Samples
	}
	if need = len(r.pcm) + need*channels; cap(r.pcm) < need { // blocks differ by a packet
		r.pcm = append(make([]float32, 0, need+checkSamples), r.pcm...)
	}
	for _, p := range packets {
		n := len(r.pcm)
		if r.err = decodeOpus(d, p, r.pcm[n:n+opus.MaxPacket*channels]); r.err != nil {
			return
		}
		r.pcm = r.pcm[:n+p.Samples*channels]
		r.packets++
	}
}

// decodeOpus decodes one packet.
func decodeOpus(d *pion.Decoder, p webm.OpusPacket, pcm []float32) error {
	n, err := d.DecodeToFloat32(p.Data, pcm)
	if err == nil && n != p.Samples {
		err = fmt.Errorf("packet of %d samples has %d", p.Samples, n)
	}
	if err != nil {
		return fmt.Errorf("%w: opus: %w", media.ErrDamaged, err)
	}
	return nil
}

// next returns the next packet and its samples, if it has been decoded.
func (b *opusBatch) next(channels int) (p webm.OpusPacket, pcm []float32, ok bool, err error) {
	for len(b.blocks) > 0 {
		own := &b.blocks[0].own
		if own.packets > 0 {
			p = b.blocks[0].packets[0]
			pcm, own.pcm = own.pcm[:p.Samples*channels], own.pcm[p.Samples*channels:]
			own.packets--
			b.blocks[0].packets = b.blocks[0].packets[1:]
			return p, pcm, true, nil
		}
		if own.err != nil {
			return p, nil, true, own.err
		}
		b.blocks = b.blocks[1:]
	}
	return p, nil, b.err != nil, b.err
}

// fill reads packets as long as that needs no waiting, and decodes them. d is the decoder
// of the packet before; fill returns that of the last one.
func (b *opusBatch) fill(in *webm.OpusReader, d *pion.Decoder) *pion.Decoder {
	if !b.processors.Spare() {
		return d
	}
	b.packets, b.data = b.packets[:0], b.data[:0]
	samples := 0
	for samples < blocksAtOnce*blockSamples && b.in.Ahead(aheadBytes) {
		p, err := in.Next()
		if err != nil {
			b.err = err
			break
		}
		b.data = append(b.data, p.Data...)
		p.Data = b.data[len(b.data)-len(p.Data):]
		b.packets = append(b.packets, p)
		if samples += p.Samples; len(p.Data) > maxOpusPacket {
			break // it is damaged
		}
	}
	if len(b.packets) == 0 {
		return d
	}
	b.blocks = divideOpus(b.packets, samples, b.warmUp)
	return b.decode(d, in.Head.Channels)
}

// divideOpus divides packets of so many samples into blocks, with so many before each.
func divideOpus(packets []webm.OpusPacket, samples, warmUp int) (blocks []opusBlock) {
	count := max(1, samples/blockSamples)
	starts := []int{0} // of blocks
	at := 0
	for i, p := range packets {
		if at >= samples*len(starts)/count && i > 0 && len(starts) < count {
			starts = append(starts, i)
		}
		at += p.Samples
	}
	for i, start := range starts {
		k := opusBlock{warmUp: lastSamples(packets[:start], warmUp), packets: packets[start:]}
		if i+1 < len(starts) {
			k.packets = packets[start:starts[i+1]]
			k.check = firstSamples(packets[starts[i+1]:], checkSamples)
		}
		blocks = append(blocks, k)
	}
	return blocks
}

// lastSamples returns the last packets, of so many samples at least.
func lastSamples(packets []webm.OpusPacket, samples int) []webm.OpusPacket {
	i := len(packets)
	for ; i > 0 && samples > 0; i-- {
		samples -= packets[i-1].Samples
	}
	return packets[i:]
}

// firstSamples returns the first packets, of so many samples at least.
func firstSamples(packets []webm.OpusPacket, samples int) []webm.OpusPacket {
	i := 0
	for ; i < len(packets) && samples > 0; i++ {
		samples -= packets[i].Samples
	}
	return packets[:i]
}

// decode decodes all blocks, d being the decoder before the first one.
func (b *opusBatch) decode(d *pion.Decoder, channels int) *pion.Decoder {
	for i := range b.blocks {
		b.blocks[i].own.pcm, b.blocks[i].next.pcm = b.memory[i][0], b.memory[i][1]
	}
	var decoding sync.WaitGroup
	for i := range b.blocks[1:] {
		k := &b.blocks[1+i]
		decoding.Go(func() {
			b.processors.Acquire()
			defer b.processors.Release()
			k.begin(channels)
		})
	}
	b.blocks[0].decoder = d
	b.blocks[0].decode(channels)
	decoding.Wait()
	last := b.joined(channels)
	for i := range b.blocks {
		k := &b.blocks[i]
		b.memory[i] = [2][]float32{k.own.pcm[:0], k.next.pcm[:0]}
	}
	return last
}

// joined makes the decoder of each block decode the next one if that one's own made other
// samples, and returns the decoder of the last packet.
func (b *opusBatch) joined(channels int) *pion.Decoder {
	for i := range b.blocks[1:] {
		before, k := &b.blocks[i], &b.blocks[i+1]
		if before.own.err != nil {
			b.blocks = b.blocks[:i+1] // no more is needed
			return before.decoder
		}
		if !before.next.same(&k.own) {
			b.redone++
			k.decoder = before.decoder
			k.own = opusRun{append(k.own.pcm[:0], before.next.pcm...), before.next.packets, before.next.err}
			k.next = opusRun{pcm: k.next.pcm[:0]}
			k.decode(channels)
		}
	}
	return b.blocks[len(b.blocks)-1].decoder
}

// begin decodes the block with a new decoder. If what it makes is wrong, for whatever
// reason, it is not used.
func (k *opusBlock) begin(channels int) {
	d, err := pion.NewDecoderWithOutput(opus.Rate, channels)
	if k.decoder = &d; err != nil {
		k.own.err = err
		return
	}
	if k.own.add(k.decoder, k.warmUp, channels); k.own.err == nil {
		k.own = opusRun{pcm: k.own.pcm[:0]}
		k.decode(channels)
	}
}

// decode decodes what is left of the block, and the first packets of the next one.
func (k *opusBlock) decode(channels int) {
	if k.own.err == nil {
		k.own.add(k.decoder, k.packets[k.own.packets:], channels)
	}
	if k.own.err == nil {
		k.next.add(k.decoder, k.check, channels)
	}
}

// same reports whether the first samples of k are those of r, bit by bit. Silence is not: it
// is the same whatever a decoder remembers.
func (r *opusRun) same(k *opusRun) bool {
	if r.err != nil || k.packets < r.packets || len(k.pcm) < len(r.pcm) {
		return false
	}
	loud := 0
	for i, v := range r.pcm {
		if math.Float32bits(v) != math.Float32bits(k.pcm[i]) {
			return false
		}
		if v != 0 {
			loud++
		}
	}
	return loud > len(r.pcm)/2
}
