package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/adrg/xdg"

	"github.com/hilo-app/hilo/core/disk"
)

// Folders are where Hilo keeps its own files. FindFolders and OpenFolders choose
// them; nothing else does.
type Folders struct {
	Data  string // queue with its copies and settings, signed files, socket
	State string // log and crash file
	Cache string // what can be fetched again
}

// Names of Hilo's own files.
const (
	queueName = "hilo.db"
	demoName  = "demo.db" // the queue of -demo
	cacheName = "cache"   // folder in a Data that has everything
)

// Queue is the file of the queue, or of the demo's.
func (f Folders) Queue(demo bool) string {
	if demo {
		return filepath.Join(f.Data, demoName)
	}
	return filepath.Join(f.Data, queueName)
}

// Socket is where the Hilo that has the queue, or the demo's, hears of a second start.
func (f Folders) Socket(demo bool) string {
	if demo {
		return filepath.Join(f.Data, "demo.sock")
	}
	return filepath.Join(f.Data, "hilo.sock")
}

// Together reports whether everything is in one folder, that of -data or of a portable
// Hilo: then nothing is kept anywhere else.
func (f Folders) Together() bool { return f.Data == f.State }

// Profiles is the file of the newest signed profiles; see core.Config.
func (f Folders) Profiles() string { return filepath.Join(f.Data, "profiles.signed") }

// Versions is the file of the newest list of versions; see core.Config.
func (f Folders) Versions() string { return filepath.Join(f.Data, "versions.signed") }

// OpenFolders is FindFolders for what writes to the folders: it creates Data and
// State. What an older Hilo kept in another place is moved first: by renaming, so that
// every file is whole in one place or the other. Nothing is replaced, and of links and
// of what Hilo does not know nothing is moved.
func OpenFolders(dir string) (Folders, error) {
	now, old, err := places(dir)
	if err != nil {
		return Folders{}, err
	}
	move(old, now)
	f := now.or(old)
	return f, errors.Join(os.MkdirAll(f.Data, 0o700), os.MkdirAll(f.State, 0o700))
}

// FindFolders returns the folders in dir or, if dir is empty, those of a portable
// Hilo, else those of the system: XDG's data, state and cache folders; on Windows
// %AppData% and %LocalAppData%; on macOS Application Support, Logs and Caches in the
// Library. It changes nothing. A dir that is a symbolic link is followed: whoever
// names it, with -data, means its target.
func FindFolders(dir string) (Folders, error) {
	now, old, err := places(dir)
	return now.or(old), err
}

// or returns the folders, with the Data of an older Hilo where the queue is there and
// not in f: it could not be moved, because it is on another file system or is a link.
func (f Folders) or(old Folders) Folders {
	if old.Data != "" && !exists(f.Queue(false)) && exists(old.Queue(false)) {
		f.Data = old.Data
	}
	return f
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// places returns the folders, and those of older versions, which kept everything in
// one folder of the system; old is empty if there is no such place.
func places(dir string) (now, old Folders, err error) {
	if dir != "" {
		return in(dir), Folders{}, nil
	}
	if home, ok := portable(); ok {
		return in(filepath.Join(home, "Hilo data")), Folders{}, nil
	}
	config, configErr := os.UserConfigDir()
	if configErr == nil {
		old = in(filepath.Join(config, "hilo"))
	}
	if runtime.GOOS != "windows" && runtime.GOOS != "darwin" {
		now = Folders{Data: filepath.Join(xdg.DataHome, "hilo"), State: filepath.Join(xdg.StateHome, "hilo"), Cache: filepath.Join(xdg.CacheHome, "hilo")}
		if !filepath.IsAbs(now.Data) || !filepath.IsAbs(now.State) || !filepath.IsAbs(now.Cache) {
			return Folders{}, Folders{}, errors.New("$HOME is not defined")
		}
		return now, old, nil
	}
	home, homeErr := os.UserHomeDir()
	cache, err := os.UserCacheDir()
	if err = errors.Join(homeErr, configErr, err); err != nil {
		return Folders{}, Folders{}, err
	}
	return notXDG(runtime.GOOS, home, config, cache), old, nil
}

// notXDG returns the folders on Windows and macOS from the user's folders there, as
// package os has them.
func notXDG(system, home, config, cache string) Folders {
	f := Folders{Data: filepath.Join(config, "hilo"), State: filepath.Join(cache, "hilo"), Cache: filepath.Join(cache, "hilo")}
	if system == "darwin" {
		f.State = filepath.Join(home, "Library", "Logs", "hilo")
	} else {
		f.Cache = filepath.Join(f.Cache, cacheName) // %LocalAppData% is for both
	}
	return f
}

// in returns the folders of a Hilo that has everything in one.
func in(dir string) Folders {
	return Folders{Data: dir, State: dir, Cache: filepath.Join(dir, cacheName)}
}

// move moves what old has and now lacks. What cannot be moved stays. The queue is the
// last of Data: until then the next start continues.
func move(old, now Folders) {
	if old.Data == "" || !isFolder(old.Data) {
		return
	}
	if old.Data != now.Data && !exists(now.Queue(false)) {
		moveFiles(old.Data, now.Data, "profiles.signed", "versions.signed", demoName, demoName+".*", queueName+".*", queueName, "hilo.sock")
	}
	if old.State != now.State {
		moveFiles(old.State, now.State, "hilo.log", "hilo.log.1", "crash.txt", "crash.txt.1")
	}
	if isFolder(old.Cache) && !exists(now.Cache) && os.MkdirAll(filepath.Dir(now.Cache), 0o700) == nil {
		_ = disk.RenameNew(old.Cache, now.Cache)
	}
	if old.Data != now.Data {
		_ = os.Remove(old.Data) // only if it is empty
	}
}

// isFolder reports whether path is a folder and not a link to one.
func isFolder(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.IsDir()
}

// moveFiles moves the files of folder from that match the patterns, in their order,
// into folder to. The socket of a Hilo that is running goes with its queue, so that it
// is found.
func moveFiles(from, to string, patterns ...string) {
	entries, err := os.ReadDir(from)
	if err != nil {
		return
	}
	for _, pattern := range patterns {
		for _, e := range entries {
			match, _ := filepath.Match(pattern, e.Name())
			if !match || !e.Type().IsRegular() && e.Type() != fs.ModeSocket {
				continue
			}
			if os.MkdirAll(to, 0o700) != nil {
				return
			}
			_ = disk.RenameNew(filepath.Join(from, e.Name()), filepath.Join(to, e.Name()))
		}
	}
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
