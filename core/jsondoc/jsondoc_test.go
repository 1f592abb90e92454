package jsondoc_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core/jsondoc"
)

func Example() {
	doc := []byte(`{"songs":[{"title":"One"},{"title":"Two"},{}]}`)
	v, err := jsondoc.Parse(doc, 100)
	if err != nil {
		panic(err)
	}
	for song := range v.Get("songs").Items() {
		fmt.Printf("%q\n", song.Get("title").Str())
	}
	_, err = jsondoc.Parse(doc, 5)
	fmt.Println(err)
	// Output:
	// "One"
	// "Two"
	// ""
	// too many values: 7, at most 5
}

func TestCount(t *testing.T) {
	for doc, want := range map[string]int{
		`{}`: 1, `[]`: 1, ` [ ] `: 1, `[[],{}]`: 3, `[1,2,3]`: 4, `{"a":1,"b":[true,null]}`: 5,
		`"[{,"`: 1, `"\"[{,"`: 1, `"\\"`: 1, `["\\",1]`: 3, `{"[,":"{,"}`: 2, `7`: 1, `null`: 1, ``: 0, ` `: 0,
	} {
		if got := jsondoc.Count([]byte(doc)); got != want {
			t.Errorf("%s: %d, want %d", doc, got, want)
		}
	}
}

func TestCheck(t *testing.T) {
	doc := []byte(`[{},{},{}]`)
	if err := jsondoc.Check(doc, 4); err != nil {
		t.Error(err)
	}
	if err := jsondoc.Check(doc, 3); !errors.Is(err, jsondoc.ErrTooMany) {
		t.Errorf("got %v", err)
	}
	if _, err := jsondoc.Parse(doc, 3); !errors.Is(err, jsondoc.ErrTooMany) {
		t.Errorf("got %v", err)
	}
	if _, err := jsondoc.Parse([]byte(`[{}`), 3); !errors.Is(err, jsondoc.ErrSyntax) {
		t.Errorf("got %v", err)
	}
}

func TestGet(t *testing.T) {
	v, err := jsondoc.Parse([]byte(`{"a":{"b":"x","b":"\u00e9\n"},"\u0063":[1],"d":null,"long\"key":"y"}`), 100)
	if err != nil {
		t.Fatal(err)
	}
	if got := v.Get("a", "b").Str(); got != "é\n" {
		t.Errorf("got %q", got)
	}
	if got := v.Get(`long"key`).Str(); got != "y" {
		t.Errorf("got %q", got)
	}
	if c := v.Get("c"); !c.IsArray() || string(c.Raw()) != "[1]" {
		t.Errorf("got %s", c.Raw())
	}
	if !v.Get("d").IsNull() || v.Get("d").IsObject() {
		t.Error("d is not null")
	}
	for _, absent := range []jsondoc.Value{{}, v.Get("x"), v.Get("a", "x", "y"), v.Get("c", "0"), v.Get("a", "b", "c")} {
		if absent.Raw() != nil || absent.Str() != "" || absent.IsObject() || absent.IsArray() || absent.IsNull() || absent.Get("a").Raw() != nil {
			t.Errorf("got %s", absent.Raw())
		}
		for range absent.Items() {
			t.Error("it has an item")
		}
		for range absent.Members() {
			t.Error("it has a member")
		}
	}
}

// TestMemory checks how much memory a parsed document takes, and that counting
// takes none.
func TestMemory(t *testing.T) {
	doc := []byte("[" + strings.Repeat("{},", 99_998) + "{}]")
	if n := testing.AllocsPerRun(1, func() { jsondoc.Count(doc) }); n != 0 {
		t.Errorf("Count allocates %v times", n)
	}
	var err error
	got := allocated(func() { _, err = jsondoc.Parse(doc, 100_000) })
	if err != nil || got > 17*100_000 {
		t.Errorf("%d bytes, %v", got, err)
	}
}

