# Hilo's commands; "make help" lists them. Everything is built with the same
# flags, because other flags would compile all C of the window library again.
GO     ?= go
TAGS   := migrated_fynedo
# A source archive knows its commit by itself (packaging/source.txt).
COMMIT := $(if $(wildcard .git),$(shell git rev-parse --short=12 HEAD 2>/dev/null))
DATE   := $(if $(wildcard .git),$(shell git log -1 --format=%cI 2>/dev/null))
BUILD  := -tags $(TAGS) -trimpath
LINK   := -X main.commit=$(COMMIT) -X main.date=$(DATE)

# The window needs the headers of OpenGL, X11 and Wayland. Its tests need a
# virtual display, a program that types and clicks, and fonts for the languages that
# the font of Fyne lacks; ffmpeg checks the files.
BUILD_PACKAGES := gcc pkg-config libgl1-mesa-dev xorg-dev libwayland-dev libxkbcommon-dev libmp3lame-dev
TEST_PACKAGES  := xvfb openbox xdotool xclip x11-utils imagemagick libgl1-mesa-dri fonts-dejavu-core fonts-lohit-deva fonts-wqy-microhei dbus-daemon ffmpeg

# Bundles are checked with the tools of the desktops that show them.
# LAME is built for them from the distribution's sources.
BUNDLE_PACKAGES := appstream desktop-file-utils squashfs-tools xz-utils zstd binutils dpkg-dev

GOLANGCI_VERSION := v2.15.0
GOVULNCHECK_VERSION := v1.1.4
ACTIONLINT_VERSION := v1.7.12
TOOLS := $(CURDIR)/.tools
GOLANGCI := $(TOOLS)/golangci-lint-$(GOLANGCI_VERSION)

DEMO_DIR := demo-files
FUZZ_TIME ?= 30s

.PHONY: all help run demo test try-window soak fuzz check check-scripts vulnerabilities bench bench-gui structure bundle-linux bundle-macos check-macos reproducible bundle-windows test-windows sizes sbom screenshots deps test-deps clean
all: hilo

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' Makefile

deps: ## install what the build needs (Debian, Ubuntu)
	@scripts/need.sh $(BUILD_PACKAGES)

test-deps: ## install what the tests need besides
	@scripts/need.sh $(BUILD_PACKAGES) $(TEST_PACKAGES)

hilo: deps FORCE ## build the program (the default)
	$(GO) build $(BUILD) -ldflags '$(LINK)' -o $@ .
FORCE:

run: hilo ## open the window
	./hilo

# Status 3 of hilo means that no window can be opened. The same videos are then
# downloaded without one, so that there are files to look at either way.
demo: hilo ## open the window on a simulated YouTube, without a network
	@./hilo -demo || { [ $$? -eq 3 ] && \
		echo "There is no display here, so the demo videos are downloaded without a window, into $(DEMO_DIR)/:" && \
		./hilo get -demo -dir $(DEMO_DIR) && ls -l $(DEMO_DIR); }

# gui is tested without a display and, like core, with the race detector. The
# scripts then use the real window, on a virtual display.
test: test-deps hilo ## run all tests, in some minutes
	$(GO) test $(BUILD) -race -timeout 20m -shuffle=on . ./core/... ./cli/... ./gui/... ./tools/...
	$(GO) test $(BUILD) ./e2e
	scripts/smoke.sh ./hilo
	scripts/try-second-start.sh ./hilo
	scripts/try-no-opengl.sh ./hilo
	GO=$(GO) scripts/try-flows.sh ./hilo first undo tray folder drop

try-window: test-deps hilo ## do in the real window what people do, in two minutes
	scripts/smoke.sh ./hilo
	scripts/try-second-start.sh ./hilo
	GO=$(GO) scripts/try-flows.sh ./hilo

# The long form of the end-to-end tests, some 20 minutes. Some faults need root,
# which may mount small and broken disks; elsewhere their rows say "not run".
soak: deps ## run the long end-to-end tests, write docs/faults.md, fuzz
	HILO_E2E_LONG=1 $(GO) test $(BUILD) -json -count=1 -timeout 60m ./e2e | $(GO) run $(BUILD) ./tools/faulttable docs/faults.md
	@cat docs/faults.md
	$(GO) test $(BUILD) -race -count=1 -timeout 30m ./e2e
	@$(MAKE) --no-print-directory fuzz

fuzz: deps ## run every fuzz target for FUZZ_TIME (30s)
	scripts/fuzz.sh $(FUZZ_TIME) $(BUILD)

check: test-deps hilo $(GOLANGCI) ## check format, vet, modules, licences; lint
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { echo "gofmt would change:"; gofmt -l $$(git ls-files '*.go'); exit 1; }
	$(GO) vet $(BUILD) ./...
	CGO_ENABLED=0 GOOS=windows $(GO) vet $(BUILD) ./core/... ./cli/... ./gui/...
	$(GO) mod tidy -diff
	@$(GO) version -m hilo | awk '$$1 == "dep" {print $$2}' | while read -r m; do \
		grep -q "^$$m " NOTICE || { echo "NOTICE lacks $$m"; exit 1; }; \
	done
	$(GOLANGCI) run --build-tags $(TAGS) ./...

