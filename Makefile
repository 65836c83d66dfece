# Two commands: `make demo` and `make test`. Everything runs in .venv, made on first use.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/stamp

.PHONY: demo test check accept bench bench-ask bench-bulk bench-core bench-norms bench-peers equivalence pictures wheel-test clean

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

bench: bench-core bench-bulk bench-norms bench-peers ## every ratio that is promised, in one run (about 25 minutes)

bench-core: $(STAMP) ## commands, single decisions, workbooks, proofs, pictures
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.proofs
	$(BIN)/python -m benchmarks.pictures

bench-bulk: $(STAMP) ## ten million records from Parquet to Parquet; validation beside pySHACL
	$(BIN)/python -m benchmarks.bulk

bench-norms: $(STAMP) ## how cost grows with norms: mechanisms of 54 to 5,000
	$(BIN)/python -m benchmarks.norms

bench-peers: $(STAMP) ## the same rules and incidents through other engines, side by side
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check durable_rules
	-npm install --silent --no-audit --no-fund --prefix .venv/node json-rules-engine@7
	$(BIN)/python -m benchmarks.peers

bench-ask: $(STAMP) ## precision and recall of answers and of drafts
	$(BIN)/python -m benchmarks.asking
	$(BIN)/python -m benchmarks.reading

pictures: $(STAMP) ## duty graphs as .svg and .png, for docs and for print
	mkdir -p docs/pictures
	for ending in svg png; do \
	  $(BIN)/zhize graph --out docs/pictures/mechanism.$$ending && \
	  $(BIN)/zhize graph --agency water --out docs/pictures/water.$$ending && \
	  $(BIN)/zhize graph --agency natural-resources --out docs/pictures/natural-resources.$$ending && \
	  $(BIN)/zhize graph --incident examples/reservoir-sand.yaml --out docs/pictures/reservoir-sand.$$ending \
	  || exit 1; done

equivalence: $(STAMP) ## the two engines, and a third opinion, for as long as MINUTES says
	$(BIN)/python -m benchmarks.equivalence --minutes $(or $(MINUTES),10)

wheel-test: ## the suite against an installed wheel
	rm -rf dist .venv-wheel && $(PYTHON) -m venv .venv-wheel
	.venv-wheel/bin/python -m pip install --quiet build && .venv-wheel/bin/python -m build --wheel --outdir dist .
	.venv-wheel/bin/python -m pip install --quiet "$$(ls dist/*.whl)[dev]"
	cd tests && ../.venv-wheel/bin/python -m pytest -n auto -c ../pyproject.toml --rootdir=..

clean:
	rm -rf .venv .venv-wheel dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
