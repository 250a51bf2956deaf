# What there is to do. `make` alone lists it.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PAGES := src/helpline/app/static/taxpayer.html
WEB := $(shell find web/src web/public -type f 2>/dev/null) web/package.json web/package-lock.json web/taxpayer.html web/staff.html $(wildcard web/vite*.ts)
PORT ?= 8420
# Every process and every test worker would compile the same files again where a machine forbids to keep them.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help run test quick lint types floors pages web-check bench bench-large audit soak demo clean acceptance

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(STAMP): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 或更高版本。"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	@touch $@

$(PAGES): $(STAMP) $(WEB)
	@sh tools/pages

pages: $(PAGES) ## build the web pages

run: $(PAGES) ## everything, from a fresh machine: product, demo data, addresses and log-ins
	@$(BIN)/helpline telephony fetch || echo "没有准备好 Asterisk，热线暂不可用；其余功能照常。" >&2
	@exec $(BIN)/helpline serve --port $(PORT) --demo

test: $(PAGES) ## install what the tests need, run them all
	@sh tools/test

quick: $(STAMP) lint types floors ## lint, types, floors, unit and property tests; under 30 s
	@HELPLINE_QUICK=1 $(BIN)/pytest -q -n 2 tests/unit tests/properties tests/architecture

lint: $(STAMP)
	@$(BIN)/ruff check -q . && $(BIN)/ruff format -q --check .

types: $(STAMP)
	@$(BIN)/mypy

floors: $(STAMP)
	@$(BIN)/lint-imports --no-cache 2>&1 | tail -n 12

web-check: $(PAGES)
	@sh tools/node npm --prefix web run check

bench: $(PAGES) ## measure; figures beside their ceilings go to docs/benchmarks.md
	@$(BIN)/python -m tests.load.bench

bench-large: $(STAMP) ## lists and histories at a million conversations and ten million messages; minutes
	@$(BIN)/python -m tests.load.archive

soak: $(STAMP) ## 100,000 messages through cuts, kills and restarts; what came of it goes to docs/soak.md
	@$(BIN)/pytest -q tests/faults -m soak -s
	@$(BIN)/python -m tests.faults.soak

audit: $(STAMP) ## ask for known faults of the packages; says so when nobody could be asked
	@sh tools/audit

acceptance: $(STAMP) ## the acceptance table as text
	@$(BIN)/python tools/acceptance.py

clean: ## remove what was built, keep the data
	@rm -rf $(VENV) web/node_modules src/helpline/app/static
