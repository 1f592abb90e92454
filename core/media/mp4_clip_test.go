package media

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// timedStream is a fragmented stream as a clip sees it: its packets and the media
// time at which the video begins.
type timedStream struct {
	kind      string
	timescale int64
	packets   []packet
	lengths   []int64
	zero      int64
}

func (s *timedStream) at(i int) int64 { return s.packets[i].dts + s.packets[i].cts }

func (s *timedStream) units(d time.Duration) int64 {
	return s.zero + (2*int64(d)*s.timescale/int64(time.Second)+1)/2
}

// expected is what of a stream a clip holds: packets, of which one is shown when
// the clip begins, -1 if it begins before them.
type expected struct{ from, to, shown int }

func (s *timedStream) expect(c Clip) (e expected) {
	from, to := s.units(c.From), int64(math.MaxInt64)
	if c.To > 0 {
		to = s.units(c.To)
	}
	e.shown = -1
	for i, p := range s.packets {
		at := s.at(i)
		if at <= from && (e.shown < 0 || at > s.at(e.shown)) {
			e.shown = i
		}
		if at <= from && p.sync && s.kind == "vide" {
			e.from = i
		}
		if at < to {
			e.to = i + 1
		}
	}
	if s.kind == "soun" {
		e.from = max(0, e.shown-1)
	}
	return e
}

// holdsClip checks that a finished track has exactly the packets of a clip, and
// shows each when the source does.
func holdsClip(t *testing.T, s *timedStream, c Clip, edits []edit, got []packet) expected {
	t.Helper()
	e := s.expect(c)
	want := slices.Clone(s.packets[e.from:e.to])
	media := edits[len(edits)-1].media
	first := want[0].dts
	for i := range want {
		want[i].dts -= first
	}
	if s.kind == "vide" && e.shown >= 0 {
		want[e.shown-e.from].cts += s.units(c.From) - s.at(e.shown)
	}
	wait := int64(0)
	if len(edits) == 2 {
		wait = int64(math.Floor(float64(edits[0].length) * float64(s.timescale) / 1000))
		if e.shown >= 0 || edits[0].media != -1 || wait == 0 {
			t.Fatalf("edits %v", edits)
		}
		// The first one waits for a whole millisecond.
		lead, at := int64(math.MaxInt64), 0
		for i, p := range want {
			if shown := first + p.dts + p.cts - s.units(c.From); shown < lead {
				lead, at = shown, i
			}
		}
		if wait < lead || wait > lead+s.timescale/1000+1 {
			t.Fatalf("waits %d for %d", wait, lead)
		}
		if s.kind == "vide" {
			want[at].cts += wait - lead
		}
	}
	if media != s.units(c.From)+wait-first {
		t.Fatalf("%v: edits %v, want from %d", c, edits, s.units(c.From)+wait-first)
	}
	for i := range want {
		want[i].dts += want[0].dts
	}
	samePackets(t, s.kind, want, got)
	return e
}

// editsOf returns the edit lists of a finished file.
func editsOf(t *testing.T, file []byte) (list [][]edit) {
	moov, _ := tracksOf(t, file)
	for _, trak := range moov.Traks {
		var edits []edit
		if trak.Edts != nil {
			for _, x := range trak.Edts.Elst[0].Entries {
				edits = append(edits, edit{x.SegmentDuration, x.MediaTime})
			}
		}
		list = append(list, edits)
	}
	return list
}

// timedSample reads a file of testdata.
func timedSample(t *testing.T, name string) *timedStream {
	t.Helper()
	stream := sample(t, name)
	h, err := readHead(headOf(stream))
	if err != nil {
		t.Fatal(err)
	}
	s := &timedStream{kind: h.kind, timescale: int64(h.timescale), packets: packetsOf(t, stream), zero: h.mediaTime}
	for i := range s.packets {
		next := s.packets[max(1, i)].dts - s.packets[max(1, i)-1].dts
		if i+1 < len(s.packets) {
			next = s.packets[i+1].dts - s.packets[i].dts
		}
		s.lengths = append(s.lengths, next)
	}
	return s
}

