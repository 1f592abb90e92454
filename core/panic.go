package core

import (
	"fmt"
	"runtime/debug"
)

// panicError is a panic of a download as an error, with the stack of its
// goroutine. problem.Classify makes it a Problem of class Unknown.
type panicError struct {
	value any
	stack []byte
}

func (e *panicError) Error() string { return fmt.Sprintf("panic: %v\n%s", e.value, e.stack) }

// recovered calls f and returns a panic in it as a *panicError.
func recovered(f func() (string, error)) (file string, err error) {
	defer func() {
		if v := recover(); v != nil {
			file, err = "", &panicError{v, debug.Stack()}
		}
	}()
	return f()
}

// logPanic is deferred by the goroutines of the queue that have no download to
// report a panic of. The other downloads continue.
func (m *Manager) logPanic() {
	if v := recover(); v != nil {
		m.log.Error("panic in the queue", "value", v, "stack", string(debug.Stack()))
	}
}
