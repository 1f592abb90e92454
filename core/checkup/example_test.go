package checkup_test

import (
	"context"
	"fmt"

	"github.com/hilo-app/hilo/core/checkup"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// The simulator stands in for YouTube, which asks for a captcha here.
func ExampleRun() {
	server := simulator.NewServer()
	defer server.Close()
	server.Inject(simulator.Fault{Kind: simulator.Captcha, On: simulator.OnPage})

	config := checkup.Config{Transport: server.Transport(), Addresses: server.Addresses, LookupHost: server.LookupHost}
	verdict := checkup.Run(context.Background(), config, func(s checkup.Step) {
		if s.State != checkup.Running {
			fmt.Println(s.Name, s.State)
		}
	})
	fmt.Println("verdict:", verdict.Class, "at", verdict.Step, "works:", verdict.Works())
	// Output:
	// network ok
	// dns ok
	// youtube failed
	// clock skipped
	// proxy skipped
	// lookup skipped
	// media skipped
	// folder skipped
	// space skipped
	// version skipped
	// ytdlp skipped
	// verdict: bot-check at youtube works: false
}
