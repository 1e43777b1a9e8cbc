# The portal: `make run` to try it, `make test` to check it, `make help` for the rest.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
export PORT

.DEFAULT_GOAL := help
.PHONY: help run test bench lint format lock messages diagrams clean

help:  ## list what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: $(VENV)/.base $(VENV)/.messages  ## start the portal on http://127.0.0.1:$PORT with demo content
	@PORTAL_DEMO=1 $(BIN)/python manage.py serve

test: $(VENV)/.dev $(VENV)/.messages  ## all tests this machine can run (REQUIRE_ALL=1: none may be skipped)
	@$(BIN)/python -m tests.run

bench: $(VENV)/.dev $(VENV)/.messages  ## measure the portal beside something known (ONLY=name for one); writes var/bench.json
	@ONLY="$(ONLY)" $(BIN)/python -m bench.run

lint: $(VENV)/.dev  ## style, types, import order
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports && $(BIN)/mypy

format: $(VENV)/.dev  ## put the code in order
	$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

messages: $(VENV)/.dev  ## collect the strings to translate into locale/ and services/*/locale/
	PORTAL_DEBUG=1 $(BIN)/python manage.py messages && rm -f $(VENV)/.messages

diagrams: $(VENV)/.base  ## draw docs/states.md anew from the table of moves
	PORTAL_DEBUG=1 $(BIN)/python manage.py state_diagram > docs/states.md

lock:  ## lock the dependencies with hashes (needs uv)
	for name in base dev; do uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-emit-index-url --upgrade requirements/$$name.in -o requirements/$$name.txt; done

clean:  ## remove the environment and the state of the demo
	rm -rf $(VENV) var

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "The portal needs Python 3.11 or newer. Say which: make run PYTHON=/path/to/python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.base: requirements/base.txt | $(VENV)/bin/python
	@echo "Installing what the portal runs on (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(VENV)/bin/python
	@echo "Installing what the tests need (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@ $(VENV)/.base

PO := $(shell find locale services -name '*.po' 2>/dev/null)
$(VENV)/.messages: $(PO) | $(VENV)/bin/python
	@test -f $(VENV)/.base || $(MAKE) --no-print-directory $(VENV)/.base
	@for po in $(PO); do $(BIN)/pybabel --quiet compile --input-file=$$po --output-file=$${po%.po}.mo --locale=zh_Hans || exit 1; done
	@touch $@
