#!/usr/bin/env bash
# Checks what finish.sh writes, without building anything: a copy of the sources gets
# another version in FyneApp.toml and notes in CHANGELOG.md, and small files stand for the
# bundles. Every file that is generated must have that version and no other, and the sums
# of those files.
#
#   packaging/release/check.sh
set -euo pipefail
# shellcheck source=packaging/common.sh
. "$(dirname "$0")/../common.sh"
[ -e .git ] || die "needs a git checkout"
new=98.76.54
mkdir "$work/copy"
git archive HEAD | tar -x -C "$work/copy"
cd "$work/copy"
sed -i "s/^Version = .*/Version = \"$new\"/" FyneApp.toml
sed -i "0,/^## \[$version\]/s//## [$new] - 2026-12-01\n\n### Added\n\n- Something new.\n\n&/" CHANGELOG.md

bundles=("hilo_$new-1_amd64.deb" "hilo-$new-1.x86_64.rpm" "hilo-$new-1-x86_64.pkg.tar.zst" "hilo-$new-linux-amd64.tar.xz" "hilo-$new-source.tar.xz"
	"Hilo-$new-x86_64.AppImage" "hilo-$new-windows-amd64-setup.exe" "hilo-$new-windows-amd64.zip" "Hilo-$new.dmg" "hilo-$new.cdx.json")
export DIST=$work/bundles
mkdir "$DIST"
for bundle in "${bundles[@]}"; do echo "$bundle" >"$DIST/$bundle"; done
echo "id: $id" >"$DIST/$id.yml"

if packaging/release/finish.sh "v$version" >"$work/log" 2>&1; then die "the tag of another version was taken"; fi
packaging/release/finish.sh "v$new" >"$work/log" 2>&1 || { cat "$work/log" >&2; die "finish.sh"; }
(cd "$DIST" && sha256sum --quiet --check SHA256SUMS)
for bundle in "${bundles[@]}" stores.zip; do grep -qF "  $bundle" "$DIST/SHA256SUMS" || die "SHA256SUMS lacks $bundle"; done

unzip -q "$DIST/stores.zip" -d "$work/stores"
has() { # FILE TEXT
	grep -qiF -- "$2" "$1" || { cat "$1" >&2; die "$(basename "$1") lacks $2"; }
}
sum_of() { sha256sum "$DIST/$1" | cut -d' ' -f1; }
winget=$work/stores/winget/manifests/h/Hilo/Hilo/$new
for manifest in "$winget"/Hilo.Hilo{,.locale.en-US,.installer}.yaml; do has "$manifest" "PackageVersion: $new"; done
has "$winget/Hilo.Hilo.installer.yaml" "$website/releases/download/v$new/hilo-$new-windows-amd64-setup.exe"
has "$winget/Hilo.Hilo.installer.yaml" "InstallerSha256: $(sum_of "hilo-$new-windows-amd64-setup.exe")"
has "$work/stores/homebrew/Casks/hilo.rb" "version \"$new\""
has "$work/stores/homebrew/Casks/hilo.rb" "sha256 \"$(sum_of "Hilo-$new.dmg")\""
cmp -s "$work/stores/flathub/$id.yml" "$DIST/$id.yml" || die "Flathub's manifest is another"
has "$DIST/notes.md" "Something new."
# shellcheck disable=SC2016 # the backquotes are of Markdown
for named in $(grep -oE '`[Hh]ilo[-_][^`]*`' "$DIST/notes.md" | tr -d '`'); do
	[ -e "$DIST/$named" ] || die "notes.md names $named, which is not there"
done
if grep -rnF "$version" "$work/stores" "$DIST/notes.md"; then die "$version is in a file of $new"; fi
echo "release files: ${#bundles[@]} bundles, notes, sums, winget, Homebrew and Flathub have the version of FyneApp.toml"
