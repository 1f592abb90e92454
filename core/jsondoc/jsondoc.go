// Package jsondoc reads JSON that strangers wrote, in bounded memory.
//
// A limit to the bytes of a document does not bound the memory that it takes
// once it is decoded: "{}," is three bytes, and hundreds once it is a struct or
// a map. Check refuses a document by the number of its values before anything
// is decoded. Parse refuses it likewise, and returns a Value that finds its
// members in the bytes themselves, for documents of which little is needed:
//
//	Check(doc, most) -> encoding/json, into structs
//	Parse(doc, most) -> Value -> Get, Items, Members -> Str
//
// A parsed document takes 16 bytes for each value, besides its own bytes. A Parser takes
// them once for many documents.
//
// The package does not know what the documents mean.
package jsondoc

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"unicode/utf8"
	"unsafe"
)

// ErrTooMany means that a document has more values than it may have.
var ErrTooMany = errors.New("too many values")

// ErrSyntax means that a document is not JSON.
var ErrSyntax = errors.New("not JSON")

// Check returns ErrTooMany when doc has more than most values. It does not look
// whether doc is JSON.
func Check(doc []byte, most int) error {
	_, err := count(doc, most)
	return err
}

// count is Count with the error of Check.
func count(doc []byte, most int) (int, error) {
	n := Count(doc)
	if n > most {
		return n, fmt.Errorf("%w: %d, at most %d", ErrTooMany, n, most)
	}
	return n, nil
}

// Count returns the number of values in doc, which are objects, arrays, strings,
// numbers, true, false and null, but not the keys of objects. For what is not
// JSON it returns some number. It allocates nothing.
func Count(doc []byte) int {
	n := 0
	begins := true // a value begins at the next byte that is no space
	for i := 0; i < len(doc); i++ {
		c := doc[i]
		if isSpace(c) {
			continue
		}
		if begins && c != ']' && c != '}' {
			n++
		}
		begins = c == '[' || c == '{' || c == ','
		if c == '"' {
			i = stringEnd(doc, i) - 1
		}
	}
	return n
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }

// stringEnd returns where the string that begins at i ends, len(doc) when it does
// not end.
func stringEnd(doc []byte, i int) int {
	for i++; i < len(doc); i++ {
		switch doc[i] {
		case '"':
			return i + 1
		case '\\':
			i++
		}
	}
	return len(doc)
}

// document is a parsed document: its values in the order of their first bytes.
type document struct {
	text   []byte
	values []place
}

// place is where a value is. key is where its key begins, or noKey; next is the
// index of the first value that is neither this one nor in it.
type place struct{ key, start, end, next int32 }

const noKey = -1

// Parse returns the whole of doc as a value. The error is ErrTooMany or ErrSyntax.
// The Value refers to doc, which must not be changed.
func Parse(doc []byte, most int) (Value, error) { return new(Parser).Parse(doc, most) }

// Parser parses one document after the other in the same memory. The zero value is
// ready to use.
type Parser struct{ d document }

// Parse is the function Parse for a Value that is used no more when the next document is
// parsed.
func (p *Parser) Parse(doc []byte, most int) (Value, error) {
	n, err := count(doc, most)
	if err != nil {
		return Value{}, err
	}
	if len(doc) > 1<<30 || !json.Valid(doc) {
		return Value{}, ErrSyntax
	}
	p.d.text = doc
	if p.d.values = p.d.values[:0]; cap(p.d.values) < n {
		p.d.values = make([]place, 0, n)
	}
	p.d.parse()
	return Value{&p.d, 0}, nil
}

// Size returns how many bytes p keeps for the next document.
func (p *Parser) Size() int { return cap(p.d.values) * int(unsafe.Sizeof(place{})) }

