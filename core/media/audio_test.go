package media

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"hilo/core/youtube/youtubetest"
)

// webmFile writes a WebM stream of one track from the packets of another, with
// times that go on, times over. Sizes are unknown where they may be.
func webmFile(t testing.TB, stream []byte, times int, unknown bool) []byte {
	t.Helper()
	w, err := newWebMReader(bytes.NewReader(stream), int64(len(stream)))
	if err != nil {
		t.Fatal(err)
	}
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
	var blocks []webmBlock
	for {
		b, err := w.next()
		if err != nil {
			break
		}
		b.data = bytes.Clone(b.data)
		blocks = append(blocks, b)
	}
	body := sized(idInfo, sized(idTimestampScale, []byte{0x0f, 0x42, 0x40}))
	body = append(body, sized(idTracks, sized(idTrackEntry, w.tracks[0].entry))...)
	var cluster []byte
	start := int64(0)
	flush := func() {
		if len(cluster) > 0 {
			body = append(body, element(idCluster, size(len(cluster)), cluster)...)
		}
		cluster = nil
	}
	for i := range times * len(blocks) {
		b := blocks[i%len(blocks)]
		at := int64(i) * 20
		if at-start > 10_000 || i == 0 {
			flush()
			start = at
			cluster = sized(idTimestamp, binary.BigEndian.AppendUint64(nil, uint64(at)))
		}
		data := append([]byte{0x81, byte((at - start) >> 8), byte(at - start), 0x80}, b.data...)
		if i == times*len(blocks)-1 && b.discard != 0 {
			data[3] = 0
			group := append(sized(idBlock, data), sized(idDiscardPadding, binary.BigEndian.AppendUint64(nil, uint64(b.discard)))...)
			cluster = append(cluster, sized(idBlockGroup, group)...)
		} else {
			cluster = append(cluster, sized(idSimpleBlock, data)...)
		}
	}
	flush()
	out := sized(idEBML, sized(idDocType, []byte("webm")))
	return append(out, element(idSegment, size(len(body)), body)...)
}

// opusPackets are the packets of a WebM stream.
func opusPackets(t testing.TB, stream []byte) (head opusHead, list []string, samples int) {
	t.Helper()
	r, err := newOpusReader(bytes.NewReader(stream), int64(len(stream)))
	if err != nil {
		t.Fatal(err)
	}
	for {
		p, err := r.next()
		if err == io.EOF {
			return r.head, list, samples - r.head.preSkip
		}
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, string(p.data))
		samples += p.samples - p.trim
	}
}

func TestOpusPacketsAreIdentical(t *testing.T) {
	fixture := contentOf(t, youtubetest.Opus.Content())
	for name, stream := range map[string][]byte{
		"fixture": fixture, "long": webmFile(t, fixture, 5, false), "unknown sizes": webmFile(t, fixture, 2, true),
	} {
		head, want, samples := opusPackets(t, stream)
		file, s := made(t, kind{name, stream, startOpus, VerifyOpus}, testMeta)
		var got []string
		o := newOggReader(bytes.NewReader(file), int64(len(file)))
		var rest []byte
		for {
			p, err := o.next()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if n := oggHeader + len(p.segments) + len(p.body); n > oggMostBytes {
				t.Errorf("page of %d bytes", n)
			}
			if rest, err = p.packets(rest, func(b []byte) error { got = append(got, string(b)); return nil }); err != nil {
				t.Fatal(err)
			}
		}
		if got[0] != string(head.bytes) || strings.Join(got[2:], "|") != strings.Join(want, "|") {
			t.Errorf("%s: packets differ", name)
		}
		if length := lengthOf(int64(samples), opusRate); s.Duration != length || s.Tracks[0].Samples != len(want) {
			t.Errorf("%s: %+v instead of %v", name, s, length)
		}
	}
}

// A cover so large that its packet ends with a page, or goes on with an empty
// segment, is no special case.
func TestOpusTagsOfAllSizes(t *testing.T) {
	stream := contentOf(t, youtubetest.Opus.Content())
	for _, room := range []int64{0, oggPageBytes - 1, oggPageBytes, oggPageBytes + 1, 3 * oggPageBytes} {
		start := func(src File, size int64, out File) (Follower, error) { return NewOpus(src, size, out, room) }
		file, s := made(t, kind{"", stream, start, VerifyOpus}, testMeta)
		if int64(len(file)) != s.Size {
			t.Errorf("%d bytes instead of %d", len(file), s.Size)
		}
	}
}

