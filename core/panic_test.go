package core_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/store"
)

// panickyHandler panics at the first warning, which a download logs about a
// partial file that it cannot continue. It keeps the rest.
type panickyHandler struct {
	slog.Handler
	panicked *sync.Once
}

func (h panickyHandler) Handle(ctx context.Context, r slog.Record) error {
	if r.Level == slog.LevelWarn {
		h.panicked.Do(func() { panic("a mistake in Hilo") })
	}
	return h.Handler.Handle(ctx, r)
}

// A panic in a download is a problem of that download: the others continue, it is
// not started again by itself, neither now nor at the next start, and the user
// can retry it.
func TestPanicEndsOneDownload(t *testing.T) {
	b := newHarness(t)
	b.store = filepath.Join(t.TempDir(), "hilo.db")
	b.site.Add(video("aaaaaaaaaaa", "Panics"))
	b.site.Add(video("bbbbbbbbbbb", "Continues"))
	part := filepath.Join(b.dir, ".hilo-aaaaaaaaaaa-137+140.mp4.part")
	for _, name := range []string{part, part + ".journal"} {
		if err := os.WriteFile(name, []byte("noise"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var log bytes.Buffer
	b.open(func(c *core.Config) {
		c.Parallel = 1
		c.Logger = slog.New(panickyHandler{slog.NewTextHandler(&log, nil), &sync.Once{}})
	})
	ids := b.add("aaaaaaaaaaa", "bbbbbbbbbbb")
	check := func(s core.Status) {
		t.Helper()
		if s.State != core.Failed || s.Problem == nil || s.Problem.Class != core.Unknown {
			t.Fatalf("status %+v, problem %v", s, s.Problem)
		}
		for what, text := range map[string]string{"details": s.Problem.Err.Error(), "report": core.Report(s, "1.2.3")} {
			for _, want := range []string{"panic: a mistake in Hilo", "core/download"} {
				if !strings.Contains(text, want) {
					t.Errorf("%s lacks %q: %s", what, want, text)
				}
			}
		}
	}
	check(b.awaitState(ids[0], core.Failed))
	b.awaitState(ids[1], core.Done)
	b.close()
	if !strings.Contains(log.String(), "a mistake in Hilo") || !strings.Contains(log.String(), "core/download") {
		t.Errorf("the log lacks the panic: %s", log.String())
	}

	b.open(nil)
	b.await("the queue", func() bool { return len(b.last) == 2 })
	check(b.last[ids[0]])
	b.m.Retry(ids[0])
	b.awaitState(ids[0], core.Done)
	b.wantFiles("Continues.mp4", "Panics.mp4")
}

// A download that was active in two crashes of the process fails at the start. In
// the first one it may have been active by chance, and a kill is no crash.
func TestDownloadOfTwoCrashesFails(t *testing.T) {
	b := newHarness(t)
	b.store = filepath.Join(t.TempDir(), "hilo.db")
	b.site.Add(video("aaaaaaaaaaa", "Active"))
	b.site.Add(video("bbbbbbbbbbb", "Waits"))
	b.site.SetPace(1) // the downloads do not end
	b.open(func(c *core.Config) { c.Parallel = 1 })
	ids := b.add("aaaaaaaaaaa", "bbbbbbbbbbb")
	b.close()
	start := func(crashed bool) core.Status {
		t.Helper()
		setStored(t, b.store, ids[0], "Status", "State", "downloading")
		b.open(func(c *core.Config) { c.Parallel, c.Crashed = 1, crashed })
		defer b.close()
		all := b.list()
		if len(all) != 2 || all[1].ID != ids[1] || all[1].State == core.Failed {
			t.Fatalf("queue %+v", all)
		}
		return all[0]
	}
	for _, crashed := range []bool{false, false, false, true, false} {
		if s := start(crashed); s.State == core.Failed {
			t.Fatalf("failed: %v", s.Problem)
		}
	}
	s := start(true)
	if s.State != core.Failed || s.Problem.Class != core.Unknown || !strings.Contains(s.Problem.Err.Error(), "crashes") {
		t.Fatalf("status %+v, problem %v", s, s.Problem)
	}

	b.site.SetPace(0)
	b.open(nil)
	b.awaitState(ids[1], core.Done)
	if got := b.last[ids[0]]; got.State != core.Failed || got.Problem.Err == nil {
		t.Errorf("after another start %+v", got)
	}
	b.m.Retry(ids[0])
	b.awaitState(ids[0], core.Done)
}

// setStored changes a field of the stored record of a download.
func setStored(t *testing.T, path string, id core.ID, object, field string, value any) {
	t.Helper()
	s, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	found := map[string]any{}
	if err := s.All("queue", func(key string, data []byte) {
		if key == string(id) {
			err = json.Unmarshal(data, &found)
		}
	}); err != nil {
		t.Fatal(err)
	}
	if err != nil || found[object] == nil {
		t.Fatalf("stored %v, %v", found, err)
	}
	found[object].(map[string]any)[field] = value
	if err := s.Apply(store.Change{Bucket: "queue", Key: string(id), Value: found}); err != nil {
		t.Fatal(err)
	}
}
