#!/usr/bin/env bash
# Generates the files that winget, Homebrew and Flathub want for the version in
# dist/, as dist/stores.zip. It submits nothing. A store whose bundle is not in
# dist/ is left out.
#
#   packaging/release/stores.sh
set -euo pipefail
# shellcheck source=packaging/common.sh
. "$(dirname "$0")/../common.sh"
from=$website/releases/download/v$version
stores=$work/stores
sum() { sha256sum "$1" | cut -d' ' -f1; }
shopt -s nullglob

for setup in "$dist"/hilo-"$version"*setup.exe; do
	winget=$stores/winget/manifests/h/Hilo/Hilo/$version
	mkdir -p "$winget"
	head_of() { printf 'PackageIdentifier: Hilo.Hilo\nPackageVersion: %s\n' "$version"; }
	{
		head_of
		printf 'DefaultLocale: en-US\nManifestType: version\nManifestVersion: 1.9.0\n'
	} >"$winget/Hilo.Hilo.yaml"
	{
		head_of
		cat <<-YAML
			PackageLocale: en-US
			Publisher: The Hilo authors
			PackageName: Hilo
			PackageUrl: $website
			License: MIT
			LicenseUrl: $website/blob/v$version/LICENSE
			ShortDescription: Download videos and music from YouTube
			ManifestType: defaultLocale
			ManifestVersion: 1.9.0
		YAML
	} >"$winget/Hilo.Hilo.locale.en-US.yaml"
	{
		head_of
		cat <<-YAML
			InstallerType: nullsoft
			Scope: user
			MinimumOSVersion: 10.0.17134.0
			UpgradeBehavior: install
			Installers:
			  - Architecture: x64
			    InstallerUrl: $from/$(basename "$setup")
			    InstallerSha256: $(sum "$setup" | tr a-f A-F)
			ManifestType: installer
			ManifestVersion: 1.9.0
		YAML
	} >"$winget/Hilo.Hilo.installer.yaml"
done

for image in "$dist"/Hilo-"$version"*.dmg; do
	mkdir -p "$stores/homebrew/Casks"
	cat >"$stores/homebrew/Casks/hilo.rb" <<-RUBY
		cask "hilo" do
		  version "$version"
		  sha256 "$(sum "$image")"

		  url "$website/releases/download/v#{version}/Hilo-#{version}.dmg"
		  name "Hilo"
		  desc "Download videos and music from YouTube"
		  homepage "$website"

		  depends_on macos: ">= :monterey"

		  app "Hilo.app"

		  zap trash: [
		    "~/Library/Application Support/hilo",
		    "~/Library/Caches/hilo",
		    "~/Library/Logs/hilo",
		    "~/Library/Preferences/fyne/$id",
		  ]
		end
	RUBY
done

if [ -e "$dist/$id.yml" ]; then
	mkdir -p "$stores/flathub"
	cp "$dist/$id.yml" "$stores/flathub/"
	printf '{\n  "only-arches": ["x86_64"]\n}\n' >"$stores/flathub/flathub.json"
fi

[ -d "$stores" ] || die "no bundle that a store takes is in $dist"
dated "$stores"
rm -f "$dist/stores.zip"
(cd "$stores" && find . -type f | sort | zip -X -9 -q "$dist/stores.zip" -@)
unzip -l "$dist/stores.zip" | awk '/\// {print "stores.zip: " $NF}'
