package cli

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/naming"
	"github.com/hilo-app/hilo/core/sponsorblock"
)

// patience is how long a download without a window keeps trying while not a byte
// arrives.
const patience = 45 * time.Second

// maxStdin bounds the links that are read from standard input, in bytes.
const maxStdin = 1 << 20

const getUsage = `hilo get [flags] LINK...

Downloads every LINK: a video, a playlist or a channel. "-" reads links from
standard input. Interrupted and run again with the same words, it continues
from the bytes it has.

  -audio             only the sound
  -format F          mp4 or webm; for sound mp3 (default), m4a or opus, which
                     keep the original sound
  -mp3 Q             v0 (default), v2 or 320
  -quality Q         best, 2160, 1440, 1080, 720, 480, 360, 240 or 144 (default 1080)
  -audio-lang LANG   language of the sound, such as es or pt-BR, where there are
                     several (default: the original one)
  -subs LANGS        subtitles that a person wrote, as .srt files: languages such as
                     es,en in the order of preference, or all
  -auto-subs         take automatic ones where no person wrote any
  -embed-subs        put subtitles into the file instead of next to it, where it can
                     hold them
  -clip FROM-TO      only this part, such as 1:30-2:45, 1:30- or -2:45; may be given
                     several times
  -split-chapters    one file for each chapter, where the video has any
  -sponsorblock M    ask SponsorBlock (sponsor.ajay.app), which is told only a part of a
                     hash of the video's id, for the parts that its users marked:
                     mark makes them chapters; remove leaves them out: MP3 at the sample,
                     MP4 and M4A at the frame, Opus within 10 ms, WebM up to the key
                     frame before their end
  -sponsorblock-categories LIST
                     sponsor (default), selfpromo, interaction, intro, outro, preview,
                     hook, music_offtopic, filler
  -thumbnail         the thumbnail too, as .jpg
  -thumbnail-only    the thumbnail instead of the video
  -info KIND         title, date, link and description too: txt, json or both
  -items LIST        only these entries of a list, such as 1-10,15,20- or -3 for the
                     last three
  -newest N          only the newest N: the first of a channel or search, the last of
                     a playlist
  -match WORDS       only entries whose title has all the words
  -search WORDS      the best match of a search, or what -items, -newest and -match
                     choose of its first 100 results
  -sort ORDER        of the results of -search: match (best match, default), views
                     (most viewed); newest, shortest or longest of the first 100. The
                     other flags count in this order
  -since TIME        only results of -search from today, this week, month or year, as
                     YouTube counts: today, week, month, year or any (default)
  -folder-per-list   save a list in a folder named after it
  -number            number the files of a list, with as many digits as it needs
  -m3u               write a playlist file (.m3u8) next to the files of a list
  -name PATTERN      name of the files: {title}, {channel}, {date}, {number}, {list},
                     {quality} and {id} (default "{title}")
  -skip-existing     do not save what is in the folder already (default; with =false
                     it is saved again under another name)
  -archive FILE      leave out the videos whose ids are in FILE, one a line, and add
                     those that were saved; yt-dlp's files will do
  -flat              print one JSON object for each entry (id, url, title, channel,
                     duration_seconds, index, available, and where YouTube says them
                     views and published, such as "10 months ago") and download nothing
  -best              the best picture of that height, even if fewer players can show it
  -dir DIR           folder to save in (default: where you are)
  -parallel N        downloads at a time, 1-8 (default 3)
  -connections N     connections per stream, 1-8 (default 4)
  -limit-rate BYTES  bytes per second over all; K and M may follow the number
  -json              one JSON object per change of a download or of a group
  -data DIR          folder for Hilo's log
  -demo              use the built-in simulated YouTube, without a network

Exit status: 0 everything was saved, 1 something was not, 2 wrong usage.
`

type getFlags struct {
	audio, best, json, demo bool
	clips                   clips
	split, thumb, thumbOnly bool
	info                    string
	quality, dir, data      string
	format, mp3, language   string
	subs                    string
	autoSubs, embedSubs     bool
	sponsors, categories    string
	parallel, connections   int
	limit                   string

	listFlags
}

// define adds all flags to f.
func (g *getFlags) define(f *flag.FlagSet) {
	f.BoolVar(&g.audio, "audio", false, "")
	f.BoolVar(&g.best, "best", false, "")
	f.BoolVar(&g.json, "json", false, "")
	f.BoolVar(&g.demo, "demo", false, "")
	f.Var(&g.clips, "clip", "")
	f.BoolVar(&g.split, "split-chapters", false, "")
	f.BoolVar(&g.thumb, "thumbnail", false, "")
	f.BoolVar(&g.thumbOnly, "thumbnail-only", false, "")
	f.StringVar(&g.info, "info", "", "")
	f.StringVar(&g.quality, "quality", "", "")
	f.StringVar(&g.format, "format", "", "")
	f.StringVar(&g.language, "audio-lang", "", "")
	f.StringVar(&g.subs, "subs", "", "")
	f.BoolVar(&g.autoSubs, "auto-subs", false, "")
	f.BoolVar(&g.embedSubs, "embed-subs", false, "")
	f.StringVar(&g.sponsors, "sponsorblock", "", "")
	f.StringVar(&g.categories, "sponsorblock-categories", "", "")
	f.StringVar(&g.mp3, "mp3", "v0", "")
	f.StringVar(&g.dir, "dir", ".", "")
	f.StringVar(&g.data, "data", "", "")
	f.StringVar(&g.limit, "limit-rate", "", "")
	f.IntVar(&g.parallel, "parallel", 3, "")
	f.IntVar(&g.connections, "connections", 4, "")
	g.listFlags.define(f)
}

