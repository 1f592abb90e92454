#!/bin/sh
# Removes what install.sh installed, from ~/.local or from the folder that is
# given. Downloads, queue and settings are kept.
#
#   uninstall.sh [FOLDER]
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
case $here in
*/share/doc/hilo) default=${here%/share/doc/hilo} ;;
*) default=${HOME:?}/.local ;;
esac
from=${1:-$default}
app=io.github.hilo_app.hilo
if [ ! -e "$from/share/doc/hilo/uninstall.sh" ]; then
	echo "uninstall.sh: there is no Hilo below $from" >&2
	exit 1
fi
rm -f "$from/bin/hilo" "$from/share/applications/$app.desktop" "$from/share/metainfo/$app.metainfo.xml"
rm -f "$from"/share/icons/hicolor/*/apps/"$app.png"
rm -f "$from/share/doc/hilo/LICENSE" "$from/share/doc/hilo/NOTICE" "$from/share/doc/hilo/uninstall.sh"
rmdir "$from/share/doc/hilo" 2>/dev/null || true
if command -v update-desktop-database >/dev/null 2>&1; then update-desktop-database -q "$from/share/applications" || true; fi
echo "Hilo is removed. Your downloads, queue and settings are kept."
