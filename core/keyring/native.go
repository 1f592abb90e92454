//go:build windows || darwin

package keyring

import (
	"context"
	"errors"
	"fmt"

	native "github.com/zalando/go-keyring"
)

// System returns the Credential Manager of Windows or the keychain of macOS.
func System() Keyring { return system{} }

// system calls go-keyring, which knows no Context: a call that takes longer than ctx
// ends on its own.
type system struct{}

func (system) Get(ctx context.Context, account string) (string, error) {
	return within(ctx, func() (string, error) { return native.Get(service, account) })
}

func (system) Set(ctx context.Context, account, password string) error {
	if len(password) > maxSecret {
		return errTooLong
	}
	_, err := within(ctx, func() (string, error) { return "", native.Set(service, account, password) })
	return err
}

func (system) Delete(ctx context.Context, account string) error {
	_, err := within(ctx, func() (string, error) { return "", native.Delete(service, account) })
	return err
}

// within returns what f returns, or the error of ctx if that ends first.
func within(ctx context.Context, f func() (string, error)) (string, error) {
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	type result struct {
		text string
		err  error
	}
	done := make(chan result, 1)
	go func() {
		text, err := f()
		if len(text) > maxSecret {
			text, err = "", errTooLong
		}
		done <- result{text, err}
	}()
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case r := <-done:
		switch {
		case errors.Is(r.err, native.ErrNotFound):
			return "", ErrNotFound
		case errors.Is(r.err, native.ErrUnsupportedPlatform):
			return "", ErrNone
		case r.err != nil:
			return "", fmt.Errorf("keyring: %w", r.err)
		}
		return r.text, nil
	}
}
