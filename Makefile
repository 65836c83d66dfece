# Two commands: `make demo` and `make test`. Everything runs in .venv, made on first use.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/stamp

.PHONY: demo test check accept bench bench-ask bench-bulk equivalence wheel-test clean

$(STAMP): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]"
	touch $(STAMP)

demo: $(STAMP)
	$(BIN)/zhize decide examples/reservoir-sand.yaml

test: $(STAMP)
	$(BIN)/python -m pytest -n auto --dist worksteal

check: $(STAMP)
	$(BIN)/ruff format --check engine tests benchmarks
	$(BIN)/ruff check engine tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/zhize check
	$(BIN)/python -m pytest -n auto --dist worksteal

accept: $(STAMP) ## refresh the goldens; then read `git diff`
	$(BIN)/python -m pytest -n 0 --accept

bench: $(STAMP)
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.proofs

bench-bulk: $(STAMP) ## ten million records from Parquet to Parquet; validation beside pySHACL
	$(BIN)/python -m benchmarks.bulk

bench-ask: $(STAMP) ## precision and recall of answers and of drafts
	$(BIN)/python -m benchmarks.asking
	$(BIN)/python -m benchmarks.reading

equivalence: $(STAMP) ## the two engines, and a third opinion, for as long as MINUTES says
	$(BIN)/python -m benchmarks.equivalence --minutes $(or $(MINUTES),10)

wheel-test: ## the suite against an installed wheel
	rm -rf dist .venv-wheel && $(PYTHON) -m venv .venv-wheel
	.venv-wheel/bin/python -m pip install --quiet build && .venv-wheel/bin/python -m build --wheel --outdir dist .
	.venv-wheel/bin/python -m pip install --quiet "$$(ls dist/*.whl)[dev]"
	cd tests && ../.venv-wheel/bin/python -m pytest -n auto -c ../pyproject.toml --rootdir=..

clean:
	rm -rf .venv .venv-wheel dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
