# Needs Python 3.11 or newer with venv, and make; everything else is installed into .venv.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help venv demo test storm check bench bench-data bench-tui lock clean

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip -qq --no-input --disable-pip-version-check
# Stamps: each is as new as what it has installed.
RUN := $(VENV)/.run
SELF := $(VENV)/.self
DEV := $(VENV)/.dev

# Chatter goes to stderr: stdout belongs to what is run.
help:
	@sed -n 's/^\([a-z-]*\):.*## /\1 /p' $(firstword $(MAKEFILE_LIST)) \
	    | while read -r target text; do printf 'make %-10s %s\n' "$$target" "$$text"; done

venv: $(SELF) ## Bellbuoy in .venv, from requirements/run.lock
	@:

demo: $(SELF) ## a demo store in a temporary folder; without a terminal its radar as text
	@$(BIN)/bellbuoy --demo

# Stores of tests live in memory where there is room: they need not outlive the machine.
test: $(DEV) ## all tests
	tools/in_memory.sh $(BIN)/python -m pytest -n auto --dist worksteal

storm: $(DEV) ## the long tests: any order of events, kills, full disks, damage
	BELLBUOY_STORM=1 $(BIN)/python -m pytest -n auto -o timeout=14400 \
	    tests/stateful tests/process tests/storage tests/bellbuoy/services \
	    tests/bellbuoy/commands/test_damaged_stores.py \
	    tests/bellbuoy/commands/test_locked_stores.py

check: $(DEV) ## style, types, layers, shape
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/shape.py

bench: bench-tui bench-data ## everything that is measured, each beside its peer

bench-data: $(DEV) ## imports, recomputes and reads beside their peers, at growing sizes
	$(BIN)/python -m benchmarks.data

bench-tui: $(DEV) ## the screens beside a bare app and a plain table, calm and under load
	$(BIN)/python -m benchmarks.tui

LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-header --no-annotate pyproject.toml
lock: ## resolve requirements/*.lock again (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv on the PATH" >&2; exit 1; }
	$(LOCK) --group build --output-file requirements/run.lock
	$(LOCK) --group dev --output-file requirements/dev.lock

clean: ## remove .venv and everything else that was made here
	rm -rf $(VENV) build dist *.egg-info snapshot_report.html
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A venv writes pip last: with pip it is whole.
$(BIN)/pip:
	@for python in $(or $(PYTHON),python3.13 python3.12 python3.11 python3) ''; do \
	    [ -n "$$python" ] || break; \
	    "$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
	        >/dev/null 2>&1 && break; \
	done; \
	if [ -z "$$python" ]; then \
	    echo "Bellbuoy needs Python 3.11 or newer with venv: install one, or name it with PYTHON=…" >&2; \
	    exit 1; \
	fi; \
	echo "Making $(VENV) with $$python" >&2; \
	"$$python" -m venv --clear $(VENV) >&2

$(RUN): requirements/run.lock $(BIN)/pip
	@echo "Installing requirements/run.lock, once: a minute or so" >&2
	@$(PIP) install --require-hashes -r requirements/run.lock >&2
	@touch $@

$(SELF): pyproject.toml $(RUN)
	@$(PIP) install --no-deps --no-build-isolation -e . >&2
	@touch $@

$(DEV): requirements/dev.lock $(SELF)
	@echo "Installing requirements/dev.lock, once" >&2
	@$(PIP) install --require-hashes -r requirements/dev.lock >&2
	@touch $@
