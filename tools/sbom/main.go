// Command sbom completes the bill of materials that cyclonedx-gomod makes: it sets
// the version of Hilo, which a build without git's does not know, and adds the C
// libraries that are compiled in.
//
//	go run ./tools/sbom -version 0.1.0 -extra components.json go.json > hilo.cdx.json
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "sbom:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("sbom", flag.ContinueOnError)
	version := flags.String("version", "", "version of Hilo")
	extra := flags.String("extra", "", "file with an array of further components")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *version == "" || *extra == "" || flags.NArg() != 1 {
		return errors.New("usage: sbom -version V -extra components.json go.json")
	}
	var bom map[string]any
	if err := read(flags.Arg(0), &bom); err != nil {
		return err
	}
	var more []map[string]any
	if err := read(*extra, &more); err != nil {
		return err
	}
	if err := complete(bom, *version, more); err != nil {
		return fmt.Errorf("%s: %w", flags.Arg(0), err)
	}
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(bom)
}

func read(path string, into any) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// complete changes a bill of materials in CycloneDX's form.
func complete(bom map[string]any, version string, more []map[string]any) error {
	metadata, _ := bom["metadata"].(map[string]any)
	hilo, _ := metadata["component"].(map[string]any)
	components, _ := bom["components"].([]any)
	if hilo == nil || len(components) == 0 {
		return errors.New("not a bill of materials: no metadata.component or no components")
	}
	before, _ := hilo["bom-ref"].(string)
	ref := "pkg:golang/github.com/hilo-app/hilo@v" + version
	hilo["version"], hilo["bom-ref"], hilo["purl"] = "v"+version, ref, ref+"?type=module"
	needs := []string{ref}
	for _, c := range more {
		name, ok := c["bom-ref"].(string)
		if !ok {
			return errors.New("a further component has no bom-ref")
		}
		components = append(components, c)
		needs = append(needs, name)
	}
	bom["components"] = components
	bom["dependencies"] = depend(bom["dependencies"], before, needs)
	return nil
}

// depend gives the entry of before the name needs[0] and adds the others to what
// it needs.
func depend(all any, before string, needs []string) []any {
	list, _ := all.([]any)
	var own map[string]any
	for _, d := range list {
		if m, ok := d.(map[string]any); ok && strings.EqualFold(fmt.Sprint(m["ref"]), before) {
			own = m
		}
	}
	if own == nil {
		own = map[string]any{}
		list = append(list, own)
	}
	own["ref"] = needs[0]
	on, _ := own["dependsOn"].([]any)
	for _, name := range needs[1:] {
		on = append(on, name)
		list = append(list, map[string]any{"ref": name})
	}
	own["dependsOn"] = on
	return list
}
