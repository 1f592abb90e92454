package webm

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"sync"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/internal/metadata"
	"github.com/hilo-app/hilo/core/media/subtitle"
)

// New returns the layout of a WebM file made of WebM streams of a single track
// each:
//
//	EBML header | Segment: SeekHead, Info, Tracks, Void | Cluster | Cluster | …
//
// The layout is in order. Blocks are written once, in clusters by time, as soon as
// every stream has reached their time. Whole clusters of each stream in turn would
// cost less, but they last up to ten seconds, and players that read a file from
// front to end then drop sound. Until Finish the Segment has no size, so that a
// file that was cut off plays. Finish writes Cues, tags and chapters over the
// Void; what does not fit goes behind the clusters, and the SeekHead says where.
// There is no cover, as WebM has none.
//
// Options.Subtitles become tracks of WebVTT, with cues in the clusters of their
// time. Meta.Subtitles are ignored, as the clusters are written by then.
//
// A clip begins with the last key frame that is not behind Clip.From, as a WebM
// file cannot hide what is at its start. So does what follows a part that Options.Cuts
// leaves out; Summary.Cuts has what is left out.
//
// The same heads and Options always make the same file when the bytes arrive in the
// order of Ranges. Errors about the streams wrap ErrDamaged, and for a clip
// ErrNoIndex or ErrOutside.
//
// Blocks wait in memory for the other streams, so that a restart loses them.
// Ranges of a layout that was given Options.State therefore begins at the first
// byte of a block that is not in the file, and must be fetched as it is, even where
// bytes were passed to WriteAt before the restart. The subtitles are those of the
// first start.
func New(f media.File, heads []media.Head, o media.Options) (l media.Layout, err error) {
	defer bin.RecoverDamage(&err)
	if len(heads) == 0 || len(heads) > bin.MaxTracks {
		return nil, fmt.Errorf("%d streams cannot make a file", len(heads))
	}
	m := &muxer{file: f}
	if err := m.init(f, heads, o.Clip, o.Cuts); err != nil {
		return nil, err
	}
	m.front = frontWriter{streamSet: m.streamSet, file: f, texts: &m.texts}
	reserve := max(0, min(o.Reserve, bin.MaxReserve))
	if len(o.State) > 0 {
		if err := m.restore(o.State, reserve); err != nil {
			return nil, fmt.Errorf("%w: saved state: %w", media.ErrDamaged, err)
		}
	} else if err := m.start(o.Subtitles, reserve); err != nil {
		return nil, err
	}
	if err := m.front.begin(o.Resume, m.clusters.out); err != nil {
		return nil, err
	}
	return m, nil
}

// muxer is the media.Layout of a WebM file. It reads the streams as their bytes
// arrive, hands their blocks to clusters, and leaves the rest of the file to front.
type muxer struct {
	file media.File
	remuxer
	ranges []media.Range // all bytes behind the heads' elements
	front  frontWriter

	mu   sync.Mutex // guards the remuxer
	kept keptFile   // what was in the file at the start
}

// start plans a file that has no media yet.
func (m *muxer) start(subtitles []subtitle.Track, reserve int64) error {
	from, to := inTime(m.from, m.scale), m.clip.To
	if end := from + m.length; m.length > 0 && (to == 0 || end < to) {
		to = end
	}
	texts := m.cuts.left.Meta(media.Meta{Subtitles: subtitles}).Subtitles
	part := m.cuts.left.Clip(media.Clip{From: from, To: to})
	if err := m.texts.set(texts, part.From, part.To); err != nil {
		return err
	}
	m.plan(reserve)
	return m.texts.write(m.file, m.front.media)
}

// plan determines the place of the first cluster and what to fetch.
func (m *muxer) plan(reserve int64) {
	m.front.plan(reserve)
	m.ranges = m.slices(sliceTime)
	m.clusters.begin(m.front.media)
}

// Ranges implements media.Layout. See New for those of a layout that was given a
// state.
func (m *muxer) Ranges() []media.Range {
	m.mu.Lock()
	defer m.mu.Unlock()
	var rest []media.Range
	for _, r := range m.ranges {
		r.From = max(r.From, m.streams[r.Track].fed)
		if r.From < r.To {
			rest = bin.AppendRange(rest, r)
		}
	}
	return rest
}

// Total implements media.Layout.
func (m *muxer) Total() int64 { return bin.TotalBytes(m.ranges) }

// InOrder implements media.Layout.
func (m *muxer) InOrder() bool { return true }

// WriteAt implements media.Layout. A block is in the file when the cluster it is in
// is complete.
func (m *muxer) WriteAt(track int, p []byte, off int64) (err error) {
	defer bin.RecoverDamage(&err)
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.feed(track, p, off)
}