// listFlags are those about lists and names.
type listFlags struct {
	choose       selection
	search       string
	sort         sorting // of the search
	names        naming.Rules
	skipExisting bool
	archive      string // path
	flat         bool
}

// define adds the flags to f.
func (l *listFlags) define(f *flag.FlagSet) {
	f.Var(&l.choose.items, "items", "")
	f.IntVar(&l.choose.newest, "newest", 0, "")
	f.StringVar(&l.choose.match, "match", "", "")
	f.StringVar(&l.search, "search", "", "")
	f.StringVar(&l.sort.by, "sort", "", "")
	f.StringVar(&l.sort.since, "since", "", "")
	f.StringVar(&l.names.Pattern, "name", "", "")
	f.BoolVar(&l.names.Folder, "folder-per-list", false, "")
	f.BoolVar(&l.names.Number, "number", false, "")
	f.BoolVar(&l.names.M3U, "m3u", false, "")
	f.BoolVar(&l.skipExisting, "skip-existing", true, "")
	f.StringVar(&l.archive, "archive", "", "")
	f.BoolVar(&l.flat, "flat", false, "")
}

// check returns why the values cannot be used.
func (l *listFlags) check() error {
	if _, err := naming.Parse(l.names.Pattern); err != nil {
		return fmt.Errorf("-name %q: %w", l.names.Pattern, err)
	}
	if l.choose.newest < 0 || l.choose.newest > maxItem {
		return fmt.Errorf("-newest takes a number of videos, not %d", l.choose.newest)
	}
	l.search = strings.TrimSpace(l.search)
	if l.search == "" && l.sort != (sorting{}) {
		return errNoSearch
	}
	return l.sort.check()
}

// request is a command line that was understood.
type request struct {
	text   string
	wishes []format.Wish // one for each clip
	config core.Config
	json   bool
	demo   bool
	data   string
	listFlags
}

func parseGet(args []string, std Streams) (request, error) {
	var g getFlags
	f := flag.NewFlagSet("hilo get", flag.ContinueOnError)
	f.SetOutput(std.Err)
	f.Usage = func() { fmt.Fprint(std.Err, getUsage) }
	g.define(f)
	links, err := parseMixed(f, args)
	if err != nil {
		return request{}, err
	}
	if err := g.check(); err != nil {
		return request{}, err
	}
	r := request{json: g.json, demo: g.demo, data: g.data, listFlags: g.listFlags}
	wish, err := g.wish()
	if err != nil {
		return r, err
	}
	r.wishes = []format.Wish{wish}
	for i, c := range g.clips {
		wish.Clip = c
		r.wishes = append(r.wishes[:i], wish)
	}
	limit, err := parseRate(g.limit)
	if err != nil {
		return r, err
	}
	for name, n := range map[string]int{"parallel": g.parallel, "connections": g.connections} {
		if n < 1 || n > 8 {
			return r, fmt.Errorf("-%s takes a number from 1 to 8, not %d", name, n)
		}
	}
	r.config = core.Config{Dir: g.dir, Parallel: g.parallel, Connections: g.connections, Limit: limit, Patience: patience, SaveAgain: !g.skipExisting}
	if r.search != "" && len(links) == 0 {
		return r, nil
	}
	r.text, err = linksOf(links, g.demo, std.In)
	return r, err
}

func linksOf(args []string, demo bool, stdin io.Reader) (string, error) {
	if len(args) == 0 && demo {
		args = DemoLinks()[:3]
	}
	if len(args) == 0 {
		return "", errors.New("no link was given")
	}
	for i, a := range args {
		if a != "-" {
			continue
		}
		text, err := io.ReadAll(io.LimitReader(stdin, maxStdin))
		if err != nil {
			return "", err
		}
		args[i] = string(text)
	}
	return strings.Join(args, "\n"), nil
}

