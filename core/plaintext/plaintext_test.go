package plaintext_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/hilo-app/hilo/core/plaintext"
)

func ExampleTruncate() {
	fmt.Println(plaintext.Truncate("naïve", 3)) // ï has two bytes
	fmt.Println(plaintext.Truncate("naïve", 4))
	fmt.Println(plaintext.Truncate("naïve", 100))
	// Output:
	// na
	// naï
	// naïve
}

func ExampleIsToken() {
	fmt.Println(plaintext.IsToken("dQw4w9WgXcQ"), plaintext.IsToken("dQw4w9WgXcQ&list=x"))
	// Output: true false
}

// TestTruncate tries every limit on runes of one to four bytes.
func TestTruncate(t *testing.T) {
	const s = "aé世\U0001F3B5é\u200da"
	for limit := -1; limit <= len(s)+1; limit++ {
		want := ""
		for i, r := range s {
			if end := i + utf8.RuneLen(r); end <= limit {
				want = s[:end]
			}
		}
		if got := plaintext.Truncate(s, limit); got != want {
			t.Errorf("%d bytes: %q, want %q", limit, got, want)
		}
	}
}

func FuzzTruncate(f *testing.F) {
	f.Add("naïve", 3)
	f.Add("\x80\x80\x80\x80", 2)
	f.Fuzz(func(t *testing.T, s string, limit int) {
		got := plaintext.Truncate(s, limit)
		if !strings.HasPrefix(s, got) || len(got) > max(limit, 0) {
			t.Errorf("%q at %d is %q", s, limit, got)
		}
		if utf8.ValidString(s) && !utf8.ValidString(got) {
			t.Errorf("%q at %d breaks a rune: %q", s, limit, got)
		}
	})
}

func TestIsToken(t *testing.T) {
	for s, want := range map[string]bool{
		"": false, "a": true, "AZaz09-_": true, "a b": false, "a=": false, "a+": false, "a/": false, "é": false, "a\x00": false,
	} {
		if got := plaintext.IsToken(s); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}
