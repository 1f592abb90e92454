package youtube_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/hilo-app/hilo/core/youtube"
)

// set returns the JSON of a file of profiles.
func set(serial int, minimumApp, player string) string {
	return fmt.Sprintf(`{"schema":1,"serial":%d,"minimumApp":%q,"player":[%s],"browse":%s}`, serial, minimumApp, player, profileJSON("WEB", ""))
}

func profileJSON(name, more string) string {
	return fmt.Sprintf(`{"name":%q,"header":"1","version":"2.0","userAgent":"tester/1","client":{"platform":"DESKTOP"}%s}`, name, more)
}

func TestLoadProfiles(t *testing.T) {
	web := profileJSON("WEB", "")
	client := func(fields string) string {
		return set(1, "1.0", `{"name":"WEB","header":"1","version":"2","userAgent":"x","client":{`+fields+`}}`)
	}
	for _, tt := range []struct {
		name, doc string
		want      error
	}{
		{"good", set(1, "1.0", web), nil},
		{"just new enough", set(1, "1.2.3", web), nil},
		{"rescue", set(1, "0.9.9", profileJSON("WEB", `,"itags":[18]`)), nil},
		{"values", client(`"a":"b","c":1.5,"d":true`), nil},
		{"space around", "\n" + set(1, "1.0", web) + "\n\n", nil},
		{"the built-in one", string(allProfiles(t)), nil},

		{"newer app", set(1, "1.2.4", web), youtube.ErrProfilesNeedApp},
		{"much newer app", set(1, "10.0", web), youtube.ErrProfilesNeedApp},
		{"newer schema", `{"schema":3,"what":"else"}`, youtube.ErrProfilesNeedApp},

		{"empty", "", youtube.ErrProfilesMalformed},
		{"no JSON", "hello", youtube.ErrProfilesMalformed},
		{"null", "null", youtube.ErrProfilesMalformed},
		{"an array", "[]", youtube.ErrProfilesMalformed},
		{"no schema", strings.Replace(set(1, "1.0", web), `"schema":1,`, "", 1), youtube.ErrProfilesMalformed},
		{"no serial", set(0, "1.0", web), youtube.ErrProfilesMalformed},
		{"negative serial", set(-1, "1.0", web), youtube.ErrProfilesMalformed},
		{"no app", set(1, "", web), youtube.ErrProfilesMalformed},
		{"odd app", set(1, "1.0-beta", web), youtube.ErrProfilesMalformed},
		{"long app", set(1, "1.2.3.4", web), youtube.ErrProfilesMalformed},
		{"unknown field", strings.Replace(set(1, "1.0", web), `"schema"`, `"host":"evil.org","schema"`, 1), youtube.ErrProfilesMalformed},
		{"unknown field of a profile", set(1, "1.0", profileJSON("WEB", `,"host":"evil.org"`)), youtube.ErrProfilesMalformed},
		{"something follows", set(1, "1.0", web) + "}", youtube.ErrProfilesMalformed},
		{"two documents", set(1, "1.0", web) + set(1, "1.0", web), youtube.ErrProfilesMalformed},
		{"nobody", set(1, "1.0", ""), youtube.ErrProfilesMalformed},
		{"too many", set(1, "1.0", strings.Repeat(web+",", 16)+web), youtube.ErrProfilesMalformed},
		{"twice", set(1, "1.0", web+","+web), youtube.ErrProfilesMalformed},
		{"no name", set(1, "1.0", profileJSON("", "")), youtube.ErrProfilesMalformed},
		{"the name of the fallback extractor", set(1, "1.0", profileJSON("yt-dlp", "")), youtube.ErrProfilesMalformed},
		{"no browser", strings.Replace(set(1, "1.0", web), `"browse"`, `"Xrowse"`, 1), youtube.ErrProfilesMalformed},
		{"header injection", set(1, "1.0", strings.Replace(web, "tester/1", `a\r\nHost: evil.org`, 1)), youtube.ErrProfilesMalformed},
		{"long user agent", set(1, "1.0", strings.Replace(web, "tester/1", strings.Repeat("x", 501), 1)), youtube.ErrProfilesMalformed},
		{"odd number", set(1, "1.0", strings.Replace(web, `"header":"1"`, `"header":"x"`, 1)), youtube.ErrProfilesMalformed},
		{"odd version", set(1, "1.0", strings.Replace(web, `"2.0"`, `"/2"`, 1)), youtube.ErrProfilesMalformed},
		{"odd itag", set(1, "1.0", profileJSON("WEB", `,"itags":[-1]`)), youtube.ErrProfilesMalformed},
		{"many itags", set(1, "1.0", profileJSON("WEB", `,"itags":[`+strings.Repeat("1,", 64)+`1]`)), youtube.ErrProfilesMalformed},
		{"language", client(`"hl":"de"`), youtube.ErrProfilesMalformed},
		{"guest", client(`"visitorData":"x"`), youtube.ErrProfilesMalformed},
		{"odd field", client(`"A b":1`), youtube.ErrProfilesMalformed},
		{"object", client(`"a":{}`), youtube.ErrProfilesMalformed},
		{"nothing", client(`"a":null`), youtube.ErrProfilesMalformed},
		{"long value", client(`"a":"` + strings.Repeat("x", 501) + `"`), youtube.ErrProfilesMalformed},
		{"many fields", client(manyFields()), youtube.ErrProfilesMalformed},
		{"long", set(1, "1.0", web) + strings.Repeat(" ", 64<<10), youtube.ErrProfilesMalformed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, err := youtube.LoadProfiles(youtube.SignProfiles([]byte(tt.doc), testKey), testPublic(), "1.2.3")
			if !errors.Is(err, tt.want) || (p == nil) == (err == nil) {
				t.Errorf("got %v, %v", p, err)
			}
		})
	}
}