// ReadAt implements media.Layout. Only the bytes of the head can be had again.
func (m *muxer) ReadAt(track int, p []byte, off int64) error {
	s, err := m.stream(track, len(p), off)
	if err != nil {
		return err
	}
	if off+int64(len(p)) > int64(len(s.head)) {
		return errors.New("bytes of a stream that was taken apart cannot be read back")
	}
	copy(p, s.head[off:])
	return nil
}

// Finish implements media.Layout. It writes the last cluster and the Segment's other
// elements. It may be called again, also after it failed.
func (m *muxer) Finish(meta media.Meta) (sum media.Summary, err error) {
	defer bin.RecoverDamage(&err)
	m.mu.Lock()
	defer m.mu.Unlock()
	for i, s := range m.streams {
		if err := m.read(s); err != nil {
			return sum, fmt.Errorf("stream %d: %w", i, err)
		}
		if s.fed < s.to || !s.done {
			return sum, fmt.Errorf("%w: stream %d is not complete", media.ErrDamaged, i)
		}
	}
	sum.Start = inTime(m.from, m.scale)
	for i, s := range m.streams {
		if s.tally.count == 0 {
			return sum, fmt.Errorf("%w: no blocks in stream %d", m.noBlocksError(), i)
		}
		end := inTime(s.end(), m.scale)
		if m.clip.To > 0 {
			end = min(end, m.clip.To-sum.Start-m.cuts.removed())
		}
		sum.Duration = max(sum.Duration, end)
		track := media.Track{Kind: s.kind(), Codec: s.codec(), Samples: s.tally.count, Duration: end - inTime(s.tally.first, m.scale)}
		if m.clip == (media.Clip{}) && len(m.cuts.list) == 0 {
			track.Announced = s.reader.duration
		}
		sum.Tracks = append(sum.Tracks, track)
	}
	if err := m.clusters.putTexts(m.units(sum.Duration)); err != nil {
		return sum, err
	}
	if err := m.clusters.closeCluster(); err != nil {
		return sum, err
	}
	if err := bin.HasEnd(m.file, m.clusters.out); err != nil {
		return sum, err
	}
	part := m.cuts.left.Clip(media.Clip{From: sum.Start, To: m.clip.To})
	meta = metadata.Clip(m.cuts.left.Meta(metadata.Normalize(meta)), part.From, part.To)
	if sum.Cuts = m.cuts.left; m.clip != (media.Clip{}) || len(m.wished) > 0 {
		m.front.made = madeText(sum)
	}
	if sum.Size, err = m.front.finish(meta, sum.Duration, m.clusters.cues, m.clusters.out); err != nil {
		return sum, err
	}
	return sum, bin.Truncate(m.file, sum.Size) // an earlier Finish may have left more
}

// Check implements media.Checker. A part is written again by remuxing the bytes of the
// streams between two marks, which makes the same bytes. They are told apart from
// what comes after by the next mark, so that a repair fetches a little more. The
// bytes before the first cluster are not checked: they are written anew.
func (m *muxer) Check(ctx context.Context) ([]media.Repair, error) {
	damaged, err := m.kept.sums.check(ctx, m.file, m.kept.sums.all())
	if err != nil || len(damaged) == 0 {
		return nil, err
	}
	var all []media.Repair
	for _, part := range m.kept.parts(damaged) {
		r, err := newRepair(m.file, &m.remuxer, part, m.kept.sums, m.markBehind)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// markBehind returns the first mark behind an offset of the file.
func (m *muxer) markBehind(out int64) *mark {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.clusters.marks.behind(out)
}

// State implements media.Layout. It says where the last cluster in the file ends, and
// of each stream at which byte the first block begins that is not in it, in some
// 8 bytes for each cluster. It may be called at any moment, also during WriteAt,
// and covers any bytes that were passed to WriteAt by then: those behind what it
// names are fetched again, see New.
func (m *muxer) State() []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	saved := m.texts.saved
	b := appendNumbers([]byte{stateVersion}, m.front.media, int64(len(saved)), int64(crc32.ChecksumIEEE(saved)), m.from, m.till)
	return m.clusters.appendState(b)
}

// restore plans the file and continues from what State returned for the same layout.
func (m *muxer) restore(state []byte, reserve int64) error {
	r := bin.NewStateReader(state)
	version := r.Byte()
	if version < stateWithoutSums || version > stateVersion {
		return errors.New("of another version")
	}
	first := r.Signed(0, math.MaxInt64/2)
	if err := m.texts.load(m.file, first, r.Signed(0, maxSavedTexts), uint32(r.Signed(0, math.MaxUint32))); err != nil {
		return err
	}
	m.plan(reserve)
	if first != m.front.media || r.Signed(0, math.MaxInt64) != m.from || r.Signed(0, math.MaxInt64) != m.till {
		return errors.New("of another file")
	}
	if err := m.clusters.restore(r, len(state), version); err != nil {
		return err
	}
	m.kept = m.clusters.kept()
	return nil
}
