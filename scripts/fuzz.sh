#!/usr/bin/env bash
# Runs every fuzz target for a while, one after the other.
#
#   scripts/fuzz.sh 30s [go test flags...]
set -euo pipefail
each=$1
shift
go=${GO:-go}
for folder in $(grep -rlE '^func Fuzz' --include='*_test.go' . | xargs -n 1 dirname | sort -u); do
	for target in $(grep -hoE '^func Fuzz[A-Za-z0-9_]+' "$folder"/*_test.go | cut -c 6-); do
		echo "--- $folder $target"
		out=$("$go" test "$@" -run '^$' -fuzz "^$target\$" -fuzztime "$each" "$folder" 2>&1) || { echo "$out" >&2; exit 1; }
		tail -n 1 <<<"$out"
	done
done
