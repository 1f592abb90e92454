package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"strings"
)

// archive is a file of the ids of videos that were saved, one a line: as
// "youtube ID", which is yt-dlp's form, or as the id alone. New ones are appended in
// the form of the first line. A nil *archive has none.
type archive struct {
	file  *os.File
	known map[string]bool
	form  string // of a line, for fmt
	err   error  // of the first line that could not be written
}

// maxArchive bounds an archive, in bytes: about five million videos.
const maxArchive = 128 << 20

var archived = regexp.MustCompile(`^(youtube )?([A-Za-z0-9_-]{11})$`)

// openArchive opens or creates an archive and reads it.
func openArchive(path string) (*archive, error) {
	if path == "" {
		return nil, nil
	}
	info, err := os.Stat(path)
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("-archive: %w", err)
	case err == nil && !info.Mode().IsRegular():
		return nil, fmt.Errorf("-archive: %s is not a plain file", path)
	case err == nil && info.Size() > maxArchive:
		return nil, fmt.Errorf("-archive: %s is too large", path)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o666)
	if err != nil {
		return nil, fmt.Errorf("-archive: %w", err)
	}
	a := &archive{file: f, known: map[string]bool{}}
	ends := true // with a line break
	lines := bufio.NewScanner(io.LimitReader(f, maxArchive))
	lines.Split(func(data []byte, atEOF bool) (int, []byte, error) {
		n, line, err := bufio.ScanLines(data, atEOF)
		if line != nil {
			ends = n > len(line)
		}
		return n, line, err
	})
	for lines.Scan() {
		m := archived.FindStringSubmatch(strings.TrimSpace(lines.Text()))
		if m == nil { // of another site, or a comment
			continue
		}
		a.known[m[2]] = true
		if a.form == "" {
			a.form = m[1] + "%s\n"
		}
	}
	if err := lines.Err(); err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("-archive: %w", err)
	}
	if a.form == "" {
		a.form = "youtube %s\n"
	}
	if !ends {
		_, a.err = io.WriteString(f, "\n")
	}
	return a, nil
}

// has reports whether a video was saved.
func (a *archive) has(videoID string) bool { return a != nil && a.known[videoID] }

// add appends a video.
func (a *archive) add(videoID string) {
	if a == nil || videoID == "" || a.known[videoID] {
		return
	}
	a.known[videoID] = true
	if _, err := fmt.Fprintf(a.file, a.form, videoID); err != nil && a.err == nil {
		a.err = err
	}
}

// close closes the file. The error says that not all is in it.
func (a *archive) close() error {
	if a == nil {
		return nil
	}
	if err := errors.Join(a.err, a.file.Close()); err != nil {
		return fmt.Errorf("-archive: %w", err)
	}
	return nil
}