// parse fills in d.values. d.text is valid JSON.
func (d *document) parse() {
	var open []int32 // objects and arrays that have not ended, outermost first
	key := int32(noKey)
	for i := 0; i < len(d.text); {
		start, end := i, i+1
		switch c := d.text[i]; c {
		case ' ', '\n', '\r', '\t', ',', ':':
			i++
			continue
		case '}', ']':
			i++
			last := len(open) - 1
			d.values[open[last]].end, d.values[open[last]].next = int32(i), int32(len(d.values))
			open = open[:last]
			continue
		case '{', '[':
			open = append(open, int32(len(d.values)))
		case '"':
			end = stringEnd(d.text, i)
			if key == noKey && len(open) > 0 && d.text[d.values[open[len(open)-1]].start] == '{' {
				key, i = int32(i), end
				continue
			}
		default: // a number, true, false or null
			for end < len(d.text) && !isSpace(d.text[end]) && d.text[end] != ',' && d.text[end] != ']' && d.text[end] != '}' {
				end++
			}
		}
		d.values = append(d.values, place{key, int32(start), int32(end), int32(len(d.values) + 1)})
		key, i = noKey, end
	}
}

// Value is a value in a parsed document. The zero Value is one that is absent: it
// is of no kind and has nothing in it.
type Value struct {
	d *document
	i int32 // index in d.values
}

func (v Value) place() place { return v.d.values[v.i] }

// Raw returns the JSON of v, nil when it is absent.
func (v Value) Raw() []byte {
	if v.d == nil {
		return nil
	}
	return v.d.text[v.place().start:v.place().end]
}

// is reports whether v begins with c.
func (v Value) is(c byte) bool { return v.d != nil && v.d.text[v.place().start] == c }

// IsObject reports whether v is an object.
func (v Value) IsObject() bool { return v.is('{') }

// IsArray reports whether v is an array.
func (v Value) IsArray() bool { return v.is('[') }

// IsNull reports whether v is null.
func (v Value) IsNull() bool { return v.is('n') }

// Str returns the string that v is, "" when it is none.
func (v Value) Str() string {
	if !v.is('"') {
		return ""
	}
	return unquote(v.Raw())
}

// unquote returns the text of a valid JSON string.
func unquote(raw []byte) string {
	var s string
	if isPlain(raw) {
		return string(raw[1 : len(raw)-1])
	}
	_ = json.Unmarshal(raw, &s) // it was found to be valid
	return s
}

// Items returns the elements of an array. Anything else has none.
func (v Value) Items() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		if v.IsArray() {
			v.each(yield)
		}
	}
}

// each calls yield for what is directly in v, until it returns false.
func (v Value) each(yield func(Value) bool) {
	for i := v.i + 1; i < v.place().next; {
		child := Value{v.d, i}
		if !yield(child) {
			return
		}
		i = child.place().next
	}
}

// Members returns the members of an object. Anything else has none.
func (v Value) Members() iter.Seq2[string, Value] {
	return func(yield func(string, Value) bool) {
		if v.IsObject() {
			v.each(func(child Value) bool { return yield(unquote(child.key()), child) })
		}
	}
}

// key returns the JSON of the key of v, which is a member of an object.
func (v Value) key() []byte {
	start := int(v.place().key)
	return v.d.text[start:stringEnd(v.d.text, start)]
}

// Get returns the value at a path of keys below v, an absent one when there is
// none. Of members with the same key it takes the last, as encoding/json does.
func (v Value) Get(path ...string) Value {
	for _, key := range path {
		var found Value
		if v.IsObject() {
			v.each(func(child Value) bool {
				if child.hasKey(key) {
					found = child
				}
				return true
			})
		}
		v = found
	}
	return v
}

// hasKey reports whether the key of v is key.
func (v Value) hasKey(key string) bool {
	raw := v.key()
	if string(raw[1:len(raw)-1]) == key {
		return true
	}
	// Only an escape, or a byte that is no UTF-8, makes a key differ from its JSON.
	return len(raw) <= 6*len(key)+2 && !isPlain(raw) && unquote(raw) == key
}

// isPlain reports whether the JSON of a string is its text in quotes.
func isPlain(raw []byte) bool {
	return bytes.IndexByte(raw, '\\') < 0 && utf8.Valid(raw)
}
