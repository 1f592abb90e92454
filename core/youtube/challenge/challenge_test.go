package challenge_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/hilo-app/hilo/core/youtube/challenge"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

func Example() {
	solver, err := challenge.New([]byte(simulator.PlayerScript(simulator.ArgumentShape)))
	if err != nil {
		fmt.Println(err)
		return
	}
	signature, err := solver.Signature("0123456789abcdefghijklmnopqrstuvwxyz")
	fmt.Println(signature, err)
	n, err := solver.N("ZdZIqFPQK-Ty8wId")
	fmt.Println(n, err)
	fmt.Println(solver.Timestamp())
	// Output:
	// 7123456089abcdefghijklmnopxrstuvwq <nil>
	// 89ireVktwsfBcqrk <nil>
	// 20419
}

// right is a signature in the form of YouTube's.
const right = "AJfQdSswRQIhAMy3Pl0LmZkWLc7M0JA6Q_JFcUmMZoXjEia5ranppiCCAiACZ7ewYOadQuGb0VZsHNgbfSI-dDwYfdI-_01EeDGNuw=="

func TestOwnScripts(t *testing.T) {
	for _, shape := range []simulator.PlayerShape{simulator.ArgumentShape, simulator.CallShape} {
		s, err := challenge.New([]byte(simulator.PlayerScript(shape)))
		if err != nil {
			t.Fatal(err)
		}
		for _, sig := range []string{right, right[:90], "abcdefghijkl"} {
			if got, err := s.Signature(simulator.ScrambleSignature(sig)); got != sig || err != nil {
				t.Errorf("got %q, %v; want %q", got, err, sig)
			}
		}
		for _, n := range []string{"uNNGPvVLcgjBKpowen", "1qov8-KM-yH"} {
			if got, err := s.N(n); got != simulator.ChangeN(n) || err != nil {
				t.Errorf("got %q, %v; want %q", got, err, simulator.ChangeN(n))
			}
		}
		if got := s.Timestamp(); got != simulator.PlayerTimestamp {
			t.Errorf("timestamp %d", got)
		}
		if got, err := s.N("not*base64"); !errors.Is(err, challenge.ErrAnswer) { // the script returns its input with a prefix
			t.Errorf("got %q, %v", got, err)
		}
		for _, bad := range []string{"", "a b", "a\nb", "ü", strings.Repeat("a", 5000)} {
			if _, err := s.N(bad); !errors.Is(err, challenge.ErrInput) {
				t.Errorf("n %.20q: %v", bad, err)
			}
			if _, err := s.Signature(bad); !errors.Is(err, challenge.ErrInput) {
				t.Errorf("signature %.20q: %v", bad, err)
			}
		}
	}
}

func TestManyAtOnce(t *testing.T) {
	s, err := challenge.New([]byte(simulator.PlayerScript(simulator.CallShape)))
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			n := fmt.Sprintf("uNNGPvVLcgjBKpow%d", i%3)
			if got, err := s.N(n); got != simulator.ChangeN(n) || err != nil {
				t.Errorf("got %q, %v", got, err)
			}
			sig := right[:90+i]
			if got, err := s.Signature(simulator.ScrambleSignature(sig)); got != sig || err != nil {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
	wg.Wait()
}

// TestHints checks that other hints find what a changed script contains.
func TestHints(t *testing.T) {
	script := strings.ReplaceAll(simulator.PlayerScript(simulator.ArgumentShape), `"alr","yes"`, `"rla","sey"`)
	script = strings.ReplaceAll(script, "g.k.Ge=", "g.k.before=function(){throw 1};g.k.Ge=")
	if _, err := challenge.New([]byte(script)); !errors.Is(err, challenge.ErrScript) {
		t.Fatalf("got %v", err)
	}
	h := challenge.DefaultHints()
	h.Key, h.Value, h.Skip = "rla", "sey", append(h.Skip, "before")
	s, err := challenge.NewWithHints([]byte(script), h)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := s.N("1qov8-KM-yH"); got != simulator.ChangeN("1qov8-KM-yH") || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
	for _, bad := range []challenge.Hints{
		{}, {Key: "a b", Value: "yes"}, {Key: "alr", Value: ""}, {Key: "alr", Value: "yes", Skip: []string{""}},
		{Key: "alr", Value: "yes", Skip: make([]string, 33)},
	} {
		if _, err := challenge.NewWithHints([]byte(script), bad); !errors.Is(err, challenge.ErrScript) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

// TestCandidates checks scripts in which several functions look like the one that
// builds addresses.
func TestCandidates(t *testing.T) {
	add := func(statement string) []byte {
		return []byte(strings.Replace(simulator.PlayerScript(simulator.ArgumentShape), "g.YC=", statement+";g.YC=", 1))
	}
	for _, good := range []string{
		`g.same=function(a,b,c){a=Xb(a,b,c);a.set("alr","yes");return a}`,
		`g.throws=function(a){a.set("alr","yes")}`,
		`var other=function(a,b,c){a=Xb(a,b,c);a.set("alr","yes");return a}`,
		`let arrow=(a,b,c)=>{a=Xb(a,b,c);a.set("alr","yes");return a}`,
	} {
		s, err := challenge.New(add(good))
		if err != nil {
			t.Fatalf("%s: %v", good, err)
		}
		if got, err := s.N("1qov8-KM-yH"); got != simulator.ChangeN("1qov8-KM-yH") || err != nil {
			t.Errorf("%s: got %q, %v", good, got, err)
		}
	}
	differs := add(`g.differs=function(a,b,c){a=Xb(a,b,c);a.set("alr","yes");c&&a.set("s",c);return a}`)
	if _, err := challenge.New(differs); !errors.Is(err, challenge.ErrAnswer) {
		t.Errorf("functions that differ: %v", err)
	}
}

func TestValidSignature(t *testing.T) {
	if !challenge.ValidSignature(right) || !challenge.ValidSignature(strings.TrimRight(right, "=")) ||
		!challenge.ValidSignature(strings.ReplaceAll(right, "=", "%3D")) {
		t.Error("a right signature is refused")
	}
	raw, err := base64.URLEncoding.DecodeString(right)
	if err != nil {
		t.Fatal(err)
	}
	changed := func(at int, b byte) string {
		c := append([]byte(nil), raw...)
		c[at] = b
		return base64.URLEncoding.EncodeToString(c)
	}
	for name, s := range map[string]string{
		"scrambled": simulator.ScrambleSignature(right), "nothing": "", "short": right[:8], "cut": right[:96],
		"longer": base64.URLEncoding.EncodeToString(append(raw, 0)), "no base64": "*" + right[1:],
		"no sequence": changed(5, 0x31), "length": changed(6, 0x44), "no integer": changed(7, 3), "negative": changed(10, 0x70),
		"indefinite": changed(6, 0x80),
	} {
		if challenge.ValidSignature(s) {
			t.Errorf("%s: accepted", name)
		}
	}
}
