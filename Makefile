# Two commands do everything: `make run` and `make test`. All that is made lies in build/.
PYTHON ?= python3
VENV := build/venv
BIN := $(VENV)/bin
export NO_MKDOCS_2_WARNING := 1
export MYPY_CACHE_DIR := build/mypy
export RUFF_CACHE_DIR := build/ruff

.PHONY: run test check site confirm audit bench storm sbom headers asvs format lock debian clean

run: $(VENV)/ready
	@$(BIN)/python -m demonstration

test: debian check
	$(BIN)/python -m pytest -q -m "not audit"

check: $(VENV)/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	MYPYPATH=site/hooks:site $(BIN)/mypy site/hooks/*.py site/finish.py
	$(BIN)/lint-imports --no-cache

site: $(VENV)/ready
	$(BIN)/mkdocs build --quiet

confirm: $(VENV)/ready
	@PYTHONPATH=. $(BIN)/python tools/confirm.py

audit: debian $(VENV)/ready
	$(BIN)/python -m pytest -q -m audit

bench: debian $(VENV)/ready
	$(BIN)/python -m bench

storm: debian $(VENV)/ready
	$(BIN)/python -m bench.storm

sbom: $(VENV)/ready
	@PYTHONPATH=. $(BIN)/python tools/sbom.py > build/sbom.json && echo build/sbom.json

headers: $(VENV)/ready
	@PYTHONPATH=. $(BIN)/python tools/headers.py && echo deploy/headers.caddy

asvs: $(VENV)/ready
	@PYTHONPATH=. $(BIN)/python tools/asvs.py && echo handbook/asvs.md

format: $(VENV)/ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The hashed versions, without an address of where they come from (tests/test_lock.py).
LOCK := $(BIN)/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-header --no-annotate --upgrade
lock: $(VENV)/ready
	$(BIN)/pip install --quiet uv
	$(LOCK) requirements/run.in -o requirements/run.txt
	$(LOCK) requirements/site.in -o requirements/site.txt
	$(LOCK) requirements/run.in requirements/site.in requirements/dev.in -o requirements/dev.txt

$(VENV)/ready: requirements/dev.txt
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/dev.txt
	touch $@

debian:
	@sh tools/debian.sh

clean:
	rm -rf build
