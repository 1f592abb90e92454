package download

import (
	"context"

	"github.com/hilo-app/hilo/core/transfer"
)

// unkept gives players the bytes of the streams that the file leaves out, and that are
// therefore not in the partial file. It fetches them when they are read, and keeps the last
// few blocks in memory. Its methods may be called from any goroutine.
type unkept struct {
	fetch func(ctx context.Context, j transfer.Job) error
	busy  chan struct{} // of one place; holds a value while somebody works on what is below

	addresses []transfer.Address // the newest
	refresh   func(ctx context.Context, why error) ([]transfer.Address, error)
	blocks    []unkeptBlock // the one read last is the last
}

type unkeptBlock struct {
	stream int
	from   int64
	bytes  []byte
}

const (
	unkeptBlockSize = 1 << 20 // bytes of a block, which begins at a multiple of it
	unkeptBlocks    = 8       // in memory
)

// readAt reads bytes of a stream from off on, at least one. The error is that of the transfer,
// or the cause of ctx when that ends. off must be inside the stream.
func (u *unkept) readAt(ctx context.Context, stream int, p []byte, off int64) (int, error) {
	select {
	case u.busy <- struct{}{}:
		defer func() { <-u.busy }()
	case <-ctx.Done():
		return 0, context.Cause(ctx)
	}
	b, err := u.block(ctx, stream, off/unkeptBlockSize*unkeptBlockSize)
	if err != nil {
		return 0, err
	}
	return copy(p, b.bytes[off-b.from:]), nil
}

// block returns the block that begins at from. u.busy is held.
func (u *unkept) block(ctx context.Context, stream int, from int64) (unkeptBlock, error) {
	for i, b := range u.blocks {
		if b.stream == stream && b.from == from {
			u.blocks = append(append(u.blocks[:i:i], u.blocks[i+1:]...), b)
			return b, nil
		}
	}
	to := min(from+unkeptBlockSize, u.addresses[stream].Size)
	b := unkeptBlock{stream, from, make([]byte, to-from)}
	err := u.fetch(ctx, transfer.Job{
		Addresses: u.addresses,
		Ranges:    []transfer.Range{{Stream: stream, From: from, To: to}},
		Write: func(_ int, p []byte, off int64) error {
			copy(b.bytes[off-from:], p)
			return nil
		},
		Refresh: func(ctx context.Context, why error) ([]transfer.Address, error) {
			fresh, err := u.refresh(ctx, why)
			if err == nil {
				u.addresses = fresh
			}
			return fresh, err
		},
	})
	if err != nil {
		return b, err
	}
	u.blocks = append(u.blocks, b)
	u.blocks = u.blocks[max(0, len(u.blocks)-unkeptBlocks):]
	return b, nil
}
