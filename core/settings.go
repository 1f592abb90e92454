package core

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"time"

	"github.com/hilo-app/hilo/core/checkup"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/keyring"
	"github.com/hilo-app/hilo/core/naming"
	"github.com/hilo-app/hilo/core/netfail"
	"github.com/hilo-app/hilo/core/sysproxy"
)

// Config sets up a Manager.
type Config struct {
	// Dir is the folder of downloads until the settings name another.
	Dir string
	// Store is the path of the queue's file; without one, nothing survives the
	// process but partial files, which the same download continues.
	Store string
	// Crashed says that the last process with this Store ended in a crash of Go's
	// runtime, such as a panic that nothing recovered, rather than in a kill or a
	// power cut. A download that was active in two such crashes fails instead of
	// being queued again.
	Crashed bool
	// Transport reaches YouTube; nil means the proxy of the environment or
	// the system (see package sysproxy) and the system's trust store.
	Transport *http.Transport
	// Proxy is what the Transport asks for its proxy, and has Settings.Proxy. It is set
	// together with a Transport, or not at all: a Transport without one does not follow
	// the setting.
	Proxy *sysproxy.Choice
	// Keyring keeps the password of Settings.Proxy; nil keeps it in the Store. It is of
	// one Manager, which closes it.
	Keyring *keyring.Proxy
	// Parallel, Connections and Limit, where not 0, override the stored
	// settings; see Settings for their ranges.
	Parallel, Connections int
	Limit                 int64
	// Patience is how long a download may wait without progress before it
	// fails; 0 means for ever. Waits that YouTube announced do not count. One
	// that has received bytes may wait ten times as long.
	Patience time.Duration
	// SaveAgain saves a file again, under another name, that is in the folder
	// already. Without it, the row is done at once.
	SaveAgain bool
	// Lookups is how many videos may be looked up in an hour: 0 means as many
	// as YouTube allows guests, a negative number means no limit.
	Lookups int
	// Titles asks for the titles of downloads that are queued without one, before
	// their turn. It takes a request for each, but no lookup.
	Titles bool
	// UseYtdlp allows to ask the user's own yt-dlp, unless the settings forbid
	// it.
	UseYtdlp bool
	// Profiles is the path of the file that has newer client profiles; empty
	// keeps none. They must be signed with ProfilesKey, nil being the key of
	// Hilo's releases.
	Profiles    string
	ProfilesKey ed25519.PublicKey
	// Cache is a folder for what is fetched from YouTube once, such as its player
	// script; empty keeps it until the Manager is closed. Nothing in it is needed.
	Cache   string
	Version string // of this Hilo, such as "1.2.0"
	// UpdatePage is the address of the page for updates, https; empty asks nobody.
	// Versions is the path of the newest list of versions that was seen; empty keeps
	// none, so that an older list is refused only until the end of the process. The
	// list is signed with ProfilesKey.
	UpdatePage string
	Versions   string
	CheckUp    checkup.Config // of CheckUp; the Manager fills in what it knows itself
	Logger     *slog.Logger   // nil discards
}

// Settings are the stored choices of the user.
type Settings struct {
	Dir      string      `json:"dir"`                 // folder of new downloads
	AudioDir string      `json:"audio_dir,omitempty"` // folder of new downloads of sound; empty is Dir
	Wish     format.Wish `json:"wish"`                // of new downloads
	// OtherWish is the choice for the kind, of video and sound, that Wish is not of. Without
	// a kind nothing was chosen for it yet.
	OtherWish   format.Wish `json:"other_wish,omitzero"`
	Parallel    int         `json:"parallel"`    // downloads at a time, 1-8
	Connections int         `json:"connections"` // per stream, 1-8
	Limit       int64       `json:"limit"`       // bytes per second of all downloads together, 0 = none
	SlowDown    SlowDown    `json:"slow_down,omitzero"`
	Names       Names       `json:"names,omitzero"`
	FollowHours int         `json:"follow_hours,omitempty"` // between two checks of what is followed, 1-168; 0 = 6, -1 = only by hand
	// SponsorBlock is that of new downloads whose wish has none.
	SponsorBlock format.SponsorBlock `json:"sponsorblock,omitzero"`
	// NoYtdlp forbids to ask the user's own yt-dlp for videos that Hilo cannot
	// look up. Its JSON name is the one that stored settings have.
	NoYtdlp bool `json:"no_helper"`
	// WeeklyUpdates allows to ask the page for updates once a week.
	WeeklyUpdates bool `json:"weekly_updates,omitempty"`
	// Proxy is the proxy of all requests: empty is that of the computer,
	// sysproxy.Direct is none, else see sysproxy.Choice.Set. Where Config.Keyring has its
	// password, it has none; a new one is written into it. See keyring.Proxy.Change.
	Proxy string `json:"proxy,omitempty"`
}

