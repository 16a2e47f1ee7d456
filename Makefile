# `make` lists what there is. Each target sets up what it needs in $(VENV), once, and then keeps quiet about it.

VENV ?= .venv
# The Python to use in place of the first suitable one of python3.12, python3.11 and python3.
PYTHON ?=
# Not from the environment: some shells export a HOST, and it is not loopback.
HOST = 127.0.0.1
PORT ?= 8000
PYTEST_ARGS ?=
UPGRADE ?=

BIN = $(VENV)/bin
INSTALLED = $(VENV)/.installed
PIP_INSTALL = $(BIN)/python -m pip install -qq --disable-pip-version-check --no-build-isolation
UV_COMPILE = UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --python $(BIN)/python \
	--universal --python-version 3.11 --generate-hashes --no-emit-index-url $(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
.PHONY: help run test browser lint widget bench lock clean
.DELETE_ON_ERROR:

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-6s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: $(INSTALLED) ## serve the API and its pages on loopback (HOST=, PORT=)
	@$(BIN)/portolan serve --host $(HOST) --port $(PORT)

test: $(INSTALLED) browser ## run the tests, on every core (PYTEST_ARGS=)
	@$(BIN)/python -m pytest -n auto $(PYTEST_ARGS)

# For root on Debian; anywhere else the tests that need a browser are left out, and say what to install.
browser:
	@if ! { command -v chromium && command -v pdftotext; } >/dev/null && command -v apt-get >/dev/null && \
		[ "$$(id -u)" = 0 ]; then \
		echo 'Installing chromium, which tests of the pages drive, and pdftotext, which reads what it prints' >&2; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends \
			chromium fonts-noto-cjk poppler-utils </dev/null >/dev/null || echo 'chromium was not installed' >&2; \
	fi

lint: $(INSTALLED) ## check formatting, code, types, shell and knowledge
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@bash -n .ci/run
	@$(BIN)/portolan lint --strict
	@$(BIN)/portolan schemas --check

widget: ## build the widget that the service serves (Node 20)
	@cd frontend-snippets/widget && npm ci --ignore-scripts --silent && npm run --silent build

bench: $(INSTALLED) ## measure the engine and the service
	@$(BIN)/python -m bench.decide
	@$(BIN)/python -m bench.http

lock: $(INSTALLED) ## lock the dependencies that pyproject.toml names (UPGRADE=1: to the newest)
	@$(UV_COMPILE) pyproject.toml --all-extras --output-file requirements.lock
	@$(UV_COMPILE) --group build --constraint requirements.lock --output-file requirements-build.lock
	@$(UV_COMPILE) pyproject.toml --all-extras --group dev --constraint requirements.lock --constraint requirements-build.lock \
		--output-file requirements-dev.lock

clean: ## remove what the other targets made
	@rm -rf $(VENV) .venv-* .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
	@find . -name __pycache__ -not -path '*/node_modules/*' -prune -exec rm -rf {} +

$(INSTALLED): $(VENV)/.locked pyproject.toml
	@$(PIP_INSTALL) --no-deps --editable .
	@touch $@

# durable-rules comes as source: a compiler and Python's headers are asked for before pip would fail without them.
$(VENV)/.locked: requirements-build.lock requirements-dev.lock
	@for candidate in $(or $(strip $(PYTHON)),python3.12 python3.11 python3); do \
		if "$$candidate" -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' \
			2>/dev/null; then python=$$candidate; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
		echo 'Portolan needs Python 3.11 or 3.12 with its venv module, and found none. Install it:' >&2; \
		echo '  Debian, Ubuntu: apt-get install python3 python3-venv     Fedora: dnf install python3.12' >&2; \
		echo '  macOS: brew install python@3.12' >&2; \
		echo 'or name the one to use: make $(or $(MAKECMDGOALS),run) PYTHON=/path/to/python3.12' >&2; \
		exit 1; \
	fi; \
	compiler=$${CC:-$$("$$python" -c 'import sysconfig; print(sysconfig.get_config_var("CC"))')}; \
	headers=$$("$$python" -c 'import sysconfig; print(sysconfig.get_path("include"))'); \
	if ! echo '#include <Python.h>' | $$compiler -I"$$headers" -fsyntax-only -x c - 2>/dev/null; then \
		echo "Portolan compiles durable-rules once, with $$compiler and the headers of $$python," >&2; \
		echo 'and one of the two is missing. Install them:' >&2; \
		echo '  Debian, Ubuntu: apt-get install gcc python3-dev     Fedora: dnf install gcc python3-devel' >&2; \
		echo '  macOS: xcode-select --install' >&2; \
		exit 1; \
	fi; \
	echo "Setting up $(VENV) with $$("$$python" --version), once: about half a minute." >&2; \
	"$$python" -m venv --clear $(VENV)
	@$(PIP_INSTALL) --require-hashes -r requirements-build.lock
	@$(PIP_INSTALL) --require-hashes --use-pep517 -r requirements-dev.lock
	@touch $@
