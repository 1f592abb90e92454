package desktop_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"

	"github.com/hilo-app/hilo/gui/desktop"
)

// TestRevealWithoutDesktop holds that the caller learns that no file manager could
// be asked, so that it opens the folder by other means.
func TestRevealWithoutDesktop(t *testing.T) {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		t.Skip("there is always a file manager here")
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+t.TempDir()+"/none")
	if err := desktop.Reveal(context.Background(), "/x"); err == nil {
		t.Error("a file was shown on a desktop that is not there")
	}
}

func ExampleFileURL() {
	fmt.Println(desktop.FileURL("/home/ana/Downloads/Hilo de Luna.mp4"))
	// Output: file:///home/ana/Downloads/Hilo%20de%20Luna.mp4
}
