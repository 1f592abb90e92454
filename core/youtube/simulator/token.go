package simulator

import (
	"encoding/base64"
	"encoding/binary"
	"net/url"
	"strconv"
	"strings"
)

// continuationField is the number of the message that browse tokens consist of.
const continuationField = 80226972

// token makes the continuation token for the entries of a playlist from offset
// on. It has the shape of the real one: a protobuf message, escaped base64.
func token(playlist string, offset int) string {
	params := protoField(nil, 15, []byte("PT:"+base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(offset)))))
	inner := protoField(nil, 2, []byte("VL"+playlist))
	inner = protoField(inner, 3, []byte(base64.URLEncoding.EncodeToString(params)))
	inner = protoField(inner, 35, []byte(playlist))
	return url.QueryEscape(base64.URLEncoding.EncodeToString(protoField(nil, continuationField, inner)))
}

// parseToken reads a token. One whose params are not the site's own, such as
// those that clients make up to get a list's first page, means offset 0.
func parseToken(text string) (playlist string, offset int, ok bool) {
	if plain, err := url.QueryUnescape(text); err == nil {
		text = plain
	}
	inner := protoSubfield(decode(text), continuationField)
	playlist, ok = strings.CutPrefix(string(protoSubfield(inner, 2)), "VL")
	place := protoSubfield(decode(string(protoSubfield(inner, 3))), 15)
	if mark, found := strings.CutPrefix(string(place), "PT:"); found {
		offset, _ = strconv.Atoi(string(decode(mark)))
	}
	return playlist, max(offset, 0), ok
}

// decode reads base64 of the URL alphabet, padded or not; nil when it is not that.
func decode(text string) []byte {
	b, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(text, "="))
	if err != nil {
		return nil
	}
	return b
}

// subfield finds a length-delimited field of a protobuf message, nil if absent.
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
