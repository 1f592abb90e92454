package gui

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/link"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/library"
)

const (
	maxDropped     = 100     // files at once
	maxDroppedSize = 1 << 20 // bytes of a file
)

// linkFiles are the ends of names of files that are read when they are dropped on the
// window: plain text, and what browsers make of a link that is dragged to a folder.
var linkFiles = []string{".txt", ".url", ".webloc", ".desktop"}

// importFiles are the ends of names of files that other programs and YouTube export
// subscriptions and lists to. What is done with their links is asked.
var importFiles = []string{".csv", ".opml", ".xml", ".json"}

// dropped adds the links in the files, and those that are links themselves, that
// were dropped on the window.
func (w *Window) dropped(all []fyne.URI) {
	if w.dialogs.open != nil || len(all) == 0 {
		return
	}
	if len(all) == 1 && webPage(all[0]) == "" && slices.Contains(importFiles, strings.ToLower(filepath.Ext(all[0].Path()))) {
		w.importFile(all[0].Path(), func(i library.Imported) {
			if d := w.showLibrary(library.FollowingTab); d != nil {
				d.Offer(i)
			}
		})
		return
	}
	all = all[:min(len(all), maxDropped)]
	w.background.Go(func() {
		text, err := droppedText(all)
		w.background.Later(func() { w.addDropped(text, filepath.Base(all[0].Path()), err) })
	})
}

// addDropped adds the links in a text of dropped files, of which one has that name.
func (w *Window) addDropped(text, name string, err error) {
	links, _ := link.Parse(text)
	if len(links) == 0 {
		if err != nil {
			w.opts.Log.Warn("dropped", "err", err)
		}
		w.tell(lang.L("No YouTube link in {{.Name}}", i18n.With("Name", i18n.Plain(name))))
		return
	}
	var lines []string
	for _, l := range links {
		lines = append(lines, l.Text)
	}
	if len(lines) == 1 && w.links.Pick(lines[0]) {
		return
	}
	w.showAdded(w.queue.Add(core.Request{Text: strings.Join(lines, "\n"), Wish: w.settings.Wish, Dir: w.settings.NextDir(), SkipSaved: true}), false)
}

// webAddress is an address in a file of another kind of text.
var webAddress = regexp.MustCompile("https?://[^\\s\"'<>\\x00-\\x1f\\x7f-\\xff]+")

// droppedText returns the text of what was dropped. It reads only regular files
// that have one of the names of linkFiles, and at most 1 MiB of each.
func droppedText(all []fyne.URI) (string, error) {
	var text []string
	var problems []error
	for _, u := range all {
		if page := webPage(u); page != "" {
			text = append(text, page)
			continue
		}
		path := u.Path()
		end := strings.ToLower(filepath.Ext(path))
		if !slices.Contains(linkFiles, end) {
			problems = append(problems, fmt.Errorf("%q is not a file with links", filepath.Base(path)))
			continue
		}
		data, err := readRegular(path)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		if end == ".txt" {
			text = append(text, string(data))
		} else {
			text = append(text, webAddress.FindAllString(string(data), maxDropped)...)
		}
	}
	return strings.Join(text, "\n"), errors.Join(problems...)
}

// webPage returns the address of a page that was dropped, empty for a file. GLFW gives
// whatever is dropped as a path, and Fyne makes such a path absolute and cleans it:
// "https://youtu.be/x" becomes "/current/folder/https:/youtu.be/x".
func webPage(u fyne.URI) string {
	if u.Scheme() != "file" {
		return u.String()
	}
	dir, err := os.Getwd()
	if err != nil {
		return ""
	}
	path, err := filepath.Rel(dir, u.Path())
	if err != nil {
		return ""
	}
	for _, scheme := range []string{"https:", "http:"} {
		if rest, ok := strings.CutPrefix(filepath.ToSlash(path), scheme+"/"); ok {
			return scheme + "//" + rest
		}
	}
	return ""
}

// readRegular reads at most 1 MiB of a file, which must not be a pipe or a device:
// those may never end.
func readRegular(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%q is not a regular file", filepath.Base(path))
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxDroppedSize))
}