// DefaultSettings returns the settings at the first start, with a folder for downloads.
func DefaultSettings(dir string) Settings { return Settings{Dir: dir, Parallel: 3, Connections: 4} }

// storedSettings are Settings in the Store.
type storedSettings struct {
	Settings
	// ProxyKept says that the keyring has the password of Settings.Proxy.
	ProxyKept bool `json:"proxy_kept,omitempty"`
}

// The keys under which the store has settings, and the present state of what has one.
const (
	keySettings  = "settings"  // Settings
	keyAllowance = "allowance" // lookup.Allowance
	keyNewest    = "newest"    // version of this Hilo if that answer knew no newer one
	keyUpdates   = "updates"   // time at which the page for updates answered
	keyGated     = "gated"     // which client profiles YouTube refused, and when
)

// withDefaults fills in what a Config leaves out.
func (c Config) withDefaults() (Config, error) {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Dir == "" {
		return c, errors.New("core: no folder to save in")
	}
	dir, err := filepath.Abs(c.Dir)
	if err != nil {
		return c, fmt.Errorf("core: folder to save in: %w", err)
	}
	c.Dir = dir
	if c.Transport == nil {
		c.Transport = http.DefaultTransport.(*http.Transport).Clone()
		c.Proxy = sysproxy.NewChoice()
		c.Transport.Proxy = c.Proxy.Find
		c.CheckUp.AutomaticProxy = c.Proxy.Automatic
	}
	c.Transport.OnProxyConnectResponse = netfail.CheckProxy
	if c.Keyring == nil {
		c.Keyring = keyring.NewProxy(nil)
	}
	return c, nil
}

// override replaces the settings that the Config sets.
func (c Config) override(s Settings) Settings {
	if c.Parallel != 0 {
		s.Parallel = c.Parallel
	}
	if c.Connections != 0 {
		s.Connections = c.Connections
	}
	if c.Limit != 0 {
		s.Limit = c.Limit
	}
	return s
}

// withinRanges brings the numbers into their ranges.
func (s Settings) withinRanges() Settings {
	s.Parallel = min(max(s.Parallel, 1), 8)
	s.Connections = min(max(s.Connections, 1), 8)
	s.Limit = max(s.Limit, 0)
	s.SlowDown = s.SlowDown.withinRanges()
	s.FollowHours = min(max(s.FollowHours, -1), 168)
	if s.Wish.Kind == "" {
		s.Wish.Kind = format.Video
	}
	return s
}

// LimitAt returns the speed limit of all downloads together at a time, in bytes per
// second; 0 is none.
func (s Settings) LimitAt(at time.Time) int64 {
	if !s.SlowDown.On(at) {
		return s.Limit
	}
	if slow := s.SlowDown.Speed(); s.Limit == 0 || slow < s.Limit {
		return slow
	}
	return s.Limit
}

// WishOf returns the choice for new downloads of a kind.
func (s Settings) WishOf(k format.Kind) format.Wish {
	switch k {
	case s.Wish.Kind:
		return s.Wish
	case s.OtherWish.Kind:
		return s.OtherWish
	}
	return format.Wish{Kind: k, Subtitles: s.Wish.Subtitles, Sidecars: s.Wish.Sidecars}
}