func TestClip(t *testing.T) {
	for _, c := range []struct {
		video, audio string
		clip         Clip
		edits        string
	}{
		{"video.mp4", "audio.mp4", Clip{ms(3210), ms(7777)}, "[{4567 15488}] [{4567 1273}]"}, // within a group of pictures
		{"video.mp4", "audio.mp4", Clip{0, ms(2500)}, "[{80 -1} {2420 1024}] [{2500 0}]"},    // from the first picture
		{"video.mp4", "audio.mp4", Clip{ms(2080), ms(2120)}, "[{40 1024}] [{40 1616}]"},      // a single picture
		{"video.mp4", "audio.mp4", Clip{ms(9000), 0}, "[{1080 12800}] [{1024 1636}]"},        // to the end
		{"video.mp4", "audio.mp4", Clip{ms(9000), time.Hour}, "[{1080 12800}] [{1024 1636}]"},
		{"video_elst.mp4", "audio_elst.mp4", Clip{ms(4000), ms(6000)}, "[{2000 1024}] [{2000 1296}]"}, // from key frame to key frame
		{"video_elst.mp4", "audio_elst.mp4", Clip{0, ms(1)}, "[{1 1024}] [{1 1024}]"},
		{"video_signed.mp4", "audio.mp4", Clip{ms(4100), ms(5900)}, "[{1800 1280}] [{1800 1610}]"},
		{"video_vfr.mp4", "audio.mp4", Clip{ms(3333), ms(6666)}, ""},
		{"video_av1.mp4", "audio.mp4", Clip{ms(2100), ms(3900)}, "[{1800 1280}] [{1800 1474}]"}, // within one fragment
		{"video_av1.mp4", "", Clip{ms(1), ms(3999)}, "[{3998 13}]"},
		{"", "audio.mp4", Clip{ms(4020), ms(4030)}, "[{10 1154}]"}, // the first frame of a fragment
		{"", "audio_elst.mp4", Clip{ms(3210), 0}, "[{6790 1273}]"},
	} {
		t.Run(fmt.Sprintf("%s+%s %v", c.video, c.audio, c.clip), func(t *testing.T) {
			var streams [][]byte
			var sources []*timedStream
			for _, name := range []string{c.video, c.audio} {
				if name != "" {
					streams, sources = append(streams, sample(t, name)), append(sources, timedSample(t, name))
				}
			}
			file, sum := makeFile(t, streams, Options{Clip: c.clip}, Meta{})
			_, tracks := tracksOf(t, file)
			edits := editsOf(t, file)
			got := ""
			for i, s := range sources {
				holdsClip(t, s, c.clip, edits[i], tracks[i])
				got += fmt.Sprintf(" %v", edits[i])
			}
			if c.edits != "" && got != " "+c.edits {
				t.Errorf("edits%s", got)
			}
			if sum.Start != c.clip.From {
				t.Errorf("%+v", sum)
			}
		})
	}
}

// TestRandomClips cuts streams of all shapes anywhere.
func TestRandomClips(t *testing.T) {
	for seed := range uint64(400) {
		rng := rand.New(rand.NewPCG(seed, 1))
		t.Run(fmt.Sprint(seed), func(t *testing.T) { randomClip(t, rng) })
	}
}

func randomClip(t *testing.T, rng *rand.Rand) {
	start := oneOf[int64](rng, 0, 0, 5000)
	var list []*generated
	for _, kind := range oneOf(rng, []string{"vide", "soun"}, []string{"vide"}, []string{"soun"}) {
		list = append(list, newGenerated(t, rng, kind, start))
	}
	var heads []Head
	var streams [][]byte
	var sources []*timedStream
	known := true
	for _, g := range list {
		h := g.head(rng)
		known = known && len(h.Bytes) > g.index
		heads, streams = append(heads, h), append(streams, g.stream)
		sources = append(sources, &timedStream{g.kind, g.timescale, g.packets, g.lengths, g.mediaTime})
	}
	if start > 0 && !known {
		return // when the first of them begins is not known to the unit
	}
	if begin := beginning(list); begin >= 1 {
		for _, s := range sources {
			s.zero += int64(math.Round(begin * float64(s.timescale)))
		}
	}
	// From anywhere, or from exactly where a packet is shown.
	s := sources[rng.IntN(len(sources))]
	c := Clip{From: time.Duration(rng.Int64N(9900)) * time.Millisecond}
	if n := rng.IntN(len(s.packets)); rng.IntN(2) == 0 {
		c.From = max(0, time.Duration((s.at(n)-s.zero)*int64(time.Second)/s.timescale))
	}
	c.From = min(c.From, 9900*time.Millisecond)
	if c.From == 0 || rng.IntN(4) > 0 {
		c.To = c.From + time.Duration(1+rng.Int64N(oneOf[int64](rng, 100, 3000, 12_000)))*time.Millisecond
	}

	m := &memory{}
	l, err := NewMP4(m, heads, Options{Clip: c})
	if err != nil {
		t.Fatal(err)
	}
	parts := cutRanges(l.Ranges(), 0)
	rng.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
	half := rng.IntN(len(parts) + 1)
	feed(t, l, streams, parts[:half])
	if l, err = NewMP4(m, heads, Options{Clip: c, Resume: true}); err != nil {
		t.Fatal(err)
	}
	feed(t, l, streams, parts[half:])
	sum, err := l.Finish(Meta{})
	if err != nil {
		t.Fatal(c, err)
	}
	if err := Verify(m, int64(len(m.b)), sum); err != nil {
		t.Fatal(c, err)
	}
	_, tracks := tracksOf(t, m.b)
	edits := editsOf(t, m.b)
	for i, s := range sources {
		if e := s.expect(c); e.to <= e.from {
			continue // nothing to show; see TestClipWhereATrackIsSilent
		}
		e := holdsClip(t, s, c, edits[i], tracks[i])
		lasts(t, s, c, edits[i], sum.Tracks[i])
		exact := list[i].steady && known && !slices.Contains(list[i].keys, false)
		fetchesLittle(t, list[i], i, l.Ranges(), e, exact)
	}
}

