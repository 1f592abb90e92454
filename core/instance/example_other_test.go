//go:build !windows

package instance_test

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/hilo-app/hilo/core/instance"
)

// An Example cannot be skipped, and Windows before 10 (1803) and Wine have no such sockets.
func Example() {
	dir, _ := os.MkdirTemp("", "hilo")
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "s")
	got := make(chan instance.Message, 1)
	first, err := instance.Listen(path, func(m instance.Message) bool { got <- m; return true })
	if err != nil {
		fmt.Println(err)
		return
	}
	defer first.Close()

	// A second start:
	if err := instance.Send(path, instance.Message{Add: "https://youtu.be/HiloDemo001"}); err == nil {
		fmt.Println((<-got).Add)
	}
	// Output: https://youtu.be/HiloDemo001
}