func manyFields() string {
	var fields []string
	for i := range 32 + 1 {
		fields = append(fields, fmt.Sprintf(`"a%d":1`, i))
	}
	return strings.Join(fields, ",")
}

func TestForgedProfiles(t *testing.T) {
	const header = "hilo-profiles ed25519 "
	doc := []byte(set(1, "1.0", profileJSON("WEB", "")))
	file := youtube.SignProfiles(doc, testKey)
	head, _, _ := bytes.Cut(file, []byte("\n"))
	other := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{8}, ed25519.SeedSize))
	for name, tt := range map[string]struct {
		file []byte
		want error
	}{
		"other key":        {youtube.SignProfiles(doc, other), youtube.ErrProfilesForged},
		"one byte changed": {bytes.Replace(file, []byte(`"serial":1`), []byte(`"serial":2`), 1), youtube.ErrProfilesForged},
		"one byte more":    {append(bytes.Clone(file), ' '), youtube.ErrProfilesForged},
		"cut off":          {file[:len(file)-1], youtube.ErrProfilesForged},
		"other line ends":  {bytes.Replace(file, []byte("{"), []byte("\r\n{"), 1), youtube.ErrProfilesForged},
		"short signature":  {append(head[:len(header):len(header)], "AAAA\n"+string(doc)...), youtube.ErrProfilesForged},
		"empty signature":  {[]byte(header + "\n" + string(doc)), youtube.ErrProfilesForged},
		"not base64":       {[]byte(header + "!\n" + string(doc)), youtube.ErrProfilesForged},
		"zeros":            {[]byte(header + base64.StdEncoding.EncodeToString(make([]byte, 64)) + "\n" + string(doc)), youtube.ErrProfilesForged},
		"signature only":   {head, youtube.ErrProfilesForged},
		"not signed":       {doc, youtube.ErrProfilesMalformed},
		"nothing":          {nil, youtube.ErrProfilesMalformed},
	} {
		if p, err := youtube.LoadProfiles(tt.file, testPublic(), "1.0"); !errors.Is(err, tt.want) || p != nil {
			t.Errorf("%s: %v, %v", name, p, err)
		}
	}
	if _, err := youtube.LoadProfiles(file, nil, "1.0"); !errors.Is(err, youtube.ErrProfilesForged) {
		t.Errorf("the key of the releases takes %v", err)
	}
	if _, err := youtube.LoadProfiles(file, testPublic(), "strange"); !errors.Is(err, youtube.ErrProfilesNeedApp) {
		t.Errorf("an app without a version takes %v", err)
	}
	crlf := bytes.Replace(file, []byte("\n"), []byte("\r\n"), 1) // of the first line only: it is not signed
	if _, err := youtube.LoadProfiles(crlf, testPublic(), "1.0"); err != nil {
		t.Error(err)
	}
}

// newer returns the built-in set with another serial and version 1.04 of VISIONOS.
func newer(t *testing.T, serial int) *youtube.ProfileSet {
	t.Helper()
	return loadProfiles(t, bytes.ReplaceAll(builtInProfiles(t), []byte(`"version": "1.02"`), []byte(`"version": "1.04"`)), serial)
}

