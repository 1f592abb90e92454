package download

import (
	"context"
	"errors"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/panics"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/transfer/journal"
)

// checkBuffer is how many bytes of a partial file are read at once.
const checkBuffer = 128 << 10

// uncheckedStep is how far apart the bytes are that must be readable where there
// are no checksums.
const uncheckedStep = 1 << 20

// damage is what is wrong with the bytes that a partial file has from earlier
// starts.
type damage struct {
	ranges  []journal.Range // of the streams, to be fetched again
	repairs []media.Repair  // of a layout that writes parts of the file again
}

// checkKept compares the bytes that a partial file has from earlier starts with
// their checksums, on a goroutine of its own. A converter is told of them as they
// are found right. wait returns the damage when all are compared or ctx has ended.
// The error is of class Damaged when the layout cannot mend it; failed was then
// called with it at once.
func (p *partial) checkKept(ctx context.Context, failed func(error)) (wait func() (damage, error)) {
	if !p.resumed {
		return func() (damage, error) { return damage{}, nil }
	}
	var found damage
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		if found, err = p.compareKept(ctx); err != nil {
			failed(err)
		}
	}()
	return func() (damage, error) { <-done; return found, err }
}

// compareKept does the work of checkKept.
func (p *partial) compareKept(ctx context.Context) (found damage, err error) {
	defer panics.Catch(&err)
	if c, ok := p.layout.(media.Checker); ok {
		found.repairs, err = c.Check(ctx)
		if err != nil && ctx.Err() == nil {
			return found, &problem.Problem{Class: problem.Damaged, Err: err}
		}
		return found, nil
	}
	kept := func(r journal.Range, right bool) {
		if !right {
			found.ranges = append(found.ranges, r)
		} else if c, ok := p.layout.(media.Converter); ok {
			c.Stored([]media.Range{{Track: r.Stream, From: r.From, To: r.To}})
		}
	}
	for stream := range p.journal.Identity().Streams {
		unchecked, sums := p.journal.Unchecked(stream), p.journal.Sums(stream)
		for _, r := range unchecked {
			for from := r.From; from < r.To; from += uncheckedStep {
				to := min(from+uncheckedStep, r.To)
				kept(journal.Range{Stream: stream, From: from, To: to}, p.layout.ReadAt(stream, make([]byte, 1), to-1) == nil)
			}
		}
		for _, s := range sums {
			right, err := compareSum(ctx, p.layout, stream, s, nil)
			if err != nil {
				return damage{}, nil // ctx has ended
			}
			kept(journal.Range{Stream: stream, From: s.From, To: s.To}, right)
		}
	}
	return found, nil
}

// compareSum reads bytes of a stream back, passes them to each, if there is one,
// and reports whether they have the checksum. The error is that of each, or the
// cause of ctx when that ends.
func compareSum(ctx context.Context, from media.Layout, stream int, want journal.Sum, each func(p []byte, off int64) error) (right bool, err error) {
	buf := make([]byte, min(checkBuffer, want.Len()))
	got := journal.SumOf(want.From, nil)
	for got.To < want.To {
		if ctx.Err() != nil {
			return false, context.Cause(ctx)
		}
		p := buf[:min(int64(len(buf)), want.To-got.To)]
		if from.ReadAt(stream, p, got.To) != nil {
			return false, nil // the file was cut, or the disk is damaged
		}
		if each != nil {
			if err := each(p, got.To); err != nil {
				return false, err
			}
		}
		got = got.Append(p)
	}
	return got == want, nil
}

// fetchChecked fetches what is missing and, after that, what the check of the kept
// bytes has found damaged meanwhile.
func (a *attempt) fetchChecked(ctx context.Context, p *partial, missing []journal.Range) error {
	fetching, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	wait := p.checkKept(fetching, cancel)
	err := a.fetch(fetching, p, missing)
	if err != nil {
		cancel(err) // which ends the check
	}
	found, checkErr := wait()
	if err := errors.Join(checkErr, err); err != nil {
		return err
	}
	if len(found.ranges) > 0 {
		return a.fetchAgain(ctx, p, found.ranges)
	}
	for _, r := range found.repairs {
		if err := a.repair(ctx, p, r); err != nil {
			return err
		}
	}
	return nil
}

// fetchAgain fetches ranges that are damaged on disk.
func (a *attempt) fetchAgain(ctx context.Context, p *partial, damaged []journal.Range) error {
	a.Log.Warn("kept bytes are damaged on disk", "path", p.path, "ranges", len(damaged), "bytes", bytesOf(damaged))
	if err := p.journal.Drop(damaged); err != nil {
		return problem.OfWrite(err)
	}
	a.received.Add(-bytesOf(damaged))
	a.Playback.lost(damaged)
	return a.fetch(ctx, p, damaged)
}

// repair fetches what a damaged part of the file is made of. The journal keeps no
// record of it: after a restart the part is found damaged again.
func (a *attempt) repair(ctx context.Context, p *partial, r media.Repair) error {
	var ranges []journal.Range
	for _, x := range r.Ranges() {
		ranges = append(ranges, journal.Range{Stream: x.Track, From: x.From, To: x.To})
	}
	a.Log.Warn("a part of the file is damaged on disk", "path", p.path, "bytes", bytesOf(ranges))
	a.received.Add(-bytesOf(ranges))
	j := a.transferJob(p, ranges)
	j.Write, j.Journal, j.State = r.WriteAt, nil, nil
	if err := a.Client.Fetch(ctx, j); err != nil {
		return err
	}
	if err := r.Finish(ctx); err != nil && ctx.Err() == nil {
		return &problem.Problem{Class: problem.Damaged, Err: err}
	}
	return context.Cause(ctx)
}
