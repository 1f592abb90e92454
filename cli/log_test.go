package cli_test

import (
	"bytes"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/cli"
)

const maxLog = 1 << 20

func openLog(t *testing.T, dir string) *slog.Logger {
	t.Helper()
	log, closer, err := cli.OpenLog(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := closer.Close(); err != nil {
			t.Error(err)
		}
	})
	return log
}

// size returns the size of a file, -1 if there is none.
func size(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return -1
	}
	return info.Size()
}

// A log that grows while Hilo runs stays within two files of bounded size, and the
// newest records are in them.
func TestLogIsRotatedWhileRunning(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "hilo.log")
	log := openLog(t, dir)
	long := strings.Repeat("x", 1000)
	for i := range 5000 {
		log.Info(long, "record", i)
	}
	for _, p := range []string{path, path + ".1"} {
		if n := size(p); n <= 0 || n > maxLog {
			t.Errorf("%s has %d bytes", p, n)
		}
	}
	old, err := os.ReadFile(path + ".1")
	if err != nil {
		t.Fatal(err)
	}
	now, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(string(now), "record=4999\n") || bytes.Contains(now, []byte("record=0\n")) || len(old) < maxLog/2 {
		t.Errorf("hilo.log ends with %q; hilo.log.1 has %d bytes", now[len(now)-20:], len(old))
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 2 {
		t.Errorf("files %v, %v", entries, err)
	}
}

// Of two processes that write to one log, the one that renames it later does not
// replace what the first one has renamed.
func TestLogOfTwoProcesses(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("nobody renames a file here that another process has open; the log grows instead")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "hilo.log")
	a, b := openLog(t, dir), openLog(t, dir)
	fill := strings.Repeat("x", 600_000)
	a.Info("of a " + fill)
	b.Info("of b " + fill) // fits, as b knows nothing of a's record
	a.Info("renames " + fill)
	b.Info("finds a new one " + fill)
	old, err := os.ReadFile(path + ".1")
	if err != nil {
		t.Fatal(err)
	}
	now, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"of a ", "of b "} {
		if !bytes.Contains(old, []byte(want)) {
			t.Errorf("hilo.log.1 lacks %q", want)
		}
	}
	for _, want := range []string{"renames ", "finds a new one "} {
		if !bytes.Contains(now, []byte(want)) {
			t.Errorf("hilo.log lacks %q", want)
		}
	}
}

func TestLogThatIsFullAtTheStart(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "hilo.log")
	if err := os.WriteFile(path, make([]byte, 3*maxLog), 0o600); err != nil {
		t.Fatal(err)
	}
	openLog(t, dir).Info("new")
	if now, old := size(path), size(path+".1"); now > 200 || old != 3*maxLog {
		t.Errorf("hilo.log has %d bytes, hilo.log.1 %d", now, old)
	}
}

// crashEnv makes TestCrashIsCaught crash in this folder.
const crashEnv = "HILO_TEST_CRASH"

// A crash is in crash.txt, the next process learns of it once, and the files stay
// bounded.
func TestCrashIsCaught(t *testing.T) {
	if dir := os.Getenv(crashEnv); dir != "" {
		cli.CatchCrash(dir)
		done := make(chan struct{})
		go func() { defer close(done); panic("a mistake in Hilo") }()
		<-done
		select {} // the panic ends the process
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "crash.txt")
	crash := func() {
		t.Helper()
		c := exec.Command(os.Args[0], "-test.run=^TestCrashIsCaught$")
		c.Env = append(os.Environ(), crashEnv+"="+dir)
		if out, err := c.CombinedOutput(); err == nil {
			t.Fatalf("did not crash: %s", out)
		}
		if text, err := os.ReadFile(path); err != nil || !bytes.Contains(text, []byte("panic: a mistake in Hilo")) {
			t.Fatalf("crash.txt: %v: %s", err, text)
		}
	}
	crash()
	one := size(path)
	crash()
	if now, old := size(path), size(path+".1"); now > 2*one || old != one {
		t.Errorf("crash.txt has %d bytes, crash.txt.1 %d, and the first crash had %d", now, old, one)
	}

	defer debug.SetCrashOutput(nil, debug.CrashOptions{})
	if !cli.CatchCrash(dir) {
		t.Error("the crash was not noticed")
	}
	if cli.CatchCrash(dir) {
		t.Error("the crash was noticed twice")
	}
	_ = debug.SetCrashOutput(nil, debug.CrashOptions{}) // as if it were another process that wrote
	if err := os.WriteFile(path, make([]byte, 3*maxLog), 0o600); err != nil {
		t.Fatal(err)
	}
	if !cli.CatchCrash(dir) || size(path) != 0 || size(path+".1") != maxLog {
		t.Errorf("crash.txt has %d bytes, crash.txt.1 %d", size(path), size(path+".1"))
	}
}

// A data folder that is a symbolic link is the folder it points to.
func TestDataFolderThatIsALink(t *testing.T) {
	target := t.TempDir()
	link := filepath.Join(t.TempDir(), "data")
	if err := os.Symlink(target, link); err != nil {
		t.Skipf("no symbolic links: %v", err)
	}
	folders, err := cli.OpenFolders(link)
	if err != nil {
		t.Fatal(err)
	}
	openLog(t, folders.State).Info("here")
	if size(filepath.Join(target, "hilo.log")) <= 0 {
		t.Error("the log is not in the folder that the link points to")
	}
}
