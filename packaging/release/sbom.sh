#!/usr/bin/env bash
# Writes the software bill of materials of a program, dist/hilo-V.cdx.json
# (CycloneDX 1.6): the Go modules that it is built from, which cyclonedx-gomod
# reads from it, and the two C libraries that are compiled in, which that does
# not see. Licences come from the modules in the cache.
#
#   packaging/release/sbom.sh [PROGRAM]      # default: the one in dist/'s archive
set -euo pipefail
program=${1:+$(realpath "$1")}
# shellcheck source=packaging/common.sh
. "$(dirname "$0")/../common.sh"

if [ -z "$program" ]; then
	program=$work/hilo
	tar -xOf "$dist/hilo-$version-linux-amd64.tar.xz" "hilo-$version/hilo" >"$program" || die "no bundle in $dist; make bundle-linux"
fi
cyclonedx=$(go_tool github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod "$CYCLONEDX_VERSION")
GOPROXY=off "$cyclonedx" bin -json -output-version 1.6 -licenses -std -noserial -notimestamp -version "v$version" -output "$work/go.json" "$program"
"$go" run "${build[@]}" ./tools/sbom -version "$version" -extra packaging/release/components.json "$work/go.json" >"$dist/hilo-$version.cdx.json"
ls -l "$dist/hilo-$version.cdx.json"