// beginning is when the first of some streams begins, in seconds.
func beginning(list []*generated) float64 {
	begin := math.Inf(1)
	for _, g := range list {
		begin = min(begin, float64(g.packets[0].dts-g.mediaTime)/float64(g.timescale))
	}
	return begin
}

// lasts checks how long a track is played: as long as the clip, unless the
// source ends before that.
func lasts(t *testing.T, s *timedStream, c Clip, edits []edit, got Track) {
	t.Helper()
	end := int64(0)
	for i := range s.packets {
		end = max(end, s.at(i)+s.lengths[i])
	}
	want := time.Duration((end - s.units(c.From)) * int64(time.Second) / s.timescale)
	if c.To > 0 && s.units(c.To) <= end {
		want = c.To - c.From
	}
	sum := time.Duration(0)
	for _, e := range edits {
		sum += time.Duration(e.length) * time.Millisecond
		if e.media < 0 {
			want -= time.Duration(e.length) * time.Millisecond
			sum = 0
		}
	}
	unit := time.Second/time.Duration(s.timescale) + time.Nanosecond
	if (got.Duration-want).Abs() > max(time.Millisecond, unit) || (sum-want).Abs() > max(time.Millisecond, unit) {
		t.Fatalf("plays %v, edits %v, want %v", got.Duration, edits, want)
	}
}

// fetchesLittle checks that only the fragments are fetched that hold the packets
// of a clip, and where the index is not exact half a second more at either end.
func fetchesLittle(t *testing.T, g *generated, track int, ranges []Range, e expected, exact bool) {
	t.Helper()
	first, last := len(g.frags), 0
	for i, f := range g.frags {
		if f[0] < e.to && f[1] > e.from {
			first, last = min(first, i), max(last, i)
		}
	}
	if !exact {
		first, last = max(0, first-1), min(last+1, len(g.frags)-1)
	}
	for first > 0 && !g.keys[first] {
		first--
	}
	for _, r := range ranges {
		if r.Track == track && (r.From < g.offsets[first] || r.To > g.offsets[last+1]) {
			t.Fatalf("fetches %v, needs fragments %d to %d: %v", r, first, last, g.offsets)
		}
	}
}

