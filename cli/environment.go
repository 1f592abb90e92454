package cli

import (
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/adrg/xdg"
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

// DataDir is where Hilo keeps its own files (queue, settings, log): dir, or
// the default place for them if dir is empty: that of the system, or of a portable
// Hilo. The folder is created. A dir that is a symbolic link is followed: whoever
// names it, with -data, means its target.
func DataDir(dir string) (string, error) {
	if dir == "" {
		var err error
		if dir, err = defaultData(); err != nil {
			return "", err
		}
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
		var err error
		if data, err = defaultData(); err != nil {
			return ""
		}
	}
	return filepath.Join(data, name)
}

// VersionsFile is where the newest list of versions is kept; see core.Config.
func VersionsFile(data string) string { return inData(data, "versions.signed") }

func defaultData() (string, error) {
	if home, ok := portable(); ok {
		return filepath.Join(home, "Hilo data"), nil
	}
	config, err := os.UserConfigDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(config, "hilo"), nil
}

// Downloads is the system's folder for downloads, or that of a portable Hilo.
func Downloads() string {
	if home, ok := portable(); ok {
		return filepath.Join(home, "Downloads")
	}
	return xdg.UserDirs.Download
}

// portableMark is the file beside the program that makes it portable: queue,
// settings, log and, unless another folder is chosen, downloads stay in that
// folder. What it holds does not matter.
const portableMark = "hilo.portable"

// portable returns the folder of a portable Hilo.
func portable() (home string, ok bool) {
	program, err := os.Executable()
	if err != nil {
		return "", false
	}
	if target, err := filepath.EvalSymlinks(program); err == nil {
		program = target
	}
	home = besideProgram(program, os.Getenv("APPIMAGE"), os.Getenv("APPDIR"))
	info, err := os.Stat(filepath.Join(home, portableMark))
	return home, err == nil && info.Mode().IsRegular()
}

// besideProgram returns the folder that a person sees the program in. In an
// application of macOS that is the one with Name.app, and for an AppImage the one
// with the image: image and mount are what its runtime says, which counts only when
// the program is in there.
func besideProgram(program, image, mount string) string {
	dir := filepath.Dir(program)
	if image != "" && mount != "" && strings.HasPrefix(program, filepath.Clean(mount)+string(filepath.Separator)) {
		return filepath.Dir(image)
	}
	if contents := filepath.Dir(dir); filepath.Base(dir) == "MacOS" && filepath.Base(contents) == "Contents" && filepath.Ext(filepath.Dir(contents)) == ".app" {
		return filepath.Dir(filepath.Dir(contents))
	}
	return dir
}
