package link_test

import (
	"fmt"
	"net/url"
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

		// Names of before 2014, which YouTube still forwards.
		{"https://www.youtube.com/creativecommons", "https://www.youtube.com/creativecommons"},
		{"youtube.com/CreativeCommons/videos", "https://www.youtube.com/CreativeCommons"},

		// Wrapped in a link of another page.
		{"https://consent.youtube.com/m?continue=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3D" + id + "%26cbrd%3D1&gl=DE&m=0&pc=yt", watch},
		{"https://consent.youtube.com/ml?continue=" + url.QueryEscape(both) + "&gl=DE", both},
		{"https://consent.google.com/m?continue=https%3A%2F%2Fyoutu.be%2F" + id, watch},
		{"https://www.google.com/url?q=https://youtu.be/" + id, watch},
		{"https://www.google.com/url?sa=t&source=web&url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3D" + id + "&ved=2ah", watch},
		{"https://www.google.co.uk/url?url=https%3A%2F%2Fyoutu.be%2F" + id, watch},
		{"https://l.facebook.com/l.php?u=https%3A%2F%2Fyoutu.be%2F" + id + "%3Ffbclid%3DIwAR&h=AT0", watch},
		{"https://lm.facebook.com/l.php?u=https%3A%2F%2Fyoutu.be%2F" + id, watch},
		{"https://l.instagram.com/?u=https%3A%2F%2Fyoutu.be%2F" + id + "&e=AT0", watch},
		{"https://l.messenger.com/l.php?u=https%3A%2F%2Fyoutu.be%2F" + id, watch},
		{"https://l.facebook.com/l.php?u=" + url.QueryEscape("https://consent.youtube.com/m?continue="+url.QueryEscape(watch)), watch},
		{"https://accounts.google.com/ServiceLogin?service=youtube&continue=" + url.QueryEscape("https://www.youtube.com/signin?action_handle_signin=true&next="+url.QueryEscape("/watch?v="+id)), watch},

		// Encoded as a whole.
		{"https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3D" + id, watch},
		{"https%3a%2f%2fwww.youtube.com%2fwatch%3fv%3d" + id + "%26t%3d5", watch},
		{"https%253A%252F%252Fyoutu.be%252F" + id, watch},
		{"www.youtube.com%2Fwatch%3Fv%3D" + id, watch},
		{"https://www.youtube.com/watch%3Fv%3D" + id, watch},

		// A damaged scheme.
		{"ttps://www.youtube.com/watch?v=" + id, watch},
		{"ttp://youtu.be/" + id, watch},
		{"hhttps://youtu.be/" + id, watch},
		{"htps://youtu.be/" + id, watch},
		{"https//www.youtube.com/watch?v=" + id, watch},
		{"http//youtu.be/" + id, watch},
		{"https:/youtu.be/" + id, watch},
		{"https:///youtu.be/" + id, watch},
		{"https:youtu.be/" + id, watch},
		{"https://https://www.youtube.com/watch?v=" + id, watch},
		{"http://https://youtu.be/" + id, watch},
		{"https:https://youtu.be/" + id, watch},
		{"https://http//youtu.be/" + id, watch},

		// Alone on a line.
		{list, wholeList},
		{"  " + list + " ", wholeList},
		{"PL0123456789ABCDEF", "https://www.youtube.com/playlist?list=PL0123456789ABCDEF"},
		{"VL" + list, wholeList},
		{"UU" + uc[2:], "https://www.youtube.com/playlist?list=UU" + uc[2:]},
		{"OLAK5uy_kLWIr9gv1XLlPbaDS965-Db4TrBoUTxQ8", "https://www.youtube.com/playlist?list=OLAK5uy_kLWIr9gv1XLlPbaDS965-Db4TrBoUTxQ8"},
		{uc, "https://www.youtube.com/channel/" + uc},
		{"@creativecommons", "https://www.youtube.com/@creativecommons"},
		{"@日本の音", "https://www.youtube.com/@%E6%97%A5%E6%9C%AC%E3%81%AE%E9%9F%B3"},

		// Other sites of YouTube.
		{"https://studio.youtube.com/video/" + id + "/edit", watch},
		{"https://studio.youtube.com/channel/" + uc + "/videos/upload?filter=x", "https://www.youtube.com/channel/" + uc},
		{"https://www.youtubekids.com/watch?v=" + id, watch},
		{"youtubekids.com/channel/" + uc, "https://www.youtube.com/channel/" + uc},

		{"https://youtu.be/watch?v=" + id, watch},
		{"https://youtu.be/watch?feature=x&v=" + id + "&list=" + list, both},
		{"https://youtu.be/shorts/" + id, watch},
		{"https://youtu.be/live/" + id + "?si=x", watch},
		{"https://youtu.be/embed/" + id, watch},
		{"https://youtu.be/playlist?list=" + list, wholeList},

		// Forms of the same host.
		{"https://www.youtube.com:443/watch?v=" + id, watch},
		{"http://www.youtube.com:80/watch?v=" + id, watch},
		{"www.youtube.com:443/watch?v=" + id, watch},
		{"https://youtu.be:443/" + id, watch},
		{"https://www.youtube.com./watch?v=" + id, watch},
		{"https://youtu.be./" + id, watch},
		{"https://www.youtube.com.:443/watch?v=" + id, watch},

		// Other places of the id.
		{"https://m.youtube.com/#/watch?v=" + id, watch},
		{"https://www.youtube.com/#/watch?v=" + id + "&list=" + list, both},
		{"https://www.youtube.com/watch#!v=" + id, watch},
		{"https://www.youtube.com/#!v=" + id + "&feature=x", watch},
		{"https://www.youtube.com/watch?gl=US#!v=" + id, watch},
		{"https://www.youtube.com/?v=" + id, watch},
		{"https://www.youtube.com?v=" + id, watch},
		{"https://www.youtube.com/embed/?v=" + id, watch},

		// Addresses that apps open.
		{"vnd.youtube:" + id, watch},
		{"vnd.youtube:" + id + "?t=5", watch},
		{"vnd.youtube://" + id, watch},
		{"vnd.youtube://watch?v=" + id, watch},
		{"vnd.youtube://www.youtube.com/watch?v=" + id, watch},
		{"vnd.youtube.launch://www.youtube.com/watch?v=" + id, watch},
		{"youtube://" + id, watch},
		{"youtube://watch?v=" + id, watch},
		{"youtube://www.youtube.com/watch?v=" + id + "&list=" + list, both},
		{"youtube://playlist?list=" + list, wholeList},
		{"intent://www.youtube.com/watch?v=" + id + "#Intent;package=com.google.android.youtube;scheme=https;end", watch},
		{"intent://youtu.be/" + id + "#Intent;scheme=https;end;", watch},

		// Lists.
		{"https://www.youtube.com/view_play_list?p=0123456789ABCDEF", "https://www.youtube.com/playlist?list=PL0123456789ABCDEF"},
		{"https://www.youtube.com/view_play_list?p=" + list, wholeList},
		{"https://www.youtube.com/p/0123456789ABCDEF", "https://www.youtube.com/playlist?list=PL0123456789ABCDEF"},
		{"https://www.youtube.com/playlist/" + list, wholeList},
		{"https://www.youtube.com/playlist?list=VL" + list, wholeList},
		{watch + "&list=VL" + list, both},
		{"https://music.youtube.com/browse/" + uc, "https://www.youtube.com/channel/" + uc},

		// In italics, as messengers write them.
		{"_" + watch + "_", watch},
		{"_https://youtu.be/" + id + "_", watch},
		{"_look: youtu.be/" + id + "_", watch},
		{"__youtu.be/" + id + "__", watch},
		{"*_" + watch + "_*", watch},
		{"https://youtu.be/_w3lDXQ4q0_", "https://www.youtube.com/watch?v=_w3lDXQ4q0_"},
		{"_https://youtu.be/_w3lDXQ4q0__", "https://www.youtube.com/watch?v=_w3lDXQ4q0_"},
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
		"https://www.youtube.com\\@evil.org/watch?v=" + id,
		"ftp://www.youtube.com/watch?v=" + id,
		"javascript://www.youtube.com/watch?v=" + id,
		"https://www.youtube.com/redirect?q=https%3A%2F%2Fevil.org%2Fwatch%3Fv%3D" + id,
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
		if len(links) != 0 || len(rejected) != 1 || rejected[0].Text != text {
			t.Errorf("%q: got %+v, rejected %q", text, links, rejected)
		}
	}
}

