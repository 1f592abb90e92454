package ogg

import (
	"bytes"
	"errors"
	"testing"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/metadata"
	"github.com/hilo-app/hilo/core/media/internal/opus"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/webm"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// checked runs what reads a finished file. An error must have its class.
func checked(t *testing.T, b []byte) {
	size := int64(len(b))
	if _, err := inspect(bytes.NewReader(b), size); err != nil && !errors.Is(err, media.ErrDamaged) {
		t.Fatal(err)
	}
	_, _ = Source(bytes.NewReader(b), size)
}

func FuzzVerifyOpus(f *testing.F) {
	short := shortOpus(f, mediatest.Content(f, simulator.Opus.Content()))
	if got, err := inspect(bytes.NewReader(short), int64(len(short))); err != nil || got.Duration <= 0 {
		f.Fatal(err, got)
	}
	f.Add(short)
	f.Fuzz(func(t *testing.T, b []byte) {
		checked(t, b)
		checked(t, withChecksums(b)) // or nothing gets past them
	})
}

// shortOpus is a file of few packets, without padding.
func shortOpus(t testing.TB, stream []byte) []byte {
	head, packets, _ := mediatest.OpusPackets(t, stream)
	file := bytes.NewBuffer(headerPages(head.Bytes, flagFirst, 0, 0))
	file.Write(headerPages(appendTags([]string{"TITLE=t", metadata.SourceKey + "=s"}), 0, 0, 1))
	w := &packetWriter{w: file, page: page{sequence: 2}}
	for _, p := range packets[:5] {
		n, err := opus.Samples([]byte(p))
		if err != nil {
			t.Fatal(err)
		}
		if err := w.packet(webm.OpusPacket{Data: []byte(p), Samples: n}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// withChecksums makes the checksums of all pages right, and their serials alike.
func withChecksums(b []byte) []byte {
	b = bytes.Clone(b)
	for rest := b; len(rest) > pageHeader; {
		n := pageHeader + int(rest[26])
		if n > len(rest) {
			break
		}
		for _, s := range rest[pageHeader:n] {
			n += int(s)
		}
		if n > len(rest) {
			break
		}
		clear(rest[14:18])
		clear(rest[22:26])
		sum := checksum(0, rest[:n])
		rest[22], rest[23], rest[24], rest[25] = byte(sum), byte(sum>>8), byte(sum>>16), byte(sum>>24)
		rest = rest[n:]
	}
	return b
}
