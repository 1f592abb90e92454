package ytdlp_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/hilo-app/hilo/core/ytdlp"
)

// TestMain makes the test binary a fake yt-dlp when it runs under that name.
func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) == ytdlp.Program {
		os.Exit(pretend(filepath.Dir(os.Args[0])))
	}
	goleak.VerifyTestMain(m)
}

// act is what the fake yt-dlp does.
type act struct {
	Version string // printed where it is asked for
	Out     string
	Err     string
	Exit    int
	Flood   bool   // prints without an end
	Errors  bool   // prints errors without an end
	Leave   string // starts a child that connects to this address and stays, and ends
	Session bool   // the child of Leave has a session of its own
	Hang    string // connects to this address, as its child does, and stays
}

// seen is how the fake yt-dlp was called.
type seen struct {
	Args []string
	Env  []string
	Dir  string
}

func pretend(dir string) int {
	var a act
	raw, err := os.ReadFile(filepath.Join(dir, "act"))
	if err == nil {
		err = json.Unmarshal(raw, &a)
	}
	if err != nil {
		panic(err)
	}
	if len(os.Args) > 2 && os.Args[1] == "child" {
		return stay(os.Args[2])
	}
	if len(os.Args) > 1 && os.Args[1] == "child" {
		return stay(a.Hang)
	}
	s := seen{Args: os.Args[1:], Env: os.Environ()}
	s.Dir, _ = os.Getwd()
	raw, _ = json.Marshal(s)
	if err := os.WriteFile(filepath.Join(dir, "seen"), raw, 0o600); err != nil {
		panic(err)
	}
	if a.Hang != "" {
		child := exec.Command(os.Args[0], "child")
		child.Stdout, child.Stderr = os.Stdout, os.Stderr
		if err := child.Start(); err != nil {
			panic(err)
		}
		return stay(a.Hang)
	}
	if a.Leave != "" {
		child := exec.Command(os.Args[0], "child", a.Leave)
		if a.Session {
			newSession(child)
		}
		connected, err := child.StdoutPipe()
		if err != nil {
			panic(err)
		}
		if err := child.Start(); err != nil {
			panic(err)
		}
		_, _ = connected.Read(make([]byte, 1))
	}
	for a.Errors {
		if _, err := fmt.Fprintln(os.Stderr, strings.Repeat("x", 1<<16)); err != nil {
			return 1
		}
	}
	for a.Flood {
		if _, err := fmt.Println(strings.Repeat("x", 1<<16)); err != nil {
			return 1
		}
	}
	fmt.Fprint(os.Stderr, a.Err)
	if s.Args[len(s.Args)-1] == "--version" {
		fmt.Println(a.Version)
	} else {
		fmt.Println(a.Out)
	}
	return a.Exit
}

// stay returns when the test closes the connection.
func stay(address string) int {
	c, err := net.Dial("tcp", address)
	if err != nil {
		panic(err)
	}
	fmt.Println("connected")
	_, _ = io.Copy(io.Discard, c)
	return 0
}

// install sets the PATH to a folder that contains the fake yt-dlp only.
func install(t *testing.T, a act) (dir string) {
	t.Helper()
	dir = t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := copyFile(self, filepath.Join(dir, ytdlp.Program)); err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "act"), raw, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir)
	return dir
}

// copyFile makes a program available under another name. Windows lets few users make
// symbolic links.
func copyFile(from, to string) error {
	if runtime.GOOS != "windows" && os.Symlink(from, to) == nil {
		return nil
	}
	program, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, program, 0o700)
}

// calls returns how the fake yt-dlp in dir was called last.
func calls(t *testing.T, dir string) (s seen) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, "seen"))
	if err == nil {
		err = json.Unmarshal(raw, &s)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}