func TestClipsThatCannotBe(t *testing.T) {
	video, audio := sample(t, "video.mp4"), sample(t, "audio.mp4")
	for name, c := range map[string]struct {
		stream []byte
		o      Options
		err    error
	}{
		"in order":     {video, Options{Clip: Clip{ms(1), 0}, InOrder: true}, ErrNoIndex},
		"no index":     {without(video, "sidx"), Options{Clip: Clip{ms(1), 0}}, ErrNoIndex},
		"odd index":    {indexes(t, "video.mp4")["first wrong"].stream, Options{Clip: Clip{0, ms(1)}}, ErrNoIndex},
		"hierarchical": {indexes(t, "video.mp4")["hierarchical"].stream, Options{Clip: Clip{0, ms(1)}}, ErrNoIndex},
		"behind":       {video, Options{Clip: Clip{ms(10_200), 0}}, ErrOutside},
		"far behind":   {video, Options{Clip: Clip{math.MaxInt64 - 1, math.MaxInt64}}, ErrOutside},
		"backwards":    {video, Options{Clip: Clip{ms(2), ms(1)}}, nil},
		"negative":     {video, Options{Clip: Clip{-1, ms(1)}}, nil},
	} {
		_, err := NewMP4(&memory{}, headsOf([][]byte{c.stream, audio}), c.o)
		if err == nil || c.err != nil && !errors.Is(err, c.err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// An index that leads somewhere else comes to light at Finish.
func TestLyingIndexOfClip(t *testing.T) {
	s := sample(t, "video.mp4")
	refs, ts := refsOf(t, s)
	for name, c := range map[string]struct {
		change func([]ref)
		clip   Clip
	}{
		"sizes":      {func(r []ref) { r[2].size += 8; r[3].size -= 8 }, Clip{ms(5000), ms(7000)}},
		"late":       {func(r []ref) { r[1].duration -= ts * 3 / 2; r[4].duration += ts * 3 / 2 }, Clip{ms(5000), ms(6000)}},
		"ends early": {func(r []ref) { r[1].duration += ts * 2; r[4].duration -= ts * 2 }, Clip{ms(3000), ms(5900)}},
	} {
		changed := slices.Clone(refs)
		c.change(changed)
		stream := withIndex(t, s, sidxBox(ts, 0, changed...))
		l, err := NewMP4(&memory{}, []Head{{Bytes: stream[:2000], Size: int64(len(stream))}}, Options{Clip: c.clip})
		if err != nil {
			t.Fatal(name, err)
		}
		feed(t, l, [][]byte{stream}, l.Ranges())
		if _, err := l.Finish(Meta{}); !errors.Is(err, ErrIndex) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Sound that ends before the picture, and a picture that begins after the sound,
// leave their tracks something to show.
func TestClipWhereATrackIsSilent(t *testing.T) {
	video, audio := sample(t, "video.mp4 late"), sample(t, "audio.mp4")
	for _, c := range []struct {
		clip  Clip
		edits string
	}{
		{Clip{ms(10_200), ms(10_400)}, "[[{200 21760}] [{1 1703}]]"},
		{Clip{ms(100), ms(300)}, "[[{199 -1} {1 1024}] [{200 1338}]]"},
	} {
		file, sum := makeFile(t, [][]byte{video, audio}, Options{Clip: c.clip}, Meta{})
		if got := fmt.Sprint(editsOf(t, file)); got != c.edits || sum.Duration != c.clip.To-c.clip.From {
			t.Errorf("%v: edits %s, %+v", c.clip, got, sum)
		}
	}
}

// Times are those of the whole video until they are written.
func TestClipOfMeta(t *testing.T) {
	meta := testMeta
	meta.Subtitles = testSubtitles
	file, _ := makeFile(t, [][]byte{sample(t, "video_elst.mp4"), sample(t, "audio_elst.mp4")}, Options{Clip: Clip{ms(2500), ms(7000)}}, meta)
	_, tracks := tracksOf(t, file)
	last := tracks[len(tracks)-1]
	if len(last) != 2 || last[1].dts != 500 || last[0].data[2:8] != "Anfang" {
		t.Errorf("chapters %v", last)
	}
	if !bytes.Contains(file, []byte("chpl\x01\x00\x00\x00\x00\x00\x00\x00\x02")) {
		t.Error("chapters for Nero's players")
	}
	got := subtitlesOf(t, file)
	if len(got) != 2 || cuesOf(got[1].Cues) != "0-501 <meio> & 🌥\n501-4500 depois do fim" {
		t.Errorf("subtitles %+v", got)
	}
}

// A clip is laid out from bytes that hold more than it, and reads them back.
func TestClipTakesAnyBytes(t *testing.T) {
	streams := [][]byte{sample(t, "video.mp4"), sample(t, "audio.mp4")}
	o := Options{Clip: Clip{ms(4500), ms(5000)}}
	want, _ := makeFile(t, streams, o, testMeta)
	m := &memory{}
	l, err := NewMP4(m, headsOf(streams), o)
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range streams {
		if err := l.WriteAt(i, s, 0); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := l.Finish(testMeta); err != nil || !bytes.Equal(m.b, want) {
		t.Errorf("another file: %v", err)
	}
	for _, r := range l.Ranges() {
		got := make([]byte, r.To-r.From)
		if err := l.ReadAt(r.Track, got, r.From); err != nil || !bytes.Equal(got, streams[r.Track][r.From:r.To]) {
			t.Errorf("%v cannot be read back: %v", r, err)
		}
	}
	if l.Total() != total(l.Ranges()) || l.Total() > int64(len(streams[0])+len(streams[1]))/2 {
		t.Errorf("%d bytes for half a second", l.Total())
	}
}
