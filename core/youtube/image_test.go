package youtube

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestImage(t *testing.T) {
	const jpeg, png = "\xff\xd8\xff\xe0 jpeg", "\x89PNG\r\n\x1a\n png"
	for _, tt := range []struct {
		address, body string
		code          int
		class         Class
	}{
		{"https://i.ytimg.com/vi/x/hq720.jpg?v=1", jpeg, 200, ""},
		{"https://yt3.ggpht.com/x=s88", png, 200, ""},
		{"https://i.ytimg.com/vi_webp/x/hq720.webp", "RIFF....WEBP", 200, Unintelligible},
		{"https://i.ytimg.com/vi/x/big.jpg", jpeg + strings.Repeat(" ", maxImage), 200, Unintelligible},
		{"https://i.ytimg.com/vi/x/gone.jpg", jpeg, 404, Removed},
		{"https://i.ytimg.com/vi/x/elsewhere.jpg", jpeg, 302, Unintelligible},
		{"http://i.ytimg.com/vi/x/hq720.jpg", jpeg, 200, Unintelligible},
		{"https://evil.org/x.jpg", jpeg, 200, Unintelligible},
		{"https://ytimg.com.evil.org/x.jpg", jpeg, 200, Unintelligible},
		{"https://www.youtube.com/x.jpg", jpeg, 200, Unintelligible},
		{"file:///etc/passwd", jpeg, 200, Unintelligible},
		{"://", jpeg, 200, Unintelligible},
	} {
		t.Run(tt.address, func(t *testing.T) {
			_, s := newSite(t, func(w http.ResponseWriter, _ asked) {
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
