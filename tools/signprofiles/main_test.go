package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"

	"github.com/hilo-app/hilo/core/youtube"
)

func TestSignedProfilesAreAccepted(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	key := write("key", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	const doc = "../../core/youtube/profiles.json"

	var out bytes.Buffer
	if err := run([]string{"-key", key, doc}, &out); err != nil {
		t.Fatal(err)
	}
	if p, err := youtube.LoadProfiles(out.Bytes(), public, "1.0"); err != nil || p.Serial == 0 {
		t.Errorf("the signed file is refused: %v", err)
	}

	for name, args := range map[string][]string{
		"no key":       {doc},
		"no file":      {"-key", key},
		"missing file": {"-key", key, filepath.Join(dir, "missing")},
		"missing key":  {"-key", filepath.Join(dir, "missing"), doc},
		"not PEM":      {"-key", write("text", []byte("hello")), doc},
		"not a key":    {"-key", write("block", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY"})), doc},
		"no profile":   {"-key", key, write("empty.json", []byte("{}"))},
	} {
		out.Reset()
		if err := run(args, &out); err == nil || out.Len() > 0 {
			t.Errorf("%s: %v, %d bytes", name, err, out.Len())
		}
	}
}
