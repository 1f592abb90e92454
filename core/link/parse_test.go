package link_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core/link"
)

const (
	id    = "dQw4w9WgXcQ"
	id2   = "3sbYbckT1VY"
	list  = "PL8dPuuaLjXtOAKed_MxxWBNaPno5h3Zs8"
	watch = "https://www.youtube.com/watch?v=" + id
	uc    = "UCTwECeGqMZee77BjdoYtI2Q"
)

func TestParseOneLink(t *testing.T) {
	both := watch + "&list=" + list
	wholeList := "https://www.youtube.com/playlist?list=" + list
	for _, tt := range []struct{ text, want string }{
		{watch, watch},
		{"http://www.youtube.com/watch?v=" + id, watch},
		{"HTTPS://WWW.YouTube.COM/watch?v=" + id, watch},
		{"youtube.com/watch?v=" + id, watch},
		{"www.youtube.com/watch?v=" + id, watch},
		{"//www.youtube.com/watch?v=" + id, watch},
		{"m.youtube.com/watch?v=" + id, watch},
		{"https://music.youtube.com/watch?v=" + id + "&feature=share", watch},
		{"https://www.youtube.com/watch?app=desktop&feature=emb_logo&v=" + id + "&t=1m3s&ab_channel=X#comments", watch},
		{"https://www.youtube.com/watch?v=" + id + "&amp;t=5", watch},
		{"https://www.youtube.com/watch?t=5&amp;v=" + id, watch},
		{`https:\/\/www.youtube.com\/watch?t=5\u0026v=` + id, watch},
		{"https://www.youtube.com/watch/" + id, watch},
		{"https://www.youtube.com//watch?v=" + id, watch},
		{"https://youtu.be/" + id + "?si=AbCdEfGhIjKlMnOp", watch},
		{"youtu.be/" + id, watch},
		{"https://www.youtube.com/shorts/" + id + "?feature=share", watch},
		{"https://www.youtube.com/live/" + id, watch},
		{"https://www.youtube.com/embed/" + id + "?autoplay=1", watch},
		{"https://www.youtube.com/v/" + id, watch},
		{"https://www.youtube-nocookie.com/embed/" + id, watch},
		{"https://www.youtube.com/attribution_link?a=x&u=%2Fwatch%3Fv%3D" + id + "%26feature%3Dshare", watch},
		{"https://www.youtube.com/redirect?event=x&q=https%3A%2F%2Fyoutu.be%2F" + id, watch},
		{"https://www.youtube.com/redirect?q=https://youtu.be/" + id, watch},
		{id, watch},
		{"  " + id + "\t", watch},
		{"-w3lDXQ4q0_", "https://www.youtube.com/watch?v=-w3lDXQ4q0_"},
		{"https://youtu.be/-w3lDXQ4q0_", "https://www.youtube.com/watch?v=-w3lDXQ4q0_"},

		{"<" + watch + ">", watch},
		{"(" + watch + ")", watch},
		{"(see " + watch + ").", watch},
		{"“" + watch + "”", watch},
		{`<a href="` + watch + `">`, watch},
		{"[a song](" + watch + ")", watch},
		{"**" + watch + "**", watch},
		{"look:" + watch + "!", watch},
		{"看https://youtu.be/" + id + "谢谢", watch},
		{watch + ",", watch},
		{watch + "...", watch},
		{"\ufeff" + watch + "\u200b", watch},

		{watch + "&list=" + list, both},
		{"https://youtu.be/" + id + "?list=" + list + "&index=4", both},
		{watch + "&list=RD" + id + "&start_radio=1", watch},
		{watch + "&list=RDMM", watch},
		{watch + "&list=WL&index=2", watch},
		{watch + "&list=no/list", watch},
		{"https://www.youtube.com/playlist?list=" + list + "&si=x", wholeList},
		{"https://www.youtube.com/watch?list=" + list, wholeList},
		{"https://www.youtube.com/embed/videoseries?list=" + list, wholeList},
		{"https://music.youtube.com/browse/VL" + list, wholeList},
		{"https://www.youtube.com/playlist?list=RD" + id, watch},
		{"https://music.youtube.com/playlist?list=RDAMVM" + id, watch},
		{"https://music.youtube.com/playlist?list=RDCLAK5uy_kLWIr9gv1XLlPbaDS965-Db4TrBoUTxQ8", "https://www.youtube.com/playlist?list=RDCLAK5uy_kLWIr9gv1XLlPbaDS965-Db4TrBoUTxQ8"},

		{"https://www.youtube.com/channel/" + uc + "/videos", "https://www.youtube.com/channel/" + uc},
		{"https://www.youtube.com/@creativecommons", "https://www.youtube.com/@creativecommons"},
		{"youtube.com/@creativecommons/videos?view=0", "https://www.youtube.com/@creativecommons"},
		{"https://www.youtube.com/c/Name.Of-It/featured", "https://www.youtube.com/c/Name.Of-It"},
		{"https://www.youtube.com/user/danielleviband/", "https://www.youtube.com/user/danielleviband"},
		{"https://www.youtube.com/@%E6%97%A5%E6%9C%AC", "https://www.youtube.com/@%E6%97%A5%E6%9C%AC"},
		{"https://www.youtube.com/@日本", "https://www.youtube.com/@%E6%97%A5%E6%9C%AC"},
	} {
		links, rejected := link.Parse(tt.text)
		if len(links) != 1 || len(rejected) != 0 {
			t.Errorf("%q: got %+v, rejected %q", tt.text, links, rejected)
			continue
		}
		if got := links[0].URL(); got != tt.want {
			t.Errorf("%q: got %s, want %s", tt.text, got, tt.want)
		}
	}
}