// TestLookAlikes has hosts that are not YouTube's, in every form that is taken from
// YouTube's.
func TestLookAlikes(t *testing.T) {
	for _, host := range []string{
		"youtube.com.evil.org", "evilyoutube.com", "evil-youtube.com", "youtube.com-evil.org", "youtube.comevil.org",
		"youtube.co", "youtube.org", "youtube.com.", "wwwyoutube.com", "www.youtube.com..", "youtu.be.evil.org", "evilyoutu.be",
		"yоutube.com" /* a Cyrillic о */, "xn--youtube-abc.com", "youtube。com", "youtube.com@evil.org", "a:b@youtube.com",
		"www.youtube.com:8080", "www.youtube.com:4430", "www.youtube.com:", "youtube.com:443:443", "[::1]", "[::1%25.youtube.com]",
		"127.0.0.1", "studio.youtube.com.evil.org", "evilyoutubekids.com", "google.com", "consent.youtube.com", "l.facebook.com",
		"youtube.com%2eevil.org", "youtube.com%00.evil.org", "youtube.com\\.evil.org", "evil.org%2fyoutube.com",
	} {
		if host == "youtube.com." {
			continue // is YouTube's
		}
		for _, form := range []string{
			"https://HOST/watch?v=ID", "HOST/watch?v=ID", "//HOST/watch?v=ID", "ttps://HOST/watch?v=ID", "https//HOST/watch?v=ID", "https:/HOST/watch?v=ID",
			"https:HOST/watch?v=ID", "https://https://HOST/watch?v=ID", "_https://HOST/watch?v=ID_",
			"https://HOST/#/watch?v=ID", "https://HOST/#!v=ID", "https://HOST/?v=ID", "https://HOST/LIST", "https://HOST/@name", "https://HOST/name",
			"https://HOST/shorts/ID", "https://HOST/watch_videos?video_ids=ID", "https://HOST/playlist?list=LIST", "https://HOST/ID",
			"vnd.youtube://HOST/watch?v=ID", "vnd.youtube:HOST/watch?v=ID", "youtube://HOST/watch?v=ID", "intent://HOST/watch?v=ID#Intent;scheme=https;end",
			"intent://HOST/watch?v=ID#Intent;scheme=javascript;S.browser_fallback_url=https%3A%2F%2Fyoutu.be;end",
			"https://consent.youtube.com/m?continue=https://HOST/watch?v=ID", "https://www.google.com/url?q=https://HOST/watch?v=ID",
			"https://l.facebook.com/l.php?u=https%3A%2F%2FHOST%2Fwatch%3Fv%3DID", "https%3A%2F%2FHOST%2Fwatch%3Fv%3DID",
			"https://HOST/url?q=https://youtu.be/ID", "https://HOST/l.php?u=https%3A%2F%2Fyoutu.be%2FID", "https://HOST/m?continue=https%3A%2F%2Fyoutu.be%2FID",
		} {
			switch {
			case host == "google.com" && strings.Contains(form, "HOST/url"), host == "l.facebook.com" && strings.Contains(form, "HOST/l.php"),
				host == "consent.youtube.com" && strings.Contains(form, "HOST/m"):
				continue // the real wrapper
			}
			text := strings.NewReplacer("HOST", host, "ID", id, "LIST", list).Replace(form)
			if links, _ := link.Parse(text); len(links) != 0 {
				t.Errorf("%q: got %+v", text, links)
			}
		}
	}
}

