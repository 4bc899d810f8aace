# `make help` lists the commands.
PYTHON ?= python3
VENV := backend/.venv
BIN := $(CURDIR)/$(VENV)/bin
# Tests whose number of examples depends on the profile (tests/conftest.py).
EXPLORED := tests/test_openapi.py tests/test_odd_values.py tests/test_hostile_files.py tests/test_flat_memory.py tests/test_repeat_vectors.py tests/test_subtasks_model.py

.DEFAULT_GOAL := help
.PHONY: help run test explore check bench against instructions rounds format lock openapi clean

help: ## List the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 14

run: $(VENV)/ready ## Start everything: a PostgreSQL of its own, the API on port 8000 (or PORT=8001), the web app on port 3003
	@cd backend && exec $(BIN)/python -m devtools.run

test: $(VENV)/ready ## Run the whole suite, on a real PostgreSQL and in a real browser
	@# In the order of their names: ordered by number of tests, the file with one very long test would run last and alone.
	cd backend && $(BIN)/pytest -q -n auto --dist loadfile --no-loadscope-reorder --cov --cov-report=term
	cd backend && $(BIN)/python -m devtools.web test

explore: $(VENV)/ready ## Send random requests and files for about an hour, different ones each time; says how to reproduce a failure
	cd backend && $(BIN)/pytest -q -n auto --dist load --hypothesis-profile=explore $(EXPLORED)

check: $(VENV)/ready ## Run all static checks: format, lint, types, import contracts, locked requirements
	cd backend && $(BIN)/ruff format --check . && $(BIN)/ruff check .
	cd backend && $(BIN)/mypy
	cd backend && $(BIN)/lint-imports
	cd backend && $(BIN)/python -m devtools.lock --check
	cd backend && $(BIN)/python -m devtools.web check

bench: $(VENV)/bench ## Measure everything, in under ten minutes; writes backend/benchmarks/RESULTS.md; needs wrk
	cd backend && $(BIN)/python -m benchmarks

against: $(VENV)/bench ## Compare the cost of requests with an earlier commit: make against COMMIT=c3b7626; needs wrk
	cd backend && $(BIN)/python -m benchmarks.against $(COMMIT)

instructions: $(VENV)/bench ## Count PostgreSQL's and the app's instructions for each request, also on a busy machine; needs valgrind
	cd backend && $(BIN)/python -m benchmarks.instructions
	cd backend && $(BIN)/python -m benchmarks.app_instructions

rounds: $(VENV)/bench ## Check that every request is one round trip to PostgreSQL
	cd backend && $(BIN)/python -m benchmarks --short

format: $(VENV)/ready ## Format the code
	cd backend && $(BIN)/ruff format . && $(BIN)/ruff check --fix .
	cd backend && $(BIN)/python -m devtools.web format

lock: $(VENV)/ready ## Lock the requirements of pyproject.toml again
	cd backend && $(BIN)/python -m devtools.lock

openapi: $(VENV)/ready ## Generate backend/openapi.json from the code, and the web app's types from that
	cd backend && $(BIN)/python -m devtools.openapi
	cd backend && $(BIN)/python -m devtools.web api

clean: ## Remove everything that can be generated again; your data and your .env stay
	rm -rf $(VENV) frontend/node_modules frontend/.next* backend/.mypy_cache backend/.pytest_cache backend/.ruff_cache backend/.coverage* backend/.hypothesis

$(VENV)/bench: $(VENV)/ready backend/requirements-bench.txt
	@echo "Installing what the benchmark needs ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r backend/requirements-bench.txt
	@touch $@

# Touched last, so that an interrupted installation is not taken for a complete one.
$(VENV)/ready: backend/requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; choose one with PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is incomplete; on Debian, install python3-venv"; exit 1; }
	@echo "Installing the locked requirements ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r backend/requirements-dev.txt
	@touch $@
