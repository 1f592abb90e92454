package updates

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Ending returns the end of the name of the release's file that replaces this
// program, such as "setup.exe" or ".deb": that of the kind of bundle that it was
// installed from. It is empty when something else updates it, as Flatpak does, or
// when it is not known.
func Ending() string {
	program, err := os.Executable()
	if err != nil {
		return ""
	}
	return place{
		system: runtime.GOOS, program: program, env: os.Getenv,
		exists: func(path string) bool { _, err := os.Stat(path); return err == nil },
	}.ending()
}

// place is where a program runs.
type place struct {
	system  string // as runtime.GOOS
	program string // its path
	env     func(string) string
	exists  func(path string) bool
}

func (p place) ending() string {
	portable := p.exists(filepath.Join(filepath.Dir(p.program), "hilo.portable"))
	switch p.system {
	case "windows":
		if portable {
			return "windows-amd64.zip"
		}
		return "setup.exe"
	case "darwin":
		return ".dmg"
	case "linux":
		return p.linux(portable)
	}
	return ""
}

// linux is ending on Linux, where the package of the distribution is installed into
// /usr and the archive anywhere else.
func (p place) linux(portable bool) string {
	switch {
	case p.env("FLATPAK_ID") != "":
		return ""
	case p.env("APPIMAGE") != "": // its runtime sets it
		return ".AppImage"
	case portable || !strings.HasPrefix(p.program, "/usr/") || strings.HasPrefix(p.program, "/usr/local/"):
		return ".tar.xz"
	case p.exists("/etc/debian_version"):
		return ".deb"
	case p.exists("/etc/arch-release"):
		return ".pkg.tar.zst"
	}
	return ".rpm"
}
