# make setup | run | test | check | bench: each sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: setup run test check bench

setup: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml constraints.txt scripts/setup.sh scripts/hatch_build.py
	PYTHON=$(PYTHON) sh scripts/setup.sh $(VENV)
	touch $@
