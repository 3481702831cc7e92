# What can be done here. "make" alone lists it.

# Pure Go everywhere: one static binary, and nobody needs a C compiler.
export CGO_ENABLED ?= 0

BIN := bin/passerelle
LISTEN ?= 127.0.0.1:8080

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: ## the product with an invented region, nothing to set up (LISTEN=127.0.0.1:8080)
	go run ./cmd/passerelle demo --listen $(LISTEN)

.PHONY: test
test: ## everything, on both engines and in a real browser: the whole truth
	go run ./test/run

.PHONY: check
check: ## the quick part, SQLite only, under a minute
	@test -z "$$(gofmt -l cmd internal test)" || { echo "run gofmt -w on:"; gofmt -l cmd internal test; exit 1; }
	go vet ./cmd/... ./internal/... ./test/house/...
	PASSERELLE_TEST_ENGINES=sqlite go test ./internal/... ./test/house/...

# Package and target; the readers of what others send.
FUZZ := hsds:FuzzPackage hsds:FuzzArchive hsds:FuzzJSON hsds:FuzzXML hsds:FuzzFlat hsds:FuzzFacilities hsds:FuzzHours hsds:FuzzClean hsds/api:FuzzParameters directory:FuzzUnderstand pathway:FuzzParse pathway:FuzzDecode
FUZZTIME ?= 60s

.PHONY: fuzz
fuzz: ## a minute of strange input for each importer, the feed and the search (FUZZTIME=60s)
	@for t in $(FUZZ); do \
		PASSERELLE_TEST_ENGINES=sqlite go test ./internal/$${t%%:*} -run '^$$' -fuzz "^$${t##*:}\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 20x -parallel 1 || exit 1; \
	done

.PHONY: golden
golden: ## rewrite the golden files; read the difference before you commit it
	PASSERELLE_TEST_ENGINES=sqlite go test $$(grep -rl --include='*_test.go' 'flag.Bool("update"' internal test | xargs -n1 dirname | sort -u | sed 's|^|./|') -update

.PHONY: bench
bench: ## the measures of performance, each beside its reference in the same run
	go run ./test/run -bench

.PHONY: screenshots
screenshots: ## take the pictures of the documents again, from the running demo
	go test ./test/e2e -run '^TestPicturesAreTrue$$' -count=1 -pictures

.PHONY: build
build: ## the program in bin/, the same bytes from the same source
	go build -trimpath -buildvcs=false -ldflags='-s -w -buildid=' -o $(BIN) ./cmd/passerelle

.PHONY: templ
templ: ## generate the pages from their .templ
	go tool templ generate -path . -log-level error