check-scripts: ## lint the scripts and the workflows, check the files of a release
	@scripts/need.sh shellcheck zip unzip
	shellcheck -x -P . $$(git ls-files 'scripts/*.sh' 'packaging/*.sh')
	GOBIN=$(TOOLS) $(GO) install github.com/rhysd/actionlint/cmd/actionlint@$(ACTIONLINT_VERSION)
	$(TOOLS)/actionlint
	@! grep -h 'uses:' .github/workflows/*.yml | grep -vE '@[0-9a-f]{40} # v[0-9.]+$$' || { echo "an action is not pinned by its commit"; exit 1; }
	GO=$(GO) packaging/release/check.sh

$(GOLANGCI):
	GOBIN=$(TOOLS) $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION)
	mv $(TOOLS)/golangci-lint $@

vulnerabilities: deps ## look for known ones in what is used (needs the network)
	$(GO) run golang.org/x/vuln/cmd/govulncheck@$(GOVULNCHECK_VERSION) -tags $(TAGS) ./...

# Both sides of each comparison run in one process or one after the other. The
# audio benchmarks run on one processor: two threads of one core slow each other
# down, which would count as work. That of MP3 on several runs on two, with the
# LAME of the bundles.
bench: test-deps ## measure speed and memory against net/http, curl, ffmpeg
	$(GO) test $(BUILD) -run '^$$' -bench . -skip 'Song|TwoCores' -benchtime 3x -count 1 ./core ./core/transfer ./core/youtube/challenge ./core/media/...
	$(GO) test $(BUILD) -run '^$$' -bench FirstByte -benchtime 5x -count 1 ./e2e
	taskset -c 0 $(GO) test $(BUILD) -run '^$$' -bench Song -benchtime 3x -count 1 ./core/media/convert
	@scripts/need.sh dpkg-dev
	lame=$$(packaging/lame.sh $$(gcc -dumpmachine)) && CGO_CFLAGS="-O2 '-I$$lame/include'" CGO_LDFLAGS="-O2 '-L$$lame/lib'" \
		taskset -c 0,1 $(GO) test $(BUILD) -run '^$$' -bench TwoCores -benchtime 5x -count 1 ./core/media/mp3 ./core/media/convert

# The benchmarks want no display; windowbench then measures what is painted, on a
# virtual one, in some minutes.
bench-gui: test-deps hilo ## measure the window, its frames, long lists and a long history
	$(GO) test $(BUILD) -run '^$$' -bench 'Picker5000|TickAll5000|Key50000|List5000|Search50000|WithoutAFont' -benchtime 20x -count 1 ./gui ./gui/widgets ./gui/picker ./gui/library ./core/youtube ./core/history
	$(GO) build -tags $(TAGS),bench -trimpath -o windowbench ./tools/windowbench
	scripts/bench-window.sh ./hilo ./windowbench

bundle-linux: deps ## make the bundles for Linux in dist/
	@scripts/need.sh $(BUNDLE_PACKAGES)
	GO=$(GO) packaging/linux/bundle.sh

bundle-macos: ## make the bundle for macOS in dist/, on a Mac
	GO=$(GO) packaging/macos/bundle.sh

check-macos: ## check on Linux what can be checked of the bundle for macOS
	@scripts/need.sh icnsutils libplist-utils shellcheck
	GO=$(GO) packaging/macos/check.sh
	GO=$(GO) packaging/macos/rehearse.sh

SYSTEMS ?= linux windows
reproducible: deps ## build the bundles twice, compare them (SYSTEMS="linux windows")
	@scripts/need.sh $(BUNDLE_PACKAGES) $(if $(filter windows,$(SYSTEMS)),$(WINDOWS_PACKAGES))
	GO=$(GO) packaging/release/reproducible.sh $(SYSTEMS)

sizes: ## print the sizes of the bundles in dist/ against their limits
	@packaging/release/sizes.sh

sbom: ## write the bill of materials of the program in dist/
	GO=$(GO) packaging/release/sbom.sh

# The bundles for Windows are made with mingw-w64 on Debian or Ubuntu, and tried under
# Wine. make test-windows SHOTS=docs/screenshots keeps pictures.
WINDOWS_PACKAGES := gcc-mingw-w64-x86-64-win32 g++-mingw-w64-x86-64-win32 binutils-mingw-w64-x86-64 dpkg-dev nsis osslsigncode zip advancecomp
WINE_PACKAGES    := wine wine64 unzip

bundle-windows: ## make the bundles for Windows in dist/
	@scripts/need.sh gcc $(WINDOWS_PACKAGES)
	GO=$(GO) packaging/windows/bundle.sh

test-windows: test-deps bundle-windows ## run tests and bundles for Windows under Wine
	@scripts/need.sh $(WINE_PACKAGES)
	GO=$(GO) scripts/windows-tests.sh
	scripts/windows-try.sh dist/hilo-*-windows-amd64-setup.exe dist/hilo-*-windows-amd64.zip $(SHOTS)
	scripts/windows-no-opengl.sh dist/hilo-*-windows-amd64.zip

structure: deps ## measure packages, types and functions, list file cycles
	@$(GO) run ./tools/structure

screenshots: test-deps hilo ## take pictures of the window into docs/screenshots
	scripts/screenshots.sh ./hilo docs/screenshots

clean: ## remove what was built
	rm -rf hilo dist $(DEMO_DIR) $(TOOLS)
