#!/bin/sh
# Installs the Debian or Ubuntu packages named as arguments that are missing.
# On other systems it prints the names and succeeds: README has the counterparts.
set -eu
if ! command -v dpkg-query >/dev/null 2>&1; then
	echo "Not Debian or Ubuntu: please install the counterparts of: $*" >&2
	exit 0
fi
missing=
for package in "$@"; do
	dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
sudo=
if [ "$(id -u)" -ne 0 ]; then
	if ! command -v sudo >/dev/null 2>&1; then
		echo "Please install, as root:$missing" >&2
		exit 1
	fi
	sudo=sudo
fi
echo "Installing:$missing"
$sudo apt-get update -qq
# shellcheck disable=SC2086 # a list of package names
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
