package cli

import (
	"io"
	"runtime"
	"time"
)

// Build says which Hilo this is.
type Build struct {
	Version, Commit string
	Built           time.Time // date of the commit; zero when unknown
	Website         string    // of Hilo, whose page "releases" has the versions
	UpdatePage      string    // see core.Config; empty hides "hilo update"
}

// details are commit, date and the compiler.
func (b Build) details() []string {
	all := []string{b.Commit}
	if !b.Built.IsZero() {
		all = append(all, b.Built.Format(time.DateOnly))
	}
	return append(all, runtime.Version())
}

// Streams are a program's standard streams.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// Exit statuses.
const (
	exitSaved  = 0 // everything was saved
	exitFailed = 1 // something was not
	exitUsage  = 2 // the command line is invalid
)
