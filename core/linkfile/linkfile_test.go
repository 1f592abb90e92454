package linkfile_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core/linkfile"
)

const (
	one     = "https://www.youtube.com/channel/UCaaaaaaaaaaaaaaaaaaaaaa"
	two     = "https://www.youtube.com/channel/UCbbbbbbbbbbbbbbbbbbbbbb"
	video   = "https://www.youtube.com/watch?v=aaaaaaaaaaa"
	another = "https://www.youtube.com/watch?v=bbbbbbbbbb1"
	list    = "https://www.youtube.com/playlist?list=PLpractice00000000000000000000000"
)

func TestRead(t *testing.T) {
	item := func(url, title string) linkfile.Item { return linkfile.Item{URL: url, Title: title} }
	for name, c := range map[string]struct {
		file    string
		want    []linkfile.Item
		ignored int
	}{
		"empty": {"\ufeff \n", nil, 0},
		"text":  {"My list:\nhttps://youtu.be/aaaaaaaaaaa\nhttps://www.youtube.com/watch?v=bbbbbbbbbb1&t=3\n\nhttps://youtu.be/aaaaaaaaaaa", []linkfile.Item{item(video, ""), item(another, "")}, 1},
		"Takeout's subscriptions": {
			"Channel Id,Channel Url,Channel Title\nUCaaaaaaaaaaaaaaaaaaaaaa,http://www.youtube.com/channel/UCaaaaaaaaaaaaaaaaaaaaaa,\"Bridges, and more\"\nUCbbbbbbbbbbbbbbbbbbbbbb,http://www.youtube.com/channel/UCbbbbbbbbbbbbbbbbbbbbbb,Programming\n\n",
			[]linkfile.Item{item(one, "Bridges, and more"), item(two, "Programming")}, 0,
		},
		"in another language": {
			"ID del canal;URL del canal;Título del canal\r\nUCaaaaaaaaaaaaaaaaaaaaaa;http://www.youtube.com/channel/UCaaaaaaaaaaaaaaaaaaaaaa;Puentes\r\n",
			[]linkfile.Item{item(one, "Puentes")}, 0,
		},
		"Takeout's list of videos": {
			"Video ID,Playlist Video Creation Timestamp\naaaaaaaaaaa,2023-01-02T03:04:05+00:00\nbbbbbbbbbb1 ,2023-01-02T03:04:05+00:00\nnothing,2023\n",
			[]linkfile.Item{item(video, ""), item(another, "")}, 1,
		},
		"text with commas": {"Look, this one, and that:\nhttps://youtu.be/aaaaaaaaaaa, https://youtu.be/bbbbbbbbbb1\n", []linkfile.Item{item(video, ""), item(another, "")}, 1},
		"OPML": {
			`<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY e SYSTEM "file:///etc/passwd">]><opml version="1.1"><body><outline text="YouTube" title="YouTube">
			<outline text="Bridges &amp; more" type="rss" xmlUrl="https://www.youtube.com/feeds/videos.xml?channel_id=UCaaaaaaaaaaaaaaaaaaaaaa" />
			<outline text="A list" type="rss" xmlUrl="https://www.youtube.com/feeds/videos.xml?playlist_id=PLpractice00000000000000000000000" />
			<outline text="A blog" type="rss" xmlUrl="https://blog.example/feed" htmlUrl="https://blog.example" /></outline></body></opml>`,
			[]linkfile.Item{item(one, "Bridges & more"), item(list, "A list")}, 1,
		},
		"NewPipe": {
			`{"app_version":"0.27","app_version_int":999,"subscriptions":[{"service_id":0,"url":"https://www.youtube.com/channel/UCaaaaaaaaaaaaaaaaaaaaaa","name":"Bridges"},{"service_id":1,"url":"https://soundcloud.com/x","name":"Other"}]}`,
			[]linkfile.Item{item(one, "Bridges")}, 0,
		},
		"an old Takeout": {
			`[{"contentDetails":{"newItemCount":0},"id":"xyz","snippet":{"title":"Bridges","resourceId":{"channelId":"UCaaaaaaaaaaaaaaaaaaaaaa","kind":"youtube#channel"}}},{"snippet":{"resourceId":{"channelId":"UCbbbbbbbbbbbbbbbbbbbbbb"},"title":"Second"}}]`,
			[]linkfile.Item{item(one, "Bridges"), item(two, "Second")}, 0,
		},
		"FreeTube": {
			`{"_id":"allChannels","name":"All Channels","subscriptions":[{"id":"UCaaaaaaaaaaaaaaaaaaaaaa","name":"Bridges","thumbnail":"https://yt3.ggpht.com/x"}]}` + "\n" + `{"_id":"b","subscriptions":[{"id":"UCbbbbbbbbbbbbbbbbbbbbbb","name":"Second"}]}`,
			[]linkfile.Item{item(one, "Bridges"), item(two, "Second")}, 0,
		},
		"strings":        {`["https://youtu.be/aaaaaaaaaaa", 5, null, "x"]`, []linkfile.Item{item(video, "")}, 0},
		"torn JSON":      {`[{"url":"https://youtu.be/aaaaaaaaaaa","title":"One"},{"url":"https://you`, []linkfile.Item{item(video, "One")}, 0},
		"torn XML":       {`<opml><body><outline text="Bridges" htmlUrl="https://www.youtube.com/channel/UCaaaaaaaaaaaaaaaaaaaaaa"/><outline`, []linkfile.Item{item(one, "Bridges")}, 0},
		"a look-alike":   {"title,link\nx,https://www.youtube.com.evil.example/watch?v=aaaaaaaaaaa\n", nil, 2},
		"not UTF-8":      {"title,link\n\xff\xfe,https://youtu.be/aaaaaaaaaaa\n", []linkfile.Item{item(video, "\ufffd")}, 0},
		"deep":           {strings.Repeat("[", 100_000), nil, 0},
		"deep XML":       {strings.Repeat("<a>", 100_000) + `<outline htmlUrl="` + one + `"/>`, nil, 0},
		"title too long": {`[{"url":"` + video + `","title":"` + strings.Repeat("x", 5000) + `"}]`, []linkfile.Item{item(video, strings.Repeat("x", 500))}, 0},
	} {
		got, err := linkfile.Read(strings.NewReader(c.file))
		if err != nil || !slices.Equal(got.Items, c.want) || got.Ignored != c.ignored {
			t.Errorf("%s: %+v, %v; want %+v, %d ignored", name, got, err, c.want, c.ignored)
		}
	}
}

