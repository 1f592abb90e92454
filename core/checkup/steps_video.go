package checkup

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/transfer"
	"github.com/hilo-app/hilo/core/youtube"
)

const (
	mediaBytes = 256 << 10 // that are fetched
	slowBelow  = 50_000    // bytes per second
)

// reply is what YouTube said to one client profile.
type reply struct {
	video  *youtube.Video // nil when the profile got none
	class  Class          // when video is nil: Changed, Withheld, or what is wrong with the network
	about  bool           // with Withheld: the refusal is about the video and not about the client
	detail string
}

// final reports whether asking about another video can tell nothing new.
func (a reply) final() bool {
	return a.video != nil || a.detail != "" && a.class != Changed && a.class != Withheld
}

// lookup looks up known videos with each client profile. One video is enough;
// profiles that did not get the first are asked about the others.
func (r *run) lookup(ctx context.Context) outcome {
	// One source for all, because some profiles need a script of YouTube's, which it
	// keeps.
	w := &observer{next: r.transport}
	source := r.source(w)
	names := source.Profiles()
	replies := make([]reply, len(names))
	for i, id := range r.Videos {
		left := 0 // profiles to ask about this video
		for _, a := range replies {
			if !a.final() {
				left++
			}
		}
		if i < len(r.Videos)-1 {
			left++ // leaves time for the next videos, which are rarely needed
		}
		for j, name := range names {
			if !replies[j].final() {
				replies[j] = replies[j].better(w.ask(ctx, left, source, name, id))
				left--
			}
		}
	}
	return r.believe(r.lookupOutcome(names, replies))
}

// ask looks up one video with one profile.
func (w *observer) ask(ctx context.Context, shares int, source *youtube.Source, name, id string) reply {
	w.record("", "")
	v, err := withShare(ctx, shares, func(ctx context.Context) (*youtube.Video, error) {
		return source.VideoWith(ctx, name, id)
	})
	if err == nil {
		return reply{video: v, detail: fmt.Sprintf("ok, streams: %d", len(v.Streams))}
	}
	if class, why := w.last(); class != "" {
		return reply{class: class, detail: why}
	}
	class, about := lookupClass(err)
	return reply{class: class, about: about, detail: err.Error()}
}

// better returns the reply that says more, the newer one where both say as much.
func (a reply) better(b reply) reply {
	switch {
	case b.final():
		return b
	case a.class == Withheld && b.class != Withheld:
		return a
	}
	b.about = b.about || a.about
	return b
}

// lookupOutcome returns the outcome of all replies, and keeps the videos.
func (r *run) lookupOutcome(names []string, replies []reply) outcome {
	var said []string
	class, about := Changed, false
	for i, a := range replies {
		said = append(said, names[i]+": "+a.detail)
		switch {
		case a.video != nil:
			r.videos = append(r.videos, a.video)
		case class == Changed || class == Withheld && a.class != Changed: // what is wrong with the network says most
			class = a.class
		}
		about = about || a.about
	}
	detail := strings.Join(said, "; ")
	switch {
	case len(r.videos) > 0:
		return passed(detail)
	case class == Withheld && about:
		return warned(class, detail)
	}
	return failed(class, detail)
}

// believed is how long bytes of a download count as a sign that downloads work.
const believed = 10 * time.Minute

// believe returns o, or that it passed when o says that YouTube gives nothing or
// that this version is too old, and bytes of a download arrived a short time ago.
func (r *run) believe(o outcome) outcome {
	switch o.class {
	case Changed, Withheld, Gated, MediaSilent, OldVersion:
	default:
		return o
	}
	if r.Received == nil {
		return o
	}
	ago := time.Since(r.Received())
	if ago > believed {
		return o
	}
	// In front, because details are cut at their end.
	return passed(fmt.Sprintf("bytes of a download arrived %s ago; %s", ago.Round(time.Second), o.detail))
}

func (r *run) source(t http.RoundTripper) *youtube.Source {
	s := youtube.New(youtube.Options{Transport: t, Cache: r.Cache})
	if r.Profiles != nil {
		_ = s.UseProfiles(r.Profiles) // refuses those that downloads do not use either
	}
	return s
}

// withShare runs f with an equal share of the remaining time.
func withShare[T any](ctx context.Context, shares int, f func(context.Context) (T, error)) (T, error) {
	if end, ok := ctx.Deadline(); ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, time.Until(end)/time.Duration(shares))
		defer cancel()
	}
	return f(ctx)
}

