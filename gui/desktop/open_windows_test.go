package desktop_test

import (
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/windows/registry"

	"github.com/hilo-app/hilo/gui/desktop"
)

// toFile is where the test binary, when Open starts it, writes what it was asked
// to open.
const toFile = "HILO_TEST_OPENED"

func TestMain(m *testing.M) {
	if to := os.Getenv(toFile); to != "" && len(os.Args) == 3 && os.Args[1] == "open" {
		if err := os.WriteFile(to+".new", []byte(os.Args[2]), 0o600); err != nil {
			os.Exit(1)
		}
		if os.Rename(to+".new", to) != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// Open starts the program that the system has for a file, whatever letters the
// name has. The test registers its own binary for a kind of file that nobody has.
func TestOpen(t *testing.T) {
	const extension, class = ".hilo-test-of-open", "hilo-test-of-open"
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	register(t, registry.CURRENT_USER, extension, class, `"`+self+`" open "%1"`)
	if !has(registry.CLASSES_ROOT, extension) { // Wine looks only there
		register(t, registry.LOCAL_MACHINE, extension, class, `"`+self+`" open "%1"`)
	}
	noURL := func(u *url.URL) error { t.Errorf("%s was opened as an address", u); return nil }
	for _, name := range []string{"plain", "día", "música 東京 🎵", "Привет #1 100% & more"} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			file, opened := filepath.Join(dir, name+extension), filepath.Join(dir, "opened")
			if err := os.WriteFile(file, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			t.Setenv(toFile, opened)
			if err := desktop.Open(file, noURL); err != nil {
				t.Fatal(err)
			}
			var got []byte
			for start := time.Now(); got == nil && time.Since(start) < 30*time.Second; time.Sleep(20 * time.Millisecond) {
				got, _ = os.ReadFile(opened)
			}
			if string(got) != file {
				t.Errorf("%q was opened, not %q", got, file)
			}
		})
	}
}

// register makes a command the one that opens files of an extension, until the test
// ends.
func register(t *testing.T, root registry.Key, extension, class, command string) {
	t.Helper()
	for key, value := range map[string]string{extension: class, class + `\shell\open\command`: command} {
		k, _, err := registry.CreateKey(root, `Software\Classes\`+key, registry.SET_VALUE)
		if err == nil {
			err = errors.Join(k.SetStringValue("", value), k.Close())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		for _, key := range []string{extension, class + `\shell\open\command`, class + `\shell\open`, class + `\shell`, class} {
			if err := registry.DeleteKey(root, `Software\Classes\`+key); err != nil {
				t.Error(err)
			}
		}
	})
}

func has(root registry.Key, key string) bool {
	k, err := registry.OpenKey(root, key, registry.QUERY_VALUE)
	if err == nil {
		k.Close()
	}
	return err == nil
}

// A file that is not there is an error.
func TestOpenNothing(t *testing.T) {
	if err := desktop.Open(filepath.Join(t.TempDir(), "no.mp4"), nil); err == nil {
		t.Error("opened")
	}
}
