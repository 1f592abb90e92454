package download

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/panics"
	"github.com/hilo-app/hilo/core/transfer"
	"github.com/hilo-app/hilo/core/youtube"
)

// How much of each stream is fetched before anything else: its init segment and
// index and, so that the layout can be built, the first fragment's header. In
// bytes.
const (
	headSize    = 64 << 10
	maxHeadSize = 8 << 20
)

// measure asks for the sizes that YouTube did not announce, as for muxed
// streams.
func (a *attempt) measure(ctx context.Context) error {
	for i, address := range addresses(a.video, a.choice) {
		if address.Size > 0 {
			continue
		}
		size, err := a.Client.Size(ctx, address)
		if err != nil {
			return err
		}
		a.choice.Streams[i].Size = size
	}
	return nil
}

// heads fetches the first bytes of each stream.
func (a *attempt) heads(ctx context.Context) ([][]byte, error) {
	heads := make([][]byte, len(a.choice.Streams))
	g, ctx := errgroup.WithContext(ctx)
	for i, address := range addresses(a.video, a.choice) {
		n := min(max(headSize, a.choice.Streams[i].Index.To+headSize/4), maxHeadSize)
		g.Go(func() (err error) {
			defer panics.Catch(&err)
			heads[i], err = a.Client.Head(ctx, address, n)
			return err
		})
	}
	return heads, g.Wait()
}

// fetch moves the missing bytes into the layout.
func (a *attempt) fetch(ctx context.Context, p *partial, missing []transfer.Range) error {
	return a.Client.Fetch(ctx, a.transferJob(p, missing))
}

// transferJob is the transfer of ranges into the layout of a partial file.
func (a *attempt) transferJob(p *partial, ranges []transfer.Range) transfer.Job {
	var state func() []byte
	if p.layout.InOrder() { // only then, because it makes writers wait for each other
		state = p.layout.State
	}
	return transfer.Job{
		Addresses:   addresses(a.video, a.choice),
		Ranges:      ranges,
		InOrder:     p.layout.InOrder(),
		Piece:       a.container.pieceSize(),
		Connections: a.Connections(),
		Write:       a.Playback.writing(p.layout.WriteAt),
		Priority:    a.Playback.first(),
		Sync:        p.file.Sync,
		Journal:     p.journal,
		State:       state,
		Received:    func(n int) { a.received.Add(int64(n)) },
		Refresh:     a.refresh,
	}
}

// refresh looks the addresses of the streams up again.
func (a *attempt) refresh(ctx context.Context, why error) ([]transfer.Address, error) {
	a.Log.Info("fresh addresses", "video", a.video.ID, "why", why)
	fresh, err := a.Source.Again(ctx, a.video)
	if err != nil {
		return nil, err
	}
	return freshAddresses(fresh, a.choice)
}

// addresses returns the address of each stream of a choice.
func addresses(v *youtube.Video, c format.Choice) []transfer.Address {
	var all []transfer.Address
	for _, s := range c.Streams {
		all = append(all, transfer.Address{URL: s.URL, UserAgent: v.UserAgent, Expires: s.Expires, Size: s.Size, Version: s.Version})
	}
	return all
}

// freshAddresses returns the addresses of the same streams in a newer answer.
// The error is a *transfer.ChangedError when one of them is not offered any more.
func freshAddresses(v *youtube.Video, c format.Choice) ([]transfer.Address, error) {
	fresh := c
	fresh.Streams = nil
	for i, want := range c.Streams {
		s, ok := sameStream(v, want)
		if !ok {
			return nil, &transfer.ChangedError{Stream: i}
		}
		fresh.Streams = append(fresh.Streams, s)
	}
	return addresses(v, fresh), nil
}

func sameStream(v *youtube.Video, want youtube.Stream) (youtube.Stream, bool) {
	for _, s := range v.Streams {
		if s.Itag == want.Itag && s.Language == want.Language && s.DRC == want.DRC && s.URL != "" {
			if s.Size == 0 {
				s.Size = want.Size // not announced, see measure
			}
			return s, true
		}
	}
	return youtube.Stream{}, false
}

func bytesOf(ranges []transfer.Range) (n int64) {
	for _, r := range ranges {
		n += r.To - r.From
	}
	return n
}
