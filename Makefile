# make demo [PORT=N]   everything in a browser, with made-up people
# make test            the tests, in a few minutes
# make test-long       storms and long simulations
# make lint            style, types, layers, migrations
# make oracle          the engine that one test compares ours with; needs Node
# make install         the set-up alone, which the others do by themselves

SHELL := /bin/bash
# Compiled code is kept even where the machine says otherwise: a hundred processes read it.
export PYTHONDONTWRITEBYTECODE :=
BIN := .venv/bin
INSTALLED := .venv/.installed

# The first Python that really runs and is new enough: a name may be a shim that leads nowhere.
PYTHON ?= $(shell for python in python3.11 python3 python3.12 python3.13 python3.14 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& { echo $$python; break; }; done)

.PHONY: install demo test test-long lint format lock texts chromium oracle benchmark

install: $(INSTALLED)

$(INSTALLED): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "WeSaid needs Python 3.11 or newer, and there is none."; exit 1; }
	@$(BIN)/python -c 'import pip' >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv || \
		{ echo "A virtual environment could not be made. On Debian: apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(INSTALLED)

demo: install
	@$(BIN)/wesaid demo $(if $(PORT),--port $(PORT))

test: install
	$(BIN)/pytest -n 4 --dist worksteal -m "not long"

test-long: install
	$(BIN)/pytest -n 3 --dist worksteal --long -m long

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m storage.migrate check

format: install
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Exact versions with hashes for every platform; no address of a registry is written.
lock: install
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.9"
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 \
		--generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
		--quiet --output-file requirements.lock

# What there is to translate: templates (*.pot), and each language's catalogs brought up to date.
texts: install
	$(BIN)/python -m bot.extracting

chromium:
	@command -v chromium chromium-browser >/dev/null && exit; \
	if [ "$$(id -u)" = 0 ]; then run=; \
	elif sudo -n true 2>/dev/null; then run=sudo; \
	else echo "The browser tests need Chromium: apt-get install chromium"; exit 1; fi; \
	$$run apt-get update -qq && $$run apt-get install -y -qq --no-install-recommends chromium

# survey-core, by its hash in the lock file. Without it one test is skipped, and fails in CI.
oracle:
	@command -v npm >/dev/null || { echo "The oracle needs Node with npm: apt-get install npm"; exit 1; }
	npm ci --prefix tests/flows/oracle --ignore-scripts --no-audit --no-fund --loglevel=error

benchmark: install
	$(BIN)/python -m benchmarks
