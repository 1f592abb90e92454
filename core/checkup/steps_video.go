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

// lookup looks up the known video with each client profile. One success is enough.
func (r *run) lookup(ctx context.Context) outcome {
	names := r.source(r.transport).Profiles()
	var said []string
	worst := Changed
	for i, name := range names {
		w := &observer{next: r.transport}
		v, err := withShare(ctx, len(names)-i, func(ctx context.Context) (*youtube.Video, error) {
			return r.source(w).VideoWith(ctx, name, r.VideoID)
		})
		if err == nil {
			r.videos = append(r.videos, v)
			said = append(said, fmt.Sprintf("%s: ok, streams: %d", name, len(v.Streams)))
			continue
		}
		class, why := w.last()
		if class == "" {
			class, why = lookupClass(err), err.Error()
		}
		said = append(said, name+": "+why)
		if worst == Changed { // the least specific class
			worst = class
		}
	}
	if len(r.videos) == 0 {
		return failed(worst, strings.Join(said, "; "))
	}
	return passed(strings.Join(said, "; "))
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

// lookupClass classifies a failed lookup of a video that exists.
func lookupClass(err error) Class {
	var e *youtube.Error
	if !errors.As(err, &e) {
		return Unreachable // the time limit ended the lookup
	}
	switch e.Class {
	case youtube.BotCheck, youtube.WrongVideo: // networks that YouTube does not trust get another video
		return BotCheck
	case youtube.RateLimited:
		return RateLimited
	case youtube.Offline, youtube.Unreachable:
		return Unreachable
	}
	return Changed
}

// media fetches the start of the known video from the first profile whose addresses
// are not refused.
func (r *run) media(ctx context.Context) outcome {
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
		return o
	}
	return failed(Gated, strings.Join(refused, "; "))
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
