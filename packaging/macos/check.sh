#!/usr/bin/env bash
# Checks on Linux what can be checked of the bundle for macOS without a Mac: the
# Info.plist, the icons, the script, and that everything but the window compiles.
#
#   packaging/macos/check.sh
set -euo pipefail
# shellcheck source=packaging/common.sh
. "$(dirname "$0")/../common.sh"
# shellcheck source=packaging/macos/settings.sh
. packaging/macos/settings.sh

# plistutil refuses what is not well formed; the values are compared as well.
plist=$work/Info.plist
write_plist "$plist"
plistutil -i "$plist" -o "$work/Info.bin"
plistutil -i "$work/Info.bin" -o "$work/Info.xml"
value() { tr -d '\n\t' <"$work/Info.xml" | grep -oP "<key>$1</key><string>\K[^<]*" | head -n 1; }
[[ $(value CFBundleIdentifier) =~ ^[A-Za-z0-9.-]+$ ]] || die "CFBundleIdentifier: $(value CFBundleIdentifier)"
[ "$(value CFBundleShortVersionString)" = "$version" ] || die "CFBundleShortVersionString: $(value CFBundleShortVersionString)"
[ "$(value LSMinimumSystemVersion)" = "$minimum" ] || die "LSMinimumSystemVersion: $(value LSMinimumSystemVersion)"
if grep -q '@' "$plist"; then die "Info.plist has a placeholder left"; fi
grep -q '<string>en</string><string>es</string>' "$plist" || die "Info.plist: CFBundleLocalizations"
grep -q "$lame_sum" "packaging/linux/$id.yml" || die "LAME is not the one of the Flatpak's manifest"
echo "Info.plist: $(value CFBundleIdentifier) $version, from macOS $minimum"

"$go" run "${build[@]}" ./tools/appicon -icns "$work/Hilo.icns"
# libicns reads the PNG entries of 256 pixels and more.
icns2png -x -o "$work" "$work/Hilo.icns" >/dev/null 2>&1 || die "Hilo.icns cannot be read"
[ "$(find "$work" -name 'Hilo_*x32.png' | wc -l)" -eq 3 ] || die "Hilo.icns lacks a picture of 256, 512 or 1024 pixels"
echo "Hilo.icns: $(stat -c %s "$work/Hilo.icns") bytes"

bash -n packaging/macos/bundle.sh
shellcheck -x -P . packaging/macos/*.sh
for arch in arm64 amd64; do
	CGO_ENABLED=0 GOOS=darwin GOARCH=$arch "$go" build "${build[@]}" ./core/... ./cli/...
	CGO_ENABLED=0 GOOS=darwin GOARCH=$arch "$go" vet -tags "$tags" ./core/... ./cli/...
	echo "darwin/$arch: core and cli compile"
done
echo "Not checked here: the window, LAME, signing and the image need a Mac."
