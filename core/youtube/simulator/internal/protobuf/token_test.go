package protobuf

import "testing"

func TestTokens(t *testing.T) {
	for _, offset := range []int{0, 1, 100, 20000} {
		if id, got, ok := ParseToken(Token("PLabc-_123", offset)); id != "PLabc-_123" || got != offset || !ok {
			t.Errorf("%d: %s %d %v", offset, id, got, ok)
		}
	}
	for _, bad := range []string{"", "x", "AAAA", "%zz", "4qmFsgL_____"} {
		if id, _, ok := ParseToken(bad); ok {
			t.Errorf("%q: %s", bad, id)
		}
	}
}