func TestSourceOfSound(t *testing.T) {
	for _, k := range kinds(t) {
		for _, source := range []string{"youtube:aaaaaaaaaaa:251/1750000000000000", "mit Wölkchen 🌥", ""} {
			meta := testMeta
			meta.Source = source
			meta.Description = strings.Repeat("long ", 3000)
			file, s := made(t, k, meta)
			got, err := Source(bytes.NewReader(file), s.Size)
			if got != source || (err == nil) != (source != "") {
				t.Errorf("%s: source %q, %v", k.name, got, err)
			}
		}
	}
}

// id3Frames reads a tag another way than the program does.
func id3Frames(t testing.TB, file []byte) map[string][]string {
	t.Helper()
	if string(file[:5]) != "ID3\x03\x00" {
		t.Fatalf("no tag but %q", file[:5])
	}
	end := 10 + int(file[6])<<21 + int(file[7])<<14 + int(file[8])<<7 + int(file[9])
	frames := map[string][]string{}
	for b := file[10:end]; len(b) > 10 && b[0] != 0; {
		id, n := string(b[:4]), int(binary.BigEndian.Uint32(b[4:]))
		frames[id] = append(frames[id], string(b[10:10+n]))
		b = b[10+n:]
	}
	return frames
}

// textOf reads a text behind an encoding byte.
func textOf(s string) string {
	if s[0] == 0 {
		var runes []rune
		for _, c := range []byte(s[1:]) {
			runes = append(runes, rune(c))
		}
		return string(runes)
	}
	var units []uint16
	for b := []byte(s[3:]); len(b) > 1; b = b[2:] {
		units = append(units, binary.LittleEndian.Uint16(b))
	}
	return string(utf16.Decode(units))
}

func TestID3(t *testing.T) {
	meta := testMeta
	meta.Artist, meta.Number, meta.Source = "Café", 7, "x"
	meta.Cover = sample(t, "cover.png")
	frames := id3Frames(t, meta.tidy().id3Tag(64<<10, 12*time.Second))
	for id, want := range map[string]string{
		"TIT2": meta.Title, "TPE1": "Café", "TPE2": "Café", "TALB": "Album", "TRCK": "7", "TYER": "2026", "TDAT": "2311", "TSSE": "Hilo",
	} {
		if len(frames[id]) != 1 || textOf(frames[id][0]) != want {
			t.Errorf("%s: %q", id, frames[id])
		}
	}
	for id, want := range map[string]string{
		"WOAS": meta.Link, "COMM": "\x00eng\x00" + meta.Link,
		"APIC": "\x00image/png\x00\x03\x00" + string(meta.Cover), "CTOC": "toc\x00\x03\x03chp0\x00chp1\x00chp2\x00",
	} {
		if len(frames[id]) != 1 || frames[id][0] != want {
			t.Errorf("%s: %.100q", id, frames[id])
		}
	}
	chapters := frames["CHAP"]
	if len(chapters) != 3 || !strings.HasPrefix(chapters[1], "chp1\x00\x00\x00\x0b\xb8\x00\x00\x1d\x4c\xff\xff\xff\xff\xff\xff\xff\xffTIT2") ||
		!strings.HasPrefix(chapters[2], "chp2\x00\x00\x00\x1d\x4c\x00\x00\x2e\xe0") || textOf(chapters[1][31:]) != meta.Chapters[1].Title {
		t.Errorf("chapters %q", chapters)
	}
	if len(frames["TXXX"]) != 2 || frames["TXXX"][1] != "\x00description\x00"+meta.Description {
		t.Errorf("TXXX %q", frames["TXXX"])
	}
	for date, want := range map[string]string{"": "0 0", "2026": "1 0", "12": "0 0", "2026-13-40": "1 0"} {
		frames := id3Frames(t, Meta{Date: date}.id3Tag(1000, 0))
		if got := fmt.Sprint(len(frames["TYER"]), len(frames["TDAT"])); got != want {
			t.Errorf("date %q: %s", date, got)
		}
	}
}

