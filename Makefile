# Two commands: `make run` opens the reader on the sample articles, `make test` passes the tests.
# Both set up .venv first; it is made anew only when pyproject.toml changes.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run test slow check format screenshot clean help

run: $(VENV)/ready  ## open the reader on the sample articles
	@$(BIN)/quotidian seeds

test: $(VENV)/ready-dev  ## the quick tests
	@$(BIN)/python -m pytest -n auto

slow: $(VENV)/ready-dev  ## the slow tests: training, real terminals, crashes
	@$(BIN)/python -m pytest -m slow

check: $(VENV)/ready-dev  ## lint, format, types, import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/ready-dev  ## put the code in shape
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

screenshot: $(VENV)/ready  ## draw the picture in the README again
	@$(BIN)/python docs/picture.py

clean:  ## remove what was set up
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*##/\1\t/p' $(MAKEFILE_LIST) | expand -t 12

$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Quotidian needs Python 3.11 or newer, and $(PYTHON) is " + sys.version.split()[0] + ". Name another: make PYTHON=python3.12 ...")'
	@echo "Setting up $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/ready: pyproject.toml | $(VENV)/made
	@echo "Installing Quotidian and what it needs (once) ..."
	@$(PIP) install --editable .
	@touch $@

$(VENV)/ready-dev: pyproject.toml | $(VENV)/made
	@echo "Installing Quotidian and its tests' tools (once) ..."
	@$(PIP) install --editable '.[dev]'
	@touch $@ $(VENV)/ready
