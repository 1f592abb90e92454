package transfer

import "context"

// Head returns the first n bytes of a stream, or all of it when it is
// shorter. It retries like Fetch, and returns the same errors; a refused
// address is ErrRefused.
func (c *Client) Head(ctx context.Context, a Address, n int64) ([]byte, error) {
	b := make([]byte, min(n, a.Size))
	err := c.Fetch(ctx, Job{
		Addresses: []Address{a},
		Ranges:    []Range{{To: int64(len(b))}},
		InOrder:   true,
		Write: func(_ int, p []byte, off int64) error {
			copy(b[off:], p)
			return nil
		},
	})
	if err != nil {
		return nil, err
	}
	return b, nil
}

// Size returns how many bytes a stream has, for addresses that do not say; its
// errors are those of Head.
func (c *Client) Size(ctx context.Context, a Address) (int64, error) {
	a.Size = 1
	f, err := c.begin(Job{
		Addresses: []Address{a},
		Ranges:    []Range{{To: 1}},
		Write:     func(int, []byte, int64) error { return nil },
	})
	if err != nil {
		return 0, err
	}
	f.addresses.streams[0].Size = 0 // which accepts any size
	if err := f.run(ctx); err != nil {
		return 0, err
	}
	return f.streams[0].total, nil
}
