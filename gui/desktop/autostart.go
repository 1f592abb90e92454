package desktop

import (
	"errors"
	"os"
	"path/filepath"
)

// ErrNotOwn is what SetAutostart returns when something that is not a plain file has
// the place of its file: that is left alone.
var ErrNotOwn = errors.New("this is not a file of Hilo")

// ErrRefused is what SetAutostart returns when the person or the desktop does not allow
// a Flatpak to start by itself.
var ErrRefused = errors.New("the desktop does not allow it")

// appID is the ID of Hilo: in FyneApp.toml, and the name of its .desktop file.
const appID = "io.github.hilo_app.hilo"

// inTray is the flag with which Hilo starts without its window where there is a tray.
const inTray = "-tray"

// program returns the path with which this program is started again: that of the file
// of an AppImage, because what is mounted has another one each time.
func program() (string, error) {
	if image := os.Getenv("APPIMAGE"); filepath.IsAbs(image) {
		return image, nil
	}
	return os.Executable()
}
