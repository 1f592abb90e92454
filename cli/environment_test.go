package cli

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestBesideProgram(t *testing.T) {
	for want, c := range map[string][3]string{
		"/usr/bin":        {"/usr/bin/hilo"},
		"/home/ana/apps":  {"/tmp/.mount_Hilo/usr/bin/hilo", "/home/ana/apps/Hilo.AppImage", "/tmp/.mount_Hilo"},
		"/opt/hilo":       {"/opt/hilo/hilo", "/home/ana/apps/Other.AppImage", "/tmp/.mount_Other"}, // started by an AppImage
		"/Volumes/STICK":  {"/Volumes/STICK/Hilo.app/Contents/MacOS/hilo"},
		"/Contents/MacOS": {"/Contents/MacOS/hilo"},
	} {
		for i := range c {
			c[i] = filepath.FromSlash(c[i])
		}
		if got := filepath.ToSlash(besideProgram(c[0], c[1], c[2])); got != want {
			t.Errorf("%v: %s, want %s", c, got, want)
		}
	}
}

// foldersEnv makes the test program print its folders instead.
const foldersEnv = "HILO_TEST_FOLDERS"

func printFolders() {
	data, err := DataDir("")
	fmt.Printf("%s\n%s\n%s\n%v", data, ProfilesFile(""), Downloads(), err)
}

// A Hilo with hilo.portable beside it keeps everything in that folder.
func TestPortable(t *testing.T) {
	home, elsewhere := t.TempDir(), t.TempDir()
	self, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(home, "hilo")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	if err := os.WriteFile(program, self, 0o700); err != nil {
		t.Fatal(err)
	}
	folders := func() (inside int) {
		c := exec.Command(program)
		c.Env = append(os.Environ(), foldersEnv+"=1", "HOME="+elsewhere, "USERPROFILE="+elsewhere, "XDG_CONFIG_HOME="+elsewhere, "AppData="+elsewhere, "APPIMAGE=")
		out, err := c.CombinedOutput()
		lines := strings.Split(string(out), "\n")
		if err != nil || len(lines) != 4 || lines[3] != "<nil>" {
			t.Fatalf("%v: %s", err, out)
		}
		resolved, err := filepath.EvalSymlinks(home)
		if err != nil {
			t.Fatal(err)
		}
		for _, folder := range lines[:3] {
			if rest, ok := strings.CutPrefix(folder, resolved); ok && rest != "" {
				inside++
			}
		}
		return inside
	}
	if n := folders(); n != 0 {
		t.Errorf("%d of 3 are beside a program that is not portable", n)
	}
	if err := os.WriteFile(filepath.Join(home, portableMark), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if n := folders(); n != 3 {
		t.Errorf("%d of 3 are beside the program", n)
	}
}

func TestParseWindow(t *testing.T) {
	var complaints strings.Builder
	parse := func(args ...string) (WindowFlags, bool) { return ParseWindow(args, Streams{Err: &complaints}) }
	for line, want := range map[string]WindowFlags{
		"":                                   {},
		"-demo":                              {Demo: true},
		"-tray":                              {Tray: true},
		"-data /d youtu.be/HiloDemo001":      {Data: "/d", Add: "youtu.be/HiloDemo001\n"},
		"https://youtu.be/a hilo:youtu.be/b": {Add: "https://youtu.be/a\n", Offer: "youtu.be/b\n"},
		"hilo:https://www.youtube.com/watch?v=a%20b&list=c":            {Offer: "https://www.youtube.com/watch?v=a%20b&list=c\n"},
		"HILO://https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3Da%0Arm%1b": {Offer: "https://www.youtube.com/watch?v=a rm\n"},
		"hilo:": {Offer: "\n"},
	} {
		if got, ok := parse(strings.Fields(line)...); !ok || got != want {
			t.Errorf("%q: %+v, %v", line, got, ok)
		}
		if Wants(strings.Fields(line)) {
			t.Errorf("%q is not for the window", line)
		}
	}
	for _, args := range [][]string{{"-nonsense"}, {"-demo", "fetch"}, {"-data"}} {
		if got, ok := parse(args...); ok || complaints.Len() == 0 {
			t.Errorf("%q: %+v", args, got)
		}
		complaints.Reset()
	}
	for _, args := range [][]string{{"get"}, {"fetch"}, {"version"}, {"--version"}, {"-h"}, {"check"}} {
		if !Wants(args) {
			t.Errorf("%q is for the window", args)
		}
	}
}
