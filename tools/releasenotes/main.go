// Command releasenotes prints what CHANGELOG.md says about a version, as the notes
// of a release, or about all released versions, for AppStream:
//
//	go run ./tools/releasenotes -version 0.1.0 CHANGELOG.md
//	go run ./tools/releasenotes -appstream CHANGELOG.md
//
// It fails when the version is not in the file, so that no release is made
// without its notes.
package main

import (
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/hilo-app/hilo/tools/internal/changelog"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "releasenotes:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("releasenotes", flag.ContinueOnError)
	version := flags.String("version", "", "the version, such as 1.2.0")
	appstream := flags.Bool("appstream", false, "print the XML of all versions")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() != 1 || *appstream == (*version != "") {
		return errors.New("usage: releasenotes -version V|-appstream CHANGELOG.md")
	}
	text, err := os.ReadFile(flags.Arg(0))
	if err != nil {
		return err
	}
	releases := changelog.Parse(string(text))
	if *appstream {
		return printAppStream(out, releases)
	}
	for _, r := range releases {
		if r.Version == *version {
			_, err := io.WriteString(out, r.Body)
			return err
		}
	}
	return fmt.Errorf("%s has no section \"## [%s] - DATE\"", flags.Arg(0), *version)
}

// printAppStream prints the element "releases" of AppStream's metainfo.
func printAppStream(out io.Writer, releases []changelog.Release) error {
	if len(releases) == 0 {
		return errors.New("no released version")
	}
	type description struct {
		Items []string `xml:"ul>li"`
	}
	type element struct {
		XMLName     xml.Name     `xml:"release"`
		Version     string       `xml:"version,attr"`
		Date        string       `xml:"date,attr"`
		Description *description `xml:"description"`
	}
	all := struct {
		XMLName  xml.Name `xml:"releases"`
		Releases []element
	}{}
	for _, r := range releases {
		e := element{Version: r.Version, Date: r.Date}
		if list := changelog.Items(r.Body); len(list) > 0 {
			e.Description = &description{list}
		}
		all.Releases = append(all.Releases, e)
	}
	data, err := xml.MarshalIndent(all, "  ", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s\n", data)
	return err
}
