package simulator_test

import (
	"crypto/x509"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// TestOnline checks the page that tells a program whether it is online, and the
// time.
func TestOnline(t *testing.T) {
	server := simulator.NewServer()
	defer server.Close()
	now := time.Date(2026, 11, 20, 8, 30, 0, 0, time.UTC)
	server.Clock = func() time.Time { return now }
	res, err := server.Client().Get("https://www.youtube.com/generate_204")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if date, err := http.ParseTime(res.Header.Get("Date")); res.StatusCode != 204 || err != nil || !date.Equal(now) {
		t.Errorf("status %d, date %q", res.StatusCode, res.Header.Get("Date"))
	}
}

func TestCertificateDates(t *testing.T) {
	server := simulator.NewServer()
	defer server.Close()
	for _, tt := range []struct {
		from, to time.Duration // from now
		ok       bool
	}{{-2 * time.Hour, -time.Hour, false}, {time.Hour, 2 * time.Hour, false}, {-time.Hour, time.Hour, true}} {
		server.SetCertificateDates(time.Now().Add(tt.from), time.Now().Add(tt.to))
		res, err := server.Client().Get("https://www.youtube.com/generate_204")
		var invalid x509.CertificateInvalidError
		if refused := errors.As(err, &invalid) && invalid.Reason == x509.Expired; refused == tt.ok || (err == nil) != tt.ok {
			t.Errorf("from %s to %s: %v", tt.from, tt.to, err)
		}
		if err == nil {
			res.Body.Close()
		}
	}
}
