package updates

import (
	"path/filepath"
	"slices"
	"testing"
)

func TestEnding(t *testing.T) {
	for name, c := range map[string]struct {
		system, program, env string
		files                []string
		want                 string
	}{
		"installer":         {"windows", "/Programs/Hilo/hilo.exe", "", nil, "setup.exe"},
		"portable, Windows": {"windows", "/stick/hilo.exe", "", []string{"/stick/hilo.portable"}, "windows-amd64.zip"},
		"macOS":             {"darwin", "/Applications/Hilo.app/Contents/MacOS/hilo", "", nil, ".dmg"},
		"Debian":            {"linux", "/usr/bin/hilo", "", []string{"/etc/debian_version"}, ".deb"},
		"Fedora":            {"linux", "/usr/bin/hilo", "", nil, ".rpm"},
		"Arch":              {"linux", "/usr/bin/hilo", "", []string{"/etc/arch-release"}, ".pkg.tar.zst"},
		"AppImage":          {"linux", "/tmp/.mount_Hilo/usr/bin/hilo", "APPIMAGE", nil, ".AppImage"},
		"Flatpak":           {"linux", "/app/bin/hilo", "FLATPAK_ID", nil, ""},
		"install.sh":        {"linux", "/home/ana/.local/bin/hilo", "", []string{"/etc/debian_version"}, ".tar.xz"},
		"install.sh, all":   {"linux", "/usr/local/bin/hilo", "", []string{"/etc/debian_version"}, ".tar.xz"},
		"unknown":           {"plan9", "/bin/hilo", "", nil, ""},
	} {
		got := place{
			system: c.system, program: c.program,
			env: func(key string) string {
				if key == c.env {
					return "x"
				}
				return ""
			},
			exists: func(path string) bool { return slices.Contains(c.files, filepath.ToSlash(path)) },
		}.ending()
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
