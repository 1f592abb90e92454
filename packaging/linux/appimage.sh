#!/usr/bin/env bash
# Makes the AppImage: the pinned runtime, followed by the content that bundle.sh
# made. The release workflow downloads the runtime; here it is only checked.
#
#   packaging/linux/appimage.sh RUNTIME
set -euo pipefail
runtime=$(realpath "$1")
# shellcheck source=packaging/common.sh
. "$(dirname "$0")/../common.sh"

# runtime-x86_64 of https://github.com/AppImage/type2-runtime/releases/tag/20251108
sum=2fca8b443c92510f1483a883f60061ad09b46b978b2631c807cd873a47ec260d
echo "$sum  $runtime" | sha256sum --check --quiet - || die "$runtime is not the runtime that is pinned here"
image=$dist/Hilo-$version-x86_64.AppImage
cat "$runtime" "$dist/hilo-$version-x86_64.squashfs" >"$image"
chmod 755 "$image"
rm "$dist/hilo-$version-x86_64.squashfs"
ls -l "$image"