func (g getFlags) wish() (format.Wish, error) {
	w := format.Wish{Kind: format.Video, Best: g.best, Language: g.language}
	if g.subs != "" {
		w.Subtitles = format.Subtitles{Languages: g.subs, Generated: g.autoSubs, File: !g.embedSubs, Embed: g.embedSubs}
	} else if g.autoSubs || g.embedSubs {
		return w, errors.New("-auto-subs and -embed-subs need -subs with languages")
	}
	var err error
	if w.SponsorBlock, err = g.sponsorBlock(); err != nil {
		return w, err
	}
	switch w.Format = format.Format(g.format); w.Format {
	case "", format.MP4, format.WebM:
		if g.audio {
			w.Kind = format.Audio
		}
		if g.audio && g.format != "" {
			return w, fmt.Errorf("-audio does not go with -format %s", g.format)
		}
	case format.MP3, format.M4A, format.Opus:
		w.Kind = format.Audio
	default:
		return w, fmt.Errorf("-format takes mp4, webm, mp3, m4a or opus, not %q", g.format)
	}
	switch q := strings.ToLower(g.mp3); q {
	case "v0":
	case "v2", "320":
		w.MP3 = format.MP3Quality(q)
	default:
		return w, fmt.Errorf("-mp3 takes v0, v2 or 320, not %q", g.mp3)
	}
	switch g.quality {
	case "":
	case "best":
		w.Best = true
	case "2160", "1440", "1080", "720", "480", "360", "240", "144":
		w.MaxHeight, _ = strconv.Atoi(g.quality)
		w.Best = w.Best || w.MaxHeight > 1080 // more than 1080 is not what plays everywhere
	default:
		return w, fmt.Errorf("-quality takes best, 2160, 1440, 1080, 720, 480, 360, 240 or 144, not %q", g.quality)
	}
	return w, g.sidecars(&w)
}

// sponsorBlock returns what becomes of marked parts.
func (g getFlags) sponsorBlock() (s format.SponsorBlock, err error) {
	switch s.Mode = format.SponsorMode(g.sponsors); s.Mode {
	case format.SponsorMark, format.SponsorRemove:
	case format.SponsorOff:
		if g.categories != "" {
			return s, errors.New("-sponsorblock-categories needs -sponsorblock mark or remove")
		}
		return s, nil
	default:
		return s, fmt.Errorf("-sponsorblock takes mark or remove, not %q", g.sponsors)
	}
	all, err := sponsorblock.ParseCategories(g.categories)
	if err != nil {
		return s, fmt.Errorf("-sponsorblock-categories: %w", err)
	}
	s.Categories = strings.Join(all, ",")
	return s, nil
}

// sidecars adds the files that are saved next to a download, or instead of it.
func (g getFlags) sidecars(w *format.Wish) error {
	switch g.info {
	case "":
	case "txt":
		w.Sidecars.Text = true
	case "json":
		w.Sidecars.JSON = true
	case "both":
		w.Sidecars.Text, w.Sidecars.JSON = true, true
	default:
		return fmt.Errorf("-info takes txt, json or both, not %q", g.info)
	}
	w.Sidecars.Picture = g.thumb && !g.thumbOnly
	if w.Chapters = g.split; g.split && len(g.clips) > 0 {
		return errors.New("-split-chapters does not go with -clip")
	}
	if g.thumbOnly {
		if g.split || len(g.clips) > 0 || g.subs != "" {
			return errors.New("-thumbnail-only goes with -info and -dir alone")
		}
		w.Kind = format.Picture
	}
	return nil
}

// parseRate reads bytes per second, with an optional K (1,000) or M (1,000,000).
func parseRate(s string) (int64, error) {
	if s == "" {
		return 0, nil
	}
	number, unit := s, int64(1)
	switch s[len(s)-1] {
	case 'k', 'K':
		number, unit = s[:len(s)-1], 1e3
	case 'm', 'M':
		number, unit = s[:len(s)-1], 1e6
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n < 1 || n > 1e12/unit {
		return 0, fmt.Errorf("-limit-rate takes bytes per second such as 500000, 500K or 2M, not %q", s)
	}
	return n * unit, nil
}

// parseMixed is f.Parse for command lines whose flags may come behind links,
// where people put them.
func parseMixed(f *flag.FlagSet, args []string) (rest []string, err error) {
	for {
		if err := f.Parse(args); err != nil {
			return nil, err
		}
		left := f.Args()
		if len(left) == 0 {
			return rest, nil
		}
		if n := len(args) - len(left); n > 0 && args[n-1] == "--" {
			return append(rest, left...), nil
		}
		rest, args = append(rest, left[0]), left[1:]
	}
}

// clips collects the values of -clip.
type clips []format.Clip

// String implements flag.Value.
func (c *clips) String() string { return "" }

// Set implements flag.Value: "1:30-2:45", "1:30-" or "-2:45".
func (c *clips) Set(text string) error {
	a, b, ok := strings.Cut(text, "-")
	from, ok1 := format.ParseTime(a)
	to, ok2 := format.ParseTime(b)
	if !ok || !ok1 && a != "" || !ok2 && b != "" || a == "" && b == "" || b != "" && to <= from {
		return errors.New("a part is two times such as 1:30-2:45, 1:30- or -2:45")
	}
	*c = append(*c, format.Clip{From: from, To: to})
	return nil
}