// FuzzParse compares Count with the tokens of encoding/json, and a parsed document
// with what encoding/json decodes.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`{"a":[1,-2.5e3,"x\"[",{"b":null,"b":true}],"":{}}`, `[[[]]]`, ` { "a" : [ ] } `, `"\\"`, `[1`, `{"a"}`, `"`, `"\`, ``, `,,`, `{"\u0061":"\ud800","a":2}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		n := jsondoc.Count(doc)
		if n > len(doc) {
			t.Fatalf("%d values in %d bytes", n, len(doc))
		}
		v, err := jsondoc.Parse(doc, 1000)
		if n > 1000 || !json.Valid(doc) {
			if err == nil {
				t.Fatal("accepted")
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		want := withNumbers(t, doc)
		if tokens := countTokens(t, doc); n != tokens {
			t.Fatalf("%d values, want %d", n, tokens)
		}
		if got := decode(t, v); !reflect.DeepEqual(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}

// countTokens counts the values of a valid document.
func countTokens(t *testing.T, doc []byte) (n int) {
	d := json.NewDecoder(bytes.NewReader(doc))
	d.UseNumber()
	type container struct{ object, key bool }
	var open []container
	for {
		token, err := d.Token()
		if err == io.EOF {
			return n
		}
		if err != nil {
			t.Fatal(err)
		}
		if token == json.Delim('}') || token == json.Delim(']') {
			open = open[:len(open)-1]
			continue
		}
		if last := len(open) - 1; last >= 0 && open[last].object {
			open[last].key = !open[last].key
			if open[last].key {
				continue
			}
		}
		n++
		if token == json.Delim('{') || token == json.Delim('[') {
			open = append(open, container{object: token == json.Delim('{')})
		}
	}
}

// decode converts v as encoding/json decodes it.
func decode(t *testing.T, v jsondoc.Value) any {
	switch {
	case v.IsObject():
		out := map[string]any{}
		for key, child := range v.Members() {
			out[key] = decode(t, child)
			if last := v.Get(key); key != "" && len(last.Raw()) == 0 {
				t.Fatalf("%q is not found", key)
			}
		}
		return out
	case v.IsArray():
		out := []any{}
		for child := range v.Items() {
			out = append(out, decode(t, child))
		}
		return out
	case bytes.HasPrefix(v.Raw(), []byte(`"`)):
		return v.Str()
	}
	return withNumbers(t, v.Raw())
}

// withNumbers decodes a document, and leaves numbers as they are.
func withNumbers(t *testing.T, doc []byte) (v any) {
	d := json.NewDecoder(bytes.NewReader(doc))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// A Parser reads documents of any sizes one after the other, as Parse does, and takes
// memory only for a larger one.
func TestParser(t *testing.T) {
	var p jsondoc.Parser
	for _, doc := range []string{`{"a":[1,2,{"b":"x"}]}`, `{"a":[null,null,{"b":"y"}],"c":{"d":[4,5,6]}}`, `"z"`, `{"a":[{},[],{"b":"w"}]}`, `{`, `{"a":[1,2,{"b":"v"}]}`} {
		want, wantErr := jsondoc.Parse([]byte(doc), 100)
		got, err := p.Parse([]byte(doc), 100)
		if fmt.Sprint(err) != fmt.Sprint(wantErr) || string(got.Raw()) != string(want.Raw()) || fmt.Sprint(all(got)) != fmt.Sprint(all(want)) {
			t.Errorf("%s: %s %v %v, want %s %v %v", doc, got.Raw(), all(got), err, want.Raw(), all(want), wantErr)
		}
	}
	if _, err := p.Parse([]byte(`[1,2,3]`), 3); !errors.Is(err, jsondoc.ErrTooMany) {
		t.Errorf("too many values: %v", err)
	}
	doc := []byte(`[` + strings.Repeat(`1,`, 1000) + `1]`)
	before := p.Size()
	if _, err := p.Parse(doc, 2000); err != nil || p.Size() <= before || p.Size() < 16*1002 {
		t.Errorf("%v, %d bytes after %d", err, p.Size(), before)
	}
	kept := p.Size()
	if taken := allocated(func() { _, _ = p.Parse(doc, 2000) }); taken >= uint64(kept) || p.Size() != kept {
		t.Errorf("the next document of the same size takes %d bytes, and %d are kept of %d", taken, p.Size(), kept)
	}
	if taken := allocated(func() { _, _ = jsondoc.Parse(doc, 2000) }); taken < uint64(kept) {
		t.Errorf("without a Parser it takes %d bytes, at least %d are needed", taken, kept)
	}
}

// allocated returns how many bytes of memory the process takes while f runs.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// all returns the strings at the path b of the elements of a.
func all(v jsondoc.Value) (texts []string) {
	for item := range v.Get("a").Items() {
		texts = append(texts, item.Get("b").Str())
	}
	return texts
}
