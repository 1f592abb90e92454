package storyboard_test

import (
	"encoding/json"
	"fmt"
	"image"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/storyboard"
)

// spec has the shape of a recorded one.
const spec = "https://i.ytimg.com/sb/aTestVideo1/storyboard3_L$L/$N.jpg?sqp=abc==" +
	"|48#27#100#10#10#0#default#rs$AOnA" +
	"|80#45#89#10#10#2000#M$M#rs$AOnB" +
	"|160#90#89#5#5#2000#M$M#rs$AOnC"

func ExampleParse() {
	board, err := storyboard.Parse(spec, 177*time.Second)
	if err != nil {
		fmt.Println(err)
		return
	}
	level, _ := board.Best(160, 90)
	frame := level.Index(83 * time.Second)
	sprite, place := level.Place(frame)
	address, _ := level.Address(sprite)
	fmt.Println(frame, level.Time(frame), sprite, place)
	fmt.Println(address)
	// Output:
	// 41 1m22s 1 (160,270)-(320,360)
	// https://i.ytimg.com/sb/aTestVideo1/storyboard3_L2/M1.jpg?sqp=abc==&sigh=rs%24AOnC
}

func TestLevels(t *testing.T) {
	board, err := storyboard.Parse(spec, 178*time.Second)
	if err != nil || len(board.Levels) != 3 {
		t.Fatal(board, err)
	}
	if got := board.Levels[0].Interval; got != 1780*time.Millisecond {
		t.Errorf("frames without an interval stand %v apart, want a hundredth of the video", got)
	}
	for _, c := range []struct{ width, height, want int }{
		{160, 90, 160}, {100, 60, 160}, {80, 45, 80}, {1, 1, 48}, {640, 360, 160},
	} {
		if l, ok := board.Best(c.width, c.height); !ok || l.Width != c.want {
			t.Errorf("for %dx%d a level of width %d is taken, want %d", c.width, c.height, l.Width, c.want)
		}
	}
	if _, ok := (storyboard.Board{}).Best(160, 90); ok {
		t.Error("no board has a level")
	}
	l := board.Levels[2]
	for at, want := range map[time.Duration]int{-time.Second: 0, 0: 0, 1999 * time.Millisecond: 0, 2 * time.Second: 1, 176 * time.Second: 88, time.Hour: 88} {
		if got := l.Index(at); got != want {
			t.Errorf("at %v there is frame %d, want %d", at, got, want)
		}
	}
	if sprite, in := l.Place(88); sprite != 3 || in != image.Rect(3*160, 2*90, 4*160, 3*90) {
		t.Error("last frame:", sprite, in)
	}
	if _, ok := l.Address(4); ok {
		t.Error("there is an address of a fifth sprite of 89 frames")
	}
}

func TestHostileSpecs(t *testing.T) {
	const base = "https://i.ytimg.com/sb/x/storyboard3_L$L/$N.jpg?sqp=a"
	for name, s := range map[string]string{
		"empty":              "",
		"no level":           base,
		"http":               strings.Replace(spec, "https", "http", 1),
		"other host":         strings.Replace(spec, "i.ytimg.com", "i.ytimg.com.example.org", 1),
		"below the host":     strings.Replace(spec, "i.ytimg.com", "a.i.ytimg.com", 1),
		"user":               strings.Replace(spec, "//", "//a@", 1),
		"host by level":      "https://$L.ytimg.com/$N|48#27#1#1#1#1000#default#s",
		"host by name":       "https://$N/$L|48#27#1#1#1#1000#i.ytimg.com#s",
		"fields":             base + "|48#27#100#10#10#0#default",
		"no frames":          base + "|48#27#0#10#10#1000#M$M#s",
		"negative":           base + "|-48#27#1#10#10#1000#M$M#s",
		"huge frames":        base + "|48#27#4000000000#10#10#1000#M$M#s",
		"huge grid":          base + "|48#27#100#100000#10#1000#M$M#s",
		"huge sprite":        base + "|1000#1000#100#5#5#1000#M$M#s",
		"huge interval":      base + "|48#27#100#10#10#99999999#M$M#s",
		"one name of many":   base + "|48#27#101#10#10#1000#default#s",
		"path in the name":   base + "|48#27#10#10#10#1000#../../x#s",
		"no interval at all": base + "|48#27#100#10#10#0#default#s", // of a video of unknown length
		"live":               "https://i.ytimg.com/sb/X4VbdwhkE10/storyboard_live_90_3x3_b1/M$M.jpg?rs=AOn4#159#90#3#3",
		"long":               base + strings.Repeat("|48#27#1#1#1#1000#default#s", 1000),
	} {
		if board, err := storyboard.Parse(s, 0); err == nil || len(board.Levels) != 0 {
			t.Errorf("%s: %v, %v", name, board, err)
		}
	}
	mixed := base + "|48#27#0#10#10#1000#M$M#s|80#45#89#10#10#2000#M$M#s"
	board, err := storyboard.Parse(mixed, 0)
	if err != nil || len(board.Levels) != 1 {
		t.Fatal(board, err)
	}
	if address, _ := board.Levels[0].Address(0); !strings.Contains(address, "_L1/M0.jpg") {
		t.Errorf("a level that is left out changes the index of the next one: %s", address)
	}
	board, err = storyboard.Parse(base+strings.Repeat("|48#27#1#1#1#1000#default#s", 50), 0)
	if err != nil || len(board.Levels) != 10 {
		t.Errorf("of 50 levels %d are taken, %v", len(board.Levels), err)
	}
}

