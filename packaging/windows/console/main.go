// Command console is hilo.com, by which a person in a console uses hilo.exe. For
// "hilo get" the command line takes hilo.com, because PATHEXT lists .com before .exe;
// the Start menu and links take hilo.exe.
//
// The command line does not wait for hilo.exe, which is built without a console so
// that no black window appears beside Hilo's. hilo.com starts the hilo.exe beside it
// with the same arguments and streams, waits, and ends with its status.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
)

func main() { os.Exit(run("hilo.exe")) }

// exitNotStarted is the exit status when the program cannot be started.
const exitNotStarted = 1

// run starts the program of this name beside this one and returns its status.
func run(name string) int {
	// Ctrl+C reaches every program of the console: hilo.exe decides what to do.
	signal.Notify(make(chan os.Signal, 1), os.Interrupt, syscall.SIGTERM)
	self, err := os.Executable()
	if err != nil {
		fmt.Fprintf(os.Stderr, "hilo: %v\n", err)
		return exitNotStarted
	}
	hilo := exec.Command(filepath.Join(filepath.Dir(self), name), os.Args[1:]...)
	hilo.Stdin, hilo.Stdout, hilo.Stderr = os.Stdin, os.Stdout, os.Stderr
	err = hilo.Run()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		fmt.Fprintf(os.Stderr, "hilo: %v\n", err)
		return exitNotStarted
	}
	return hilo.ProcessState.ExitCode()
}
