package checkup_test

import (
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core/checkup"
)

func TestEveryVerdictHasOneSentence(t *testing.T) {
	said := map[string]checkup.Class{}
	for _, c := range checkup.Verdicts() {
		text := checkup.Sentence(c)
		if text == "" || !strings.HasSuffix(text, ".") || strings.Contains(text, ". ") || said[text] != "" {
			t.Errorf("%s: %q, as %s", c, text, said[text])
		}
		said[text] = c
	}
	if text := checkup.Sentence("of a newer version"); text != "" {
		t.Errorf("an unknown verdict says %q", text)
	}
}