func TestParseRejects(t *testing.T) {
	for _, text := range []string{
		"https://vimeo.com/12345",
		"https://youtube.com.evil.org/watch?v=" + id,
		"https://evilyoutube.com/watch?v=" + id,
		"evilyoutube.com/watch?v=" + id,
		"https://yоutube.com/watch?v=" + id, // a Cyrillic о
		"https://xn--youtube-abc.com/watch?v=" + id,
		"https://user:secret@www.youtube.com/watch?v=" + id,
		"https://www.youtube.com@evil.org/watch?v=" + id,
		"https://www.youtube.com:8080/watch?v=" + id,
		"https://www.youtube.com:443/watch?v=" + id,
		"https://www.youtube.com\\@evil.org/watch?v=" + id,
		"ftp://www.youtube.com/watch?v=" + id,
		"javascript://www.youtube.com/watch?v=" + id,
		"https://www.youtube.com/redirect?q=https%3A%2F%2Fevil.org%2Fwatch%3Fv%3D" + id,
		"https://www.google.com/url?q=https://youtu.be/" + id,
		"https://www.youtube.com/",
		"youtube.com",
		"https://www.youtube.com/watch",
		"https://www.youtube.com/watch?v=short",
		"https://www.youtube.com/watch?v=dQw4w9WgXcQQQQ",
		"https://www.youtube.com/watch?v=dQw4w9WgXc%00",
		"https://youtu.be/",
		"https://www.youtube.com/embed/live_stream?channel=" + uc,
		"https://www.youtube.com/playlist?list=",
		"https://www.youtube.com/playlist?list=../../etc",
		"https://www.youtube.com/playlist?list=" + strings.Repeat("A", 101),
		"https://www.youtube.com/channel/UCshort",
		"https://www.youtube.com/channel/XX" + uc[2:],
		"https://www.youtube.com/@",
		"https://www.youtube.com/@a%2F..%2Fb",
		"https://www.youtube.com/feed/subscriptions",
		"https://www.youtube.com/results?search_query=x",
		"https://www.youtube.com/%zz",

		"hello-world", "programming", "Programming", "PROGRAMMING", "Hello-World", "hello_world",
		"15551234567", "555-1234567", "report-2024",
		"The 11-letter word programming is no link",
		"nothing here",
	} {
		links, rejected := link.Parse(text)
		if len(links) != 0 || !slices.Equal(rejected, []string{text}) {
			t.Errorf("%q: got %+v, rejected %q", text, links, rejected)
		}
	}
}