// SetWishOf changes the choice for new downloads of the kind of a wish. The kind of the
// next download stays.
func (s *Settings) SetWishOf(w format.Wish) {
	if w.Kind == s.Wish.Kind {
		s.Wish = w
	} else {
		s.OtherWish = w
	}
}

// Use makes a wish that of the next downloads, and keeps that of the other kind.
func (s *Settings) Use(w format.Wish) {
	if w.Kind != s.Wish.Kind {
		s.OtherWish = s.Wish
	}
	s.Wish = w
}

// DirOf returns the folder of new downloads of a kind.
func (s Settings) DirOf(k format.Kind) string {
	if k == format.Audio && s.AudioDir != "" {
		return s.AudioDir
	}
	return s.Dir
}

// SetDirOf changes the folder of new downloads of a kind, and of all kinds as long as
// sound has none of its own.
func (s *Settings) SetDirOf(k format.Kind, dir string) {
	if k == format.Audio && s.AudioDir != "" {
		s.AudioDir = dir
	} else {
		s.Dir = dir
	}
}

// NextDir returns the folder of what is downloaded next with the Wish of the settings.
func (s Settings) NextDir() string { return s.DirOf(s.Wish.Kind) }

// followEvery returns Settings.FollowHours as a time.
func (s Settings) followEvery() time.Duration { return time.Duration(s.FollowHours) * time.Hour }

// Names are the user's choices of how files are named and where those of a list go.
// The zero value has the defaults.
type Names struct {
	Pattern  string    `json:"pattern,omitempty"` // see package naming; empty is the title
	Playlist ListNames `json:"playlist,omitzero"` // of mixes, too
	Album    ListNames `json:"album,omitzero"`
	Channel  ListNames `json:"channel,omitzero"`
	Search   ListNames `json:"search,omitzero"`
}

// ListNames are the choices for one kind of list.
type ListNames struct {
	Folder Choice `json:"folder,omitempty"` // a folder of its own; default yes, for a search no
	Number Choice `json:"number,omitempty"` // numbers in the names; default yes for playlists and albums
	M3U    Choice `json:"m3u,omitempty"`    // a file .m3u8 of the list; default no
}

// Rules returns the rules for one kind of list; that of Links is for single videos.
func (n Names) Rules(kind ListKind) naming.Rules {
	var of ListNames
	folder, number := true, true
	switch kind {
	case Playlist, Mix:
		of = n.Playlist
	case Album:
		of = n.Album
	case Channel:
		of, number = n.Channel, false
	case Search:
		of, folder, number = n.Search, false, false
	default:
		return naming.Rules{Pattern: n.Pattern}
	}
	return naming.Rules{Pattern: n.Pattern, Folder: of.Folder.or(folder), Number: of.Number.or(number), M3U: of.M3U.or(false)}
}

// Remember sets the choices for one kind of list, as they were made for one of
// them. The pattern stays.
func (n *Names) Remember(kind ListKind, r naming.Rules) {
	choice := ListNames{ChoiceOf(r.Folder), ChoiceOf(r.Number), ChoiceOf(r.M3U)}
	switch kind {
	case Playlist, Mix:
		n.Playlist = choice
	case Album:
		n.Album = choice
	case Channel:
		n.Channel = choice
	case Search:
		n.Search = choice
	}
}

// folderOf returns the full path of the folder that a request for a kind names.
func folderOf(dir string, kind format.Kind, s Settings) string {
	if dir == "" {
		dir = s.DirOf(kind)
	}
	if full, err := filepath.Abs(dir); err == nil {
		dir = full
	}
	return dir
}

// namesOf returns the rules of a request.
func namesOf(of *naming.Rules, kind ListKind, s Settings) naming.Rules {
	if of != nil {
		return *of
	}
	return s.Names.Rules(kind)
}
