#!/bin/sh
# Installs Hilo for you alone, below ~/.local, or below the folder that is given:
#
#   ./install.sh [FOLDER]
#
# With "sudo ./install.sh /usr/local" it is installed for everybody. Running it
# again replaces an older version. uninstall.sh removes what this installs and
# keeps your downloads, your queue and your settings.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
into=${1:-${HOME:?}/.local}
mkdir -p "$into"
into=$(cd "$into" && pwd -P)
case $into in *[!A-Za-z0-9/._@+-]*)
	echo "install.sh: please choose a folder whose name has only letters, digits and / . _ @ + -" >&2
	exit 1
	;;
esac
app=io.github.hilo_app.hilo

mkdir -p "$into/bin" "$into/share/doc/hilo" "$into/share/applications"
# A new file under a temporary name, so that a running Hilo keeps its own.
cp "$here/hilo" "$into/bin/.hilo.new"
chmod 755 "$into/bin/.hilo.new"
mv -f "$into/bin/.hilo.new" "$into/bin/hilo"
cp -R "$here/share/icons" "$here/share/metainfo" "$into/share/"
cp "$here/LICENSE" "$here/NOTICE" "$here/uninstall.sh" "$into/share/doc/hilo/"
# An older version put them where the queue is now.
rm -f "$into/share/hilo/LICENSE" "$into/share/hilo/NOTICE" "$into/share/hilo/uninstall.sh"
rmdir "$into/share/hilo" 2>/dev/null || true
sed "s|^Exec=hilo|Exec=$into/bin/hilo|" "$here/share/applications/$app.desktop" >"$into/share/applications/$app.desktop"
if command -v update-desktop-database >/dev/null 2>&1; then update-desktop-database -q "$into/share/applications" || true; fi
if command -v gtk-update-icon-cache >/dev/null 2>&1; then gtk-update-icon-cache -qtf "$into/share/icons/hicolor" 2>/dev/null || true; fi

missing=$(ldd "$into/bin/hilo" 2>/dev/null | sed -n 's/^[[:space:]]*\([^ ]*\) => not found.*/\1/p')
echo "Hilo is installed: look for it among your programs, or run $into/bin/hilo"
if [ -n "$missing" ]; then
	echo "Your system lacks what its window needs; please install the packages with:" >&2
	echo "$missing" >&2
fi
echo "To remove it: $into/share/doc/hilo/uninstall.sh"
