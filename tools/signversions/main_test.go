package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"

	"github.com/hilo-app/hilo/core/update"
)

func TestSignedListIsAccepted(t *testing.T) {
	dir := t.TempDir()
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	key, empty := filepath.Join(dir, "key"), filepath.Join(dir, "empty.md")
	if err := os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(empty, []byte("# Changelog\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	const changes = "../../CHANGELOG.md"

	var out bytes.Buffer
	if err := run([]string{"-key", key, "-serial", "20261127", "-profiles", "20261123", changes}, &out); err != nil {
		t.Fatal(err)
	}
	l, err := update.Parse(out.Bytes(), public)
	if err != nil || l.Serial != 20261127 || l.Profiles != 20261123 {
		t.Fatalf("%+v, %v", l, err)
	}
	if oldest := l.Versions[len(l.Versions)-1]; oldest.Version != "0.1.0" || oldest.Date != "2026-11-23" || len(oldest.Notes) == 0 {
		t.Errorf("%+v", oldest)
	}

	for name, args := range map[string][]string{
		"no key":       {"-serial", "1", changes},
		"no serial":    {"-key", key, changes},
		"no versions":  {"-key", key, "-serial", "1", empty},
		"missing file": {"-key", key, "-serial", "1", filepath.Join(dir, "missing")},
		"not a key":    {"-key", changes, "-serial", "1", changes},
	} {
		out.Reset()
		if err := run(args, &out); err == nil || out.Len() > 0 {
			t.Errorf("%s: %v, %d bytes", name, err, out.Len())
		}
	}
}
