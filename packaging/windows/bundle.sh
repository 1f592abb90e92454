#!/usr/bin/env bash
# Makes the bundles for Windows in dist/, on Debian or Ubuntu:
#
#   hilo-V-windows-amd64-setup.exe    installer for one user
#   hilo-V-windows-amd64.zip          portable
#
#   packaging/windows/bundle.sh
#
# With SIGN_CERTIFICATE and SIGN_KEY (see sign.sh) all programs are signed. Without them the
# same sources give the same bytes.
set -euo pipefail
# shellcheck source=packaging/common.sh
. "$(dirname "$0")/../common.sh"
windows=$root/packaging/windows
host=x86_64-w64-mingw32
lame=$(packaging/lame.sh $host)

# Go's linker takes resources from a .syso file beside the sources.
resources=$root/hilo_windows_amd64.syso
trap 'rm -rf "$work" "$resources"' EXIT
winres=$(go_tool github.com/tc-hib/go-winres "$GO_WINRES_VERSION")
mkdir "$work/resources"
"$go" run "${build[@]}" ./tools/appicon -ico "$work/resources/hilo.ico"
sed -e "s|@VERSION@|$version|" -e "s|@ID@|$id|" "$windows/app.manifest" >"$work/resources/app.manifest"
resource() { # description, file, object file
	sed -e "s|@VERSION@|$version|" -e "s|@DESCRIPTION@|$1|" -e "s|@FILE@|$2|" "$windows/winres.json" >"$work/resources/winres.json"
	"$winres" make --in "$work/resources/winres.json" --arch amd64 --out "$work/resources/$2"
	mv "$work/resources/$2_windows_amd64.syso" "$3"
}
resource Hilo hilo.exe "$resources"
resource "Hilo for the command line" hilo.com "$work/resources/console.o"

files=$work/files
mkdir "$files"
GOOS=windows GOARCH=amd64 CGO_ENABLED=1 CC=$host-gcc CXX=$host-g++ CGO_CFLAGS="-O2 '-I$lame/include'" CGO_LDFLAGS="-O2 '-L$lame/lib'" \
	"$go" build "${build[@]}" -ldflags "$link -H=windowsgui" -o "$files/hilo.exe" .
$host-gcc -Os -s -Wall -Wextra -Werror -Wl,--no-insert-timestamp -o "$files/hilo.com" "$windows/console.c" "$work/resources/console.o"
"$windows/check-program.sh" "$files/hilo.exe" window
"$windows/check-program.sh" "$files/hilo.com" console
"$windows/sign.sh" "$files/hilo.exe" "$files/hilo.com"
sed 's/$/\r/' LICENSE >"$files/LICENSE.txt"
sed 's/$/\r/' NOTICE >"$files/NOTICE.txt"

setup=$dist/hilo-$version-windows-amd64-setup.exe
cp "$work/resources/hilo.ico" "$files/"
dated "$files"
makensis -V2 -WX -DVERSION="$version" -DID="$id" -DWEBSITE="$website" -DFILES="$files" -DKB="$(du -sk --apparent-size "$files" | cut -f 1)" \
	-DOUT="$setup" ${SIGN_CERTIFICATE:+-DSIGN="$windows/sign.sh"} "$windows/hilo.nsi"
rm "$files/hilo.ico"

# The program keeps everything in its own folder when it finds hilo.portable there.
archive=$dist/hilo-$version-windows-amd64.zip
mv "$files" "$work/Hilo"
: >"$work/Hilo/hilo.portable"
dated "$work/Hilo"
rm -f "$archive"
(cd "$work" && find Hilo | sort | zip -X -9 -q "$archive" -@)
advzip -z -3 -q "$archive" # a better deflate: 600 kB less, in a minute; -4 gives the same
ls -l "$setup" "$archive"
