# The two commands that matter: `make load` and `make test`. Python >= 3.11 and make are all they need.
PYTHON ?= python3
BIN := .venv/bin
export DBT_SEND_ANONYMOUS_USAGE_STATS = false
export DAGSTER_HOME ?= $(CURDIR)/.dagster

.PHONY: load test bench lint ui docs lock clean

load: .venv/installed
	$(BIN)/cchc load

test: .venv/installed
# the slow files come first, in the order of their names: small ones fill both workers to the end
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

bench: .venv/installed
	$(BIN)/python scripts/bench.py
	$(BIN)/python scripts/bench_reading.py
	$(BIN)/python scripts/bench_rules.py
	$(BIN)/python scripts/bench_findings.py
	$(BIN)/python scripts/bench_units.py

lint: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --disable-progress-bar dbt_project/models dbt_project/tests

ui: .venv/installed
	$(BIN)/cchc ui

# One page of all models, columns and lineage, from the project alone: it needs no load and no network, nor does its reader.
DOCS := $(CURDIR)/dbt_project/target/docs
docs: .venv/installed
	CCHC_BUILD_DB=$(DOCS)/cchc.duckdb CCHC_LANDING_DIR=$(DOCS)/landing $(BIN)/dbt --quiet docs generate --static --empty-catalog \
		--project-dir dbt_project --profiles-dir dbt_project --target-path $(DOCS) --log-path $(DOCS)/logs
	@echo "Open $(DOCS)/static_index.html"

# Installed from hashes, so that two machines hold the same packages; done again only when the lock changes.
.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
# dbt compiles once what `cchc check` runs, so that the first check is as quick as the next
	$(BIN)/python -c 'from orchestration.settings import Settings; from orchestration.warehouse.compiled import build_plan; build_plan(Settings())'
	touch $@

# The lock names packages and hashes only: no index, no address.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-strip-extras \
		--extra dev pyproject.toml --output-file requirements.lock

clean:
	rm -rf .venv .dagster warehouse dbt_project/target dbt_project/logs
