package simulator

import "time"

// DemoVideo is one video of the practice catalogue.
type DemoVideo struct {
	ID     string
	Title  string
	Expect string // what happens when it is downloaded, in a few words
	Fails  bool
}

// URL is its address, to paste.
func (v DemoVideo) URL() string { return "https://www.youtube.com/watch?v=" + v.ID }

// The practice catalogue's playlist and channel.
const (
	DemoPlaylist = "PLHiloPracticeWeekend0123456789abc"
	DemoChannel  = "/@slowcorners"
)

// DemoPlaylistURL is the playlist's address, to paste.
const DemoPlaylistURL = "https://www.youtube.com/playlist?list=" + DemoPlaylist

// demoPace is how fast practice media comes over each connection, in bytes per
// second: about what a home line gives.
const demoPace = 3 << 20

// Demo starts a site with the practice catalogue. It is the same in every
// process, so downloads can be gone on with after a restart.
func Demo() (*Server, error) {
	s := NewServer()
	s.SetPace(demoPace)
	for _, d := range demoCatalogue() {
		s.Add(d.Video)
	}
	s.AddPlaylist(demoPlaylist())
	s.AddChannel(Channel{
		ID: channelID(slowCorners), Name: slowCorners, Paths: []string{DemoChannel, "/c/slowcorners"},
		Uploads: []Entry{{ID: "HiloDemo001"}, {ID: "HiloDemo004"}, {ID: "HiloDemo011"}, {ID: "HiloDemo012"}},
	})
	return s, nil
}

// DemoVideos lists the practice catalogue: those to try first, then those that
// fail.
func DemoVideos() []DemoVideo {
	var list []DemoVideo
	for _, d := range demoCatalogue() {
		if d.expect == "" {
			continue // only in the playlist
		}
		v := DemoVideo{ID: d.ID, Title: d.Title, Expect: d.expect, Fails: d.Playability.Status != ""}
		list = append(list, v)
	}
	return list
}

// demo is a video of the catalogue and what to say about it.
type demo struct {
	Video
	expect string
}

// clip is a short video with all the usual formats.
func clip(id, title, author string) demo {
	return demo{Video: Video{
		ID: id, Title: title, Author: author, Published: "2026-09-12", Duration: FixtureLength,
		Media: Formats(FixtureLength, 137, 247, 136, 134, 160, 251, 140, 139, 18),
	}}
}

// lengthy is a video that takes long enough to watch the bar move. Its picture comes
// at so many bits per second, its bytes at so many a second and connection.
func lengthy(id, title, author string, d time.Duration, bitrate int, pace int64) demo {
	media := Formats(d, 137, 136, 134, 140)
	media[0].Content = LongAt(H264x1080, d, bitrate)
	media[1].Content = LongAt(H264x720, d, bitrate/2)
	for i := range media {
		media[i].Pace = pace
	}
	return demo{Video: Video{ID: id, Title: title, Author: author, Published: "2026-04-21", Duration: d, Media: media}}
}

func demoPlaylist() Playlist {
	p := Playlist{ID: DemoPlaylist, Title: "A Slow Weekend", Author: slowCorners, PageSize: 6}
	for _, id := range []string{
		"HiloDemo001", "HiloDemo011", "HiloDemo004", "HiloDemo012", "HiloDemo007",
		"HiloDemo013", "HiloDemo003", "HiloDemo014", "HiloDemo015", "HiloDemo006",
	} {
		p.Entries = append(p.Entries, Entry{ID: id})
	}
	return p
}
