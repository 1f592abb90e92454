package simulator

import (
	"encoding/base64"
	"encoding/binary"
	"net/url"
	"strconv"
	"strings"
)

// tags are the pairs of an xtags parameter.
type tags [][2]string

func (m *Media) xtags() tags {
	var t tags
	if m.Language != "" {
		kind := "dubbed"
		if m.Original {
			kind = "original"
		}
		t = append(t, [2]string{"acont", kind}, [2]string{"lang", m.Language})
	}
	if m.DRC {
		t = append(t, [2]string{"drc", "1"})
	}
	return t
}

// String returns the form in addresses.
func (t tags) String() string {
	parts := make([]string, len(t))
	for i, p := range t {
		parts[i] = p[0] + "=" + p[1]
	}
	return strings.Join(parts, ":")
}

// encode returns the form in player answers: repeated protobuf messages of two
// strings, in base64.
func (t tags) encode() string {
	var b []byte
	for _, p := range t {
		pair := protoField(nil, 1, []byte(p[0]))
		pair = protoField(pair, 2, []byte(p[1]))
		b = protoField(b, 1, pair)
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// continuationField is the protobuf field number of the message in a browse token.
const continuationField = 80226972

// token returns the continuation token for the entries of a playlist from offset
// on. It has the form of YouTube's: a protobuf message in escaped base64.
func token(playlist string, offset int) string {
	params := protoField(nil, 15, []byte("PT:"+base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(offset)))))
	inner := protoField(nil, 2, []byte("VL"+playlist))
	inner = protoField(inner, 3, []byte(base64.URLEncoding.EncodeToString(params)))
	inner = protoField(inner, 35, []byte(playlist))
	return url.QueryEscape(base64.URLEncoding.EncodeToString(protoField(nil, continuationField, inner)))
}

// parseToken parses a token. The offset is 0 when its params are not those of
// token, as in tokens that clients construct to get the first page of a list.
func parseToken(text string) (playlist string, offset int, ok bool) {
	if plain, err := url.QueryUnescape(text); err == nil {
		text = plain
	}
	inner := protoSubfield(decode(text), continuationField)
	playlist, ok = strings.CutPrefix(string(protoSubfield(inner, 2)), "VL")
	params := protoSubfield(decode(string(protoSubfield(inner, 3))), 15)
	if mark, found := strings.CutPrefix(string(params), "PT:"); found {
		offset, _ = strconv.Atoi(string(decode(mark)))
	}
	return playlist, max(offset, 0), ok
}

// decode decodes base64url, padded or not. It returns nil for anything else.
func decode(text string) []byte {
	b, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(text, "="))
	if err != nil {
		return nil
	}
	return b
}

// protoSubfield returns a length-delimited field of a protobuf message, nil when it
// is absent.
func protoSubfield(b []byte, n uint64) []byte {
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

// protoNumber returns a varint field of a protobuf message, 0 when it is absent.
func protoNumber(b []byte, n uint64) uint64 {
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

// protoField appends a length-delimited protobuf field.
func protoField(b []byte, n int, value []byte) []byte {
	b = binary.AppendUvarint(b, uint64(n)<<3|2)
	b = binary.AppendUvarint(b, uint64(len(value)))
	return append(b, value...)
}
