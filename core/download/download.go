// Package download saves one video: from YouTube's answer about it to the
// published file and its sidecars. Run is the whole of it:
//
//	youtube.Video -> format.Choose -> measure -> partial file, journal, layout
//	    -> transfer.Fetch -> Layout.Finish -> verify -> publish -> sidecars
//
// Run makes a new attempt where that can help:
//
//	addresses refused            next client profile (Source.Next)
//	streams changed on YouTube   the same profile again (Source.Again); bytes of unchanged streams are kept
//	stream index does not match  a layout that takes its bytes in order; nothing is left out of the file then
//	kept bytes fail verification the partial file is deleted, everything is fetched again
//
// Kept bytes that are not those that were written, by the checksums of the journal,
// are fetched again within an attempt where the layout can take them alone.
//
// Every other error ends the download; whether it is retried later is for the
// queue to say.
//
// A partial file and its journal lie next to the finished file under a hidden
// name. They stay when Run fails or is cancelled, and the next Run for the same
// streams continues from them. Claims.Discard deletes them.
//
// Whoever creates, continues or deletes a partial file holds the lock on its
// journal, which is there first. A second process that finds it locked gets the
// class problem.Busy; a second Run in this process waits, see Claims, and then
// finds the file saved.
//
// The package knows the queue only as a Row, and YouTube and the network only as
// Tools. What differs by file format is in one table, formats.
package download

import (
	"context"
	"errors"
	"fmt"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/status"
	"github.com/hilo-app/hilo/core/transfer"
	"github.com/hilo-app/hilo/core/youtube"
)

// maxAttempts bounds the attempts of one Run.
const maxAttempts = 12

// Run downloads the video v as row's status wishes and returns the full path of
// the published file. It returns the path together with an error when the file
// is published but a sidecar could not be written. What the error means is for
// problem.Classify to say, unless ctx has ended.
func Run(ctx context.Context, t Tools, row Row, v *youtube.Video) (string, error) {
	j := &job{Tools: t, row: row, initial: row.Status()}
	if j.initial.Wish.Kind == format.Picture {
		return j.savePicture(ctx, v)
	}
	j.describe(v)
	j.findSponsored(ctx, v)
	var err error
	inOrder := false
	for range maxAttempts {
		j.describe(v)
		var a *attempt
		if a, err = j.choose(v, inOrder); err != nil {
			return "", err
		}
		var file string
		if file, err = a.run(ctx); err == nil {
			return file, nil
		}
		t.Source.Failed(v)
		var changed *transfer.ChangedError
		switch {
		case ctx.Err() != nil:
			return file, err
		case errors.Is(err, errStale):
		case errors.Is(err, transfer.ErrGated), errors.Is(err, transfer.ErrRefused): // the latter for the first bytes of a stream
			next, nextErr := t.Source.Next(ctx, v)
			if nextErr != nil {
				return "", err // says more than that no profile is left
			}
			v = next
		case errors.As(err, &changed):
			row.Note(status.NoteChanged)
			if v, err = t.Source.Again(ctx, v); err != nil {
				return "", err
			}
		case len(a.choice.Cuts) > 0 && (errors.Is(err, media.ErrIndex) || errors.Is(err, media.ErrNoIndex)):
			j.uncut = true
			a.discardPartials()
		case errors.Is(err, media.ErrIndex) && !inOrder:
			inOrder = true
		default:
			return file, err
		}
	}
	return "", err
}

// errStale says that the bytes of an earlier start failed verification and were
// deleted, so that another attempt fetches them again.
var errStale = errors.New("kept bytes fail verification")

