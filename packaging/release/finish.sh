#!/usr/bin/env bash
# Completes dist/ for a release, after all bundles are in it:
#
#   SHA256SUMS    of every file that is published
#   notes.md      what CHANGELOG.md says about the version, and how to check a file
#   stores.zip    the files for winget, Homebrew and Flathub, for a person to submit
#
#   packaging/release/finish.sh v0.1.0
set -euo pipefail
tag=$1
# shellcheck source=packaging/common.sh
. "$(dirname "$0")/../common.sh"
packaging/release/check-tag.sh "$tag"

packaging/release/stores.sh
shopt -s nullglob
cd "$dist"
files=(*.deb *.rpm *.pkg.tar.zst *.tar.xz *.AppImage *.exe *.zip *.dmg *.cdx.json)
sha256sum -- "${files[@]}" >SHA256SUMS
cd "$root"

row() { # SYSTEM FILE [MORE]: a line of the table, for a file that is there
	[ ! -e "$dist/$2" ] || printf "| %s | \`%s\`%s |\n" "$1" "$2" "${3:-}"
}
{
	"$go" run "${build[@]}" ./tools/releasenotes -version "$version" CHANGELOG.md
	cat <<NOTES

### Which file

| system | file |
|---|---|
NOTES
	row "Windows 10 or newer" "hilo-$version-windows-amd64-setup.exe" ", or the .zip to take along"
	row "macOS 12 or newer" "Hilo-$version.dmg"
	row "Debian 12, Ubuntu 22.04 or newer" "hilo_$version-1_amd64.deb"
	row "Fedora, openSUSE" "hilo-$version-1.x86_64.rpm"
	row "any other Linux" "Hilo-$version-x86_64.AppImage" ", or the .tar.xz with \`install.sh\`"
	cat <<NOTES

To check what you downloaded: \`sha256sum --check --ignore-missing SHA256SUMS\`, and
\`gh attestation verify FILE --repo ${website#https://github.com/}\`.
NOTES
} >"$dist/notes.md"
echo "$(wc -l <"$dist/SHA256SUMS") files"
