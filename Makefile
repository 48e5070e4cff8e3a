# What one types here; `make help` lists it.
PORT ?= 8501
DATA ?= .netmap/demo
WORKERS ?= 2
# the first Python that is new enough
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $$p && break; done)
BIN := .venv/bin
# what Python reads it compiles once and keeps: hundreds of processes of the tests would compile it all again
export PYTHONDONTWRITEBYTECODE :=
CHECKS := check-format check-lint check-types check-imports check-catalogue check-locks check-frontend

.PHONY: help setup setup-dev demo test check $(CHECKS) bench frontend lock lock-upgrade format hooks clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 16

setup: ## create .venv with the program (does nothing when it is up to date)
	@test -n "$(PYTHON)" || { echo "setup: Python 3.11 or newer is needed. Install: apt-get install -y python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) tools/make_venv.py

setup-dev: ## the same, with everything that tests and checks need
	@test -n "$(PYTHON)" || { echo "setup: Python 3.11 or newer is needed. Install: apt-get install -y python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) tools/make_venv.py --dev

demo: setup ## open the demo district in the browser (PORT=8501)
	@test -n "$$(ls -A '$(DATA)' 2>/dev/null)" || $(BIN)/netmap init --demo --data '$(DATA)'
	@# what serves says which option takes another port; here it is a word of make
	@$(BIN)/python -c 'import socket; socket.create_server(("127.0.0.1", $(PORT))).close()' 2>/dev/null || \
		echo "demo: port $(PORT) cannot be had here; another one: make demo PORT=NUMBER" >&2
	@exec $(BIN)/netmap serve --port $(PORT) --data '$(DATA)'

test: setup-dev ## run all tests; installs what they need where that is allowed
	@$(BIN)/python -m tools.needs chromium java maven poppler shell || true
	@$(BIN)/python -m tests.support.neo4j_server fetch || true
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup --durations=15 $(ARGS)

check: setup-dev $(CHECKS) ## format, lint, types, import contracts, catalogue, locks, front end
	@echo "check: fine"

check-format: setup-dev
	$(BIN)/ruff format --check .

check-lint: setup-dev
	$(BIN)/ruff check .

check-types: setup-dev
	$(BIN)/mypy netmap tools tests/support $(wildcard app.py)

check-imports: setup-dev
	@# PYTHONPATH: the checkout is what is judged, wherever the environment came from
	PYTHONPATH=. $(BIN)/lint-imports --no-cache

check-catalogue: setup-dev
	$(BIN)/pytest -q tests/unit/test_catalogue_complete.py

check-locks: setup-dev
	$(BIN)/python -m tools.locks check

check-frontend: setup-dev
	$(BIN)/python -m tools.frontend check

bench: setup-dev ## measure against peers (ARGS="name …" for some only)
	$(BIN)/python -m tools.bench $(ARGS)

frontend: setup-dev ## build the JavaScript that is committed
	$(BIN)/python -m tools.frontend build

lock: setup-dev ## write the lock files anew from pyproject.toml
	$(BIN)/python -m tools.locks make

lock-upgrade: setup-dev ## the same, with the newest versions
	$(BIN)/python -m tools.locks make --upgrade

format: setup-dev ## put the code into its form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

hooks: setup-dev ## check before each commit
	$(BIN)/pre-commit install

clean: ## remove the environment and everything that was made; data stay
	rm -rf .venv *.egg-info build .mypy_cache .ruff_cache .import_linter_cache .pytest_cache .hypothesis netmap/ui/canvas/frontend/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
