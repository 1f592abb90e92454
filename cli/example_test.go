package cli_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/hilo-app/hilo/cli"
)

// A command line is run as the shell would run it; -demo uses a simulated
// YouTube, so that no network is needed.
func ExampleRun() {
	dir, err := os.MkdirTemp("", "hilo")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	var out bytes.Buffer
	status := cli.Run(context.Background(), []string{"get", "-demo", "-dir", dir, "https://youtu.be/HiloDemo001"},
		cli.Streams{Out: &out, Err: os.Stderr}, cli.Build{Version: "0.1.0"})
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("exit status", status)
	for _, f := range files {
		fmt.Println(filepath.Base(f))
	}
	// Output:
	// exit status 0
	// A Morning in the Harbour.mp4
}
