package webm

import (
	"context"
	"fmt"

	"github.com/hilo-app/hilo/core/byterange"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
)

// repair is the media.Repair of a part of a file: a remuxer that begins at the mark
// before it and writes that part only.
type repair struct {
	remuxer
	part
	file   media.File
	sums   blockSums                 // of the whole file
	behind func(out int64) (m *mark) // of the whole file as far as it is made by now
}

// newRepair returns the repair of a part of the file that of makes.
func newRepair(f media.File, of *remuxer, p part, sums blockSums, behind func(out int64) *mark) (*repair, error) {
	r := &repair{part: p, file: f, sums: sums, behind: behind}
	heads := make([]media.Head, len(of.streams))
	for i, s := range of.streams {
		heads[i] = media.Head{Bytes: s.head, Size: s.size}
	}
	if err := r.init(partFile{f, p.from.out, p.to.out}, heads, of.clip, of.wished); err != nil {
		return nil, err
	}
	for i, t := range of.texts.list {
		r.texts.add(t.Track)
		r.texts.list[i].next = p.from.texts[i]
	}
	r.clusters.begin(of.clusters.start)
	r.clusters.out = p.from.out
	for i, s := range r.streams {
		s.goTo(p.from.streams[i])
	}
	return r, nil
}

// Ranges implements media.Repair: the bytes of each stream up to the mark behind the
// part, as the last cluster ends only when a block behind it is known.
func (r *repair) Ranges() (all []media.Range) {
	next := r.behind(r.to.out)
	for _, x := range r.slices(sliceTime) {
		s := r.streams[x.Track]
		x.From = max(x.From, s.fed)
		if next != nil && !next.streams[x.Track].done {
			x.To = min(x.To, next.streams[x.Track].pos)
		}
		if x.From < x.To {
			all = bin.AppendRange(all, x)
		}
	}
	return all
}

// WriteAt implements media.Repair.
func (r *repair) WriteAt(track int, p []byte, off int64) (err error) {
	defer bin.RecoverDamage(&err)
	if r.clusters.out >= r.to.out {
		return nil
	}
	return r.feed(track, p, off)
}

// Finish implements media.Repair.
func (r *repair) Finish(ctx context.Context) error {
	if r.clusters.out < r.to.out {
		return fmt.Errorf("%w: the file is made again up to byte %d of %d only", media.ErrDamaged, r.clusters.out, r.to.out)
	}
	damaged, err := r.sums.check(ctx, r.file, byterange.Range{From: r.from.out, To: r.to.out})
	if err != nil {
		return err
	}
	if len(damaged) > 0 {
		return fmt.Errorf("%w: bytes %d to %d of the file cannot be made again", media.ErrDamaged, r.from.out, r.to.out)
	}
	return nil
}

// partFile is the bytes of a file from one offset up to another. What is written
// outside them is dropped.
type partFile struct {
	media.File
	from, to int64
}

func (f partFile) WriteAt(p []byte, off int64) (int, error) {
	n := len(p)
	first, last := max(f.from-off, 0), min(int64(n), f.to-off)
	if first >= last {
		return n, nil
	}
	if _, err := f.File.WriteAt(p[first:last], off+first); err != nil {
		return 0, err
	}
	return n, nil
}
