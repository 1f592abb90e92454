#!/usr/bin/env bash
# Fails unless a tag is that of the version in FyneApp.toml and CHANGELOG.md has
# the notes of that version.
#
#   packaging/release/check-tag.sh v0.1.0
set -euo pipefail
tag=$1
# shellcheck source=packaging/common.sh
. "$(dirname "$0")/../common.sh"
[ "$tag" = "v$version" ] || die "the tag is $tag, but FyneApp.toml says $version"
"$go" run "${build[@]}" ./tools/releasenotes -version "$version" CHANGELOG.md >/dev/null
