#!/usr/bin/env bash
# Builds LAME as a static library from the source package of this machine's
# distribution and prints the folder with include/ and lib/. It is built once
# and kept in .tools. apt verifies the source by the distribution's signature;
# its lists and caches stay in a temporary folder.
#
#   packaging/lame.sh HOST    # such as x86_64-linux-gnu or x86_64-w64-mingw32
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd -P)
host=$1
command -v apt-get >/dev/null || { echo "lame.sh: this needs Debian or Ubuntu" >&2; exit 1; }

# What apt would install says from where, such as
# "500 http://deb.debian.org/debian bookworm/main amd64 Packages".
read -r version uri suite component < <(apt-cache policy libmp3lame-dev | awk '
	$1 == "Candidate:" { candidate = $2 }
	$1 == "***" { found = $2 == candidate; next }
	NF == 2 && $1 == candidate { found = 1; next }
	found && $2 ~ /^https?:/ { split($3, at, "/"); print candidate, $2, at[1], at[2]; exit }')
[ -n "${uri:-}" ] || { echo "lame.sh: no source of libmp3lame-dev in apt's lists; run apt-get update" >&2; exit 1; }

# LAME's configure chooses -O3 -ffast-math by itself, but not with CFLAGS, which are needed here
# for the paths; distributions build with -O2. It makes LAME 6 to 9 % faster. It takes all values
# for finite, which they are: core/media/lame gives LAME no others.
optimize="-O3 -ffast-math"
prefix=$root/.tools/lame-$version-$host${optimize// /}
if [ ! -f "$prefix/lib/libmp3lame.a" ]; then
	work=$(mktemp -d)
	trap 'rm -rf "$work"' EXIT
	mkdir -p "$work"/{lists/partial,cache/archives/partial,source}
	signed=
	for keyring in /usr/share/keyrings/{debian,ubuntu}-archive-keyring.gpg; do
		[ -f "$keyring" ] && signed="[signed-by=$keyring]"
	done
	echo "deb-src $signed $uri $suite $component" >"$work/sources.list"
	apt=(apt-get -qq -o "Dir::Etc::sourcelist=$work/sources.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$work/lists"
		-o "Dir::Cache=$work/cache" -o "Dir::Cache::archives=$work/cache/archives" -o APT::Sandbox::User=root)
	cd "$work/source"
	"${apt[@]}" update >&2
	"${apt[@]}" source --only-source "lame=$version" >&2
	cd lame-*/
	{
		./configure --host="$host" CC="$host-gcc" --prefix="$work/prefix" --disable-shared --enable-static --disable-frontend --disable-decoder \
			--disable-gtktest --disable-dependency-tracking --quiet CFLAGS="$optimize -ffile-prefix-map=$PWD=. -Wno-everything"
		make -s -j2
		make -s install
	} >"$work/log" 2>&1 || { tail -n 40 "$work/log" >&2; exit 1; }
	# The archive's members would otherwise have the date and user of this build.
	"$host-objcopy" --enable-deterministic-archives "$work/prefix/lib/libmp3lame.a"
	mkdir -p "$root/.tools"
	rm -rf "$prefix"
	mv "$work/prefix" "$prefix"
fi
echo "$prefix"
