package folders

import (
	"os"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/preferences"
)

const (
	maxRecent = 8
	// diskPatience is how long a disk may take to say whether a folder is there. One of
	// a network can take minutes, and is not offered then.
	diskPatience = 300 * time.Millisecond
	maxPathShown = 48 // letters of a path in the menu
)

// Recent are the folders that files were saved in last, newest first. They are
// kept in the preferences.
type Recent struct {
	preferences fyne.Preferences
	exists      func(dir string) bool // any goroutine may call it
}

// NewRecent returns the folders that the preferences have.
func NewRecent(p fyne.Preferences) *Recent {
	return &Recent{p, func(dir string) bool {
		info, err := os.Stat(dir)
		return err == nil && info.IsDir()
	}}
}

// All returns the folders, also those that are missing.
func (r *Recent) All() []string { return r.preferences.StringList(preferences.Folders) }

// Add makes a folder the newest.
func (r *Recent) Add(dir string) {
	all := slices.DeleteFunc(slices.Clone(r.All()), func(d string) bool { return d == dir })
	all = slices.Insert(all, 0, dir)
	r.preferences.SetStringList(preferences.Folders, all[:min(len(all), maxRecent)])
}

// others says whether there is a folder besides one.
func (r *Recent) others(dir string) bool {
	return slices.ContainsFunc(r.All(), func(d string) bool { return d != dir })
}

// present returns the folders of a list that are there. One whose disk does not answer
// in diskPatience counts as missing: an unplugged disk may come back, so that missing
// folders stay in the preferences.
func (r *Recent) present(dirs []string) []string {
	type answer struct {
		i  int
		ok bool
	}
	answers := make(chan answer, len(dirs)) // for all, so that none waits for a reader
	for i, dir := range dirs {
		go func() { answers <- answer{i, r.exists(dir)} }()
	}
	ok := make([]bool, len(dirs))
	late := time.NewTimer(diskPatience)
	defer late.Stop()
wait:
	for range dirs {
		select {
		case a := <-answers:
			ok[a.i] = a.ok
		case <-late.C:
			break wait
		}
	}
	var present []string
	for i, dir := range dirs {
		if ok[i] {
			present = append(present, dir)
		}
	}
	return present
}

// ShortPath returns the end of a path that is too long for a menu.
func ShortPath(dir string) string {
	path := []rune(i18n.Plain(dir))
	if len(path) > maxPathShown {
		return "…" + string(path[len(path)-maxPathShown+1:])
	}
	return string(path)
}
