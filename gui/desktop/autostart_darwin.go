package desktop

import (
	"bytes"
	"encoding/xml"
	"os"
	"path/filepath"
)

// autostartFile returns the path of the file that launchd reads at login.
func autostartFile() (string, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(home, "Library", "LaunchAgents", appID+".plist"), nil
}

// autostartEntry returns the content of the file.
func autostartEntry(program string) ([]byte, error) {
	var escaped bytes.Buffer
	if err := xml.EscapeText(&escaped, []byte(program)); err != nil {
		return nil, err
	}
	return []byte(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>Label</key>
	<string>` + appID + `</string>
	<key>ProgramArguments</key>
	<array>
		<string>` + escaped.String() + `</string>
		<string>` + inTray + `</string>
	</array>
	<key>RunAtLoad</key>
	<true/>
</dict>
</plist>
`), nil
}

// starts says whether an entry is in use.
func starts(string) bool { return true }

// permit asks nobody: what is in the folder of a person is theirs.
func permit(bool) error { return nil }
