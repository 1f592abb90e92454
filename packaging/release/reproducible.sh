#!/usr/bin/env bash
# Builds the bundles twice and fails unless every file has the same bytes: once
# from a git checkout and once from a source archive without git, in two other
# folders, each with an empty build cache. It takes some ten minutes a system.
#
#   packaging/release/reproducible.sh [linux] [windows]      # default: both
#   CACHE=1 packaging/release/reproducible.sh linux          # with the default cache
#
# What is not committed is not built.
set -euo pipefail
# shellcheck source=packaging/common.sh
. "$(dirname "$0")/../common.sh"
[ $# -gt 0 ] || set -- linux windows
[ -e .git ] || die "needs a git checkout"
if ! git diff --quiet HEAD; then echo "Note: changes that are not committed are not built." >&2; fi

git clone --quiet --no-hardlinks . "$work/first/checkout"
mkdir -p "$work/second/archive folder"
git archive HEAD | tar -x -C "$work/second/archive folder"
# The tools that pack are the same; the programs are what is built twice.
for copy in "$work/first/checkout" "$work/second/archive folder"; do
	[ ! -d .tools ] || cp -R .tools "$copy/.tools"
done
for copy in "$work/first/checkout" "$work/second/archive folder"; do
	[ -z "${CACHE:-}" ] && export GOCACHE=$work/cache
	for system in "$@"; do
		echo "--- $system in ${copy#"$work/"}"
		(cd "$copy" && DIST=$copy/dist "packaging/$system/bundle.sh" >"$work/log" 2>&1) || { tail -n 40 "$work/log" >&2; die "$system"; }
	done
	(cd "$copy/dist" && sha256sum ./*) >"$copy.sums"
	rm -rf "$work/cache"
done
if ! diff "$work/first/checkout.sums" "$work/second/archive folder.sums"; then die "the same sources gave different bytes"; fi
cat "$work/first/checkout.sums"
echo "$(wc -l <"$work/first/checkout.sums") files: the same bytes twice"
