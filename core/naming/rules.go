package naming

import "path/filepath"

// Rules say where the files of what is added together go, and how they are named.
// The zero value names them by their titles, in the folder of the request.
type Rules struct {
	Pattern string `json:"pattern,omitempty"` // of the names; empty is Default
	Folder  bool   `json:"folder,omitempty"`  // a list has a folder of its own, named after it
	Number  bool   `json:"number,omitempty"`  // the entries of a list have their numbers, in front unless the pattern says where
	M3U     bool   `json:"m3u,omitempty"`     // a list has a file .m3u8 that plays it in order
}

// EntryPattern returns the pattern of an entry of a list.
func (r Rules) EntryPattern() string {
	p, err := Parse(r.Pattern)
	if err != nil || !r.Number || p.Has(Number) {
		return r.Pattern
	}
	return "{number} - " + p.String()
}

// Dir returns the folder of a list with that title and id, in dir.
func (r Rules) Dir(dir, title, id string) string {
	if !r.Folder {
		return dir
	}
	return filepath.Join(dir, Folder(title, id))
}