// What does not fit is made smaller or left out, the longest first.
func TestTagsThatDoNotFit(t *testing.T) {
	many := make([]Chapter, maxChapters)
	for i := range many {
		many[i] = Chapter{time.Duration(i) * time.Second, strings.Repeat("x", 1000)}
	}
	huge := append(sample(t, "cover.jpg"), make([]byte, 100<<10)...) // a picture with much behind it
	odd := append([]byte("\xff\xd8\xff"), make([]byte, 100<<10)...)
	for _, m := range []Meta{
		{Title: "t", Cover: huge}, {Title: "t", Cover: odd}, {Title: "t", Chapters: many},
		{Title: strings.Repeat("世", 2000), Artist: strings.Repeat("世", 2000), Album: strings.Repeat("世", 2000), Source: strings.Repeat("世", 2000),
			Link: strings.Repeat("a", 5000), Date: strings.Repeat("1", 2000), Description: strings.Repeat("世", 9000), Cover: huge, Chapters: many},
	} {
		m = m.tidy()
		id3, opus := m.id3Tag(minRoom, time.Hour), m.opusTags(minRoom, time.Hour)
		if len(id3) != minRoom || len(opus) != minRoom {
			t.Errorf("tags of %d and %d bytes", len(id3), len(opus))
		}
		if title, _ := commentOf(opus, "title"); title != m.Title || textOf(id3Frames(t, id3)["TIT2"][0]) != m.Title {
			t.Error("no title")
		}
		if cover := id3Frames(t, id3)["APIC"]; (len(cover) > 0) != (len(m.Cover) > 0 && m.Title == "t" && m.Cover[3] != 0) {
			t.Errorf("%d covers", len(cover))
		}
		for _, room := range []int64{RoomMP3(m), RoomOpus(m)} {
			if int64(len(m.id3(time.Hour))) > room && int64(len(m.Cover)) > 0 {
				t.Errorf("room %d", room)
			}
		}
	}
}

// tune is a stream and what of it is music.
type tune struct {
	stream         []byte
	samples        int64
	rate, channels int
	priming        int // samples before it that ffmpeg plays in a fragmented stream
}

func tunes(t testing.TB) map[string]tune {
	opus := contentOf(t, youtubetest.Opus.Content())
	long := contentOf(t, youtubetest.Long(youtubetest.AAC, 31*time.Second)) // two whole fixtures, 300 packets
	return map[string]tune{
		"opus":     {opus, 12 * 48000, 48000, 2, 0},
		"opus x 3": {webmFile(t, opus, 3, true), 36*48000 + 2*(312+648), 48000, 2, 0},
		"aac":      {contentOf(t, youtubetest.AAC.Content()), 530224, 44100, 2, 0},
		"aac long": {long, 2*530224 + 300*1024, 44100, 2, 0},
		"aac low":  {contentOf(t, youtubetest.AACLow.Content()), 12*22050 + 1024, 22050, 2, 0},
		"aac elst": {sample(t, "audio_elst.mp4"), 10 * 44100, 44100, 1, 1024},
	}
}

func TestMP3Length(t *testing.T) {
	needsMP3(t)
	for name, c := range tunes(t) {
		for quality := MP3V0; quality <= MP3320; quality++ {
			start := func(src File, size int64, out File) (Follower, error) {
				return NewMP3(src, size, out, MP3Options{Quality: quality})
			}
			file, s := made(t, kind{name, c.stream, start, VerifyMP3}, testMeta)
			samples := int64(math.Round(s.Duration.Seconds() * float64(c.rate)))
			if samples != c.samples {
				t.Errorf("%s: %d samples instead of %d", name, samples, c.samples)
			}
			got, err := inspectMP3(bytes.NewReader(file), s.Size)
			if err != nil || fmt.Sprint(got) != fmt.Sprint(s) {
				t.Errorf("%s: %v, %v instead of %v", name, err, got, s)
			}
			if testing.Short() {
				break
			}
		}
	}
}

// decoded is the sound of a file as ffmpeg plays it: 16 bits, interleaved.
func decoded(t testing.TB, path string) []byte {
	t.Helper()
	return []byte(run(t.(*testing.T), "ffmpeg", "-v", "warning", "-xerror", "-i", path, "-map", "0:a:0", "-f", "s16le", "-"))
}

