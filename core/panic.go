package core

import (
	"log/slog"
	"runtime/debug"

	"github.com/hilo-app/hilo/core/panics"
)

// recovered calls f and returns a panic in it as a *panics.Error, which
// problem.Classify makes a Problem of class Unknown.
func recovered(f func() (string, error)) (file string, err error) {
	defer panics.Catch(&err)
	return f()
}

// logPanic is deferred by the goroutines of the queue that have no download to
// report a panic of. The other downloads continue.
func logPanic(log *slog.Logger) {
	if v := recover(); v != nil {
		log.Error("panic in the queue", "value", v, "stack", string(debug.Stack()))
	}
}
