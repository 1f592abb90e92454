// Command signprofiles signs a file of client profiles for a release, so that
// Hilo accepts it (see youtube.LoadProfiles). It refuses a file that Hilo would
// refuse.
//
//	openssl genpkey -algorithm ed25519 -out KEY     # once; never commit it
//	openssl pkey -in KEY -pubout                    # goes into core/youtube/profiles.pub
//	go run ./tools/signprofiles -key KEY core/youtube/profiles.json > profiles.signed
package main

import (
	"crypto/ed25519"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/hilo-app/hilo/core/youtube"
	"github.com/hilo-app/hilo/tools/internal/keyfile"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "signprofiles:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("signprofiles", flag.ContinueOnError)
	keyFile := flags.String("key", "", "PEM file with the private key")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *keyFile == "" || flags.NArg() != 1 {
		return errors.New("usage: signprofiles -key KEY profiles.json")
	}
	key, err := keyfile.Read(*keyFile)
	if err != nil {
		return err
	}
	doc, err := os.ReadFile(flags.Arg(0))
	if err != nil {
		return err
	}
	file := youtube.SignProfiles(doc, key)
	const newest = "999999999" // accepts profiles for any version of Hilo
	if _, err := youtube.LoadProfiles(file, key.Public().(ed25519.PublicKey), newest); err != nil {
		return err
	}
	_, err = out.Write(file)
	return err
}
