# Two commands do everything: `make run` and `make test`. All that is made lies in build/.
# What each command does and how long it takes: README.md.
PYTHON ?= python3
VENV := build/venv
BIN := $(VENV)/bin
DEMONSTRATION := build/demonstration-venv
PIP := pip --quiet --disable-pip-version-check
export NO_MKDOCS_2_WARNING := 1
export MYPY_CACHE_DIR := build/mypy
export RUFF_CACHE_DIR := build/ruff

.PHONY: run preview test test-browser test-rest check site review confirm audit bench storm outdated sbom headers asvs hashes verify wheels deb instances format lock debian clean

run: $(DEMONSTRATION)/ready
	@$(DEMONSTRATION)/bin/python -m demonstration

# The pages as they are written: saved, they are shown anew.
preview: $(DEMONSTRATION)/ready
	$(DEMONSTRATION)/bin/python -m mkdocs serve --dev-addr 127.0.0.1:$(or $(PORT),8010) \
		--watch municipality.toml --watch site --watch intake/translations --watch intake/facts/action_card.toml

# Two halves of about the same length beside each other: each waits more than it works.
test: debian check
	$(MAKE) --jobs 2 --output-sync=line --no-print-directory test-browser test-rest

test-browser test-rest: $(VENV)/ready
	$(BIN)/python -m pytest -q -m "not audit and not storm" $(if $(filter test-rest,$@),--ignore) tests/browser

check: $(VENV)/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	MYPYPATH=site/hooks $(BIN)/mypy site/hooks/*.py
	$(BIN)/lint-imports --no-cache

site: $(VENV)/ready
	$(BIN)/python -m mkdocs build --quiet

# The same pages for the municipality to walk through: every question stands where its answer will stand.
review: $(VENV)/ready
	SITE_EDITION=review $(BIN)/python -m mkdocs build --quiet --site-dir build/review && echo build/review/index.html

confirm: $(VENV)/ready
	@$(BIN)/python -m intake confirm

audit: debian wheels
	$(BIN)/python -m pytest -q -m audit

bench: debian $(VENV)/ready
	$(BIN)/python -m bench

storm: debian $(VENV)/ready
	$(BIN)/python -m pytest -q -m storm -rP

# What is pinned against what is newest, from any package registry or its mirror. A fault that is known needs more: handbook/dependencies.md.
outdated: $(VENV)/ready
	$(BIN)/pip list --outdated --exclude pip

sbom: $(VENV)/ready
	@PYTHONPATH=. $(BIN)/python tools/sbom.py > build/sbom.json && echo build/sbom.json

headers: $(VENV)/ready
	@PYTHONPATH=. $(BIN)/python tools/headers.py && echo deploy/headers.caddy deploy/headers.nginx

asvs: $(VENV)/ready
	@PYTHONPATH=. $(BIN)/python tools/asvs.py && echo handbook/asvs.md

# The list of the built site's files, and with KEY= its signature: handbook/release.md.
hashes: site
	@PYTHONPATH=. $(BIN)/python tools/hashes.py build/site build/release $(KEY)

# A site that is up (or a folder) against the site as built here, or against HASHES= signed by KEY=.
verify: $(VENV)/ready
	@PYTHONPATH=. $(BIN)/python tools/verify.py $(URL) $(if $(HASHES),--hashes $(HASHES)) $(if $(KEY),--key $(KEY)) $(if $(CA),--ca $(CA))

# The packages that run, by their hashes, for `make deb`: fetched once, until the lock changes.
wheels: build/wheels/ready
build/wheels/ready: $(VENV)/ready requirements/run.txt
	rm -rf build/wheels
	$(BIN)/$(PIP) download --require-hashes --only-binary :all: -r requirements/run.txt -d build/wheels
	touch $@

# The units of one infohus among many, from those of one that stands alone: handbook/many.md.
instances: $(VENV)/ready
	@PYTHONPATH=. $(BIN)/python tools/instances.py && echo deploy/instances

deb: wheels
	@sh tools/deb.sh $(BIN)/python

format: $(VENV)/ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The hashed versions, without an address of where they come from (tests/test_lock.py).
LOCK := $(BIN)/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-header --no-annotate --upgrade
lock: $(VENV)/ready
	$(BIN)/pip install --quiet uv
	$(LOCK) requirements/run.in -o requirements/run.txt
	$(LOCK) requirements/site.in -o requirements/site.txt
	$(LOCK) requirements/run.in requirements/site.in requirements/demonstration.in -o requirements/demonstration.txt
	$(LOCK) requirements/run.in requirements/site.in requirements/demonstration.in requirements/dev.in -o requirements/dev.txt

$(VENV)/ready: requirements/dev.txt
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/$(PIP) install --require-hashes --only-binary :all: -r requirements/dev.txt
	$(BIN)/$(PIP) install --no-index --no-deps --no-build-isolation --editable .
	touch $@

# What the demonstration and the preview need, and none of the developers' tools.
$(DEMONSTRATION)/ready: requirements/demonstration.txt
	$(PYTHON) -m venv --clear $(DEMONSTRATION)
	$(DEMONSTRATION)/bin/$(PIP) install --require-hashes --only-binary :all: -r requirements/demonstration.txt
	touch $@

debian:
	@sh tools/debian.sh

clean:
	rm -rf build