func TestUseProfiles(t *testing.T) {
	server, s := newServer(t, always(good))
	old := builtInSerial(t)
	for _, serial := range []int{old, old - 1} {
		if err := s.UseProfiles(newer(t, serial)); !errors.Is(err, youtube.ErrProfilesNotNewer) {
			t.Errorf("serial %d: %v", serial, err)
		}
	}
	v, err := s.Video(t.Context(), testID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other(t.Context(), s, v); err != nil { // VISIONOS 1.02 is gated, and 1.04 is not
		t.Fatal(err)
	}
	if err := s.UseProfiles(newer(t, old+1)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Again(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	if v, err = s.Next(t.Context(), v); err != nil || v.Profile != "VISIONOS" { // another version counts as another profile
		t.Fatalf("got %v, %v", v, err)
	}
	want := []string{"VISIONOS 1.02", "VISIONOS 1.02", "ANDROID 21.26.364", "VISIONOS 1.04", "VISIONOS 1.04"}
	for i, r := range server.requests() {
		if got := r.client() + " " + r.text("context", "client", "clientVersion"); i >= len(want) || got != want[i] {
			t.Errorf("request %d as %s", i, got)
		}
	}
	server, s = newServer(t, always(good)) // a Source of its own has the built-in set
	if _, err := s.Video(t.Context(), testID); err != nil {
		t.Fatal(err)
	}
	if got := server.requests()[0].text("context", "client", "clientVersion"); got != "1.02" {
		t.Errorf("the built-in set was changed to version %s", got)
	}
}

func TestUseProfilesDuringLookups(t *testing.T) {
	_, s := newServer(t, always(good))
	var wg sync.WaitGroup
	for i := range 8 {
		newer := newer(t, builtInSerial(t)+i)
		wg.Go(func() { _ = s.UseProfiles(newer) })
		wg.Go(func() {
			if _, err := s.Video(t.Context(), testID); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	last := builtInSerial(t) + 7
	if err := s.UseProfiles(newer(t, last)); !errors.Is(err, youtube.ErrProfilesNotNewer) {
		t.Errorf("the newest set is not in use: %v", err)
	}
	if err := s.UseProfiles(newer(t, last+1)); err != nil {
		t.Error(err)
	}
}

// TestFieldsOfSchema2 checks what was added to files of profiles, and that older files are
// accepted as they are.
func TestFieldsOfSchema2(t *testing.T) {
	solver := func(s string) string {
		return strings.Replace(set(1, "1.0", profileJSON("WEB", "")), `"schema":1`, `"schema":2,"solver":`+s, 1)
	}
	for _, tt := range []struct {
		name, doc string
		want      error
	}{
		{"two identities", set(1, "1.0", profileJSON("WEB", "")+","+profileJSON("WEB", `,"label":"WEB 2"`)), nil},
		{"flags", set(1, "1.0", profileJSON("WEB", `,"challenge":true,"embedded":true,"whenRefused":true`)), nil},
		{"hints", solver(`{"key":"rla","value":"no","skip":["a","b"]}`), nil},
		{"no hints", solver("null"), nil},
		{"same label", set(1, "1.0", profileJSON("WEB", `,"label":"A1"`)+","+profileJSON("MWEB", `,"label":"A1"`)), youtube.ErrProfilesMalformed},
		{"label of another", set(1, "1.0", profileJSON("WEB", "")+","+profileJSON("MWEB", `,"label":"WEB"`)), youtube.ErrProfilesMalformed},
		{"odd label", set(1, "1.0", profileJSON("WEB", `,"label":"yt-dlp"`)), youtube.ErrProfilesMalformed},
		{"odd hint", solver(`{"key":"a b","value":"yes"}`), youtube.ErrProfilesMalformed},
		{"empty hints", solver(`{}`), youtube.ErrProfilesMalformed},
		{"unknown hint", solver(`{"key":"alr","value":"yes","script":"https://evil.org"}`), youtube.ErrProfilesMalformed},
		{"address", set(1, "1.0", profileJSON("WEB", `,"embedded":"https://evil.org"`)), youtube.ErrProfilesMalformed},
	} {
		p, err := youtube.LoadProfiles(youtube.SignProfiles([]byte(tt.doc), testKey), testPublic(), "1.2.3")
		if !errors.Is(err, tt.want) || (p == nil) == (err == nil) {
			t.Errorf("%s: got %v, %v", tt.name, p, err)
		}
	}
}
