package deadline_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hilo-app/hilo/core/deadline"
)

func ExampleRun() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	release := make(chan struct{})
	defer close(release)

	_, err := deadline.Run(ctx, func(context.Context) (string, error) {
		<-release // a read that nothing interrupts
		return "late", nil
	})
	fmt.Println(err)
	// Output: context deadline exceeded
}

func TestResult(t *testing.T) {
	broken := errors.New("broken")
	got, err := deadline.Run(t.Context(), func(context.Context) (int, error) { return 7, broken })
	if got != 7 || !errors.Is(err, broken) {
		t.Errorf("%d, %v", got, err)
	}
}

func TestDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		start := time.Now()
		release := make(chan struct{})
		defer close(release)
		told := make(chan error, 1)
		_, err := deadline.Run(ctx, func(ctx context.Context) (int, error) {
			<-ctx.Done()
			told <- ctx.Err()
			<-release
			return 7, nil
		})
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Minute {
			t.Errorf("%v after %s", err, time.Since(start))
		}
		if err := <-told; err == nil {
			t.Error("the work is not told")
		}
	})
}

// TestEndedContext shows that nothing is begun under a context that has ended.
func TestEndedContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := deadline.Run(ctx, func(context.Context) (int, error) {
		t.Error("the work is begun")
		return 0, nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// TestErrorOfTheContext shows that work which fails because ctx ended returns
// the error of ctx, whatever the work made of it.
func TestErrorOfTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	_, err := deadline.Run(ctx, func(context.Context) (int, error) {
		cancel()
		return 0, errors.New("connection closed")
	})
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestPanic(t *testing.T) {
	_, err := deadline.Run(t.Context(), func(context.Context) (int, error) { panic("out of range") })
	var p *deadline.PanicError
	if !errors.As(err, &p) || p.Value != "out of range" {
		t.Errorf("%v", err)
	}
}
