package store

import (
	"bytes"
	"io"
	"os"
)

// Bounds of a salvage, so that a huge or hostile file cannot hold up the start
// of the program for long.
const (
	maxFile    = 64 << 30       // bytes of a file whose pages are counted
	maxDamaged = 256 << 20      // bytes of a file that are searched
	maxSummed  = 4 * maxDamaged // bytes that are checksummed in search of entries
)

// salvageFile returns what salvage finds in a file. The error is that of reading
// it: what cannot be read now may be readable later.
func (o opener) salvageFile(path string) ([]Change, error) {
	f, err := o.openFile(path, os.O_RDONLY, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, maxDamaged))
	if err != nil {
		return nil, err
	}
	return salvage(raw), nil
}

// salvage searches the bytes of a file for entries, whatever became of bbolt's
// pages, and returns the newest value of each key.
func salvage(raw []byte) []Change {
	newest := map[[2]string]entry{}
	for summed := 0; summed < maxSummed; {
		i := bytes.Index(raw, []byte(magic))
		if i < 0 {
			break
		}
		raw = raw[i:]
		e, size, ok := decode(raw)
		summed += size
		if !ok {
			raw = raw[len(magic):]
			continue
		}
		raw = raw[size:]
		key := [2]string{e.Bucket, e.Key}
		if old, there := newest[key]; !there || e.At > old.At {
			newest[key] = e
		}
	}
	var changes []Change
	for _, e := range newest {
		if e.Bucket != "" && e.Key != "" { // bbolt takes no empty ones
			changes = append(changes, Change{e.Bucket, e.Key, e.Value})
		}
	}
	return changes
}