func TestParseManyLines(t *testing.T) {
	links, rejected := link.Parse("Have a look at these:\r\n" +
		"1. https://youtu.be/" + id + " and https://youtu.be/" + id2 + "\n\n" +
		"   " + watch + "\n" + // the first once more
		id + ", " + id2 + " An8vtD1FDqs\n" +
		"https://youtu.be/Kn56bMZ9OE8https://youtu.be/tjz2u2DiveM\n" +
		"https://vimeo.com/1 but also youtube.com/@creativecommons\n" +
		"| [x](https://youtu.be/rCAS2eD-mcw) | " + watch + "&list=" + list + " |\n")
	var got []string
	for _, l := range links {
		got = append(got, l.VideoID+l.Channel)
	}
	want := []string{id, id2, "An8vtD1FDqs", "Kn56bMZ9OE8", "tjz2u2DiveM", "/@creativecommons", "rCAS2eD-mcw", id}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if want := []string{"Have a look at these:", "https://vimeo.com/1"}; !slices.Equal(rejected, want) {
		t.Errorf("rejected %q", rejected)
	}
	want1 := link.Link{Kind: link.Video, Text: "https://youtu.be/" + id, VideoID: id}
	if !reflect.DeepEqual(links[0], want1) {
		t.Errorf("got %+v", links[0])
	}
	if last := links[len(links)-1]; last.PlaylistID != list || last.Kind != link.Video {
		t.Errorf("got %+v", last)
	}
}

func TestParseIsBounded(t *testing.T) {
	var many strings.Builder
	for i := range 60000 {
		many.WriteString("youtu.be/")
		for _, c := range []byte("abcdefghij") {
			many.WriteByte("abcdefghij0123456"[(int(c)*i>>3)%17])
		}
		many.WriteString("Q\n")
	}
	if links, _ := link.Parse(many.String()); len(links) > 10000 {
		t.Errorf("%d links", len(links))
	}
	for _, hostile := range []string{
		strings.Repeat("https://", 1<<18),
		strings.Repeat("(", 1<<21),
		strings.Repeat(")", 8000),
		strings.Repeat("](", 1<<20),
		strings.Repeat("a.b/ ", 1<<19),
		"https://www.youtube.com/attribution_link?u=" + strings.Repeat("/attribution_link%3Fu%3D", 300),
	} {
		links, rejected := link.Parse(hostile)
		if len(links) != 0 || len(rejected) > 1000 {
			t.Errorf("%.20q: %d links, %d rejected", hostile, len(links), len(rejected))
		}
		for _, r := range rejected {
			if len(r) > 200 {
				t.Errorf("%.20q: a rejected piece of %d bytes", hostile, len(r))
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		watch, "youtu.be/" + id, watch + "&list=" + list, id, "hello-world", "[x](" + watch + ")",
		"https://www.youtube.com/attribution_link?u=%2Fwatch%3Fv%3D" + id, "https://www.youtube.com/@日本",
		"https://www.youtube.com/channel/" + uc, "https://user:p@youtube.com:1/watch?v=" + id, "\xff\xfe https://\n\n&amp;", `https:\/\/youtu.be\/` + id,
		"https://music.youtube.com/playlist?list=RDAMVM" + id, "a](b](c", "((((", strings.Repeat("https://youtu.be/", 30),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		links, rejected := link.Parse(text)
		for _, l := range links {
			again, bad := link.Parse(l.URL())
			if len(again) != 1 || len(bad) != 0 {
				t.Fatalf("%q gave %+v, whose address gave %+v and %q", text, l, again, bad)
			}
			again[0].Text = l.Text
			if again[0] != l {
				t.Fatalf("%q gave %+v, whose address gave %+v", text, l, again[0])
			}
			if l.Text == "" || (l.Kind == link.Video) != (l.VideoID != "") || (l.Kind == link.Channel) != (l.Channel != "") || (l.Kind == link.Playlist && l.PlaylistID == "") {
				t.Fatalf("%q gave %+v", text, l)
			}
		}
		for _, r := range rejected {
			if r == "" || len(r) > 200 {
				t.Fatalf("%q: rejected %q", text, r)
			}
		}
		if len(links) == 0 && len(rejected) == 0 && strings.ContainsFunc(text, func(r rune) bool { return !link.Separates(r) }) {
			t.Fatalf("%q disappeared", text)
		}
	})
}
