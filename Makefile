# Two commands: `make run` makes the reports, `make test` tests everything. Each sets up .venv first if it must.
# Without make (Windows): README.md, "Without make".

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STOCK := .venv-bench
LAB := .venv-lab
BENCH ?=
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCK := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-strip-extras --no-annotate --no-header --quiet --group build

.PHONY: help run test lab bench docs lock clean
.DEFAULT_GOAL := help

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'

run: $(VENV)/.run ## load data/raw, run every notebook, leave reports/index.html
	$(BIN)/perfkit run

test: $(VENV)/.test $(LAB)/.lab ## style, types, floors of imports, all tests with branch coverage, damaged files
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto --cov --cov-report=term --ignore=tests/fuzz
	$(BIN)/pytest -n auto tests/fuzz

lab: $(LAB)/.lab ## open this workspace in JupyterLab, which then asks nothing of the network
	$(LAB)/bin/jupyter lab --LabApp.news_url=None --LabApp.extension_manager=readonly \
		--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate

bench: $(VENV)/.test $(STOCK)/.bench ## measure against other tools, half an hour; BENCH="reading --lines 100000" for a part
	$(BIN)/python -m bench --tools $(STOCK)/bin $(BENCH)

docs: $(VENV)/.test ## write the generated documents anew
	$(BIN)/python tests/generated_docs.py

lock: $(BIN)/python ## pin newer releases in requirements/, within the bounds of pyproject.toml
	$(INSTALL) uv
	$(LOCK) --upgrade -o requirements/run.txt
	$(LOCK) --extra test -c requirements/run.txt -o requirements/test.txt
	$(LOCK) --extra lab -c requirements/run.txt -o requirements/lab.txt
	$(LOCK) --extra lab --group bench -c requirements/run.txt -o requirements/bench.txt

clean: ## remove what can be made again: .venv, caches, reports
	rm -rf $(VENV) $(STOCK) $(LAB) data/processed/*/ reports reports-public .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage .coverage.*

# A stamp per lock file: nothing is installed again until the lock or the project's own description changes.
$(VENV)/.run $(VENV)/.test: $(VENV)/.%: requirements/%.txt pyproject.toml $(BIN)/python
	$(INSTALL) --require-hashes -r $<
	$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

# Environments of their own: JupyterLab slows every process of a batch. The bench has the stock tools to measure against
# and the JupyterLab that analysts have beside them.
$(STOCK)/.bench: requirements/bench.txt
$(LAB)/.lab: requirements/lab.txt
$(STOCK)/.bench $(LAB)/.lab: pyproject.toml $(BIN)/python
	$(BIN)/python -m venv $(@D)
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/$(subst .,,$(@F)).txt
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "找不到 $(PYTHON)。请安装 Python 3.11 或更新版本。 / No $(PYTHON): install Python 3.11 or newer."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' || { echo "$$($(PYTHON) -V)：需要 Python 3.11 至 3.14，例如 make run PYTHON=python3.12。 / Python 3.11 to 3.14 is needed, e.g. make run PYTHON=python3.12."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "无法建立 .venv；Debian/Ubuntu 请先 apt install python3-venv。 / No .venv could be made; on Debian or Ubuntu: apt install python3-venv."; exit 1; }
