package challenge_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/hilo-app/hilo/core/youtube/challenge"
)

// recordings is where recorded player scripts are, if they are there.
const recordings = "../../../../shared/recordings/players"

// recordedAnswers is an entry of expected.json: the answers to each challenge, or why
// there is none.
type recordedAnswers struct {
	N, Sig map[string]string
	Error  string
}

func recordedScripts(t testing.TB) map[string]recordedAnswers {
	t.Helper()
	doc, err := os.ReadFile(filepath.Join(recordings, "expected.json"))
	if err != nil {
		t.Skip("no recorded player scripts here")
	}
	var all map[string]recordedAnswers
	if err := json.Unmarshal(doc, &all); err != nil || len(all) == 0 {
		t.Fatalf("expected.json: %d scripts, %v", len(all), err)
	}
	return all
}

func recordedScript(t testing.TB, player string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(recordings, player+".js.gz"))
	if err != nil {
		t.Skip("no recorded player scripts here")
	}
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	script, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return script
}

func TestRecordedScripts(t *testing.T) {
	for player, want := range recordedScripts(t) {
		t.Run(player, func(t *testing.T) {
			s, err := challenge.New(recordedScript(t, player))
			if want.Error != "" {
				if !errors.Is(err, challenge.ErrScript) {
					t.Errorf("got %v", err)
				}
				t.Log(err)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if n := s.Timestamp(); n < 18000 || n > 30000 {
				t.Errorf("timestamp %d", n)
			}
			for in, want := range want.N {
				if got, err := s.N(in); got != want || err != nil {
					t.Errorf("n %s: got %s, %v; want %s", in, got, err, want)
				}
			}
			for in, want := range want.Sig {
				if got, err := s.Signature(in); got != want || err != nil {
					t.Errorf("signature: got %s, %v; want %s", got, err, want)
				}
			}
		})
	}
}
