package e2e

import (
	"os"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// long selects the long form of the tests, some 20 minutes.
var long = os.Getenv("HILO_E2E_LONG") != ""

// deadline bounds every wait by the real clock.
const deadline = 2 * time.Minute

func TestMain(m *testing.M) {
	if task, ok := os.LookupEnv(childEnv); ok {
		os.Exit(runChild(task))
	}
	goleak.VerifyTestMain(m)
}