func TestBounds(t *testing.T) {
	if _, err := linkfile.Read(io.LimitReader(zeros{}, linkfile.MaxBytes+1)); !errors.Is(err, linkfile.ErrTooLarge) {
		t.Errorf("error %v", err)
	}
	var many strings.Builder
	for i := range linkfile.MaxItems + 5 {
		fmt.Fprintf(&many, "https://youtu.be/%011d\n", i)
	}
	got, err := linkfile.Read(strings.NewReader(many.String()))
	if err != nil || len(got.Items) != linkfile.MaxItems || got.Ignored != 5 {
		t.Errorf("%d items, %d ignored, %v", len(got.Items), got.Ignored, err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

// What is written is read again.
func TestWritten(t *testing.T) {
	items := []linkfile.Item{{one, `=Bridges "and" <more>, & so on`}, {list, ""}, {video, "One"}}
	for name, write := range map[string]func(io.Writer, []linkfile.Item) error{
		"text": linkfile.WriteText, "CSV": linkfile.WriteCSV, "JSON": linkfile.WriteJSON, "OPML": linkfile.WriteOPML,
	} {
		var b bytes.Buffer
		if err := write(&b, items); err != nil {
			t.Fatal(name, err)
		}
		text := b.String()
		got, err := linkfile.Read(&b)
		if err != nil || len(got.Items) != 3 || got.Ignored != 0 {
			t.Fatalf("%s: %+v, %v of %s", name, got, err, text)
		}
		for i, item := range got.Items {
			if item.URL != items[i].URL {
				t.Errorf("%s: %+v", name, item)
			}
		}
		switch title := got.Items[0].Title; name {
		case "CSV":
			if title != "'"+items[0].Title {
				t.Errorf("CSV: %q", title)
			}
		case "JSON", "OPML":
			if title != items[0].Title {
				t.Errorf("%s: %q", name, title)
			}
		}
		if err := write(full{}, items); !errors.Is(err, errFull) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

var errFull = errors.New("disk full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

func ExampleRead() {
	const file = "Channel Id,Channel Url,Channel Title\nUCaaaaaaaaaaaaaaaaaaaaaa,http://www.youtube.com/channel/UCaaaaaaaaaaaaaaaaaaaaaa,Bridges\n"
	r, err := linkfile.Read(strings.NewReader(file))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.Items[0].Title, r.Items[0].URL)
	// Output:
	// Bridges https://www.youtube.com/channel/UCaaaaaaaaaaaaaaaaaaaaaa
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"title,link\nx," + video, `[{"url":"` + video + `"}]`, `<opml><outline xmlUrl="` + one + `"/></opml>`, video + "\n" + list} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		got, err := linkfile.Read(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range got.Items {
			if !strings.HasPrefix(i.URL, "https://www.youtube.com/") || len(i.Title) > 500 {
				t.Errorf("%+v", i)
			}
		}
	})
}
