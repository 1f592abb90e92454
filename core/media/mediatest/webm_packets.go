package mediatest

import (
	"bytes"
	"encoding/binary"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/internal/opus"
)

// RepackWebM writes a WebM stream of one track from the packets of another, with
// times that increase, repeated times times. Sizes are unknown where they may be.
func RepackWebM(t testing.TB, stream []byte, times int, unknown bool) []byte {
	t.Helper()
	element := func(id uint32, size int64, body []byte) []byte {
		b := binary.BigEndian.AppendUint32(nil, id)
		b = append(bytes.TrimLeft(b, "\x00"), 1)
		b = append(b, binary.BigEndian.AppendUint64(nil, uint64(size))[1:]...)
		return append(b, body...)
	}
	sized := func(id uint32, body []byte) []byte { return element(id, int64(len(body)), body) }
	size := func(n int) int64 {
		if unknown {
			return 1<<56 - 1
		}
		return int64(n)
	}
	packets := packetsOfWebM(t, stream)
	body := sized(elementInfo, sized(elementTimestampScale, []byte{0x0f, 0x42, 0x40}))
	body = append(body, sized(elementTracks, sized(elementTrackEntry, TrackEntry(t, stream)))...)
	var cluster []byte
	start := int64(0)
	flush := func() {
		if len(cluster) > 0 {
			body = append(body, element(elementCluster, size(len(cluster)), cluster)...)
		}
		cluster = nil
	}
	for i := range times * len(packets) {
		b := packets[i%len(packets)]
		at := int64(i) * 20
		if at-start > 10_000 || i == 0 {
			flush()
			start = at
			cluster = sized(elementTimestamp, binary.BigEndian.AppendUint64(nil, uint64(at)))
		}
		data := append([]byte{0x81, byte((at - start) >> 8), byte(at - start), 0x80}, b.data...)
		if i == times*len(packets)-1 && b.discard != nil {
			data[3] = 0
			group := append(sized(elementBlock, data), sized(elementDiscardPadding, b.discard)...)
			cluster = append(cluster, sized(elementBlockGroup, group)...)
		} else {
			cluster = append(cluster, sized(elementSimpleBlock, data)...)
		}
	}
	flush()
	out := sized(elementEBML, sized(elementDocType, []byte("webm")))
	return append(out, element(elementSegment, size(len(body)), body)...)
}

// webmPacket is what a block holds.
type webmPacket struct {
	data    []byte
	discard []byte // content of the DiscardPadding, nil if there is none
}

// packetsOfWebM are the packets of a stream of one track.
func packetsOfWebM(t testing.TB, stream []byte) (list []webmPacket) {
	t.Helper()
	for _, e := range ReadWebM(t, stream).Top {
		if e.ID == elementCluster {
			list = append(list, packetsOfCluster(t, e.Data)...)
		}
	}
	return list
}

func packetsOfCluster(t testing.TB, b []byte) (list []webmPacket) {
	t.Helper()
	for _, e := range Elements(t, b) {
		switch e.ID {
		case elementCluster: // the one before is of unknown size
			list = append(list, packetsOfCluster(t, e.Data)...)
		case elementSimpleBlock:
			list = append(list, webmPacket{data: e.Data[4:]})
		case elementBlockGroup:
			var p webmPacket
			for _, g := range Elements(t, e.Data) {
				switch g.ID {
				case elementBlock:
					p.data = g.Data[4:]
				case elementDiscardPadding:
					p.discard = g.Data
				}
			}
			list = append(list, p)
		}
	}
	return list
}

// OpusPackets are the OpusHead and the packets of a WebM stream, and how many
// samples of them are to be heard.
func OpusPackets(t testing.TB, stream []byte) (head opus.Head, list []string, samples int) {
	t.Helper()
	for _, e := range Elements(t, TrackEntry(t, stream)) {
		if e.ID == elementCodecPrivate {
			var err error
			if head, err = opus.ReadHead(e.Data); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, p := range packetsOfWebM(t, stream) {
		n, err := opus.Samples(p.data)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, string(p.data))
		samples += n - int(bin.SamplesIn(time.Duration(Element{Data: p.discard}.Uint()), opus.Rate))
	}
	return head, list, samples - head.PreSkip
}
