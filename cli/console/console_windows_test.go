package console_test

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"golang.org/x/sys/windows"

	"github.com/hilo-app/hilo/cli/console"
)

var (
	kernel32        = windows.NewLazySystemDLL("kernel32.dll")
	allocConsole    = kernel32.NewProc("AllocConsole")
	freeConsole     = kernel32.NewProc("FreeConsole")
	readConsoleText = kernel32.NewProc("ReadConsoleOutputCharacterW")
)

// childOf marks a process that is started as Hilo is: without a console.
const childOf = "HILO_CONSOLE_TEST"

func TestMain(m *testing.M) {
	if os.Getenv(childOf) == "" {
		os.Exit(m.Run())
	}
	console.Use(func() {})
	_, err1 := fmt.Fprintln(os.Stdout, "said é")
	_, err2 := fmt.Fprintln(os.Stderr, "an error")
	if err1 != nil || err2 != nil {
		os.Exit(1)
	}
	os.Exit(0)
}

// detached starts the program without a console of its own.
var detached = &syscall.SysProcAttr{CreationFlags: windows.DETACHED_PROCESS}

// openConsole gives this process a console and returns what reads its first two lines.
func openConsole(t *testing.T) func() string {
	t.Helper()
	_, _, _ = freeConsole.Call()
	if ok, _, err := allocConsole.Call(); ok == 0 {
		t.Skip("no console: ", err)
	}
	t.Cleanup(func() { _, _, _ = freeConsole.Call() })
	screen, err := os.OpenFile("CONOUT$", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = screen.Close() })
	return func() string {
		var info windows.ConsoleScreenBufferInfo
		if err := windows.GetConsoleScreenBufferInfo(windows.Handle(screen.Fd()), &info); err != nil {
			t.Fatal(err)
		}
		text := make([]uint16, 2*int(info.Size.X))
		var n uint32
		if ok, _, err := readConsoleText.Call(screen.Fd(), uintptr(unsafe.Pointer(&text[0])), uintptr(len(text)), 0, uintptr(unsafe.Pointer(&n))); ok == 0 {
			t.Fatal(err)
		}
		return strings.Join(strings.Fields(windows.UTF16ToString(text[:n])), " ")
	}
}

// What is written without redirection is on the console of the program that started it.
func TestConsole(t *testing.T) {
	shown := openConsole(t)
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p, err := os.StartProcess(program, []string{program}, &os.ProcAttr{
		Env: append(os.Environ(), childOf+"=1"), Sys: detached,
		Files: []*os.File{nil, nil, nil}, // as the shell of Windows starts a program without a console
	})
	if err != nil {
		t.Fatal(err)
	}
	if state, err := p.Wait(); err != nil || !state.Success() {
		t.Errorf("%v, %v", state, err)
	}
	if got := shown(); got != "said é an error" {
		t.Errorf("the console shows %q", got)
	}
}

// What is redirected arrives there, and not on the console.
func TestPipe(t *testing.T) {
	shown := openConsole(t)
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), childOf+"=1")
	cmd.SysProcAttr = detached
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = io.Discard
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(out)
	if string(data) != "said é\n" || err != nil {
		t.Errorf("the pipe has %q, %v", data, err)
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
	if got := shown(); got != "" {
		t.Errorf("the console shows %q", got)
	}
}
