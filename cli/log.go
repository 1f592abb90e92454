package cli

import (
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
)

// maxLog is the size in bytes that a log does not exceed: it is renamed, replacing
// the one that was renamed before, and a new one begins.
const maxLog = 1 << 20

// OpenLog opens the log in a folder, hilo.log, for appending. An older one is
// hilo.log.1.
func OpenLog(dir string) (*slog.Logger, io.Closer, error) {
	f := &logFile{path: filepath.Join(dir, "hilo.log")}
	if err := f.open(); err != nil {
		return nil, nil, err
	}
	return slog.New(slog.NewTextHandler(f, nil)), f, nil
}

// CatchCrash has Go's runtime write the stacks to crash.txt in a folder when it
// ends the process, because of a panic that nothing recovered or a SIGQUIT. It
// reports whether the last process that called it ended so; what that one wrote is
// crash.txt.1, at most maxLog bytes of it.
func CatchCrash(dir string) (crashed bool) {
	path := filepath.Join(dir, "crash.txt")
	old := path + ".1"
	if info, err := os.Stat(path); err == nil && info.Size() > 0 {
		crashed = true
		if os.Rename(path, old) == nil && info.Size() > maxLog {
			_ = os.Truncate(old, maxLog)
		}
	}
	if f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600); err == nil {
		_ = debug.SetCrashOutput(f, debug.CrashOptions{}) // which has a descriptor of its own
		_ = f.Close()
	}
	return crashed
}

// logFile is a file of at most maxLog bytes. Several processes may write to it.
type logFile struct {
	path string

	mu   sync.Mutex
	file *os.File // nil when it could not be opened again
	left int64    // bytes until it is renamed
}

// Write appends one record.
func (l *logFile) Write(record []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file != nil && int64(len(record)) > l.left {
		l.rename()
	}
	if l.file == nil {
		if err := l.open(); err != nil {
			return 0, err
		}
	}
	n, err := l.file.Write(record)
	l.left -= int64(n)
	return n, err
}

// Close closes the file.
func (l *logFile) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file == nil {
		return nil
	}
	return l.file.Close()
}

// open opens the file, after renaming one that is full.
func (l *logFile) open() error {
	if info, err := os.Stat(l.path); err == nil && info.Size() >= maxLog {
		_ = os.Rename(l.path, l.path+".1")
	}
	f, err := os.OpenFile(l.path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	l.file, l.left = f, maxLog
	// Windows renames no file that another process has open. Then another maxLog
	// bytes are written before the next attempt.
	if info, err := f.Stat(); err == nil && info.Size() < maxLog {
		l.left -= info.Size()
	}
	return nil
}

// rename closes the file and renames it, unless another process has done so.
func (l *logFile) rename() {
	mine, err := l.file.Stat()
	_ = l.file.Close()
	l.file = nil
	if there, statErr := os.Stat(l.path); err == nil && statErr == nil && os.SameFile(mine, there) {
		_ = os.Rename(l.path, l.path+".1")
	}
}
