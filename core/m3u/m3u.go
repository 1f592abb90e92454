// Package m3u writes playlist files (.m3u8) that players open in place of single
// files.
//
// Write keeps one file for each list: what is saved later is appended to it. A file
// of the same name that Hilo did not write for this list is left as it is. The
// package knows no download.
package m3u

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/disk"
)

// maxFile bounds a file that is read and extended, in bytes.
const maxFile = 8 << 20

// Entry is one file of a playlist.
type Entry struct {
	File     string // full path
	Title    string
	Duration time.Duration // 0 when not known
}

// Write adds entries that it lacks to the playlist file of a list in dir, or makes
// one, and returns its path. base is its name without an extension, id
// distinguishes lists of one name.
func Write(dir, base, title, id string, entries []Entry) (string, error) {
	header := fmt.Sprintf("#EXTM3U\n#HILO-LIST:%s\n#PLAYLIST:%s\n", oneLine(id), oneLine(title))
	mark := fmt.Appendf(nil, "#EXTM3U\n#HILO-LIST:%s\n", oneLine(id))
	path, old := find(dir, base, mark)
	ours := old != nil
	known := map[string]bool{}
	content := []byte(header)
	if ours {
		content = old
		for line := range strings.Lines(string(old)) {
			known[strings.TrimRight(line, "\r\n")] = true
		}
	}
	for _, e := range entries {
		name, err := filepath.Rel(dir, e.File)
		if err != nil {
			name = e.File
		}
		name = filepath.ToSlash(name)
		if strings.HasPrefix(name, "#") { // else it is a comment
			name = "./" + name
		}
		if known[name] || strings.ContainsAny(name, "\r\n") {
			continue
		}
		known[name] = true
		seconds := int64(-1) // not known
		if e.Duration > 0 {
			seconds = int64(e.Duration.Round(time.Second) / time.Second)
		}
		content = fmt.Appendf(content, "#EXTINF:%d,%s\n%s\n", seconds, oneLine(e.Title), name)
	}
	switch {
	case ours && bytes.Equal(content, old):
		return path, nil
	case ours:
		return path, disk.Replace(path, content)
	}
	return disk.WriteNew(filepath.Join(dir, base), ".m3u8", content)
}

// copies is how many lists of one name are looked for in a folder.
const copies = 20

// find returns the file in dir that begins with mark, and its content; nil if there
// is none.
func find(dir, base string, mark []byte) (path string, content []byte) {
	for n := 1; n <= copies; n++ {
		path = filepath.Join(dir, disk.FileName(base, "m3u8", n))
		if content = read(path); bytes.HasPrefix(content, mark) {
			return path, content
		}
	}
	return "", nil
}

// read returns the content of a plain file that is not too large, else nil.
func read(path string) []byte {
	f, info, err := disk.OpenRegular(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	if info.Size() > maxFile {
		return nil
	}
	content, err := io.ReadAll(io.LimitReader(f, maxFile))
	if err != nil {
		return nil
	}
	return content
}

// oneLine makes one line of s.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
