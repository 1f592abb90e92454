package download

import (
	"strings"

	"github.com/hilo-app/hilo/core/byterange"
	"github.com/hilo-app/hilo/core/disk"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/media"
)

// showPlayers tells the row's Playback of the partial file.
func showPlayers(a *attempt, f *partial) {
	var arrived []byterange.Set
	for i, h := range f.journal.Heads() {
		var set byterange.Set
		set.Add(byterange.Range{To: int64(len(h))})
		for _, r := range f.journal.Unchecked(i) {
			set.Add(byterange.Range{From: r.From, To: r.To})
		}
		for _, r := range f.journal.Sums(i) {
			set.Add(byterange.Range{From: r.From, To: r.To})
		}
		arrived = append(arrived, set)
	}
	a.Playback.begin(playable(a, f), arrived)
}

// playable returns what there is to watch in a partial file, nil for nothing.
func playable(a *attempt, f *partial) *playbackSource {
	k := kindOf(a.choice)
	s := &playbackSource{path: f.path, identity: f.journal.Identity(), heads: f.journal.Heads()}
	if p, ok := f.layout.(media.Placer); ok && !f.layout.InOrder() {
		s.place = p.Place
	}
	switch {
	case k.clip != (format.Clip{}):
		return nil
	case s.place != nil && (k.name == "mp4" || k.name == "m4a"):
		s.movie, s.name, s.mime = true, ".mp4", "video/mp4"
		if k.cuts != "" {
			s.unkept = &unkept{fetch: a.Client.Fetch, busy: make(chan struct{}, 1), addresses: addresses(a.video, a.choice), refresh: a.refresh}
		}
		if k.name == "m4a" {
			s.name, s.mime = ".m4a", "audio/mp4"
		}
	case s.place != nil && a.container.converted:
		s.name, s.mime = ".m4a", "audio/mp4"
		switch stream := a.choice.Streams[0]; {
		case stream.HasVideo: // of which only the sound is kept
			s.name, s.mime = ".mp4", "video/mp4"
		case strings.HasPrefix(stream.Codecs, "opus"):
			s.name, s.mime = ".webm", "audio/webm"
		}
	case k.name == "webm" && f.layout.InOrder():
		s.name, s.mime = ".webm", "video/webm"
	default:
		return nil
	}
	s.name = disk.Sanitize(a.video.Title, maxPlayedName) + s.name // players show it
	return s
}

// maxPlayedName is how many bytes of a title are in the address for a player.
const maxPlayedName = 80
