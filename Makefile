# The commands people and machines use; each sets up what it needs first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What running needs, and what testing, checking and documenting need besides.
READY := $(VENV)/.ready
TOOLS := $(VENV)/.tools
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help reports test lint format lab docs licences bench validate data lock clean

help:  ## list the commands
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## */\t/' | expand -t 12

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Try make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "setting up $(VENV): about 160 packages from requirements.lock, some minutes the first time"
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $(READY)

$(TOOLS): $(READY) requirements-dev.lock
	@echo "setting up the tools of tests and documentation, about 60 packages from requirements-dev.lock"
	$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $(TOOLS)

reports: $(READY)  ## run every study in data/raw and write reports/index.html
	$(BIN)/outcomes run

test: $(TOOLS)  ## run the tests, of long sets a sample
	$(BIN)/python -m pytest

lint: $(TOOLS)  ## what CI checks besides the tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/nbstripout --verify notebooks/*.ipynb documentation/*.ipynb
	$(BIN)/typos

format: $(TOOLS)  ## put code and notebooks into the house format
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format --quiet .
	$(BIN)/nbstripout notebooks/*.ipynb documentation/*.ipynb

lab: $(READY)  ## open JupyterLab with the notebooks
	$(BIN)/outcomes lab

docs: $(TOOLS)  ## make the documentation site, build/docs/index.html
	$(BIN)/python -m documentation

licences: $(TOOLS)  ## list the packages that come along, with their licences, in docs/licences.md
	$(BIN)/python -m documentation.licences

bench: $(TOOLS)  ## measure speed beside what else a user could run
	$(BIN)/python -m benchmarks

validate: $(TOOLS)  ## run all tests at length, and slow simulations that check the statistics
	$(BIN)/python -m validation

data: $(READY)  ## make the bundled simulated studies again from the published summaries
	$(BIN)/python -m outcomes.study.simulation

COMPILE := $(BIN)/uv pip compile pyproject.toml --extra dask --extra build --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate --quiet

lock: $(TOOLS)  ## pin every dependency again, with hashes
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --extra dev --constraint requirements.lock --output-file requirements-dev.lock

clean:  ## remove what was made, the virtual environment included
	rm -rf $(VENV) build reports/* data/processed/*
