#!/usr/bin/env bash
# Makes all bundles for Linux in dist/:
#
#   hilo_V-1_amd64.deb, hilo-V-1.x86_64.rpm, hilo-V-1-x86_64.pkg.tar.zst
#   hilo-V-linux-amd64.tar.xz     with install.sh and uninstall.sh
#   hilo-V-x86_64.squashfs        the content of the AppImage; see appimage.sh
#   hilo-V-source.tar.xz          sources with vendor/, and the Flatpak's manifest
#
#   packaging/linux/bundle.sh [PROGRAM]
#
# With PROGRAM that one is packaged instead of a new build. The same sources give
# the same bytes; "make reproducible" checks it.
set -euo pipefail
given=${1:+$(realpath "$1")}
# shellcheck source=packaging/common.sh
. "$(dirname "$0")/../common.sh"

program=$work/hilo
if [ -n "$given" ]; then
	cp "$given" "$program"
else
	lame=$(packaging/lame.sh x86_64-linux-gnu)
	CGO_ENABLED=1 GOOS=linux GOARCH=amd64 CGO_CFLAGS="-O2 '-I$lame/include'" CGO_LDFLAGS="-O2 '-L$lame/lib'" \
		"$go" build "${build[@]}" -ldflags "$link" -o "$program" .
fi
packaging/linux/check-program.sh "$program"

stage=$work/stage
packaging/linux/stage.sh "$program" "$stage/usr"
desktop-file-validate "$stage/usr/share/applications/$id.desktop"
appstreamcli validate --no-net "$stage/usr/share/metainfo/$id.metainfo.xml"
dated "$stage"

# The packages
nfpm=$(go_tool github.com/goreleaser/nfpm/v2/cmd/nfpm "$NFPM_VERSION")
sed -e "s|@VERSION@|$version|" -e "s|@DATE@|$date|" -e "s|@STAGE@|$stage|" packaging/linux/nfpm.yaml >"$work/nfpm.yaml"
for packager in deb rpm archlinux; do
	"$nfpm" package --config "$work/nfpm.yaml" --packager "$packager" --target "$dist" >/dev/null
done
# nfpm's own zstd takes a fifth more.
arch=$dist/hilo-$version-1-x86_64.pkg.tar.zst
zstd -dcq "$arch" | zstd -q -19 -T1 -o "$work/arch"
mv "$work/arch" "$arch"

# The archive with install.sh
archive=$work/hilo-$version
mkdir -p "$archive"
cp -a "$stage/usr/share" "$archive/share"
rm -rf "$archive/share/doc"
cp "$program" LICENSE NOTICE packaging/linux/install.sh packaging/linux/uninstall.sh "$archive/"
tar_xz "$archive" "$dist/hilo-$version-linux-amd64.tar.xz"

# The content of the AppImage
app=$work/AppDir
mkdir -p "$app"
cp -a "$stage/usr" "$app/usr"
cp "$app/usr/share/applications/$id.desktop" "$app/usr/share/icons/hicolor/256x256/apps/$id.png" "$app/"
ln -s "$id.png" "$app/.DirIcon"
ln -s usr/bin/hilo "$app/AppRun"
dated "$app"
rm -f "$dist/hilo-$version-x86_64.squashfs"
mksquashfs "$app" "$dist/hilo-$version-x86_64.squashfs" -root-owned -noappend -no-exports -no-xattrs -quiet -no-progress \
	-comp zstd -Xcompression-level 22 -b 1M >/dev/null

packaging/linux/source.sh
(cd "$dist" && ls -l hilo*"$version"* "$id.yml")
