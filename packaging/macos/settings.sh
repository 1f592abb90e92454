# shellcheck shell=bash disable=SC2034,SC2154 # the scripts that source this use the variables
# Sourced by the scripts for macOS, after common.sh.

# An identifier of a bundle has letters, digits, "-" and "." only.
identifier=${id//_/-}
minimum=12.0 # of macOS; Go 1.26 needs 12

# LAME's own archive, as in the Flatpak's manifest.
lame_url=https://downloads.sourceforge.net/project/lame/lame/3.100/lame-3.100.tar.gz
lame_sum=ddfe36cab873794038ae2c1210557ad34857a4b6bdc515785d1da9e175b1da1e

# write_plist FILE: with the languages of the window.
write_plist() {
	local languages='' file
	for file in gui/i18n/translations/*.json; do
		languages+="<string>$(basename "$file" .json)</string>"
	done
	sed -e "s/@IDENTIFIER@/$identifier/g" -e "s/@VERSION@/$version/g" -e "s/@MINIMUM@/$minimum/g" \
		-e "s|@LANGUAGES@|$languages|" packaging/macos/Info.plist >"$1"
}
