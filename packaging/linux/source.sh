#!/usr/bin/env bash
# Makes the source archive of a release, hilo-V-source.tar.xz, with all modules in
# vendor/, and the Flatpak's manifest that builds from it. It needs a git
# checkout or a source archive, and fetches modules that are not in the cache.
set -euo pipefail
# shellcheck source=packaging/common.sh
. "$(dirname "$0")/../common.sh"

source=$work/hilo-$version-source
mkdir -p "$source"
if [ -e .git ]; then
	git archive HEAD | tar -x -C "$source"
else
	tar --exclude=./dist --exclude=./.tools --exclude=./vendor --exclude=./hilo --exclude='*.syso' -cf - . | tar -x -C "$source"
fi
(cd "$source" && GOFLAGS=-mod=mod "$go" mod vendor)
tar_xz "$source" "$dist/hilo-$version-source.tar.xz"

sum=$(sha256sum "$dist/hilo-$version-source.tar.xz" | cut -d' ' -f1)
sed -e "s|@SOURCE@|$website/releases/download/v$version/hilo-$version-source.tar.xz|" -e "s|@SHA256@|$sum|" \
	"packaging/linux/$id.yml" >"$dist/$id.yml"