// run makes one attempt.
func (a *attempt) run(ctx context.Context) (string, error) {
	a.showChoice()
	if file, ok := a.alreadySaved(); ok {
		a.discardPartials() // a crash right after the rename may have left one
		return file, a.completeSidecars(ctx, file)
	}
	c, err := a.claim(ctx)
	if err != nil {
		return "", err
	}
	defer c.end()
	if file, ok := a.alreadySaved(); ok { // by whoever had the claim before
		removeFiles(c.path)
		return file, a.completeSidecars(ctx, file)
	}
	if err := a.measure(ctx); err != nil {
		return "", err
	}
	ctx, stop := a.fetchExtras(ctx)
	defer stop()
	p, err := a.openPartial(ctx, c)
	if err != nil {
		return "", err
	}
	defer p.close()
	showPlayers(a, p)
	summary, err := a.fill(ctx, p)
	if err != nil {
		return "", err
	}
	a.Source.Worked(a.video)
	a.showCuts(a.leftOut(summary))
	a.Playback.end()
	file, err := a.publish(ctx, p)
	if err != nil {
		return "", err
	}
	return file, a.saveSidecars(file, summary)
}

// choose picks the streams and the format of an attempt.
func (j *job) choose(v *youtube.Video, inOrder bool) (*attempt, error) {
	c, err := format.Choose(v, supported(j.initial.Wish))
	if err != nil && v.Alternate != nil {
		v = v.Alternate
		c, err = format.Choose(v, supported(j.initial.Wish))
	}
	if err != nil {
		return nil, err
	}
	if err := checkClip(v, c); err != nil {
		return nil, err
	}
	c, noted := j.cut(v, c)
	return &attempt{job: j, video: v, choice: c, container: containerOf(c), inOrder: inOrder, markedOnly: noted}, nil
}

func (a *attempt) showChoice() {
	a.row.Update(func(s *status.Status) {
		s.Quality = format.Quality(a.choice)
		if a.markedOnly {
			s.Note = status.NoteMarkedOnly
		}
		s.Duration = max(0, s.Duration-cutsOf(a.choice).Length())
		if s.Wanted = ""; muxed(a.choice) && !a.choice.SoundOnly() {
			s.Note, s.Wanted = status.NoteRescue, format.Wanted(a.video, s.Wish, a.choice)
		}
	})
}

// fill fetches what the partial file lacks, finishes the layout and verifies
// the result. A partial file whose earlier bytes turn out to be damaged is
// deleted, and the error is errStale.
func (a *attempt) fill(ctx context.Context, p *partial) (media.Summary, error) {
	summary, err := a.fetchAndFinish(ctx, p)
	if err == nil {
		a.row.Update(func(s *status.Status) { s.State, s.Speed, s.ETA = status.Finishing, 0, 0 })
		err = a.verify(p.finished(), summary)
	}
	if p.resumed && err != nil && problem.Classify(err).Class == problem.Damaged {
		p.discard()
		err = fmt.Errorf("%w: %w", errStale, err)
	}
	return summary, err
}

// fetchAndFinish fetches what is missing and finishes the layout, reporting
// progress until both are done.
func (a *attempt) fetchAndFinish(ctx context.Context, p *partial) (media.Summary, error) {
	missing, total := p.missing(), p.size()
	if err := enoughSpace(a.initial.Dir, bytesOf(missing)+p.extraSpace()); err != nil {
		return media.Summary{}, err
	}
	a.received.Store(total - bytesOf(missing))
	a.row.Update(func(s *status.Status) {
		s.State, s.Total, s.Received = status.Downloading, total, p.used(a.received.Load())
		if p.resumed && s.Note == "" {
			s.Note = status.NoteResumed
		}
	})
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(ctx, p.stop)()
	stop := a.report(p, cancel)
	defer stop()

	err := a.fetchChecked(ctx, p, missing)
	var summary media.Summary
	if err == nil {
		if summary, err = p.layout.Finish(a.finalMetadata()); err != nil {
			err = fmt.Errorf("finish: %w", err)
		}
	}
	var why *problem.Problem
	if err != nil && errors.As(context.Cause(ctx), &why) {
		return summary, why // report ended the transfer
	}
	return summary, err
}
