package settings

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/disk"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/sysproxy"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/preferences"
)

// maxFile is the longest file of settings that is read, in bytes.
const maxFile = 64 << 10

// fileVersion is the value of "hilo_settings", by which a file of settings is known.
const fileVersion = 1

// file is a file of settings. What it does not have stays as it is, and what is not
// known in it is ignored.
type file struct {
	Version int             `json:"hilo_settings"`
	Core    json.RawMessage `json:"settings"`
	Look    look            `json:"look"`
}

// look is what only the window needs. Empty values are those that the file does not
// have.
type look struct {
	Theme       *string `json:"theme,omitempty"`
	Language    *string `json:"language,omitempty"`
	TextSize    *int    `json:"text_size,omitempty"`
	Compact     *bool   `json:"compact,omitempty"`
	Still       *bool   `json:"still,omitempty"`
	Quiet       *bool   `json:"quiet,omitempty"`
	NoTray      *bool   `json:"no_tray,omitempty"`
	Closing     *string `json:"closing,omitempty"`
	WhenDone    *string `json:"when_done,omitempty"`
	MaySleep    *bool   `json:"may_sleep,omitempty"`
	ListOfVideo *string `json:"list_of_video,omitempty"`
}

// texts and switches are the parts of a look, by the keys of their preferences.
func (l *look) texts() map[string]**string {
	return map[string]**string{
		preferences.Theme: &l.Theme, preferences.Language: &l.Language, preferences.Closing: &l.Closing, preferences.WhenDone: &l.WhenDone,
		preferences.ListOfVideo: &l.ListOfVideo,
	}
}

func (l *look) switches() map[string]**bool {
	return map[string]**bool{
		preferences.Compact: &l.Compact, preferences.Still: &l.Still, preferences.Quiet: &l.Quiet, preferences.NoTray: &l.NoTray, preferences.MaySleep: &l.MaySleep,
	}
}

// encode returns the settings as a file. It has no password of a proxy, and not what was
// only of the moment.
func encode(s core.Settings, p fyne.Preferences) ([]byte, error) {
	s.Proxy = sysproxy.WithoutPassword(s.Proxy)
	s.SlowDown.Manual, s.SlowDown.Since = "", time.Time{}
	own, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	f := file{Version: fileVersion, Core: own}
	for key, value := range f.Look.texts() {
		text := p.String(key)
		*value = &text
	}
	for key, value := range f.Look.switches() {
		on := p.Bool(key)
		*value = &on
	}
	size := p.Int(preferences.TextSize)
	f.Look.TextSize = &size
	return json.MarshalIndent(f, "", "  ")
}

// decode returns the settings of a file, over those of now, and the look. The error says
// that it is no such file, or has a value that no setting can have.
func decode(data []byte, now core.Settings) (core.Settings, look, error) {
	var f file
	if err := json.Unmarshal(data, &f); err != nil {
		return now, look{}, err
	}
	if f.Version < 1 {
		return now, look{}, errors.New("not a file of settings")
	}
	s := now
	if len(f.Core) > 0 {
		if err := json.Unmarshal(f.Core, &s); err != nil {
			return now, look{}, err
		}
	}
	s.SlowDown.Manual, s.SlowDown.Since = now.SlowDown.Manual, now.SlowDown.Since
	if err := errors.Join(checkWish(s.Wish), checkWish(s.OtherWish), checkNames(s.Names), f.Look.check()); err != nil {
		return now, look{}, err
	}
	return s, f.Look, nil
}

var languageList = regexp.MustCompile(`^[A-Za-z0-9,*-]{0,200}$`)

// tallest is the greatest height of a picture that is asked for, in pixels.
const tallest = 8640

// checkWish returns an error for a wish that nobody can choose.
func checkWish(w format.Wish) error {
	good := slices.Contains([]format.Kind{"", format.Video, format.Audio, format.Picture}, w.Kind) &&
		slices.Contains([]format.Format{"", format.MP4, format.WebM, format.MP3, format.M4A, format.Opus}, w.Format) &&
		slices.Contains([]format.MP3Quality{format.MP3V0, format.MP3V2, format.MP3320}, w.MP3) &&
		w.MaxHeight >= 0 && w.MaxHeight <= tallest && w.Clip == format.Clip{} &&
		languageList.MatchString(w.Language) && languageList.MatchString(w.Subtitles.Languages)
	if !good {
		return fmt.Errorf("no such format: %.200q", fmt.Sprint(w))
	}
	return nil
}

func checkNames(n core.Names) error {
	for _, l := range []core.ListNames{n.Playlist, n.Album, n.Channel, n.Search} {
		for _, c := range []core.Choice{l.Folder, l.Number, l.M3U} {
			if c != "" && c != core.Yes && c != core.No {
				return fmt.Errorf("neither yes nor no: %.20q", c)
			}
		}
	}
	return nil
}

// check returns an error for a value that no preference can have.
func (l *look) check() error {
	for key, known := range map[string][]value{preferences.Theme: themes, preferences.Closing: closing, preferences.WhenDone: whenDone, preferences.ListOfVideo: listOfVideo} {
		if text := *l.texts()[key]; text != nil && !slices.ContainsFunc(known, func(v value) bool { return v.value == *text }) {
			return fmt.Errorf("%s cannot be %.40q", key, *text)
		}
	}
	if tag := l.Language; tag != nil && *tag != "" && !slices.ContainsFunc(i18n.Languages(), func(l i18n.Language) bool { return l.Tag == *tag }) {
		return fmt.Errorf("there is no language %.40q", *tag)
	}
	if size := l.TextSize; size != nil && *size != 0 && (*size < textSizes[0] || *size > textSizes[len(textSizes)-1]) {
		return fmt.Errorf("text cannot have %d %%", *size)
	}
	return nil
}

// keep puts what a look has into the preferences.
func (l *look) keep(p fyne.Preferences) {
	for key, text := range l.texts() {
		if *text != nil {
			p.SetString(key, **text)
		}
	}
	for key, on := range l.switches() {
		if *on != nil {
			p.SetBool(key, **on)
		}
	}
	if l.TextSize != nil {
		p.SetInt(preferences.TextSize, *l.TextSize)
	}
}

// read reads a file of settings over those of now. Folders that this computer does not
// have are not taken. It may take as long as the disk: call it in a goroutine.
func read(path string, now core.Settings) (core.Settings, look, error) {
	f, _, err := disk.OpenRegular(path)
	if err != nil {
		return now, look{}, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return now, look{}, err
	}
	if len(data) > maxFile {
		return now, look{}, errors.New("too long for a file of settings")
	}
	s, l, err := decode(data, now)
	if err != nil {
		return now, look{}, err
	}
	there := func(dir string) bool {
		info, err := os.Stat(dir)
		return filepath.IsAbs(dir) && err == nil && info.IsDir()
	}
	if !there(s.Dir) {
		s.Dir = now.Dir
	}
	if s.AudioDir != "" && !there(s.AudioDir) {
		s.AudioDir = now.AudioDir
	}
	return s, l, nil
}

// write writes the settings into a new file in a folder and returns its path.
func write(dir, day string, data []byte) (path string, err error) {
	return disk.WriteNew(filepath.Join(dir, "Hilo settings "+day), ".json", data)
}
