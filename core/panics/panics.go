// Package panics turns a panic on a goroutine into an error of the work that the
// goroutine does, so that it ends one download and not the program.
//
// Catch is deferred by a goroutine's function; the Error that it sets goes the way
// of every other error. The package does not know what the work is.
package panics

import (
	"fmt"
	"runtime/debug"
)

// Error is a panic as an error.
type Error struct {
	Value any    // that panic was called with
	Stack []byte // of the goroutine, as debug.Stack returns it
}

// Error returns the value and the stack.
func (e *Error) Error() string { return fmt.Sprintf("panic: %v\n%s", e.Value, e.Stack) }

// Catch sets *err to an *Error when the function that defers it panics. It must be
// deferred directly. A panic whose value is an *Error, of another goroutine, is
// returned as it is.
func Catch(err *error) {
	switch v := recover().(type) {
	case nil:
	case *Error:
		*err = v
	default:
		*err = &Error{v, debug.Stack()}
	}
}
