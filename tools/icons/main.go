// Command icons draws the icons of the window as SVG files. An icon is
// described by lines and a stroke width; the file holds the outline of each
// stroke as a filled shape, because Fyne's SVG reader does not scale stroke
// widths: stroked icons would come out too thick when small and too thin on
// screens of double density.
//
//	go run ./tools/icons gui/theme/icons
//
// The files are committed. Run it after a change to the table of icons.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: icons FOLDER")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "icons:", err)
		os.Exit(1)
	}
}

// write draws every icon into dir, as NAME.svg.
func write(dir string) error {
	files, err := draw()
	if err != nil {
		return err
	}
	for name, svg := range files {
		if err := os.WriteFile(filepath.Join(dir, name), svg, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// draw returns the content of every icon file by its name.
func draw() (map[string][]byte, error) {
	files := map[string][]byte{}
	for name, i := range icons {
		svg, err := i.svg()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		files[name+".svg"] = svg
	}
	return files, nil
}
