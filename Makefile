# The commands people and machines use; each sets up what it needs first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help reports test lint format lab bench validate data lock clean

help:  ## list the commands
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## */\t/' | expand -t 12

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Try make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(READY)

reports: $(READY)  ## run every study in data/raw and write reports/index.html
	$(BIN)/outcomes run

test: $(READY)  ## run the tests, of long sets a sample
	$(BIN)/python -m pytest

lint: $(READY)  ## what CI checks besides the tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/nbstripout --verify notebooks/*.ipynb
	$(BIN)/typos

format: $(READY)  ## put code and notebooks into the house format
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format --quiet .
	$(BIN)/nbstripout notebooks/*.ipynb

lab: $(READY)  ## open JupyterLab with the notebooks
	$(BIN)/outcomes lab

bench: $(READY)  ## measure speed beside what else a user could run
	$(BIN)/python -m benchmarks

validate: $(READY)  ## run all tests at length, and slow simulations that check the statistics
	$(BIN)/python -m validation

data: $(READY)  ## make the bundled simulated studies again from the published summaries
	$(BIN)/python -m outcomes.study.simulation

lock: $(READY)  ## pin every dependency again, with hashes
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet --output-file requirements.lock

clean:  ## remove what was made, the virtual environment included
	rm -rf $(VENV) reports/* data/processed/*
