//go:build !windows

package desktop

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// maxEntry is how many bytes of a file for the start are read.
const maxEntry = 64 << 10

// SetAutostart makes Hilo start when this person logs in, in the tray, or not any
// more. On Linux it writes or removes $XDG_CONFIG_HOME/autostart/io.github.hilo_app.hilo.desktop
// (freedesktop.org, "Desktop Application Autostart Specification"), on macOS a file of
// ~/Library/LaunchAgents (man launchd.plist), and on Windows a value of the key Run of
// the registry. In a Flatpak the desktop's portal does it, which may refuse, and the file
// only remembers what it allowed. SetAutostart returns ErrNotOwn, ErrRefused, or the error
// of the file system or the portal. A link in the place of the file is not followed.
func SetAutostart(on bool) error {
	path, err := autostartFile()
	if err != nil {
		return err
	}
	info, err := os.Lstat(path)
	switch {
	case err == nil && !info.Mode().IsRegular():
		return &fs.PathError{Op: "autostart", Path: path, Err: ErrNotOwn}
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if refused := permit(on); refused != nil {
		return refused
	}
	switch {
	case !on && err != nil:
		return nil
	case !on:
		return os.Remove(path)
	}
	exe, err := program()
	if err != nil {
		return err
	}
	entry, err := autostartEntry(exe)
	if err != nil {
		return err
	}
	return replaceFile(path, entry)
}

// CanAutostart says whether SetAutostart can do its work here.
func CanAutostart() bool {
	_, err := autostartFile()
	return err == nil
}

// Autostart says whether Hilo starts when this person logs in.
func Autostart() bool {
	path, err := autostartFile()
	if err != nil {
		return false
	}
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return false
	}
	entry, err := io.ReadAll(io.LimitReader(f, maxEntry))
	return err == nil && starts(string(entry))
}

// replaceFile writes a file, which is whole at every moment, into a folder that is made
// if there is none.
func replaceFile(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(path), ".hilo-*")
	if err != nil {
		return err
	}
	_, err = temp.Write(data)
	if err = errors.Join(err, temp.Chmod(0o644), temp.Sync(), temp.Close()); err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		_ = os.Remove(temp.Name())
	}
	return err
}
