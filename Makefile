# Hilo's commands. Everything is built with the same flags, because other
# flags would compile all of the C in the window library again.
GO     ?= go
TAGS   := migrated_fynedo
COMMIT := $(shell git rev-parse --short=12 HEAD 2>/dev/null)
BUILD  := -tags $(TAGS) -trimpath
LINK   := -X main.commit=$(COMMIT)

# The window needs OpenGL, X11 and Wayland headers; its tests a display that
# is nowhere, a hand on it, and somebody to judge the files.
BUILD_PACKAGES := gcc pkg-config libgl1-mesa-dev xorg-dev libwayland-dev libxkbcommon-dev libmp3lame-dev
TEST_PACKAGES  := xvfb openbox xdotool xclip x11-utils imagemagick libgl1-mesa-dri fonts-dejavu-core ffmpeg

GOLANGCI_VERSION := v2.15.0
GOVULNCHECK_VERSION := v1.1.4
TOOLS := $(CURDIR)/.tools

DEMO_DIR := demo-files

.PHONY: all run demo test soak check vulnerabilities bench deps test-deps clean
all: hilo

deps:
	@scripts/need.sh $(BUILD_PACKAGES)

test-deps:
	@scripts/need.sh $(BUILD_PACKAGES) $(TEST_PACKAGES)

hilo: deps FORCE
	$(GO) build $(BUILD) -ldflags '$(LINK)' -o $@ .
FORCE:

run: hilo
	./hilo

# Where no window can be opened (status 3) the same job is done without one, so
# that there are files on the disk in the end either way.
demo: hilo
	@./hilo -demo || { [ $$? -eq 3 ] && \
		echo "There is no display here, so the practice videos are downloaded without a window, into $(DEMO_DIR)/:" && \
		./hilo get -demo -dir $(DEMO_DIR) && ls -l $(DEMO_DIR); }

# gui and core know no display and no C, so they are tested without a window
# but race-checked; then the real window is used once under Xvfb.
test: test-deps hilo
	$(GO) test $(BUILD) -race -shuffle=on ./core/... ./cli/... ./gui/... ./tools/...
	$(GO) test $(BUILD) ./e2e
	scripts/smoke.sh ./hilo

# Everything that is broken on purpose, for some 20 minutes; docs/faults.md
# tells what came of it. Best as root, who may mount small and broken disks.
soak: deps
	HILO_SOAK=1 $(GO) test $(BUILD) -count=1 -timeout 60m ./e2e
	@cat docs/faults.md
	$(GO) test $(BUILD) -race -count=1 -timeout 30m ./e2e
	scripts/fuzz.sh 30s $(BUILD)

check: test-deps hilo $(TOOLS)/golangci-lint-$(GOLANGCI_VERSION)
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { echo "gofmt would change:"; gofmt -l $$(git ls-files '*.go'); exit 1; }
	$(GO) vet $(BUILD) ./...
	$(GO) mod tidy -diff
	@$(GO) version -m hilo | awk '$$1 == "dep" {print $$2}' | while read -r m; do \
		grep -q "^$$m " NOTICE || { echo "NOTICE lacks $$m"; exit 1; }; \
	done
	$(TOOLS)/golangci-lint-$(GOLANGCI_VERSION) run --build-tags $(TAGS) ./...

$(TOOLS)/golangci-lint-$(GOLANGCI_VERSION):
	GOBIN=$(TOOLS) $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION)
	mv $(TOOLS)/golangci-lint $@

# Known vulnerabilities in what is used; their database is in the network.
vulnerabilities: deps
	$(GO) run golang.org/x/vuln/cmd/govulncheck@$(GOVULNCHECK_VERSION) -tags $(TAGS) ./...

# Both sides of every comparison run in the same process or one after the other.
# Songs are made on one processor: two threads of one core slow each other down,
# which would count as work.
bench: test-deps
	$(GO) test $(BUILD) -run '^$$' -bench . -skip Song -benchtime 3x -count 1 ./core ./core/transfer ./core/media
	taskset -c 0 $(GO) test $(BUILD) -run '^$$' -bench Song -benchtime 3x -count 1 ./core/media

clean:
	rm -rf hilo $(DEMO_DIR) $(TOOLS)
