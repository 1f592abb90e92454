package simulator

import (
	"crypto/sha256"
	_ "embed"
	"encoding/asn1"
	"encoding/base64"
	"math/big"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// PlayerShape is the form of a player script.
type PlayerShape int

// The shapes that player scripts of 2021 to 2026 have.
const (
	ArgumentShape PlayerShape = iota // var _yt_player={};(function(g){…})(_yt_player);
	CallShape                        // (function(){…}).call(this);
)

// PlayerTimestamp is the signatureTimestamp of the simulator's player scripts.
const PlayerTimestamp = 20419

//go:embed testdata/player.js
var playerBody string

// PlayerScript returns the simulator's player script in a shape. ScrambleSignature and
// ChangeN do what it does, in Go.
func PlayerScript(shape PlayerShape) string {
	if shape == CallShape {
		return "(function(){var g={};var window=this;" + playerBody + "}).call(this);\n"
	}
	return "var _yt_player={};(function(g){var window=this;" + playerBody + "})(_yt_player);\n"
}

// PlayerID returns the id of the script in a shape, as in the addresses of player
// scripts.
func PlayerID(shape PlayerShape) string {
	if shape == CallShape {
		return "51a0ca11"
	}
	return "51a0a4f0"
}

// ScrambleSignature returns the challenge to which the player script answers with
// signature: it undoes the steps of the function Pq, from the last one.
func ScrambleSignature(signature string) string {
	b := []byte(signature)
	swapFirst(b, 7)
	slices.Reverse(b)
	swapFirst(b, 41)
	b = append([]byte("xQ"), b...)
	slices.Reverse(b)
	return string(b)
}

// ChangeN returns what the player script makes of an n parameter.
func ChangeN(n string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	b := []byte(n)
	for i, c := range b {
		b[i] = alphabet[(strings.IndexByte(alphabet, c)+3*i+11)%64]
	}
	slices.Reverse(b)
	swapFirst(b, 5)
	return string(b)
}

// swapFirst exchanges the first byte with the one at i, counted around the end.
func swapFirst(b []byte, i int) {
	i %= len(b)
	b[0], b[i] = b[i], b[0]
}

// challenged reports whether the addresses of a client need the player script.
func challenged(client string) bool { return client == "TVHTML5" || client == "WEB_EMBEDDED_PLAYER" }

// cipher returns an address as a signatureCipher, with its signature scrambled.
func cipher(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		panic("simulator: " + err.Error())
	}
	q := u.Query()
	signature := q.Get("sig")
	q.Del("sig")
	u.RawQuery = q.Encode()
	return "s=" + url.QueryEscape(ScrambleSignature(signature)) + "&sp=sig&url=" + url.QueryEscape(u.String())
}

// nParameter returns the n parameter of the addresses of one player answer.
func nParameter(serial int64) string {
	sum := sha256.Sum256([]byte("n " + strconv.FormatInt(serial, 10)))
	return base64.RawURLEncoding.EncodeToString(sum[:])[:17]
}

// derSignature gives 32 bytes the form of YouTube's signatures: base64url of five bytes
// and an ECDSA signature in DER.
func derSignature(mac []byte) string {
	r := new(big.Int).SetBytes(mac)
	der, err := asn1.Marshal(struct{ R, S *big.Int }{r.SetBit(r, 240, 1), new(big.Int).SetBytes(append([]byte{1}, mac[:31]...))})
	if err != nil {
		panic("simulator: " + err.Error())
	}
	return base64.URLEncoding.EncodeToString(append([]byte{0, 0x97, 0xd4, 0x49, 0xd4}, der...))
}
