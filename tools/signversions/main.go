// Command signversions makes the signed list of versions that Hilo asks for (see
// package update), from the changelog. It refuses a list that Hilo would refuse.
//
//	go run ./tools/signversions -key KEY -serial 20261127 -profiles 20261123 CHANGELOG.md > versions.signed
//
// The key is that of tools/signprofiles. The serial must grow with every list; the
// one of the profiles is that of the profiles.signed on the same page, 0 for none.
package main

import (
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/hilo-app/hilo/core/update"
	"github.com/hilo-app/hilo/tools/internal/changelog"
	"github.com/hilo-app/hilo/tools/internal/keyfile"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "signversions:", err)
		os.Exit(1)
	}
}

// most is how many versions are listed, the newest ones.
const most = 20

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("signversions", flag.ContinueOnError)
	keyFile := flags.String("key", "", "PEM file with the private key")
	serial := flags.Int64("serial", 0, "of this list, higher than that of the last one")
	profiles := flags.Int64("profiles", 0, "serial of profiles.signed, 0 for none")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *keyFile == "" || *serial <= 0 || flags.NArg() != 1 {
		return errors.New("usage: signversions -key KEY -serial N [-profiles N] CHANGELOG.md")
	}
	key, err := keyfile.Read(*keyFile)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(flags.Arg(0))
	if err != nil {
		return err
	}
	list := update.List{Schema: 1, Serial: *serial, Profiles: *profiles}
	for _, r := range changelog.Parse(string(text)) {
		if len(list.Versions) < most {
			list.Versions = append(list.Versions, update.Version{Version: r.Version, Date: r.Date, Notes: changelog.Items(r.Body)})
		}
	}
	doc, err := json.MarshalIndent(list, "", " ")
	if err != nil {
		return err
	}
	file := update.Sign(doc, key)
	if _, err := update.Parse(file, key.Public().(ed25519.PublicKey)); err != nil {
		return err
	}
	_, err = out.Write(file)
	return err
}
