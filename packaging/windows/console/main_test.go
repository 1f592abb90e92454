package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// pretend makes the test binary the program that is started.
const pretend = "HILO_TEST_PRETEND"

func TestMain(m *testing.M) {
	if os.Getenv(pretend) != "" {
		fmt.Printf("%q", os.Args[1:])
		os.Exit(7)
	}
	os.Exit(m.Run())
}

// The program gets the arguments and the streams, and its status is returned.
func TestRun(t *testing.T) {
	t.Setenv(pretend, "1")
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	args, stdout := os.Args, os.Stdout
	defer func() { os.Args, os.Stdout = args, stdout }()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	os.Args, os.Stdout = []string{"hilo", "get", `a "b" c`, "día"}, out
	if status := run(filepath.Base(self)); status != 7 {
		t.Errorf("status %d, want 7", status)
	}
	if got, err := os.ReadFile(out.Name()); err != nil || string(got) != `["get" "a \"b\" c" "día"]` {
		t.Errorf("it printed %s, %v", got, err)
	}
	if status := run("not-there.exe"); status != exitNotStarted {
		t.Errorf("status %d without a program", status)
	}
}
