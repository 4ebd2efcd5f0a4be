# SPDX-License-Identifier: EUPL-1.2
# Everything a developer or a machine runs. Each target does its own set-up.

SHELL := /bin/bash
BIN := .venv/bin
LOCK := uv pip compile --universal --python-version 3.12 --generate-hashes --no-emit-index-url \
	--no-annotate --no-header --quiet
# The tests start many processes: without its compiled files each spends seconds on compiling.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help demo serve test lint bench bench-linkage bench-value faults lock

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## Install, fill the demo institution, and serve it
	@tools/setup.sh runtime
	@$(BIN)/nabij demo

serve: ## Serve what is there
	@tools/setup.sh runtime
	@$(BIN)/nabij serve

test: lint ## Run lint, types, contracts, and unit, page and browser tests
	$(BIN)/pytest -n 2 --dist worksteal -m "not faults"

lint: ## Check style, types, package borders, templates and translations
	@tools/setup.sh test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy src tools tests bench conftest.py hatch_build.py
	$(BIN)/lint-imports
	find src -name '*.html' -print0 | xargs -0 $(BIN)/djade --check --target-version 6.1
	$(BIN)/python tools/messages.py check

bench: ## Print the figures of speed
	@tools/setup.sh test
	@for file in bench/bench_*.py; do $(BIN)/python -m bench.$$(basename $$file .py) || exit 1; done

bench-value: ## Print the speed of the value model beside spreadsheets and lifelines
	@tools/setup.sh test
	@$$(command -v uv || echo .tools/bin/uv) pip install --quiet --python $(BIN)/python \
		--target .venv/pycel --require-hashes --requirement requirements-bench.lock \
		|| echo "pycel could not be fetched: its line is skipped" >&2
	@$(BIN)/python -m bench.bench_value --pycel .venv/pycel

bench-linkage: ## Print linking beside Splink, at 100,000 and 1,000,000 records (QUICK=1 for the first)
	@tools/setup.sh linkage
	@$(BIN)/python -m bench.bench_linkage --splink --records 100000 1000000 $(if $(QUICK),--quick)
	@$(BIN)/python -m bench.bench_link_all
	@$(BIN)/python -m bench.bench_incremental --persons $(if $(QUICK),100000,1000000)

faults: ## Kill and starve it at every step (an hour)
	@tools/setup.sh test
	$(BIN)/pytest -n 2 -m faults

lock: ## Choose new versions of all packages; look at what changed before you keep it
	@tools/setup.sh test
	$(LOCK) --python $(BIN)/python --upgrade pyproject.toml --group build -o requirements.lock
	$(LOCK) --python $(BIN)/python --upgrade pyproject.toml --group dev -o requirements-dev.lock \
		--constraint requirements.lock
	echo pycel==1.0b30 | $(LOCK) --python $(BIN)/python --upgrade - -o requirements-bench.lock
	$(LOCK) --python $(BIN)/python --upgrade pyproject.toml --group linkage -o requirements-linkage.lock \
		--constraint requirements-dev.lock
	echo uv | $(LOCK) --python $(BIN)/python --upgrade - -o requirements-tools.lock
