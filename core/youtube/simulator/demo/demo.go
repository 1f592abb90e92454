// Package demo is a simulated YouTube with a small catalogue of invented videos,
// for "hilo -demo" and for tests that want something realistic to download.
//
// Start returns a simulator.Server with the catalogue: videos of several lengths
// and kinds, a playlist and a channel, and a few videos that fail as real ones do.
// Videos lists what there is to try. The catalogue is the same in every process,
// so that a download resumes after a restart.
//
// The package knows only package simulator. Who uses it points a program's
// transport at the Server; cli.StartDemo does that for all of Hilo.
package demo

import (
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// PlaylistID and ChannelPath are the catalogue's playlist and channel.
const (
	PlaylistID  = "PLHiloDemoSlowWeekend0123456789abc"
	ChannelPath = "/@slowcorners"
)

// pace is the rate of each connection in bytes per second, about that of a home
// line, so that progress can be watched.
const pace = 3 << 20

// Start starts a server with the catalogue. The caller must call Close on it.
func Start() *simulator.Server {
	s := simulator.NewServer()
	s.SetPace(pace)
	for _, e := range catalogue() {
		s.Add(e.Video)
	}
	s.AddPlaylist(playlist())
	s.AddChannel(simulator.Channel{
		Name: slowCorners, Paths: []string{ChannelPath, "/c/slowcorners", "/slowcorners"},
		Uploads: []simulator.Entry{{ID: "HiloDemo001"}, {ID: "HiloDemo004"}, {ID: "HiloDemo011"}, {ID: "HiloDemo012"}},
	})
	return s
}

// Video is one video of the catalogue.
type Video struct {
	ID     string
	Title  string
	Expect string // what happens when it is downloaded, in a few words
	Fails  bool
}

// URL returns the address of the video's page.
func (v Video) URL() string { return "https://www.youtube.com/watch?v=" + v.ID }

// Videos lists the catalogue: first the videos to try, then those that fail.
// Videos that only the playlist and the channel have are left out.
func Videos() []Video {
	var list []Video
	for _, e := range catalogue() {
		if e.expect == "" {
			continue
		}
		list = append(list, Video{ID: e.ID, Title: e.Title, Expect: e.expect, Fails: e.Playability.Status != ""})
	}
	return list
}

func playlist() simulator.Playlist {
	p := simulator.Playlist{ID: PlaylistID, Title: "A Slow Weekend", Author: slowCorners, PageSize: 6}
	for _, id := range []string{
		"HiloDemo001", "HiloDemo011", "HiloDemo004", "HiloDemo012", "HiloDemo007",
		"HiloDemo013", "HiloDemo003", "HiloDemo014", "HiloDemo015", "HiloDemo006",
	} {
		p.Entries = append(p.Entries, simulator.Entry{ID: id})
	}
	return p
}
