// Package update asks a page of Hilo's makers which versions there are.
//
//	Checker.Check -> versions.signed -> Parse -> News
//	Checker.Profiles -> profiles.signed, for youtube.LoadProfiles
//
// The list is a file that is signed with the key of Hilo's releases (list.go); it
// names versions and what is new in them, and no address: what it says can be shown
// and nothing else. A list with a lower serial than one that was seen is refused.
// The page is given when Hilo is built; a Hilo that was built without one asks
// nobody. The package fetches nothing that runs, and starts nothing.
//
// It knows neither the queue nor client profiles.
package update

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// List is the content of a file of versions. It is immutable.
type List struct {
	Schema   int       `json:"schema"`             // of this file: 1
	Serial   int64     `json:"serial"`             // grows with every list; by convention a date such as 20261123
	Profiles int64     `json:"profiles,omitempty"` // serial of the newest client profiles on the same page; 0 for none
	Versions []Version `json:"versions"`           // newest first
}

// Version is one released Hilo.
type Version struct {
	Version string   `json:"version"` // such as "1.2.0"
	Date    string   `json:"date"`    // of its release, such as "2026-11-23"
	Notes   []string `json:"notes"`   // what is new, in English, one short paragraph each
}

// The reasons to refuse an answer.
var (
	ErrForged    = errors.New("update: not signed with Hilo's key")
	ErrMalformed = errors.New("update: not a list of versions")
	ErrTooNew    = errors.New("update: a list for a newer version of Hilo")
	ErrStale     = errors.New("update: older than a list that was seen")
)

// Bounds of a list.
const (
	schema      = 1
	header      = "hilo-versions ed25519 " // the signature follows, base64, to the end of the line
	maxList     = 128 << 10                // bytes of a file
	maxVersions = 50
	maxNotes    = 60 // of a version
	maxNote     = 1000
)

// purpose is signed in front of the document, so that nothing else that the same key
// signed is a list.
const purpose = "hilo-versions\n"

// Sign returns the file that Parse reads, made of its JSON.
func Sign(doc []byte, key ed25519.PrivateKey) []byte {
	signature := ed25519.Sign(key, slices.Concat([]byte(purpose), doc))
	return fmt.Appendf(nil, "%s%s\n%s", header, base64.StdEncoding.EncodeToString(signature), doc)
}

// Parse reads a signed list. The file is one line with the signature, followed by
// the bytes that are signed: the JSON of a List. The error is or wraps ErrForged,
// ErrMalformed or ErrTooNew.
func Parse(file []byte, key ed25519.PublicKey) (*List, error) {
	if len(file) > maxList {
		return nil, fmt.Errorf("%w: too long", ErrMalformed)
	}
	line, doc, _ := bytes.Cut(file, []byte("\n"))
	text, ok := bytes.CutPrefix(bytes.TrimSuffix(line, []byte("\r")), []byte(header))
	if !ok {
		return nil, fmt.Errorf("%w: no signature", ErrMalformed)
	}
	signature, err := base64.StdEncoding.DecodeString(string(text))
	if err != nil || !ed25519.Verify(key, slices.Concat([]byte(purpose), doc), signature) {
		return nil, ErrForged
	}
	// A list for a newer Hilo may have any other fields, but has this one.
	var about struct {
		Schema int `json:"schema"`
	}
	if err := json.Unmarshal(doc, &about); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	if about.Schema > schema {
		return nil, fmt.Errorf("%w: schema %d", ErrTooNew, about.Schema)
	}
	var l List
	d := json.NewDecoder(bytes.NewReader(doc))
	d.DisallowUnknownFields()
	if err := d.Decode(&l); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("%w: text after the JSON", ErrMalformed)
	}
	if err := l.check(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	return &l, nil
}

// check returns an error that names the first invalid value.
func (l *List) check() error {
	if l.Schema != schema || l.Serial <= 0 || l.Profiles < 0 {
		return errors.New("schema, serial or profiles")
	}
	if len(l.Versions) == 0 || len(l.Versions) > maxVersions {
		return errors.New("number of versions")
	}
	for i, v := range l.Versions {
		if err := v.check(); err != nil {
			return fmt.Errorf("version %.20q: %w", v.Version, err)
		}
		if i > 0 && !newer(l.Versions[i-1].Version, v.Version) {
			return errors.New("versions are not in order")
		}
	}
	return nil
}

func (v Version) check() error {
	if _, ok := numbers(v.Version); !ok {
		return errors.New("not three numbers")
	}
	if _, err := time.Parse(time.DateOnly, v.Date); err != nil {
		return errors.New("date")
	}
	if len(v.Notes) > maxNotes {
		return errors.New("number of notes")
	}
	for _, n := range v.Notes {
		if n == "" || len(n) > maxNote || !utf8.ValidString(n) || strings.ContainsFunc(n, func(r rune) bool { return !unicode.IsPrint(r) }) {
			return errors.New("a note")
		}
	}
	return nil
}

// after returns the versions that are newer than one. A version that is no three
// numbers, as that of a developer's build may be, has no newer ones.
func (l *List) after(own string) []Version {
	var all []Version
	for _, v := range l.Versions {
		if newer(v.Version, own) {
			all = append(all, v)
		}
	}
	return all
}

var threeNumbers = regexp.MustCompile(`^(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})$`)

func numbers(version string) ([]int, bool) {
	m := threeNumbers.FindStringSubmatch(version)
	if m == nil {
		return nil, false
	}
	all := make([]int, 3)
	for i := range all {
		all[i], _ = strconv.Atoi(m[i+1]) // at most nine digits
	}
	return all, true
}

// newer reports whether version a is newer than b; false when one is none.
func newer(a, b string) bool {
	x, ok := numbers(a)
	y, okB := numbers(b)
	return ok && okB && slices.Compare(x, y) > 0
}
