// Package deadline bounds work that does not stop by itself when its context
// ends: decoding a large answer, or a system call on a network drive that is no
// longer there.
//
// Run does the work on a goroutine of its own and returns when the work is done
// or the context ends. The package does not know what the work is.
package deadline

import (
	"context"
	"fmt"
)

// PanicError is a panic of the work that Run was given.
type PanicError struct{ Value any }

// Error implements error.
func (e *PanicError) Error() string { return fmt.Sprintf("panic: %v", e.Value) }

// Run calls work and returns its results, or ctx.Err() as soon as ctx ends. In
// that case work continues in the background until it returns, and what it
// returns is dropped: it must not hold what the caller frees. The context that
// work is given ends when Run returns. A panic in work is returned as
// *PanicError.
func Run[T any](ctx context.Context, work func(context.Context) (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	var none T
	if err := ctx.Err(); err != nil {
		return none, err
	}
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	done := make(chan result, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				done <- result{err: &PanicError{p}}
			}
		}()
		v, err := work(inner)
		done <- result{v, err}
	}()
	select {
	case <-ctx.Done():
		return none, ctx.Err()
	case r := <-done:
		if r.err != nil && ctx.Err() != nil {
			return none, ctx.Err()
		}
		return r.value, r.err
	}
}