func TestRecorded(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/recordings/player/*.json")
	if len(files) == 0 {
		t.Skip("no recordings")
	}
	boards := 0
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var answer struct {
			Storyboards struct {
				Renderer struct {
					Spec string `json:"spec"`
				} `json:"playerStoryboardSpecRenderer"`
			} `json:"storyboards"`
			VideoDetails struct {
				LengthSeconds int `json:"lengthSeconds,string"`
			} `json:"videoDetails"`
		}
		if json.Unmarshal(raw, &answer) != nil || answer.Storyboards.Renderer.Spec == "" {
			continue
		}
		length := time.Duration(answer.VideoDetails.LengthSeconds) * time.Second
		board, err := storyboard.Parse(answer.Storyboards.Renderer.Spec, length)
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(file), err)
			continue
		}
		boards++
		if want := strings.Count(answer.Storyboards.Renderer.Spec, "|"); len(board.Levels) != want {
			t.Errorf("%s: %d levels of %d", filepath.Base(file), len(board.Levels), want)
		}
		for _, l := range board.Levels {
			if end := l.Time(l.Frames); end < length-l.Interval || end > length+2*l.Interval {
				t.Errorf("%s: %d frames every %v do not cover %v", filepath.Base(file), l.Frames, l.Interval, length)
			}
		}
	}
	if boards < 10 {
		t.Errorf("only %d recorded answers have a storyboard", boards)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(spec, int64(178))
	f.Add("https://i.ytimg.com/$L/$N|48#27#100#10#10#0#default#", int64(1))
	f.Add("https://i.ytimg.com/$N$L?|1#1#1#1#1#1#$M$M#%zz", int64(0))
	f.Fuzz(func(t *testing.T, spec string, seconds int64) {
		board, err := storyboard.Parse(spec, time.Duration(seconds%(1<<20))*time.Second)
		if (err == nil) != (len(board.Levels) > 0) || len(board.Levels) > 10 {
			t.Fatal(len(board.Levels), err)
		}
		for _, l := range board.Levels {
			if l.Interval <= 0 || l.Width*l.Columns*l.Height*l.Rows > 4_000_000 {
				t.Fatal("out of bounds:", l)
			}
			for _, at := range []time.Duration{-1, 0, l.Time(l.Frames / 2), l.Time(l.Frames) + 1} {
				sprite, in := l.Place(l.Index(at))
				address, ok := l.Address(sprite)
				u, err := url.Parse(address)
				if !ok || err != nil || u.Scheme != "https" || !strings.EqualFold(u.Hostname(), storyboard.Host) || u.User != nil {
					t.Fatalf("frame at %v: address %q", at, address)
				}
				if !in.In(image.Rect(0, 0, l.Width*l.Columns, l.Height*l.Rows)) {
					t.Fatal("frame outside its sprite:", in, l)
				}
			}
		}
	})
}
