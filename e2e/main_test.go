package e2e

import (
	"os"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// soaking says that everything is to be run, however long it takes.
var soaking = os.Getenv("HILO_SOAK") != ""

// deadline bounds every wait of a test by the real clock.
const deadline = 2 * time.Minute

func TestMain(m *testing.M) {
	if task, ok := os.LookupEnv(asChild); ok {
		os.Exit(child(task))
	}
	code := m.Run()
	if code == 0 {
		if err := goleak.Find(); err != nil {
			os.Stderr.WriteString("e2e: " + err.Error() + "\n")
			code = 1
		}
	}
	if code == 0 && soaking {
		if err := writeTable("../docs/faults.md"); err != nil {
			os.Stderr.WriteString("e2e: " + err.Error() + "\n")
			code = 1
		}
	}
	os.Exit(code)
}
