package webm

import (
	"errors"
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/internal/metadata"
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
// file cannot hide what is at its start.
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
	m := &muxer{file: f, most: maxWaiting}
	for i, h := range heads {
		s, err := newStream(h)
		if err != nil {
			return nil, fmt.Errorf("%w: stream %d: %w", media.ErrDamaged, i, err)
		}
		if i > 0 && s.reader.scale != m.scale {
			return nil, fmt.Errorf("%w: streams count time in units of %v and %v", media.ErrDamaged, m.scale, s.reader.scale)
		}
		s.number = byte(i + 1)
		m.scale = s.reader.scale
		m.streams = append(m.streams, s)
		if m.main == nil || s.video && !m.main.video {
			m.main = s
		}
	}
	if err := m.cut(o.Clip); err != nil {
		return nil, err
	}
	for _, s := range m.streams {
		m.length = max(m.length, s.reader.duration)
	}
	reserve := max(0, min(o.Reserve, bin.MaxReserve))
	if len(o.State) > 0 {
		if err := m.restore(o.State, reserve); err != nil {
			return nil, fmt.Errorf("%w: saved state: %w", media.ErrDamaged, err)
		}
	} else {
		if err := m.setTexts(o.Subtitles); err != nil {
			return nil, err
		}
		m.plan(reserve)
		if err := m.writeSavedTexts(); err != nil {
			return nil, err
		}
	}
	if err := m.begin(o.Resume); err != nil {
		return nil, err
	}
	return m, nil
}

// muxer is the media.Layout of a WebM file.
type muxer struct {
	file       media.File
	scale      time.Duration // of one unit of time, in all streams and the file
	streams    []*stream
	main       *stream // the first with pictures, else the first; cues are of this one
	clip       media.Clip
	from       int64         // of a clip: time of the streams when the file begins
	till       int64         // and when it ends
	length     time.Duration // as announced
	most       int64         // see maxWaiting
	savedTexts []byte        // the texts, as they are saved directly before the first cluster
	data       int64         // offset of the segment's content
	media      int64         // offset of the first cluster
	ranges     []media.Range // all bytes behind the heads' elements

	texts []*textTrack

	mu      sync.Mutex // guards the fields below, the streams and texts
	out     int64      // where the next cluster goes
	cluster cluster
	waiting int64 // bytes of blocks in the streams' queues
	cues    []cue
	saved   []position // of each stream, when the cluster before out was written
	known   int        // cues at that time
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
	s, err := m.stream(track, len(p), off)
	if err != nil {
		return err
	}
	if off > s.fed {
		return fmt.Errorf("bytes %d to %d of a stream that must come in order are left out", s.fed, off)
	}
	p = p[:max(min(int64(len(p)), s.to-off), 0)] // a head may have more
	if known := s.fed - off; known < int64(len(p)) {
		s.take(p[known:])
	}
	if err := m.read(s); err != nil {
		return fmt.Errorf("stream %d: %w", track, err)
	}
	return nil
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

func (m *muxer) stream(track, n int, off int64) (*stream, error) {
	if track < 0 || track >= len(m.streams) {
		return nil, fmt.Errorf("no stream %d", track)
	}
	s := m.streams[track]
	if off < 0 || off+int64(n) > s.size {
		return nil, fmt.Errorf("bytes %d to %d are outside stream %d", off, off+int64(n), track)
	}
	return s, nil
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
			end = min(end, m.clip.To-sum.Start)
		}
		sum.Duration = max(sum.Duration, end)
		track := media.Track{Kind: s.kind(), Codec: s.codec(), Samples: s.tally.count, Duration: end - inTime(s.tally.first, m.scale)}
		if m.clip == (media.Clip{}) {
			track.Announced = s.reader.duration
		}
		sum.Tracks = append(sum.Tracks, track)
	}
	if err := m.putTexts(m.units(sum.Duration)); err != nil {
		return sum, err
	}
	if err := m.closeCluster(); err != nil {
		return sum, err
	}
	if err := bin.HasEnd(m.file, m.out); err != nil {
		return sum, err
	}
	meta = metadata.Clip(metadata.Normalize(meta), sum.Start, m.clip.To)
	if sum.Size, err = m.writeFront(meta, sum.Duration); err != nil {
		return sum, err
	}
	return sum, bin.Truncate(m.file, sum.Size) // an earlier Finish may have left more
}

// inTime turns units of a scale into time.
func inTime(units int64, unit time.Duration) time.Duration {
	return time.Duration(min(bin.Scale(uint64(max(units, 0)), uint64(unit), 1), math.MaxInt64/2))
}

// units turns time into units of the file, rounded down.
func (m *muxer) units(t time.Duration) int64 { return int64(t / m.scale) }
