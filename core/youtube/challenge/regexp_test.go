package challenge_test

import (
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube/challenge"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// TestEndlessRegexps checks that a regular expression that backtracks for longer
// than anybody waits is an error, and that its goroutine ends.
func TestEndlessRegexps(t *testing.T) {
	old := challenge.MaxTime()
	challenge.SetMaxTime(time.Second)
	t.Cleanup(func() { challenge.SetMaxTime(old) })
	// The lookahead is what Go's own expressions, which do not backtrack, lack.
	const endless = `/^(a+)+$(?!b)/.test("a".repeat(60)+"!")`
	// Each match takes long, but not so long that it is ended by itself.
	const many = `"%s".replace(/((a+)+(?!b)c|!)/g,"")`
	for name, statement := range map[string]string{
		"one match":     "x=" + endless,
		"again":         "x=function(){for(;;)try{" + endless + "}catch(e){}}()",
		"many matches":  "x=" + strings.Replace(many, "%s", strings.Repeat(strings.Repeat("a", 20)+"!", 200), 1),
		"split":         `x="` + strings.Repeat(strings.Repeat("a", 20)+"!", 200) + `".split(/((a+)+(?!b)c|!)/)`,
		"without limit": `x=new RegExp("(x{30}){30}y{60}".repeat(40)+"z").test("x".repeat(1<<20))`,
	} {
		t.Run(name, func(t *testing.T) {
			before := runtime.NumGoroutine()
			script := strings.Replace(simulator.PlayerScript(simulator.ArgumentShape), "g.YC=", statement+";g.YC=", 1)
			_, err := challenge.New([]byte(script))
			if !errors.Is(err, challenge.ErrTimeout) && !errors.Is(err, challenge.ErrScript) {
				t.Errorf("got %v", err)
			}
			deadline := time.Now().Add(20 * time.Second)
			for runtime.NumGoroutine() > before && time.Now().Before(deadline) {
				time.Sleep(10 * time.Millisecond)
			}
			if n := runtime.NumGoroutine(); n > before {
				stacks := make([]byte, 64<<10)
				t.Errorf("%d goroutines before, %d after:\n%s", before, n, stacks[:runtime.Stack(stacks, true)])
			}
		})
	}
}
