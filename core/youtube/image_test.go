package youtube_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core/youtube"
)

func TestImage(t *testing.T) {
	const jpeg, png = "\xff\xd8\xff\xe0 jpeg", "\x89PNG\r\n\x1a\n png"
	for _, tt := range []struct {
		address, body string
		code          int
		class         youtube.Class
	}{
		{"https://i.ytimg.com/vi/x/hq720.jpg?v=1", jpeg, 200, ""},
		{"https://yt3.ggpht.com/x=s88", png, 200, ""},
		{"https://i.ytimg.com/vi_webp/x/hq720.webp", "RIFF....WEBP", 200, youtube.Unintelligible},
		{"https://i.ytimg.com/vi/x/big.jpg", jpeg + strings.Repeat(" ", 4<<20), 200, youtube.Unintelligible},
		{"https://i.ytimg.com/vi/x/gone.jpg", jpeg, 404, youtube.Removed},
		{"https://i.ytimg.com/vi/x/elsewhere.jpg", jpeg, 302, youtube.Unintelligible},
		{"http://i.ytimg.com/vi/x/hq720.jpg", jpeg, 200, youtube.Unintelligible},
		{"https://evil.org/x.jpg", jpeg, 200, youtube.Unintelligible},
		{"https://ytimg.com.evil.org/x.jpg", jpeg, 200, youtube.Unintelligible},
		{"https://www.youtube.com/x.jpg", jpeg, 200, youtube.Unintelligible},
		{"file:///etc/passwd", jpeg, 200, youtube.Unintelligible},
		{"://", jpeg, 200, youtube.Unintelligible},
	} {
		t.Run(tt.address, func(t *testing.T) {
			_, s := newServer(t, func(w http.ResponseWriter, _ asked) {
				w.Header().Set("Location", "https://evil.org/")
				w.WriteHeader(tt.code)
				_, _ = io.WriteString(w, tt.body)
			})
			got, err := s.Image(t.Context(), tt.address)
			if tt.class != "" {
				wantClass(t, err, tt.class)
			} else if err != nil || string(got) != tt.body {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}
