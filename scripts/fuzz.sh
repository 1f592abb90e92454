#!/usr/bin/env bash
# Runs fuzz targets one after the other, each for a while:
#
#   scripts/fuzz.sh 30s [go test flags...]
#   TARGETS='FuzzMP4|FuzzID3' scripts/fuzz.sh 10s -tags migrated_fynedo
#
# Without -fuzzminimizetime, Go spends up to a minute on shrinking each input
# that reaches new code, which can be all of the time there is: such a run tests
# a few dozen inputs. With it, a target runs some hundred thousand. The script
# fails when a target ran fewer than a thousand.
set -euo pipefail
each=$1
shift
go=${GO:-go}
targets=${TARGETS:-.*}
least=1000 # executions of each target
found=0

for folder in $(grep -rlE '^func Fuzz' --include='*_test.go' . | xargs -n 1 dirname | sort -u); do
	# shellcheck disable=SC2013 # a name is a word
	for target in $(sed -nE 's/^func (Fuzz[A-Za-z0-9_]+).*/\1/p' "$folder"/*_test.go); do
		grep -qxE "$targets" <<<"$target" || continue
		found=$((found + 1))
		out=$("$go" test "$@" -run '^$' -fuzz "^$target\$" -fuzztime "$each" -fuzzminimizetime 5x "$folder" 2>&1) || {
			echo "--- $folder $target" >&2
			echo "$out" >&2
			exit 1
		}
		execs=$(sed -nE 's/.* execs: ([0-9]+).*/\1/p' <<<"$out" | tail -n 1)
		echo "$folder $target: ${execs:-0} executions"
		if [ "${execs:-0}" -lt "$least" ]; then
			echo "$folder $target: fewer than $least executions in $each" >&2
			echo "$out" >&2
			exit 1
		fi
	done
done
[ "$found" -gt 0 ] || { echo "no fuzz target matches $targets" >&2; exit 1; }
