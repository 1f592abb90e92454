package youtube

import (
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestChapters(t *testing.T) {
	const s, m, h = time.Second, time.Minute, time.Hour
	three := []Chapter{{0, "Intro"}, {90 * s, "Middle"}, {1*h + 2*m + 3*s, "End"}}
	for _, tt := range []struct {
		name, text string
		duration   time.Duration
		want       []Chapter
	}{
		{"plain", "Hello\n\n0:00 Intro\n1:30 Middle\n1:02:03 End\n\nBye", 2 * h, three},
		{"padded, with a carriage return", "00:00:00 - Intro\r\n00:01:30 – Middle\r\n01:02:03 | End\r\n", 2 * h, three},
		{"brackets and bullets", "• [0:00] Intro\n- (1:30) Middle\n3. 1:02:03: End", 2 * h, three},
		{"time at the end", "Intro 0:00\nMiddle - 1:30\nEnd (1:02:03)", 2 * h, three},
		{"text between", "0:00 Intro\nabout this\n1:30 Middle\n\n1:02:03 End", 2 * h, three},
		{"time elsewhere before", "At 5:00 it gets good\n0:00 Intro\n1:30 Middle\n1:02:03 End", 2 * h, three},
		{"repeated", "0:00 Intro\n1:30 Middle\n1:02:03 End\n0:00 Intro\n1:30 Middle", 2 * h, three},
		{"duration not known", "0:00 Intro\n1:30 Middle\n1:02:03 End", 0, three},
		{"time beyond the end", "0:00 Intro\n1:30 Middle\n1:02:03 End\n9:00:00 Beyond", 2 * h, three},
		{"minutes over an hour", "0:00 Intro\n1:30 Middle\n62:03 End", 2 * h, three},
		{"other scripts", "0:00 イントロ\n1:30 Ünïcode\n2:00 ➤ x", h, []Chapter{{0, "イントロ"}, {90 * s, "Ünïcode"}, {2 * m, "➤ x"}}},
		{"figures in the title", "0:00 2001: A Space\n1:30 3:10 to Yuma\n2:00 7", h, []Chapter{{0, "2001: A Space"}, {90 * s, "3:10 to Yuma"}, {2 * m, "7"}}},

		{"not from the start", "0:05 Intro\n1:30 Middle\n2:00 End", h, nil},
		{"two only", "0:00 Intro\n1:30 Middle", h, nil},
		{"too short", "0:00 Intro\n0:05 Middle\n2:00 End", h, nil},
		{"last too short", "0:00 Intro\n1:30 Middle\n2:00 End", 2*m + 5*s, nil},
		{"no titles", "0:00\n1:30\n2:00", h, nil},
		{"no times", "0:99 a\n1:75 b\n1:99:00 c", h, nil},
		{"a ratio", "Format 16:9, scores 0:00 1:30", h, nil},
		{"nothing", "", h, nil},
	} {
		if got := chapters(tt.text, tt.duration); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: got %v", tt.name, got)
		}
	}
}

func FuzzChapters(f *testing.F) {
	f.Add("0:00 Intro\n1:30 Middle\n1:02:03 End", 7200)
	f.Add("Intro 0:00\r\nMiddle (1:30)\nEnd [2:00]", 0)
	f.Add("• 0:00 a\n3. 0:10 b\n0:20 \xff", 30)
	f.Fuzz(func(t *testing.T, text string, seconds int) {
		duration := time.Duration(min(max(seconds, 0), 1<<30)) * time.Second
		list := chapters(text, duration)
		if len(list) == 0 {
			return
		}
		if len(list) < minChapters || list[0].Start != 0 {
			t.Fatalf("got %v", list)
		}
		for i, c := range list {
			if strings.TrimSpace(c.Title) == "" || len(c.Title) > maxTitleBytes || i > 0 && c.Start-list[i-1].Start < minChapter || duration > 0 && c.Start >= duration {
				t.Fatalf("got %v", list)
			}
		}
	})
}