func TestReasons(t *testing.T) {
	for _, tt := range []struct {
		text   string
		reason link.Reason
		words  string
	}{
		{"https://vimeo.com/12345", link.OtherSite, ""},
		{"vimeo.com/12345", link.OtherSite, ""},
		{"www.example.com", link.OtherSite, ""},
		{"https://yоutube.com/watch?v=" + id, link.OtherSite, ""},
		{"https://www.youtube.com@evil.org/watch?v=" + id, link.OtherSite, ""},
		{"https://l.facebook.com/l.php?u=https%3A%2F%2Fvimeo.com%2F1", link.OtherSite, ""},
		{"https://www.google.com/search?q=cats", link.OtherSite, ""},
		{"https%3A%2F%2Fvimeo.com%2F12345", link.OtherSite, ""},

		{"https://www.youtube.com/playlist?list=WL", link.PrivateList, ""},
		{"https://www.youtube.com/playlist?list=LL", link.PrivateList, ""},
		{"https://www.youtube.com/playlist?list=VLWL", link.PrivateList, ""},
		{"https://music.youtube.com/playlist?list=LM", link.PrivateList, ""},
		{"https://www.youtube.com/playlist?list=LL" + uc[2:], link.PrivateList, ""},
		{"https://www.youtube.com/watch?list=WL", link.PrivateList, ""},
		{"https://www.youtube.com/feed/history", link.PrivateList, ""},

		{"cats and dogs", link.Search, "cats and dogs"},
		{"  hello-world ", link.Search, "hello-world"},
		{"how do magnets work?", link.Search, "how do magnets work?"},
		{"https://www.youtube.com/results?search_query=cats+and+dogs&sp=x", link.Search, "cats and dogs"},
		{"m.youtube.com/results?q=cats", link.Search, "cats"},
		{"https://music.youtube.com/search?q=lantern%20song", link.Search, "lantern song"},

		{"https://www.youtube.com/", link.Nothing, ""},
		{"youtube.com", link.Nothing, ""},
		{"https://www.youtube.com/feed/subscriptions", link.Nothing, ""},
		{"https://www.youtube.com/results?search_query=", link.Nothing, ""},
		{"https://www.youtube.com/watch?v=short", link.Nothing, ""},
		{"https://www.youtube.com/playlist?list=../../etc", link.Nothing, ""},
		{"...", link.Nothing, ""},
	} {
		links, rejected := link.Parse(tt.text)
		if len(links) != 0 || len(rejected) != 1 {
			t.Errorf("%q: got %+v, rejected %+v", tt.text, links, rejected)
			continue
		}
		if r := rejected[0]; r.Reason != tt.reason || r.Words != tt.words {
			t.Errorf("%q: reason %q, words %q; want %q, %q", tt.text, r.Reason, r.Words, tt.reason, tt.words)
		}
		if s := rejected[0].Sentence(); !strings.HasSuffix(s, ".") {
			t.Errorf("%q: sentence %q", tt.text, s)
		}
	}
	// What stands around links, or fills several lines, is not what to search for.
	for _, text := range []string{"Look at this:\n" + watch, "one line\nanother line"} {
		_, rejected := link.Parse(text)
		for _, r := range rejected {
			if r.Reason != link.Nothing || r.Words != "" {
				t.Errorf("%q: %+v", text, r)
			}
		}
	}
}

