package disk

import (
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
)

// Cache keeps what was fetched once, such as YouTube's player script, as files of
// one folder. It is a youtube.Cache. Nothing in it is needed: an error is only
// logged.
type Cache struct {
	Dir string // full path; it is made by the first Save
	Log *slog.Logger
}

// maxCached bounds a file, in bytes.
const maxCached = 10 << 20

// Load returns the content of a file, nil when there is none or it is longer than
// 10 MiB.
func (c Cache) Load(name string) []byte {
	f, err := OpenOwn(filepath.Join(c.Dir, name))
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			c.Log.Warn("a file of the cache is not used", "why", err)
		}
		return nil
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxCached+1))
	if err != nil || len(data) > maxCached {
		return nil
	}
	return data
}

// Save writes a file, so that it is whole or as before.
func (c Cache) Save(name string, data []byte) {
	err := os.MkdirAll(c.Dir, 0o700)
	if err == nil {
		err = Replace(filepath.Join(c.Dir, name), data)
	}
	if err != nil {
		c.Log.Warn("not kept for the next start", "file", name, "why", err)
	}
}
