package challenge

import (
	"errors"
	"fmt"
	"math"
	"runtime/metrics"
	"time"

	"github.com/dlclark/regexp2"
	"github.com/dop251/goja"
	"github.com/dop251/goja/parser"
)

// maxGrowth bounds by how many bytes the heap of the process grows while a script
// runs. The recorded scripts take some 30 MiB.
const maxGrowth uint64 = 64 << 20

// anyMemory is for the parser and the compiler, which take at most some fifty times
// the size of a script and cannot be interrupted.
const anyMemory = math.MaxUint64 / 2

// grace is how long an interrupted script is waited for: the function of the
// interpreter that runs, which cannot be interrupted, has to return first.
const grace = 500 * time.Millisecond

var parserOptions = []parser.Option{parser.WithDisableSourceMaps}

func init() { limitMatches(maxTime) }

// limitMatches bounds the time of one match of goja's backtracking expressions, which
// interrupts do not end. The bound belongs to the library, for expressions that are
// compiled from now on. An expression that reaches it seems not to match; with no less
// than the time of a whole run, no answer can depend on that.
func limitMatches(d time.Duration) { regexp2.DefaultMatchTimeout = d }

// guard is an interpreter that is used within bounds.
type guard struct {
	vm     *goja.Runtime
	broken error // why the state of the interpreter is unknown
}

// run runs f, which uses the interpreter, for at most maxTime and as long as the
// heap of the process grows by at most growth bytes.
// A panic of the interpreter becomes an error. When f does not end within grace of an
// interrupt, because a regular expression backtracks, its goroutine is left behind
// until that match is ended too, at most maxTime later. The interpreter must not be
// used any more.
func (g *guard) run(growth uint64, f func() error) error {
	if g.broken != nil {
		return g.broken
	}
	done := make(chan error, 1)
	go func() { done <- recovered(f) }()
	start := heapBytes()
	deadline := time.NewTimer(maxTime)
	defer deadline.Stop()
	var grown <-chan time.Time
	if growth < anyMemory {
		watch := time.NewTicker(time.Millisecond)
		defer watch.Stop()
		grown = watch.C
	}
	for {
		select {
		case err := <-done:
			return g.classify(err)
		case <-grown:
			if heapBytes() > start+growth {
				return g.interrupt(ErrMemory, done)
			}
		case <-deadline.C:
			return g.interrupt(ErrTimeout, done)
		}
	}
}

// interrupt ends the script for a reason.
func (g *guard) interrupt(why error, done <-chan error) error {
	g.vm.Interrupt(why)
	g.broken = why
	left := time.NewTimer(grace)
	defer left.Stop()
	select {
	case err := <-done:
		g.vm = nil // frees its memory
		return errors.Join(why, err)
	case <-left.C:
	}
	return why
}

// errPanic marks an error that was a panic.
var errPanic = errors.New("the interpreter failed")

func recovered(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %.300s", errPanic, fmt.Sprint(p))
		}
	}()
	return f()
}

// classify returns an error that wraps one of this package.
func (g *guard) classify(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errPanic):
		g.broken = fmt.Errorf("%w: %w", ErrScript, err)
		return g.broken
	case errors.Is(err, ErrScript):
		return err
	}
	var overflow *goja.StackOverflowError
	if errors.As(err, &overflow) {
		return fmt.Errorf("%w: calls nested too deeply", ErrScript)
	}
	return fmt.Errorf("%w: %.300s", ErrScript, err.Error())
}

// heapBytes returns the bytes of the objects on the heap.
func heapBytes() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
