// Command faulttable makes docs/faults.md of what the end-to-end tests report:
//
//	HILO_E2E_LONG=1 go test -json ./e2e | go run ./tools/faulttable docs/faults.md
//
// It reads the attributes that package e2e describes. When a test failed, it
// prints what that test printed and leaves the page as it was.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go test -json ./e2e | faulttable PAGE")
		os.Exit(2)
	}
	if err := run(os.Stdin, os.Args[1], os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "faulttable:", err)
		os.Exit(1)
	}
}

// run reads the output of go test -json and writes the page. Progress and the
// output of failed tests go to log.
func run(in io.Reader, page string, log io.Writer) error {
	r, err := readResults(in, log)
	if err != nil {
		return err
	}
	if r.failed {
		return errors.New("tests failed")
	}
	if !r.passed {
		return errors.New("the tests did not end")
	}
	if len(r.rows) == 0 {
		return errors.New("no test reported a fault")
	}
	return os.WriteFile(page, r.page(), 0o644)
}
