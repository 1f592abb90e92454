package format_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/youtube"
)

func TestCaptions(t *testing.T) {
	for _, tt := range []struct {
		offered   string // a star marks a generated one
		languages string
		generated bool
		want      string
	}{
		{"en es en*", "en", false, "en"},
		{"en es en*", "es,en", false, "es en"},
		{"en es en*", " ES , en ,, fr", false, "es en"},
		{"en es en*", "", true, ""},
		{"en es en*", "fr", true, ""},
		{"en*", "en", false, ""},
		{"en*", "en", true, "en*"},
		{"en* en", "en", true, "en"},
		{"en* en-GB", "en", true, "en-GB"},
		{"es-419", "es", false, "es-419"},
		{"es", "es-419", false, "es"},
		{"es-419 es", "es", false, "es"},
		{"es-419 es", "es-MX", false, "es"},
		{"es-ES es-419", "es-419,es", false, "es-419 es-ES"},
		{"es-419", "es,es-419,es-MX", false, "es-419"},
		{"pt-PT pt-BR", "pt-BR", false, "pt-BR"},
		{"pt-PT", "pt-BR", false, "pt-PT"},
		{"zh-Hant zh-Hans", "zh-CN", false, "zh-Hans"},
		{"zh-Hans zh-Hant", "zh-TW", false, "zh-Hant"},
		{"zh-Hant", "zh-Hans", false, "zh-Hant"},
		{"iw", "he", false, "iw"},
		{"en-eEY6OEpapPo", "en", false, "en-eEY6OEpapPo"},
		{"en-eEY6OEpapPo en", "en", false, "en"},
		{"und", "en", false, ""},
		{"!!", "??", true, ""},
		{"en es en* de*", "all", false, "en es"},
		{"en es en* de*", "all", true, "en es de*"},
		{"en es fr", "fr,all", false, "fr en es"},
		{"en es fr", "All,fr", false, "en es fr"},
		{"de*", "all", true, "de*"},
		{"de*", "all", false, ""},
		{"", "all,en", true, ""},
	} {
		v := &youtube.Video{}
		for _, o := range strings.Fields(tt.offered) {
			tag, generated := strings.CutSuffix(o, "*")
			v.Captions = append(v.Captions, youtube.Caption{URL: "https://www.youtube.com/" + o, Language: tag, Generated: generated})
		}
		wish := format.Wish{Subtitles: format.Subtitles{Languages: tt.languages, Generated: tt.generated, File: true}}
		var got []string
		for _, c := range format.Captions(v, wish) {
			got = append(got, strings.TrimPrefix(c.URL, "https://www.youtube.com/"))
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("of %q for %q: %q, want %q", tt.offered, tt.languages, s, tt.want)
		}
		wish.Subtitles.File = false
		if format.Captions(v, wish) != nil {
			t.Errorf("%q: subtitles that go nowhere", tt.languages)
		}
	}
}

func TestPersistedWish(t *testing.T) {
	old, err := json.Marshal(format.Wish{Kind: format.Video})
	if err != nil || string(old) != `{"kind":"video"}` {
		t.Errorf("a wish without subtitles is %s, %v", old, err)
	}
	wish, got := format.Wish{Kind: format.Video, Subtitles: format.Subtitles{Languages: "es,all", Generated: true, Embed: true}}, format.Wish{}
	b, _ := json.Marshal(wish)
	if err := json.Unmarshal(b, &got); err != nil || got != wish {
		t.Errorf("%s is read as %+v, %v", b, got, err)
	}
}