func TestVideosOfOneLink(t *testing.T) {
	for _, text := range []string{
		"https://www.youtube.com/watch_videos?video_ids=" + id + "," + id2 + "," + id,
		"https://www.youtube.com/watch_videos?title=x&video_ids=" + id + "%2C" + id2,
	} {
		links, rejected := link.Parse(text)
		if len(links) != 2 || len(rejected) != 0 || links[0].VideoID != id || links[1].VideoID != id2 || links[1].Text != text {
			t.Errorf("%q: got %+v, rejected %+v", text, links, rejected)
		}
	}
	many := "https://www.youtube.com/watch_videos?video_ids=" + id
	for i := range 200 {
		many += fmt.Sprintf(",AbCdEfG%04d", i)
	}
	if links, _ := link.Parse(many); len(links) != 50 {
		t.Errorf("%d links, want the 50 that YouTube takes", len(links))
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
	wantRejected := []link.Rejection{
		{Text: "Have a look at these:", Reason: link.Nothing}, {Text: "https://vimeo.com/1", Reason: link.OtherSite},
	}
	if !slices.Equal(rejected, wantRejected) {
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
		strings.Repeat("https%3A%2F%2F", 500),
		"%" + strings.Repeat("25", 3000) + "3A",
		strings.Repeat("https:", 1300),
		strings.Repeat("_", 8000) + "youtu.be",
	} {
		links, rejected := link.Parse(hostile)
		if len(links) != 0 || len(rejected) > 1000 {
			t.Errorf("%.20q: %d links, %d rejected", hostile, len(links), len(rejected))
		}
		for _, r := range rejected {
			if len(r.Text) > 200 || len(r.Words) > 200 {
				t.Errorf("%.20q: a rejected piece of %d bytes", hostile, len(r.Text))
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
		"https%253A%252F%252Fyoutu.be%252F" + id, "ttps:/https//youtube.com.:443/?v=" + id, "intent://youtu.be/" + id + "#Intent;scheme=https;end",
		"vnd.youtube://www.youtube.com/watch?v=" + id, "https://www.google.com/url?q=https://youtube.com@evil.org/" + id, "@name UC" + uc[2:] + " VL" + list,
		"https://www.youtube.com/watch_videos?video_ids=" + id + "," + id2, "https://www.youtube.com/results?search_query=a+b", "_https://evil.org/#!v=" + id + "_",
		"https://www.youtube.com/playlist?list=VLWL", "https://m.youtube.com/#/watch?v=" + id,
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
			if r.Text == "" || len(r.Text) > 200 || len(r.Words) > 200 || (r.Words != "") != (r.Reason == link.Search) || r.Sentence() == "" {
				t.Fatalf("%q: rejected %q", text, r)
			}
		}
		if len(links) == 0 && len(rejected) == 0 && strings.ContainsFunc(text, func(r rune) bool { return !link.Separates(r) }) {
			t.Fatalf("%q disappeared", text)
		}
	})
}

// FuzzHost makes a link of any host: it is accepted only if the host is one of
// YouTube's.
func FuzzHost(f *testing.F) {
	ours := []string{
		"youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com", "studio.youtube.com", "youtube-nocookie.com",
		"www.youtube-nocookie.com", "youtubekids.com", "www.youtubekids.com", "youtu.be", "www.youtu.be",
	}
	for _, seed := range append(ours, "evilyoutube.com", "YouTube.com.:443", "youtube.com@evil.org", "youtube.com:80", "[::1%25.youtube.com]", "yоutube.com", "ｙoutube.com", "youtube.com.evil") {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, host string) {
		// These would make it something else than a host, or a part of one.
		if strings.ContainsAny(host, `/?#\&`) || strings.ContainsFunc(host, link.Separates) || strings.Contains(strings.ToLower(host), "p:") || strings.Contains(strings.ToLower(host), "ps:") {
			return
		}
		name := strings.ToLower(host)
		for _, port := range []string{":443", ":80"} {
			name = strings.TrimSuffix(name, port)
		}
		if slices.Contains(ours, strings.TrimSuffix(name, ".")) {
			return
		}
		for _, form := range []string{"https://%s/watch?v=" + id, "intent://%s/watch?v=" + id, "https://www.google.com/url?q=https://%s/watch?v=" + id} {
			if links, _ := link.Parse(fmt.Sprintf(form, host)); len(links) != 0 {
				t.Fatalf("%q: got %+v", fmt.Sprintf(form, host), links)
			}
		}
	})
}
