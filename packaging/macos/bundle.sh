#!/usr/bin/env bash
# Makes dist/Hilo-V.dmg with Hilo.app for Intel and Apple silicon. It needs a Mac
# with the Xcode command line tools and Go; it fetches LAME's sources.
#
#   packaging/macos/bundle.sh
#
# Without more it signs ad hoc: macOS then asks before the first start. With
#
#   SIGN_IDENTITY                             it signs with that Developer ID
#   NOTARY_PROFILE, or                        and has Apple notarize the image: a
#   NOTARY_KEY NOTARY_KEY_ID NOTARY_ISSUER    profile of notarytool, or a key's file
#
# Nobody has run this script on a Mac yet; see README.
set -euo pipefail
# shellcheck source=packaging/common.sh
. "$(dirname "$0")/../common.sh"
# shellcheck source=packaging/macos/settings.sh
. packaging/macos/settings.sh
[ "$(uname)" = Darwin ] || die "needs a Mac; \"make check-macos\" checks what can be checked elsewhere"
export MACOSX_DEPLOYMENT_TARGET=$minimum

curl --fail --silent --show-error --location --proto '=https' --max-filesize 4000000 -o "$work/lame.tar.gz" "$lame_url"
echo "$lame_sum  $work/lame.tar.gz" | shasum -a 256 -c - >/dev/null || die "LAME's archive is not the one that is pinned"

# lame ARCHITECTURE HOST: a static library, so that the program needs none. About
# -ffast-math see packaging/lame.sh.
lame() {
	local into=$work/lame-$1
	mkdir -p "$into/src"
	tar -xzf "$work/lame.tar.gz" -C "$into/src" --strip-components 1
	# The list of exported names has one that LAME 3.100 does not define.
	sed -i '' '/lame_init_old/d' "$into/src/include/libmp3lame.sym"
	(cd "$into/src" && ./configure --host="$2" --prefix="$into" --disable-shared --enable-static --disable-frontend --disable-decoder \
		--disable-gtktest --disable-dependency-tracking CC="clang -arch $1" CFLAGS="-O3 -ffast-math -ffile-prefix-map=$into/src=." && make -j2 install) >"$work/lame.log" 2>&1 ||
		{ tail -n 30 "$work/lame.log" >&2; die "LAME for $1"; }
}

# program ARCHITECTURE GOARCH: the library that is found first is linked, and -L
# here stands before that of Homebrew.
program() {
	CGO_ENABLED=1 GOOS=darwin GOARCH=$2 CC="clang -arch $1" CXX="clang++ -arch $1" \
		CGO_CFLAGS="-O2 -I$work/lame-$1/include" CGO_LDFLAGS="-O2 -L$work/lame-$1/lib" \
		"$go" build "${build[@]}" -ldflags "$link" -o "$work/hilo-$1" .
}

lame arm64 aarch64-apple-darwin
lame x86_64 x86_64-apple-darwin
program arm64 arm64
program x86_64 amd64
for arch in arm64 x86_64; do
	foreign=$(otool -L "$work/hilo-$arch" | tail -n +2 | awk '{print $1}' | grep -vE '^(/usr/lib/|/System/)' || true)
	[ -z "$foreign" ] || die "$arch is linked with $foreign, which other Macs lack"
done

app=$work/image/Hilo.app
mkdir -p "$app/Contents/MacOS" "$app/Contents/Resources"
lipo -create -output "$app/Contents/MacOS/hilo" "$work/hilo-arm64" "$work/hilo-x86_64"
write_plist "$app/Contents/Info.plist"
plutil -lint -s "$app/Contents/Info.plist"
"$go" run "${build[@]}" ./tools/appicon -icns "$app/Contents/Resources/Hilo.icns"
cp LICENSE NOTICE "$app/Contents/Resources/"

if [ -n "${SIGN_IDENTITY:-}" ]; then
	codesign --force --options runtime --timestamp --sign "$SIGN_IDENTITY" "$app"
else
	codesign --force --sign - "$app"
fi
codesign --verify --strict "$app"
[ "$("$app/Contents/MacOS/hilo" version | cut -d' ' -f2)" = "$version" ] || die "the program does not run"

ln -s /Applications "$work/image/Applications"
image=$dist/Hilo-$version.dmg
rm -f "$image"
hdiutil create -quiet -volname Hilo -srcfolder "$work/image" -format ULFO "$image"
if [ -n "${SIGN_IDENTITY:-}" ]; then
	codesign --force --timestamp --sign "$SIGN_IDENTITY" "$image"
	if [ -n "${NOTARY_PROFILE:-}" ]; then
		xcrun notarytool submit "$image" --keychain-profile "$NOTARY_PROFILE" --wait
	elif [ -n "${NOTARY_KEY:-}" ]; then
		xcrun notarytool submit "$image" --key "$NOTARY_KEY" --key-id "$NOTARY_KEY_ID" --issuer "$NOTARY_ISSUER" --wait
	fi
	if [ -n "${NOTARY_PROFILE:-}${NOTARY_KEY:-}" ]; then xcrun stapler staple "$image"; fi
fi
ls -l "$image"
