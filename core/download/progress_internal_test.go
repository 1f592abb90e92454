package download

import (
	"errors"
	"math"
	"path/filepath"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/problem"
)

func TestEnoughSpace(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "not", "there", "yet")
	if err := enoughSpace(dir, 0); err != nil {
		t.Errorf("nothing needs space: %v", err)
	}
	var p *problem.Problem
	if err := enoughSpace(dir, math.MaxInt64/2); !errors.As(err, &p) || p.Class != problem.DiskFull {
		t.Errorf("space for exabytes: %v", err)
	}
}

func TestMeter(t *testing.T) {
	start := time.Now()
	m := newMeter(1000, start)
	if got := m.add(5000, start.Add(100*time.Millisecond)); got != 0 {
		t.Errorf("speed %d after a moment", got)
	}
	for i := 2; i <= 100; i++ { // ten seconds of 10,000 bytes a second
		m.add(1000+int64(i)*1000, start.Add(time.Duration(i)*100*time.Millisecond))
	}
	if got := m.add(102_000, start.Add(10100*time.Millisecond)); got < 9900 || got > 10100 {
		t.Errorf("steady speed %d, want 10000", got)
	}
	for i := 1; i <= 31; i++ { // then nothing: forgotten after three seconds
		m.add(102_000, start.Add(10100*time.Millisecond+time.Duration(i)*100*time.Millisecond))
	}
	if got := m.add(102_000, start.Add(13300*time.Millisecond)); got != 0 {
		t.Errorf("speed %d after three quiet seconds", got)
	}
	if n := len(m.samples); n > 40 {
		t.Errorf("%d samples are kept", n)
	}
}
