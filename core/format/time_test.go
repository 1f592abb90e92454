package format_test

import (
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/format"
)

func TestParseTime(t *testing.T) {
	for in, want := range map[string]time.Duration{
		"0":            0,
		"90":           90 * time.Second,
		"1:30":         90 * time.Second,
		"01:05":        65 * time.Second,
		"1:02:03.5":    time.Hour + 2*time.Minute + 3500*time.Millisecond,
		"1:02:03,25":   time.Hour + 2*time.Minute + 3250*time.Millisecond,
		"90:00":        90 * time.Minute,
		"5.":           5 * time.Second,
		".5":           500 * time.Millisecond,
		"1:2:3:4":      -1,
		"":             -1,
		"1:":           -1,
		":30":          -1,
		"1:99":         -1,
		"-1:30":        -1,
		"+5":           -1,
		"1e9":          -1,
		"1.5:30":       -1,
		"1.2.3":        -1,
		"1:3x":         -1,
		"0x10":         -1,
		"١:٣٠":         -1,
		"99999999":     -1,
		"111111111111": -1,
	} {
		got, ok := format.ParseTime(in)
		if ok != (want >= 0) || ok && got != want {
			t.Errorf("ParseTime(%q) = %v, %v", in, got, ok)
		}
	}
}
