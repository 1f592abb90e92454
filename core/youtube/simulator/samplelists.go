package simulator

import (
	"fmt"
	"time"
)

// The lists that AddLists adds.
const (
	List230   = "PLsimulated230"                     // 232 entries: 2 private ones, and 7 videos twice
	List5000  = "PLsimulated5000"                    // the most that a playlist of YouTube's holds; its videos cannot be watched
	ListAlbum = "OLAK5uy_simulatedalbum"             // 12 songs of one artist
	ListMix   = "RD" + listPrefix + "00001"          // all videos of List230
	ListTabs  = "/@listsandtabs"                     // a channel: 75 videos, 40 Shorts, 3 broadcasts, 3 playlists
	TabsID    = "UC" + "simulatedlistsandtabs" + "0" // of that channel

	listPrefix = "listed"
)

// listed returns the n-th video of the lists, from 1.
func listed(n int) string { return fmt.Sprintf("%s%05d", listPrefix, n) }

// AddLists adds one list of each kind, with their videos: 12 seconds long, in 360p,
// except those of List5000. Search finds them by "listed" and their number.
func (c *catalogue) AddLists() {
	media := Formats(FixtureLength, 134, 140)
	for n := 1; n <= 225; n++ {
		v := Video{ID: listed(n), Title: fmt.Sprintf("Listed video %d", n), Author: "Lists and Tabs", Duration: FixtureLength, Media: media}
		if n == 40 || n == 140 {
			v.Playability = Private
		}
		c.Add(v)
	}
	var entries []Entry
	for n := 1; n <= 232; n++ {
		video := n
		if n > 225 { // the last ones were in the list before
			video = 10*(n-225) + 1
		}
		entries = append(entries, Entry{ID: listed(video)})
	}
	c.AddPlaylist(Playlist{ID: List230, Title: "Two hundred and thirty", Author: "Lists and Tabs", Entries: entries})

	var many []Entry
	for n := range 5000 {
		many = append(many, Entry{ID: fmt.Sprintf("many%07d", n), Title: fmt.Sprintf("One of many, number %d", n+1), Author: "Lists and Tabs", Duration: time.Duration(60+n%600) * time.Second})
	}
	c.AddPlaylist(Playlist{ID: List5000, Title: "Five thousand", Author: "Lists and Tabs", Entries: many})
	c.AddPlaylist(Playlist{ID: ListAlbum, Title: "Album - Twelve Songs", Author: "An Artist", Entries: songs(c, media)})
	c.AddChannel(Channel{
		ID: TabsID, Name: "Lists and Tabs", Paths: []string{ListTabs},
		Uploads: entries[:75], Shorts: entries[80:120], Live: entries[120:123], Lists: []string{List230, List5000, ListAlbum},
	})
}

// songs adds the songs of the album.
func songs(c *catalogue, media []Media) []Entry {
	var all []Entry
	for n := 1; n <= 12; n++ {
		id := fmt.Sprintf("aSong%06d", n)
		c.Add(Video{ID: id, Title: fmt.Sprintf("Song %d", n), Author: "An Artist - Topic", Duration: FixtureLength, Media: media})
		all = append(all, Entry{ID: id})
	}
	return all
}
