# Two commands do all the set-up: `make demo` runs the main job, `make test` passes the tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test check lock readme clean

demo: $(VENV)/core.stamp
	$(BIN)/competency-graph build
	$(BIN)/competency-graph explain ceeaa-2024:4.3.6 eafsg-2015:B-EP5
	$(BIN)/competency-graph compare CN KZ

test: $(VENV)/dev.stamp
	$(BIN)/python -m pytest

check: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; call make with PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/core.stamp: $(VENV)/bin/python requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

$(VENV)/dev.stamp: $(VENV)/core.stamp requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	touch $@

# Needs pip-tools; run after changing dependencies in pyproject.toml.
lock:
	pip-compile --quiet --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --no-annotate --extra remote --extra report --extra server --extra suggest --output-file requirements.lock pyproject.toml
	pip-compile --quiet --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --no-annotate --all-extras --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

# Puts the coverage table of the data as it is into the README.
readme: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.coverage_table --write

clean:
	rm -rf $(VENV) build dist
