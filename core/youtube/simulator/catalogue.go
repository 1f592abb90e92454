package simulator

import (
	"fmt"
	"sync"
	"time"
)

// catalogue is what the server knows: videos, lists and channels. It is safe for
// concurrent use.
type catalogue struct {
	mu        sync.Mutex
	videos    map[string]*video
	playlists map[string]*Playlist
	channels  map[string]*Channel // by path and by "/channel/UC…"
	serial    int64               // counts player answers
}

// video is a Video as the server stores it.
type video struct {
	Video
	revoked int64 // addresses with this serial or a lower one are invalid
}

func newCatalogue() *catalogue {
	return &catalogue{videos: map[string]*video{}, playlists: map[string]*Playlist{}, channels: map[string]*Channel{}}
}

// Add adds a video, or replaces the one with the same ID. Empty fields are filled
// in, with the same values in every process.
func (c *catalogue) Add(v Video) {
	v = withDefaults(v)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.videos[v.ID] = &video{Video: v}
}

// Remove removes a video. Its addresses become invalid.
func (c *catalogue) Remove(videoID string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.videos, videoID)
}

// AddPlaylist adds a playlist, or replaces the one with the same ID.
func (c *catalogue) AddPlaylist(p Playlist) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.playlists[p.ID] = &p
}

// AddChannel adds a channel, with its uploads as playlist "UU…".
func (c *catalogue) AddChannel(added Channel) {
	if added.ID == "" {
		added.ID = channelID(added.Name)
	}
	c.AddPlaylist(Playlist{
		ID: "UU" + added.ID[2:], Title: "Uploads from " + added.Name, Author: added.Name, Entries: added.Uploads,
	})
	c.mu.Lock()
	defer c.mu.Unlock()
	c.channels["/channel/"+added.ID] = &added
	for _, path := range added.Paths {
		c.channels[path] = &added
	}
}

// video returns a copy of the current state of a video, nil when there is none.
func (c *catalogue) video(id string) *video {
	c.mu.Lock()
	defer c.mu.Unlock()
	v := c.videos[id]
	if v == nil {
		return nil
	}
	copied := *v
	return &copied
}

// playlist returns a playlist, nil when there is none.
func (c *catalogue) playlist(id string) *Playlist {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.playlists[id]
}

// channel returns the channel at a path, nil when there is none.
func (c *catalogue) channel(path string) *Channel {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.channels[path]
}

// nextSerial returns the number of a new player answer.
func (c *catalogue) nextSerial() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.serial++
	return c.serial
}

// revoke makes the addresses of a video that were given out so far invalid.
func (c *catalogue) revoke(videoID string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if v := c.videos[videoID]; v != nil {
		v.revoked = c.serial
	}
}

// change applies a Changed to its video, or to all when it names none.
func (c *catalogue) change(f Fault) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for id, v := range c.videos {
		if f.VideoID == "" || f.VideoID == id {
			v.change(f)
		}
	}
}

func (v *video) change(f Fault) {
	media := append([]Media(nil), v.Media...) // running answers keep the old slice
	for i := range media {
		m := &media[i]
		if f.Itag != 0 && f.Itag != m.Itag {
			continue
		}
		if f.Content != nil {
			m.Content, m.Init, m.Index, m.Bitrate = f.Content, [2]int64{}, [2]int64{}, 0
		}
		old := m.LMT
		m.LMT = f.LMT
		if m.LMT == "" {
			m.LMT = nextLMT(old)
		}
	}
	changed := v.Video
	changed.Media = media
	v.Video = withDefaults(changed)
}

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

// lastListed is when the first video of the lists was published; the others are older.
var lastListed = time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)

// AddLists adds one list of each kind, with their videos: 12 seconds long, in 360p,
// except those of List5000. Search finds them by "listed" and their number.
func (c *catalogue) AddLists() {
	media := Formats(FixtureLength, 134, 140)
	for n := 1; n <= 225; n++ {
		v := Video{
			ID: listed(n), Title: fmt.Sprintf("Listed video %d", n), Author: "Lists and Tabs", Duration: FixtureLength, Media: media,
			Published: lastListed.AddDate(0, 0, -4*n).Format(time.DateOnly),
		}
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
