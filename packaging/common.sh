# shellcheck shell=bash disable=SC2034 # the scripts that source this use the variables
# Sourced by the scripts that make bundles. It works in a git checkout and in a
# source archive without git, and sets
#
#   root     the project's folder; the working directory of every script
#   dist     where bundles go: dist/, or $DIST
#   work     a temporary folder that is removed in the end
#   version  of FyneApp.toml, such as 0.1.0
#   commit   12 hexadecimal digits, or unknown
#   date     of the commit, such as 2026-11-23T17:26:47Z
#   id       of the application; SOURCE_DATE_EPOCH, the date in seconds (exported)
#   go       $GO, or go
#            (with $UPDATE_PAGE, the program asks that page for newer versions)
#   link     the linker flags of a release; build, the flags of go build
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root" || exit 1
dist=${DIST:-$root/dist}
case $dist in /*) ;; *) dist=$root/$dist ;; esac
mkdir -p "$dist"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

die() {
	echo "$(basename "$0"): $*" >&2
	exit 1
}

app_data() { # key of FyneApp.toml
	sed -nE "s/^$1 *= *\"([^\"]*)\"/\\1/p" FyneApp.toml
}
version=$(app_data Version)
id=$(app_data ID)
website=$(app_data Website)
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || die "FyneApp.toml: $version is not a version"

# A source archive has its commit in source.txt. A checkout asks git, but not a
# repository that merely contains this folder.
commit=$(sed -nE 's/^commit ([0-9a-f]{12}).*/\1/p' packaging/source.txt)
date=$(sed -nE 's/^date ([0-9].*)/\1/p' packaging/source.txt)
if [ -z "$commit" ] && [ "$(git rev-parse --show-toplevel 2>/dev/null)" = "$root" ]; then
	commit=$(git rev-parse --short=12 HEAD)
	date=$(git log -1 --format=%cI)
fi
commit=${commit:-unknown}
if [ -n "$date" ]; then
	SOURCE_DATE_EPOCH=$(date -u -d "$date" +%s 2>/dev/null || date -u -j -f %Y-%m-%dT%H:%M:%S "${date%[+-]*}" +%s)
else
	SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-315532800} # 1980, the first year that every format knows
fi
export SOURCE_DATE_EPOCH
date=$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ 2>/dev/null || date -u -r "$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)

# The same sources give the same bytes: no paths, no build id, nothing of git but
# what stands here. dpkg, nfpm, makensis and mksquashfs read SOURCE_DATE_EPOCH.
export LC_ALL=C TZ=UTC
umask 022
go=${GO:-go}
tags=migrated_fynedo
link="-s -w -buildid= -X main.commit=$commit -X main.date=$date"
[ -z "${UPDATE_PAGE:-}" ] || link+=" -X main.updatePage=$UPDATE_PAGE"
build=(-tags "$tags,bundle" -trimpath -buildvcs=false)

# Tools that no distribution has come from the Go module proxy, at these versions.
NFPM_VERSION=v2.45.2
CYCLONEDX_VERSION=v1.10.0
GO_WINRES_VERSION=v0.3.3

# go_tool MODULE VERSION: installs a program once and prints its path.
go_tool() {
	local path=$root/.tools/${1##*/}-$2
	if [ ! -x "$path" ]; then
		mkdir -p "$root/.tools"
		GOBIN=$work/bin GOFLAGS='' GOOS='' GOARCH='' CGO_ENABLED=0 "$go" install "$1@$2" >&2
		mv "$work/bin/${1##*/}" "$path"
	fi
	echo "$path"
}

# dated FOLDER: gives everything below it the date of the commit.
dated() {
	find "$1" -exec touch -hd "@$SOURCE_DATE_EPOCH" {} +
}

# tar_xz FOLDER FILE: packs a folder with its name, the same bytes every time.
tar_xz() {
	tar --sort=name --owner=0 --group=0 --numeric-owner --mode=u+rwX,go=rX --format=posix --pax-option=delete=atime,delete=ctime \
		--mtime="@$SOURCE_DATE_EPOCH" -C "$(dirname "$1")" -cf - "$(basename "$1")" | xz -T1 -8 >"$2"
}
