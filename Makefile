# Everything Rostra does, by name. Needs python3 (3.11 or later, with venv) and make; brings the rest itself.
.PHONY: release serve test rules static check accept bench profile picture lock everything clean
.DEFAULT_GOAL := release

# Compiled modules are kept: without them, each start of a command compiles two thousand files.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
BIN := .venv/bin
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
READY := .venv/.ready
EVERYTHING := .venv/.everything
# Test files side by side, two more than there are cores, in the order of tests/conftest.py.
SIDE_BY_SIDE := --numprocesses auto --dist loadfile --no-loadscope-reorder

release: $(READY)   ## fetch → clean → segment → label → validate → publish, into output/
	$(BIN)/rostra build

serve: $(READY)     ## a release a day: server on the loopback, deployments and worker, until Ctrl-C (docs/operations.md)
	$(BIN)/rostra serve $(SERVE_ARGS)

test: $(EVERYTHING) ## the whole test suite, slow tests included
	$(BIN)/pytest $(SIDE_BY_SIDE) $(PYTEST_ARGS)

rules: $(READY)     ## the rules' own tests, in seconds
	PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 $(BIN)/pytest -q -p pytest_timeout -m "not slow" tests/clean tests/segment tests/label

static: $(READY)    ## format, lint, types, boundaries and complexity
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q -p no:cacheprovider tests/test_complexity.py

check: static       ## all that CI runs, but the slow tests
	$(BIN)/pytest $(SIDE_BY_SIDE) -m "not slow"

accept: $(READY)    ## rewrite the golden files; read their difference before you commit it
	$(BIN)/pytest --accept -m golden

bench: $(EVERYTHING) ## ratios beside their yardsticks, on this machine (BENCH="text_work builds": those alone; BENCH_ARGS=--small: to see that all runs)
	$(BIN)/python -m benchmarks $(if $(BENCH),--bench $(BENCH)) $(BENCH_ARGS)
	$(if $(BENCH),,$(BIN)/python -m benchmarks.pages)

profile: $(READY)   ## where the time goes: the stages of a build, the kernels of the text work
	$(BIN)/python -m benchmarks --bench profile kernels $(BENCH_ARGS)

picture: $(EVERYTHING) ## docs/reader.png: the reader on the first speech, as Chromium shows it
	$(BIN)/python -m benchmarks.picture

PIN = $(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
	  --custom-compile-command "make lock" --extra pipeline --group dev $(PIN_ARGS)

lock: .uv-there     ## pin every package again, with hashes (PIN_ARGS=--upgrade: newer ones)
	$(PIN) pyproject.toml -o requirements.lock
	$(PIN) --extra s3 --extra gs --extra az --extra hf --extra judges --extra dask --group outside -c requirements.lock pyproject.toml -o requirements.all.lock

everything: $(EVERYTHING) ## object stores, outside judges and Dask too: every extra, as pinned in requirements.all.lock

$(READY): requirements.lock pyproject.toml | .uv-there
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Rostra needs Python 3.11 or later; $(PYTHON) is older. Name another one: make PYTHON=python3.12"; exit 2; }
	$(UV) venv --quiet --allow-existing --python $(PYTHON) .venv
	$(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

$(EVERYTHING): requirements.all.lock $(READY)
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements.all.lock
	@touch $@

.PHONY: .uv-there
.uv-there:
	@command -v $(UV) >/dev/null || { \
	  $(PYTHON) -m venv .uv && .uv/bin/python -m pip install --quiet --disable-pip-version-check uv || \
	  { echo "python3 cannot make an environment here; on Debian: apt install python3-venv"; exit 2; }; }

clean:              ## remove the environment and caches, never what was published
	rm -rf .venv .uv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
