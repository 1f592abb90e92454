package transfer

import (
	"errors"
	"net/http"
	"net/url"
	"testing"
	"time"
)

func TestCheckAnswer(t *testing.T) {
	const size = 5 << 20
	tests := []struct {
		name         string
		code         int
		length       int64
		contentRange string
		header       string // "Name: value"
		from, to     int64
		size         int64
		skip         int64
		err          error // nil, ErrRange, or errStatus
	}{
		{"exact", 206, 100, "bytes 10-109/5242880", "", 10, 110, size, 0, nil},
		{"length unknown", 206, -1, "bytes 10-109/5242880", "", 10, 110, size, 0, nil},
		{"size unknown", 206, 1, "bytes 0-0/777", "", 0, 1, 0, 0, nil},
		{"shifted", 206, 100, "bytes 11-110/5242880", "", 10, 110, size, 0, ErrRange},
		{"short", 206, 50, "bytes 10-59/5242880", "", 10, 110, size, 0, nil},
		{"short of what it says", 206, 50, "bytes 10-109/5242880", "", 10, 110, size, 0, nil},
		{"short of its length", 206, 100, "bytes 10-59/5242880", "", 10, 110, size, 0, ErrRange},
		{"empty", 206, 0, "bytes 10-109/5242880", "", 10, 110, size, 0, ErrRange},
		{"backwards", 206, 50, "bytes 10-9/5242880", "", 10, 110, size, 0, ErrRange},
		{"long", 206, 200, "bytes 10-209/5242880", "", 10, 110, size, 0, ErrRange},
		{"length differs", 206, 101, "bytes 10-109/5242880", "", 10, 110, size, 0, ErrRange},
		{"other total", 206, 100, "bytes 10-109/5242881", "", 10, 110, size, 0, ErrRange},
		{"total hidden", 206, 100, "bytes 10-109/*", "", 10, 110, size, 0, ErrRange},
		{"no range", 206, 100, "", "", 10, 110, size, 0, ErrRange},
		{"nonsense", 206, 100, "bytes -10-109/5242880", "", 10, 110, size, 0, ErrRange},
		{"plus sign", 206, 100, "bytes +10-109/5242880", "", 10, 110, size, 0, ErrRange},
		{"compressed", 206, 100, "bytes 10-109/5242880", "Content-Encoding: gzip", 10, 110, size, 0, ErrRange},
		{"identity", 206, 100, "bytes 10-109/5242880", "Content-Encoding: identity", 10, 110, size, 0, nil},
		{"whole", 200, size, "", "", 0, size, size, 0, nil},
		{"whole for the front", 200, size, "", "", 0, 110, size, 0, nil},
		{"whole for what is near", 200, size, "", "", 1 << 20, 2 << 20, size, 1 << 20, nil},
		{"whole for what is far", 200, size, "", "", 1<<20 + 1, 2 << 20, size, 0, ErrRange},
		{"range from the query", 200, 100, "", "", 3 << 20, 3<<20 + 100, size, 0, nil},
		{"page", 200, 100, "", "Content-Type: text/html; charset=utf-8", 3 << 20, 3<<20 + 100, size, 0, ErrRange},
		{"200 of unknown length", 200, -1, "", "", 0, size, size, 0, ErrRange},
		{"whole, size unknown", 200, 777, "", "", 0, 1, 0, 0, nil},
		{"nothing", 200, 0, "", "", 0, 1, 0, 0, ErrRange},
		{"beyond the end", 416, 0, "bytes */100", "", 10, 110, size, 0, ErrRange},
		{"refused", 403, 0, "", "", 10, 110, size, 0, errStatus},
		{"204", 204, 0, "", "", 10, 110, size, 0, errStatus},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res := &http.Response{StatusCode: tt.code, ContentLength: tt.length, Header: http.Header{}}
			if tt.contentRange != "" {
				res.Header.Set("Content-Range", tt.contentRange)
			}
			if name, value, ok := cutHeader(tt.header); ok {
				res.Header.Set(name, value)
			}
			skip, total, err := checkAnswer(res, tt.from, tt.to, tt.size, maxSkip)
			var status *StatusError
			switch {
			case tt.err == errStatus:
				if !errors.As(err, &status) || status.Code != tt.code {
					t.Errorf("got %v", err)
				}
			case !errors.Is(err, tt.err):
				t.Errorf("got %v, want %v", err, tt.err)
			case err == nil && (skip != tt.skip || total != tt.size && tt.size != 0 || total == 0):
				t.Errorf("skip %d, total %d", skip, total)
			}
		})
	}
}

var errStatus = errors.New("a StatusError")

func cutHeader(s string) (name, value string, ok bool) {
	for i := range s {
		if s[i] == ':' {
			return s[:i], s[i+2:], true
		}
	}
	return "", "", false
}

func TestResolveRedirect(t *testing.T) {
	from, _ := url.Parse("https://rr1---sn-a.googlevideo.com/videoplayback?id=1")
	tests := []struct {
		location string
		want     string // empty when it must not be followed
	}{
		{"https://rr2---sn-b.googlevideo.com/videoplayback?id=1", "https://rr2---sn-b.googlevideo.com/videoplayback?id=1"},
		{"https://RR2.GoogleVideo.com:443/x", "https://RR2.GoogleVideo.com:443/x"},
		{"/videoplayback?id=2", "https://rr1---sn-a.googlevideo.com/videoplayback?id=2"},
		{"//rr3.googlevideo.com/x", "https://rr3.googlevideo.com/x"},
		{"", ""},
		{"http://rr2.googlevideo.com/x", ""},
		{"https://googlevideo.com/x", ""},
		{"https://evilgooglevideo.com/x", ""},
		{"https://rr2.googlevideo.com.evil.example/x", ""},
		{"https://rr2.googlevideo.com:8443/x", ""},
		{"https://rr2.googlevideo.com:80/x", ""},
		{"https://user@rr2.googlevideo.com/x", ""},
		{"https://evil.example#.googlevideo.com", ""},
		{"https://evil.example/.googlevideo.com", ""},
		{"https://127.0.0.1/x", ""},
		{"https://[::1%25.googlevideo.com]/x", ""},
		{"https://[::ffff:127.0.0.1%25.googlevideo.com]/x", ""},
		{"https://rr2.googlevideo.com./x", ""},
		{"file:///etc/passwd", ""},
		{"https://%zz", ""},
	}
	for _, tt := range tests {
		to, err := resolveRedirect(from, tt.location)
		if tt.want == "" {
			if !errors.Is(err, ErrRedirect) {
				t.Errorf("%q: %v, %v", tt.location, to, err)
			}
			continue
		}
		if err != nil || to.String() != tt.want {
			t.Errorf("%q: %v, %v", tt.location, to, err)
		}
	}
}

// TestRetryAfterIsBounded shows that an answer may ask to wait for an hour at
// most.
func TestRetryAfterIsBounded(t *testing.T) {
	for value, want := range map[string]time.Duration{"": 0, "7": 7 * time.Second, "86400": time.Hour} {
		err := statusError(&http.Response{StatusCode: 429, Header: http.Header{"Retry-After": {value}}})
		if err.Code != 429 || err.After != want {
			t.Errorf("%q: %+v, want %s", value, err, want)
		}
	}
}

func TestBackoff(t *testing.T) {
	f := &fetch{c: New(Options{})}
	for tries := 1; tries < 100; tries++ {
		most := min(15*time.Second, 250*time.Millisecond<<min(tries-1, 10))
		for range 100 {
			if d := f.backoff(tries); d < 0 || d > most {
				t.Fatalf("try %d: %s", tries, d)
			}
		}
	}
}
