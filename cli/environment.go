package cli

import (
	"io"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/adrg/xdg"
)

// Build says which Hilo this is.
type Build struct {
	Version, Commit string
	Built           time.Time // date of the commit; zero when unknown
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

// DataDir is where Hilo keeps its own files (queue, settings, log): dir, or
// the system's place for them if dir is empty. The folder is created. A dir that
// is a symbolic link is followed: whoever names it, with -data, means its target.
func DataDir(dir string) (string, error) {
	if dir == "" {
		config, err := os.UserConfigDir()
		if err != nil {
			return "", err
		}
		dir = filepath.Join(config, "hilo")
	}
	return dir, os.MkdirAll(dir, 0o700)
}

// ProfilesFile is where the newest signed profiles are kept; see core.Config.
func ProfilesFile(data string) string { return inData(data, "profiles.signed") }

// CacheDir is where YouTube's player script is kept; see core.Config.
func CacheDir(data string) string { return inData(data, "cache") }

// inData returns the path of a name in the folder data, or in the system's place
// for Hilo's own files if that is empty. It is empty when there is no such place.
func inData(data, name string) string {
	if data == "" {
		config, err := os.UserConfigDir()
		if err != nil {
			return ""
		}
		data = filepath.Join(config, "hilo")
	}
	return filepath.Join(data, name)
}

// Downloads is the system's folder for downloads.
func Downloads() string { return xdg.UserDirs.Download }
