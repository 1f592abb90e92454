package media

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"time"

	"hilo/core/youtube/youtubetest"
)

// checked runs what reads finished files. An error must have its class.
func checked(t *testing.T, b []byte) {
	size := int64(len(b))
	for _, inspect := range []func() error{
		func() error { _, err := inspectMP3(bytes.NewReader(b), size); return err },
		func() error { _, err := inspectOpus(bytes.NewReader(b), size); return err },
	} {
		if err := inspect(); err != nil && !errors.Is(err, ErrDamaged) {
			t.Fatal(err)
		}
	}
	_, _ = Source(bytes.NewReader(b), size)
}

// smallest is a file that is as short as can be, as fuzzing wants it.
func smallest(f *testing.F, start func(src File, size int64, out File) (Follower, error), stream []byte) []byte {
	f.Helper()
	file, _ := made(f, kind{"", stream, start, func(io.ReaderAt, int64, Summary) error { return nil }}, Meta{Title: "t", Source: "s"})
	return file
}

func FuzzVerifyOpus(f *testing.F) {
	stream := contentOf(f, youtubetest.Opus.Content())
	file := smallest(f, startOpus, stream)
	f.Add(oggWithoutPadding(file))
	f.Fuzz(func(t *testing.T, b []byte) {
		checked(t, b)
		checked(t, withChecksums(b)) // or nothing gets past them
	})
}

// oggWithoutPadding takes the pages of the padded tags out of a file, and all but
// some of the sound.
func oggWithoutPadding(file []byte) []byte {
	head := oggHeader + 1 + 19
	tags := appendTags([]string{"TITLE=t", sourceKey + "=s"})
	out := append(bytes.Clone(file[:head]), oggPages(tags, 0, 0, 1)...)
	at := bytes.LastIndex(file, []byte("OggS"))
	last := bytes.Clone(file[at:])
	last[18], last[19] = 2, 0
	return withChecksums(append(out, last...))
}

// withChecksums makes the checksums of all pages right, and their serials and
// granule positions what they would be.
func withChecksums(b []byte) []byte {
	b = bytes.Clone(b)
	for rest := b; len(rest) > oggHeader; {
		n := oggHeader + int(rest[26])
		if n > len(rest) {
			break
		}
		for _, s := range rest[oggHeader:n] {
			n += int(s)
		}
		if n > len(rest) {
			break
		}
		clear(rest[14:18])
		clear(rest[22:26])
		sum := oggChecksum(0, rest[:n])
		rest[22], rest[23], rest[24], rest[25] = byte(sum), byte(sum>>8), byte(sum>>16), byte(sum>>24)
		rest = rest[n:]
	}
	return b
}

func FuzzVerifyMP3(f *testing.F) {
	tag := Meta{Title: "t", Source: "s", Cover: sample(f, "cover.jpg")[:100]}.id3Tag(512, time.Second)
	f.Add(tag)
	if CanMP3 {
		file := smallest(f, startMP3, contentOf(f, youtubetest.Opus.Content()))
		at, err := id3Size(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(append(tag, file[at:at+6000]...))
	}
	f.Fuzz(checked)
}

func FuzzAAC(f *testing.F) {
	f.Add(sample(f, "audio.mp4")[:6000])
	f.Add(sample(f, "audio_elst.mp4")[:6000])
	f.Fuzz(func(t *testing.T, b []byte) {
		in := &arrival{src: &memory{b: b}, size: int64(len(b))}
		in.more.L = &in.mu
		in.add(0, in.size)
		err := func() (err error) {
			defer catch(&err)
			s, err := openSound(in)
			for err == nil {
				_, err = s.next()
			}
			return err
		}()
		if err == nil || err.Error() != "EOF" && !errors.Is(err, ErrDamaged) {
			t.Fatal(err)
		}
	})
}