// likeness is how much louder a sound is than its difference from another, in dB.
func likeness(a, b []byte) float64 {
	var signal, noise float64
	for i := 0; i+1 < min(len(a), len(b)); i += 2 {
		x := float64(int16(binary.LittleEndian.Uint16(a[i:])))
		y := float64(int16(binary.LittleEndian.Uint16(b[i:])))
		signal += x * x
		noise += (x - y) * (x - y)
	}
	return 10 * math.Log10(signal/max(noise, 1))
}

// The sound begins and ends at the same sample in a player that knows LAME's
// tag, and is the same but for what MP3 loses.
func TestFFmpegPlaysMP3(t *testing.T) {
	needsMP3(t)
	ffmpeg(t)
	for name, c := range tunes(t) {
		file, s := made(t, kind{name, c.stream, startMP3, VerifyMP3}, testMeta)
		if name == "aac long" {
			continue // ffmpeg plays what is not music between the fixtures
		}
		got, want := decoded(t, written(t, "out.mp3", file)), decoded(t, written(t, "in", c.stream))
		samples := int64(math.Round(s.Duration.Seconds() * float64(c.rate)))
		if int64(len(got)) != 2*int64(c.channels)*samples {
			t.Errorf("%s: %d bytes played of %d samples", name, len(got), samples)
		}
		want = want[2*c.priming*c.channels:]
		if l := likeness(want, got); l < 25 || math.IsNaN(l) {
			t.Errorf("%s: %.1f dB alike", name, l)
		} else {
			t.Logf("%s: %.1f dB alike", name, l)
		}
	}
}

func TestFFmpegPlaysOpus(t *testing.T) {
	ffmpeg(t)
	stream := contentOf(t, youtubetest.Opus.Content())
	file, s := made(t, kind{"", stream, startOpus, VerifyOpus}, testMeta)
	got, want := decoded(t, written(t, "out.opus", file)), decoded(t, written(t, "in.webm", stream))
	if !bytes.Equal(got, want) || len(got) != 4*12*48000 || s.Duration != 12*time.Second {
		t.Errorf("%d bytes of sound, %v", len(got), s.Duration)
	}
}

func TestFFmpegReadsSoundTags(t *testing.T) {
	ffmpeg(t)
	for _, k := range kinds(t) {
		for _, cover := range []string{"cover.jpg", "cover.png"} {
			meta := testMeta
			meta.Cover = sample(t, cover)
			meta.Number = 3
			meta.Source = "youtube:x"
			file, s := made(t, k, meta)
			path := written(t, "out."+s.Tracks[0].Codec, file)
			var p struct {
				probe
				Streams []struct {
					CodecName string `json:"codec_name"`
					Width     int
					Tags      map[string]string
				}
			}
			text := run(t, "ffprobe", "-v", "warning", "-of", "json", "-show_format", "-show_chapters", "-show_streams", path)
			if err := json.Unmarshal([]byte(text), &p); err != nil {
				t.Fatal(err)
			}
			tags := map[string]string{}
			for _, list := range []map[string]string{p.Format.Tags, p.Streams[0].Tags} {
				for key, value := range list {
					tags[strings.ToLower(key)] = value
				}
			}
			date, comment, description := tags["date"], meta.Link, meta.Description // ffmpeg makes its own of TYER and TDAT
			if s.Tracks[0].Codec == "opus" {
				date, comment, description = meta.Date, meta.Description, "" // and calls DESCRIPTION comment
			}
			for key, want := range map[string]string{
				"title": meta.Title, "artist": meta.Artist, "album": meta.Album, "track": "3", "date": date, "comment": comment,
				"description": description, "hilo_source": meta.Source,
			} {
				if tags[key] != want {
					t.Errorf("%s, %s: %q instead of %q", k.name, key, tags[key], want)
				}
			}
			if !strings.HasPrefix(tags["date"], "2026") {
				t.Errorf("%s: date %q", k.name, tags["date"])
			}
			if len(p.Chapters) != 3 || p.Chapters[1].StartTime != "3.000000" || p.Chapters[1].EndTime != "7.500000" || p.Chapters[1].Tags["title"] != meta.Chapters[1].Title {
				t.Errorf("%s, chapters: %+v", k.name, p.Chapters)
			}
			last := p.Streams[len(p.Streams)-1]
			if last.CodecName != map[string]string{"cover.jpg": "mjpeg", "cover.png": "png"}[cover] || last.Width != 64 {
				t.Errorf("%s, cover: %+v", k.name, last)
			}
		}
	}
}
