#!/usr/bin/env bash
# Puts the program and everything that belongs to it into a folder as it is
# installed: bin/, share/applications, share/icons, share/metainfo, share/doc.
#
#   packaging/linux/stage.sh PROGRAM PREFIX
set -euo pipefail
program=$(realpath "$1")
mkdir -p "$2"
prefix=$(realpath "$2")
# shellcheck source=packaging/common.sh
. "$(dirname "$0")/../common.sh"

install -Dm755 "$program" "$prefix/bin/hilo"
install -Dm644 "packaging/linux/$id.desktop" "$prefix/share/applications/$id.desktop"
install -Dm644 LICENSE "$prefix/share/doc/hilo/copyright"
install -Dm644 NOTICE "$prefix/share/doc/hilo/NOTICE"

mkdir -p "$work/icons" "$prefix/share/metainfo"
"$go" run "${build[@]}" ./tools/appicon -dir "$work/icons"
for size in 16 22 24 32 48 64 96 128 256 512; do
	install -Dm644 "$work/icons/$size.png" "$prefix/share/icons/hicolor/${size}x$size/apps/$id.png"
done
"$go" run "${build[@]}" ./tools/releasenotes -appstream CHANGELOG.md >"$work/releases"
sed -e "s/@VERSION@/$version/g" -e "/^@RELEASES@\$/{r $work/releases" -e 'd}' -e '/^<!--.*-->$/d' \
	"packaging/linux/$id.metainfo.xml" >"$prefix/share/metainfo/$id.metainfo.xml"
