package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestComplete(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	bom := write("go.json", `{"bomFormat":"CycloneDX","metadata":{"component":{"name":"h","bom-ref":"old","version":"v0.0.0-2026"}},
		"components":[{"name":"m","bom-ref":"m"}],"dependencies":[{"ref":"old","dependsOn":["m"]}]}`)
	const committed = "../../packaging/release/components.json"
	var out strings.Builder
	if err := run([]string{"-version", "1.2.3", "-extra", committed, bom}, &out); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Metadata struct {
			Component struct {
				Version string
				Ref     string `json:"bom-ref"`
			}
		}
		Components   []struct{ Name string }
		Dependencies []struct {
			Ref       string
			DependsOn []string
		}
	}
	if err := json.Unmarshal([]byte(out.String()), &got); err != nil {
		t.Fatal(err)
	}
	if got.Metadata.Component.Version != "v1.2.3" {
		t.Errorf("version %q", got.Metadata.Component.Version)
	}
	if len(got.Components) != 3 || got.Components[1].Name != "lame" || got.Components[2].Name != "glfw" {
		t.Errorf("components %v", got.Components)
	}
	own := got.Dependencies[0]
	if own.Ref != got.Metadata.Component.Ref || len(own.DependsOn) != 3 {
		t.Errorf("dependencies %v", got.Dependencies)
	}

	for name, args := range map[string][]string{
		"no bom":       {"-version", "1", "-extra", committed, write("x.json", `{"components":[]}`)},
		"no component": {"-version", "1", "-extra", write("y.json", `[{}]`), bom},
		"no version":   {"-extra", committed, bom},
		"no file":      {"-version", "1", "-extra", committed, filepath.Join(dir, "missing")},
	} {
		if err := run(args, &strings.Builder{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
