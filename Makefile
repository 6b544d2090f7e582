# make run | test | check | release | bench | demo | setup: each sets up what it needs first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check release bench demo setup

# Table → catalogs → messages.
run: setup
	$(BIN)/python scripts/extract_catalogs.py
	$(BIN)/httplingo catalog compile
	$(BIN)/python scripts/show_source_codes.py

test: setup
	$(BIN)/httplingo catalog compile
	$(BIN)/python -m pytest

check: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python scripts/extract_catalogs.py --check
	$(BIN)/httplingo catalog check --severity warning

# What a release needs of the catalogs beyond that; no contribution has to pass it.
release: check test
	$(BIN)/httplingo catalog check --release
	$(BIN)/python -m pytest -m release tests/release

bench: setup
	$(BIN)/python scripts/benchmark.py

# Every status in every language, format and theme, on a page of 127.0.0.1.
demo: setup
	$(BIN)/httplingo catalog compile
	$(BIN)/python scripts/demo.py

setup: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml constraints.txt scripts/setup.sh scripts/hatch_build.py tests/package.json
	PYTHON=$(PYTHON) sh scripts/setup.sh $(VENV)
	touch $@
