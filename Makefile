# make run | test | check | release | … : each sets up what it needs first, and no more.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# For pytest: make test OPTIONS='-m "not browser"'
OPTIONS ?=

.PHONY: run test test-pythons coverage check release bench demo docs dist setup

# Table → catalogs → messages.
run: setup
	$(BIN)/python scripts/extract_catalogs.py
	$(BIN)/httplingo catalog compile
	$(BIN)/python scripts/show_source_codes.py

test: $(VENV)/.test
	@sh scripts/setup.sh $(VENV) missing
	$(BIN)/httplingo catalog compile
	$(BIN)/python -m pytest -n auto --dist worksteal $(OPTIONS)

# The same on each supported Python of this machine, in an environment each. What a browser or
# the Nu checker says of a page does not depend on Python.
test-pythons:
	@for python in $$($(PYTHON) scripts/pythons.py); do \
	    version=$$($$python -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
	    $(MAKE) test PYTHON=$$python VENV=.venv-$$version \
	        OPTIONS='-m "not browser and not java" $(OPTIONS)' || exit 1; \
	done

coverage: $(VENV)/.test
	$(BIN)/httplingo catalog compile
	$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report=term:skip-covered $(OPTIONS)

check: $(VENV)/.test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/basedpyright --pythonpath $(BIN)/python
	$(BIN)/python scripts/extract_catalogs.py --check
	$(BIN)/httplingo catalog check --severity warning

# What a release needs of the catalogs beyond that; no contribution has to pass it.
release: check test
	$(BIN)/httplingo catalog check --release
	$(BIN)/python -m pytest -m release tests/release

bench: $(VENV)/.test
	$(BIN)/python scripts/benchmark.py

# Every status in every language, format and theme, on a page of 127.0.0.1.
demo: setup
	$(BIN)/httplingo catalog compile
	$(BIN)/python scripts/demo.py

# The documentation, in build/docs: warnings are errors, and nothing is fetched.
docs: $(VENV)/.test
	$(BIN)/httplingo catalog compile
	$(BIN)/python -m sphinx --fail-on-warning --keep-going --builder html docs build/docs

# sdist, wheel, bill of materials and hashes, in dist/.
dist:
	PYTHON=$(PYTHON) sh scripts/dist.sh

# The `httplingo` command with all that translators need.
setup: $(VENV)/.run

$(VENV)/.run: pyproject.toml constraints.txt scripts/setup.sh scripts/hatch_build.py
	PYTHON=$(PYTHON) sh scripts/setup.sh $(VENV) run
	touch $@

$(VENV)/.test: $(VENV)/.run tests/package.json
	sh scripts/setup.sh $(VENV) test
	touch $@
