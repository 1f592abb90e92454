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

// within returns what New says of a script, and fails when that takes over 12 seconds
// or 512 MiB.
func within(t *testing.T, script string) error {
	t.Helper()
	var before, peak runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	done := make(chan error, 1)
	start := time.Now()
	go func() {
		_, err := challenge.New([]byte(script))
		done <- err
	}()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	var most uint64
	for {
		select {
		case err := <-done:
			if took := time.Since(start); took > 12*time.Second && !underRace {
				t.Errorf("took %v", took)
			}
			if most > before.HeapAlloc+512<<20 {
				t.Errorf("took %d MiB", (most-before.HeapAlloc)>>20)
			}
			return err
		case <-tick.C:
			runtime.ReadMemStats(&peak)
			most = max(most, peak.HeapAlloc)
		}
	}
}

func TestHostileScripts(t *testing.T) {
	own := simulator.PlayerScript(simulator.ArgumentShape)
	with := func(statement string) string { return strings.Replace(own, "g.YC=", statement+";g.YC=", 1) }
	inside := func(statement string) string {
		return strings.Replace(own, "var Pq=function(a){", "var Pq=function(a){"+statement+";", 1)
	}
	for _, tt := range []struct {
		name, script string
		want         error
	}{
		{"nothing", "", challenge.ErrScript},
		{"no script", "<html>recaptcha</html>", challenge.ErrScript},
		{"no timestamp", strings.ReplaceAll(own, "signatureTimestamp", "x"), challenge.ErrScript},
		{"no shape", "var a={signatureTimestamp:20000}", challenge.ErrScript},
		{"no builder", strings.ReplaceAll(own, `"alr"`, `"lar"`), challenge.ErrScript},
		{"long", own + strings.Repeat(" ", challenge.MaxScript), challenge.ErrScript},
		{"nested", with("x=" + strings.Repeat("(", 1<<20)), challenge.ErrScript},
		{"nested in turns", with("x=" + strings.Repeat("[(", 1<<20)), challenge.ErrScript},
		{"chained", with("x=1" + strings.Repeat("+1", 1<<20)), challenge.ErrScript},
		{"unary", with("x=" + strings.Repeat("!", 1<<20) + "1"), challenge.ErrScript},
		{"conditions", with(strings.Repeat("if(1);else ", 1<<17)), challenge.ErrScript},
		{"ambiguous slash", with(`x={}/"/;` + strings.Repeat("(", 1<<20)), challenge.ErrScript},
		{"throws", with("x=nowhere.nothing"), challenge.ErrScript},
		{"deep calls", with("x=function f(){return f()+1}()"), challenge.ErrScript},
		{"deep calls inside", inside("(function f(){return f()+1})()"), challenge.ErrAnswer},
		{"many strings", with(`x=function(){for(var a=["x"];;)a.push(a[a.length-1]+a.length+"yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy")}()`), challenge.ErrMemory},
		{"doubled string", with(`x=function(){for(var s="x";;)s+=s}()`), challenge.ErrMemory},
		{"doubled string inside", inside(`for(var s="x";;)s+=s`), challenge.ErrMemory},
		{"repeated string", with(`x="x".repeat(1<<30)`), challenge.ErrScript},
		{"padded string", with(`x="x".padEnd(1<<30)`), challenge.ErrScript},
		{"joined", with(`x=function(){var a=[],s="x".repeat(1<<20);for(var i=0;i<1<<12;i++)a.push(s);return a.join("")}()`), challenge.ErrScript},
		{"arrays in arrays", with(`x=function(){for(var a=["x"],i=0;i<40;i++)a=[a,a];return String(a)}()`), challenge.ErrScript},
		{"big array", with(`x=new Array(1e9).fill(1)`), challenge.ErrScript},
		{"big buffer", with(`x=new ArrayBuffer(1<<30)`), challenge.ErrScript},
		{"big buffer by its constructor", with(`x=new (new Uint8Array(1).constructor)(1<<30)`), challenge.ErrScript},
		{"applied", with(`x=Math.max.apply(null,{length:1e9})`), challenge.ErrScript},
		{"big integer", with(`x=2n**(1n<<40n)`), challenge.ErrScript},
		{"replaced", with(`x="x".repeat(1<<20).replace(/x/g,"y".repeat(1<<20))`), challenge.ErrScript},
		{"no object", strings.Replace(own, "a[T[4]](b,encodeURIComponent(c)));return a}", "0);return 1}", 1), challenge.ErrAnswer},
		{"same n and signature", strings.Replace(own, "Pq(decodeURIComponent(c))", "''+nu", 1), challenge.ErrAnswer},
		{"signature grows", inside(`return a+"x"`), challenge.ErrAnswer},
		{"globals gone", with(`encodeURIComponent=decodeURIComponent=String=Object=Reflect=Array=null`), challenge.ErrAnswer},
		{"receiver gone", with(`__hiloFound=function(){}`), challenge.ErrScript},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := within(t, tt.script); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

// TestEndlessScripts takes ten seconds for each of two scripts, at the same time.
func TestEndlessScripts(t *testing.T) {
	if testing.Short() || underRace {
		t.Skip("takes ten seconds, and minutes under the race detector")
	}
	own := simulator.PlayerScript(simulator.CallShape)
	for name, script := range map[string]string{
		"while it runs": strings.Replace(own, "g.YC=", "for(;;);g.YC=", 1),
		"inside":        strings.Replace(own, "var Pq=function(a){", "var Pq=function(a){for(;;);", 1),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			_, err := challenge.New([]byte(script))
			if took := time.Since(start); took > 15*time.Second {
				t.Errorf("took %v", took)
			}
			if !errors.Is(err, challenge.ErrTimeout) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// FuzzNew checks that no script ends the process or takes long.
func FuzzNew(f *testing.F) {
	own := simulator.PlayerScript(simulator.ArgumentShape)
	f.Add(own)
	f.Add(simulator.PlayerScript(simulator.CallShape))
	f.Add("(function(){a=function(u){u.set(\"alr\",\"yes\")};sts:20000}).call(this)")
	f.Fuzz(func(t *testing.T, script string) {
		s, err := challenge.New([]byte(script))
		if (s == nil) == (err == nil) {
			t.Fatalf("got %v, %v", s, err)
		}
		if err != nil {
			return
		}
		if _, err := s.N("1qov8-KM-yH"); err == nil {
			if again, err := s.N("1qov8-KM-yH"); err != nil || again == "" {
				t.Errorf("got %q, %v", again, err)
			}
		}
		_, _ = s.Signature(right)
	})
}
