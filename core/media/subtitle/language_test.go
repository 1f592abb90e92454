package subtitle_test

import (
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core/media/subtitle"
)

func TestPackLanguage(t *testing.T) {
	for tag, want := range map[string]string{
		"en": "eng", "de": "deu", "fr": "fra", "zh-Hans": "zho zh-Hans", "pt-BR": "por pt-BR", "iw": "heb", "no": "nor",
		"fil": "fil", "en-eEY6OEpapPo": "eng", "yue-HK": "yue yue-HK", "": "und", "und": "und", "?": "und", "xx-invalid!": "und",
	} {
		packed, extended := subtitle.PackLanguage(tag)
		code := string([]byte{byte(packed>>10)&31 + 0x60, byte(packed>>5)&31 + 0x60, byte(packed)&31 + 0x60})
		if got := strings.TrimSpace(code + " " + extended); got != want {
			t.Errorf("%q: %s, want %s", tag, got, want)
		}
	}
}
