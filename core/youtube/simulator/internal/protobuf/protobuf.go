// Package protobuf reads and writes the values of YouTube's that are protobuf messages in
// base64: the xtags of formats (Tags) and continuation tokens (Token, ParseToken).
package protobuf

import (
	"encoding/base64"
	"encoding/binary"
	"net/url"
	"strconv"
	"strings"
)

// Tags are the pairs of an xtags parameter.
type Tags [][2]string

// String returns the form in addresses.
func (t Tags) String() string {
	parts := make([]string, len(t))
	for i, p := range t {
		parts[i] = p[0] + "=" + p[1]
	}
	return strings.Join(parts, ":")
}

// Encode returns the form in player answers: repeated protobuf messages of two
// strings, in base64.
func (t Tags) Encode() string {
	var b []byte
	for _, p := range t {
		pair := field(nil, 1, []byte(p[0]))
		pair = field(pair, 2, []byte(p[1]))
		b = field(b, 1, pair)
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// continuationField is the protobuf field number of the message in a browse token.
const continuationField = 80226972

// Token returns the continuation token for the entries of a playlist from offset
// on. It has the form of YouTube's: a protobuf message in escaped base64.
func Token(playlist string, offset int) string {
	params := field(nil, 15, []byte("PT:"+base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(offset)))))
	inner := field(nil, 2, []byte("VL"+playlist))
	inner = field(inner, 3, []byte(base64.URLEncoding.EncodeToString(params)))
	inner = field(inner, 35, []byte(playlist))
	return url.QueryEscape(base64.URLEncoding.EncodeToString(field(nil, continuationField, inner)))
}

// ParseToken parses a token. The offset is 0 when its params are not those of
// token, as in tokens that clients construct to get the first page of a list.
func ParseToken(text string) (playlist string, offset int, ok bool) {
	if plain, err := url.QueryUnescape(text); err == nil {
		text = plain
	}
	inner := Subfield(DecodeBase64(text), continuationField)
	playlist, ok = strings.CutPrefix(string(Subfield(inner, 2)), "VL")
	params := Subfield(DecodeBase64(string(Subfield(inner, 3))), 15)
	if mark, found := strings.CutPrefix(string(params), "PT:"); found {
		offset, _ = strconv.Atoi(string(DecodeBase64(mark)))
	}
	return playlist, max(offset, 0), ok
}

// DecodeBase64 decodes base64url, padded or not. It returns nil for anything else.
func DecodeBase64(text string) []byte {
	b, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(text, "="))
	if err != nil {
		return nil
	}
	return b
}

// Subfield returns a length-delimited field of a protobuf message, nil when it
// is absent.
func Subfield(b []byte, n uint64) []byte {
	for len(b) > 0 {
		tag, k := binary.Uvarint(b)
		if k <= 0 {
			return nil
		}
		b = b[k:]
		value, k := binary.Uvarint(b)
		if k <= 0 {
			return nil
		}
		b = b[k:]
		if tag&7 == 0 {
			continue // a varint
		}
		if tag&7 != 2 || value > uint64(len(b)) {
			return nil
		}
		if tag>>3 == n {
			return b[:value]
		}
		b = b[value:]
	}
	return nil
}

// Number returns a varint field of a protobuf message, 0 when it is absent.
func Number(b []byte, n uint64) uint64 {
	for len(b) > 0 {
		tag, k := binary.Uvarint(b)
		if k <= 0 {
			return 0
		}
		b = b[k:]
		value, k := binary.Uvarint(b)
		switch {
		case k <= 0, tag&7 == 2 && value > uint64(len(b)-k), tag&7 != 0 && tag&7 != 2:
			return 0
		case tag&7 == 0 && tag>>3 == n:
			return value
		case tag&7 == 2:
			b = b[value:]
		}
		b = b[k:]
	}
	return 0
}

// field appends a length-delimited protobuf field.
func field(b []byte, n int, value []byte) []byte {
	b = binary.AppendUvarint(b, uint64(n)<<3|2)
	b = binary.AppendUvarint(b, uint64(len(value)))
	return append(b, value...)
}
