package desktop

import (
	"net/url"
	"path/filepath"
	"strings"
)

// FileURL returns the file: address of a path.
func FileURL(path string) *url.URL {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/… becomes file:///C:/…
	}
	return &url.URL{Scheme: "file", Path: path}
}