// lookupClass classifies a failed lookup of a video that exists. about reports
// whether YouTube refused the video, and not the client.
func lookupClass(err error) (class Class, about bool) {
	var e *youtube.Error
	if !errors.As(err, &e) {
		return Unreachable, false // the time limit ended the lookup
	}
	switch e.Class {
	case youtube.BotCheck, youtube.WrongVideo: // networks that YouTube does not trust get another video
		return BotCheck, false
	case youtube.RateLimited:
		return RateLimited, false
	case youtube.Offline, youtube.Unreachable:
		return Unreachable, false
	case youtube.TryLater:
		return Down, false
	case youtube.NoStreams, youtube.Unintelligible:
		return Changed, false
	}
	if e.Reason == "" { // an answer without YouTube's own sentence is none that was understood
		return Changed, false
	}
	return Withheld, e.Class != youtube.ClientRefused && e.Class != youtube.Unknown
}

// media fetches the start of a known video from the first profile whose addresses
// are not refused.
func (r *run) media(ctx context.Context) outcome {
	if len(r.videos) == 0 {
		return skipped("there is no video to fetch")
	}
	client := transfer.New(transfer.Options{Transport: r.Transport})
	defer client.Close()
	var refused []string
	for _, v := range r.videos {
		f := &meter{limit: r.limit(Media)}
		err := f.fetch(ctx, client, address(v))
		if errors.Is(err, transfer.ErrRefused) {
			refused = append(refused, v.Profile+": "+err.Error())
			continue
		}
		o := f.outcome(err)
		o.detail = strings.Join(append(refused, v.Profile+": "+o.detail), "; ")
		return r.believe(o)
	}
	return r.believe(failed(Gated, strings.Join(refused, "; ")))
}

// address returns the address of the first stream with enough bytes, else of the
// largest one.
func address(v *youtube.Video) transfer.Address {
	best := v.Streams[0]
	for _, s := range v.Streams {
		if best.Size < mediaBytes && s.Size > best.Size {
			best = s
		}
	}
	return transfer.Address{URL: best.URL, UserAgent: v.UserAgent, Expires: best.Expires, Size: best.Size, Version: best.Version}
}

// meter measures the rate of received bytes, and stores none.
type meter struct {
	limit       time.Duration // of the step
	got         int64
	first, last time.Time // when the first and the last bytes arrived
	early       int64     // bytes that arrived with the first ones
}

func (f *meter) fetch(ctx context.Context, c *transfer.Client, a transfer.Address) (err error) {
	if a.Size == 0 {
		if a.Size, err = c.Size(ctx, a); err != nil {
			return err
		}
	}
	return c.Fetch(ctx, transfer.Job{
		Addresses:   []transfer.Address{a},
		Ranges:      []transfer.Range{{To: min(mediaBytes, a.Size)}},
		InOrder:     true, // one writer at a time
		Connections: 1,
		Write: func(_ int, p []byte, _ int64) error {
			f.got += int64(len(p))
			if ctx.Err() != nil {
				return nil // received before the deadline and buffered
			}
			f.last = time.Now()
			if f.first.IsZero() {
				f.first, f.early = f.last, f.got
			}
			return nil
		},
	})
}

// outcome returns the result of a fetch that ended with err.
func (f *meter) outcome(err error) outcome {
	var status *transfer.StatusError
	var certificate *tls.CertificateVerificationError
	switch {
	case err == nil:
		return f.speed()
	case errors.Is(err, context.DeadlineExceeded):
		detail := fmt.Sprintf("%d bytes in %s", f.got, f.limit)
		if f.got > 0 && time.Since(f.last) < f.limit/3 { // the transfer was still running
			return warned(Slow, detail)
		}
		return failed(MediaSilent, detail)
	case errors.As(err, &status) && status.Code == http.StatusTooManyRequests:
		return failed(RateLimited, err.Error())
	case errors.As(err, &status) && status.Code >= 500:
		return failed(Down, err.Error())
	case errors.As(err, &certificate):
		return failed(Intercepted, err.Error())
	case errors.Is(err, transfer.ErrRedirect):
		return failed(Blocked, err.Error())
	}
	return failed(MediaSilent, err.Error())
}

// speed measures the rate from the first bytes on, so that a distant server does
// not count as a slow network.
func (f *meter) speed() outcome {
	rest, took := f.got-f.early, f.last.Sub(f.first)
	if took <= 0 {
		return passed(fmt.Sprintf("%d bytes at once", f.got))
	}
	speed := int64(float64(rest) / took.Seconds())
	detail := fmt.Sprintf("%d bytes, %d per second", f.got, speed)
	if speed < slowBelow {
		return warned(Slow, detail)
	}
	return passed(detail)
}
