#!/usr/bin/env bash
# Prints the sizes of the programs and bundles in dist/ against the limits and
# against those of the last release, packaging/release/sizes.txt. It fails when
# one is above its limit.
#
#   packaging/release/sizes.sh             print
#   packaging/release/sizes.sh --record    write sizes.txt, for a release
#
# A program is taken from the archive it is shipped in. Sizes are bytes, limits
# 45 MB for a program and 18 MB for a bundle; the image for macOS holds two
# programs and may have twice as much.
set -euo pipefail
# shellcheck source=packaging/common.sh
. "$(dirname "$0")/../common.sh"
record=packaging/release/sizes.txt
program_limit=45000000 bundle_limit=18000000

# name FILE: its name without the version, so that releases can be compared.
name() { basename "$1" | sed "s/[-_]$version\(-1\)\?//"; }

shopt -s nullglob
: >"$work/sizes"
put() { echo "$1 $2 $3" >>"$work/sizes"; } # NAME BYTES LIMIT
for file in "$dist"/*"$version"*; do
	case $file in
	*-source.tar.xz | *.json | *.txt | *.sha256) continue ;;
	*.dmg) put "$(name "$file")" "$(stat -c %s "$file")" $((2 * bundle_limit)) ;;
	*.squashfs | *.AppImage | *.deb | *.rpm | *.pkg.tar.zst | *.tar.xz | *.exe | *.zip) put "$(name "$file")" "$(stat -c %s "$file")" $bundle_limit ;;
	esac
done
for file in "$dist"/hilo-"$version"-linux*.tar.xz; do
	put program-linux-amd64 "$(tar -xOf "$file" "hilo-$version/hilo" | wc -c)" $program_limit
done
for file in "$dist"/*"$version"*windows*.zip; do
	put program-windows-amd64 "$(unzip -p "$file" '*hilo.exe' | wc -c)" $program_limit
done
[ -s "$work/sizes" ] || die "no bundle of version $version in $dist"

if [ "${1:-}" = --record ]; then
	{
		echo "# Bytes of the programs and bundles of $version; make sizes compares with them."
		cut -d' ' -f1,2 "$work/sizes" | sort
	} >"$record"
fi
failed=0
printf '%-34s %12s %12s %9s\n' "" bytes limit "since last"
while read -r what bytes limit; do
	last=$(awk -v n="$what" '$1 == n {print $2}' "$record" 2>/dev/null || true)
	change=new
	[ -z "$last" ] || change=$(awk -v a="$last" -v b="$bytes" 'BEGIN {printf "%+.1f %%", (b - a) * 100 / a}')
	verdict=
	if [ "$bytes" -gt "$limit" ]; then verdict="  TOO BIG" failed=1; fi
	printf '%-34s %12d %12d %9s%s\n' "$what" "$bytes" "$limit" "$change" "$verdict"
done <"$work/sizes"
[ "$failed" -eq 0 ] || die "above the limit"
