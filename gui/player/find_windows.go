package player

import (
	"os"
	"strings"

	"golang.org/x/sys/windows/registry"
)

// locate returns the path of a program that is registered under "App Paths" (Microsoft,
// "Application Registration"), empty if it is not installed.
func locate(program string) string {
	for _, root := range []registry.Key{registry.CURRENT_USER, registry.LOCAL_MACHINE} {
		k, err := registry.OpenKey(root, `Software\Microsoft\Windows\CurrentVersion\App Paths\`+program+".exe", registry.QUERY_VALUE)
		if err != nil {
			continue
		}
		path, _, err := k.GetStringValue("")
		_ = k.Close()
		path = strings.Trim(path, `"`)
		if info, statErr := os.Stat(path); err == nil && statErr == nil && info.Mode().IsRegular() {
			return path
		}
	}
	return ""
}

func usualProgram() string { return "" }
