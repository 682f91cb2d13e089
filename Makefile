PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready

# Options for pytest, such as `make test ARGS="tests/forums -x"`.
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo test check bench soak pictures format shell lock clean chromium

help:  ## Show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## */\t/' | awk -F '\t' '{ printf "make %-8s %s\n", $$1, $$2 }'

demo: $(READY)  ## Run Copse with its demo world at http://127.0.0.1:8000 (or PORT)
	@exec $(BIN)/python manage.py demo

test: $(READY) chromium  ## Run every test, those in a browser included
	@CHROMIUM="$$(.ci/chromium)" $(BIN)/pytest -n 2 $(ARGS)

check: $(READY)  ## Run all linters and checks, as CI does
	@.ci/check

bench: $(READY)  ## Measure speed and size
	@$(BIN)/python -m bench

soak: $(READY) chromium  ## Run races and faults in full size, and properties with new examples
	@CHROMIUM="$$(.ci/chromium)" SOAK=$${SOAK:-10} $(BIN)/pytest -m "race or fault or hypothesis" $(ARGS)

pictures: $(READY) chromium  ## Take the README's pictures from a running demo (at PORT)
	@CHROMIUM="$$(.ci/chromium)" $(BIN)/python docs/pictures/take.py

format: $(READY)  ## Put code and templates into shape
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format .
	@find templates -name '*.html' -exec $(BIN)/djade --target-version 5.2 {} +

shell: $(READY)  ## Open a Python shell with the models at hand
	@$(BIN)/python manage.py shell

lock: $(READY)  ## Pin the dependencies of pyproject.toml, with hashes
	@$(call pin,,production)
	@$(call pin,--extra s3,s3)
	@$(call pin,--group dev,development)

clean:  ## Stop the embedded servers; remove their data and .venv
	@if [ -x $(BIN)/python ]; then $(BIN)/python manage.py servers remove; fi
	rm -rf .venv var staticfiles .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements/development.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Copse needs Python 3.11 or newer, this is " + sys.version.split()[0] + ": say which with PYTHON=python3.12.")'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python cannot make a virtual environment: install its venv module (on Debian: apt-get install python3-venv)." >&2; exit 1; }
	@echo "Installing the locked dependencies into .venv …"
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r requirements/development.txt
	@touch $@

chromium: $(READY)
	@.ci/chromium >/dev/null

pin = $(BIN)/uv pip compile pyproject.toml $(1) --output-file requirements/$(2).txt --quiet --generate-hashes \
	--no-emit-index-url --no-annotate --python-version 3.11 --universal --custom-compile-command "make lock"
