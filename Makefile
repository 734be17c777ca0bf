# Everything that people do with a checkout. Each target does its own set-up, once.
# Wanted: Python 3.11 or newer with pip, and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help demo test coverage lint format lock clean bench-language
.DELETE_ON_ERROR:

help:  ## what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name words; do printf '%-22s%s\n' "$$name" "$$words"; done

demo: $(READY)  ## the real bot on a make-believe Slack; ARGS="--port 8000" is passed on
	$(BIN)/switchhook demo $(ARGS)

test: $(READY)  ## all tests; ARGS="-k closing" is passed on
	$(BIN)/pytest --numprocesses=auto --dist=worksteal $(ARGS)

coverage: $(READY)  ## all tests, slower, and which lines none of them reaches
	$(BIN)/pytest --numprocesses=auto --dist=worksteal --cov --cov-report=term:skip-covered $(ARGS)

lint: $(READY)  ## ruff, mypy and the direction of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)  ## put the code in order
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench-language: $(READY)  ## how many phrases are understood; CORPORA=folder with the phrases
	@test -n "$(CORPORA)" || { echo 'Say where the phrases are: make bench-language CORPORA=folder'; exit 2; }
	$(BIN)/python tests/bench/bench_language.py $(CORPORA) $(ARGS)

lock: $(BIN)/python  ## pin what pyproject.toml asks for; ARGS=--upgrade takes newer versions
	$(BIN)/python -m pip install -qq --disable-pip-version-check uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
		--python-version 3.11 pyproject.toml --group dev --output-file requirements.lock $(ARGS)
	sed -i '1i # Made by `make lock`; every file is pinned by its hash.' requirements.lock

clean:  ## remove everything that was made here
	rm -rf $(VENV) build dist .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Debian keeps the pip of new environments in a package of its own; then the pip of $(PYTHON) fills the environment.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Switchhook needs Python 3.11 or newer, and $(PYTHON) is older or missing. Name another: make PYTHON=python3.12"; \
		exit 1; }
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || $(PYTHON) -m venv --clear --without-pip $(VENV)

$(READY): requirements.lock pyproject.toml | $(BIN)/python
	@echo "Setting up $(VENV), which is done once and takes about a minute …"
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || \
		$(PYTHON) -m pip --python $(BIN)/python install -qq --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
