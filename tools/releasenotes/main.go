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
	"regexp"
	"strings"
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
	releases := parse(string(text))
	if *appstream {
		return printAppStream(out, releases)
	}
	for _, r := range releases {
		if r.version == *version {
			_, err := io.WriteString(out, r.body)
			return err
		}
	}
	return fmt.Errorf("%s has no section \"## [%s] - DATE\"", flags.Arg(0), *version)
}

// release is one version's section of the changelog.
type release struct {
	version, date string // date as 2026-11-23
	body          string // Markdown
}

var (
	sectionStart = regexp.MustCompile(`^## \[([0-9]+\.[0-9]+\.[0-9]+)\] - ([0-9]{4}-[0-9]{2}-[0-9]{2})$`)
	linkTarget   = regexp.MustCompile(`^\[[^\]]+\]: `)
	markdownLink = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)
)

// parse returns the released versions in the order of the text. What is not
// released yet is no section of theirs.
func parse(text string) []release {
	var all []release
	inside := false
	for line := range strings.Lines(text) {
		m := sectionStart.FindStringSubmatch(strings.TrimSpace(line))
		switch {
		case m != nil:
			all = append(all, release{version: m[1], date: m[2]})
			inside = true
		case strings.HasPrefix(line, "## "), linkTarget.MatchString(line):
			inside = false
		case inside:
			all[len(all)-1].body += line
		}
	}
	for i := range all {
		all[i].body = strings.TrimSpace(all[i].body) + "\n"
	}
	return all
}

// items returns the list items of Markdown as plain text, each on one line.
func items(markdown string) []string {
	var all []string
	open := false
	for line := range strings.Lines(markdown) {
		text := strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "- "):
			all = append(all, strings.TrimPrefix(text, "- "))
			open = true
		case text == "" || strings.HasPrefix(text, "#"):
			open = false
		case open:
			all[len(all)-1] += " " + text
		}
	}
	for i, text := range all {
		text = markdownLink.ReplaceAllString(text, "$1")
		all[i] = strings.NewReplacer("`", "", "*", "").Replace(text)
	}
	return all
}

// printAppStream prints the element "releases" of AppStream's metainfo.
func printAppStream(out io.Writer, releases []release) error {
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
		e := element{Version: r.version, Date: r.date}
		if list := items(r.body); len(list) > 0 {
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
