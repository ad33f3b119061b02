# Two commands do everything: `make demo` and `make test`. All they install goes into .venv.
# Written for GNU make 3.81 and later.

VENV := .venv
BIN := $(VENV)/bin
PACKAGES := domain application projections api
PYTHONS := $(if $(PYTHON),$(PYTHON),python3.13 python3.12 python3.11 python3 python)
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input
# Everything comes from the lock, by hash, as wheels: nothing is built, so nothing runs unpinned.
LOCKED := $(PIP) install --require-hashes --only-binary :all:
# Compiled here and now, so that no start has to, though PYTHONDONTWRITEBYTECODE be set.
OURSELVES := $(PIP) install --no-deps --no-build-isolation --editable . && \
    $(BIN)/python -m compileall -q $(PACKAGES)

.DEFAULT_GOAL := help
.PHONY: help demo test torture bench check format lock clean
# A target whose recipe failed half-way is made again.
.DELETE_ON_ERROR:

help:
	@echo 'make demo    run a gateway with a demo host application, and say where to look'
	@echo 'make test    install what the tests need, then check and run them all'
	@echo 'make torture break gateways and databases for SECONDS=60 an engine, and check the record'
	@echo 'make bench   measure the gateway beside what the hardware gives, in ROUNDS=5 rounds'
	@echo 'make check   format, lint, types and import contracts, without running the tests'
	@echo 'make format  put the code into shape'
	@echo 'make lock    choose the newest allowed dependencies and pin them, with hashes'
	@echo 'make clean   remove all that was installed or made here'

demo: $(VENV)/.runtime
	@$(BIN)/support-gateway demo

test: check
	@echo 'running the tests'
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4

# WITHOUT=claims (or another name in tests/torture/launch.py) shows that it would be caught.
torture: SECONDS ?= 60
torture: $(VENV)/.everything
	@$(BIN)/python -m tests.torture --seconds $(SECONDS) $(if $(WITHOUT),--without $(WITHOUT))

# BENCH='--only command' measures a part; BENCH=--readme puts the table into README.md.
bench: ROUNDS ?= 5
bench: $(VENV)/.everything
	@$(BIN)/python -m tests.bench --rounds $(ROUNDS) $(BENCH)

check: $(VENV)/.everything
	@echo 'checking the format'
	@$(BIN)/ruff format --check --quiet --diff .
	@echo 'linting'
	@$(BIN)/ruff check --quiet .
	@echo 'checking the types with mypy and with pyright'
	@$(BIN)/mypy --no-error-summary & \
	    $(BIN)/basedpyright --pythonpath $(BIN)/python; pyright=$$?; wait $$! && exit $$pyright
	@echo 'checking which way the imports point'
	@$(BIN)/lint-imports --no-logo

format: $(VENV)/.everything
	@echo 'putting the code into shape'
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format --quiet .

# The runtime's pins come first, so that `make demo` can stop at the line between the two parts.
lock: $(VENV)/.made
	@echo 'choosing and pinning dependencies'
	@$(PIP) install --target .cache/uv --upgrade uv
	@PYTHONPATH=.cache/uv $(BIN)/python -m uv pip compile --quiet --universal --upgrade \
	    --python-version 3.11 --generate-hashes --no-annotate --no-header \
	    --group build --output-file .cache/runtime.txt pyproject.toml
	@PYTHONPATH=.cache/uv $(BIN)/python -m uv pip compile --quiet --universal --upgrade \
	    --python-version 3.11 --generate-hashes --no-annotate --no-header \
	    --group build --extra dev --constraint .cache/runtime.txt \
	    --output-file .cache/everything.txt pyproject.toml
	@{ echo '# Made by `make lock`: every dependency, for Python 3.11 to 3.14.'; \
	   cat .cache/runtime.txt; \
	   echo '# What follows is needed by the tests and checks only.'; \
	   awk -F== 'NR == FNR { if (/^[^ ]/) seen[$$1] = 1; next } \
	             /^[^ ]/ { show = !($$1 in seen) } show' \
	       .cache/runtime.txt .cache/everything.txt; \
	 } > requirements.lock

clean:
	@echo 'removing what was installed or made here'
	@rm -rf $(VENV) .cache .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache \
	    build dist
	@find $(PACKAGES) tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.made:
	@for python in $(PYTHONS); do \
	    if "$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' \
	        2>/dev/null; then \
	        echo "making $(VENV) with $$("$$python" --version)"; \
	        "$$python" -m venv --clear $(VENV) && touch $@ && exit 0; \
	        echo "$$python cannot make a virtual environment (on Debian: install python3-venv)" >&2; \
	        exit 1; \
	    fi; \
	done; \
	echo 'Python 3.11 to 3.14 is needed, and none of these is one: $(PYTHONS). Name one, as in' >&2; \
	echo '    make test PYTHON=/path/to/python3' >&2; \
	exit 1

$(VENV)/.runtime: $(VENV)/.made requirements.lock pyproject.toml
	@echo 'installing what the gateway needs'
	@sed '/^# What follows/,$$d' requirements.lock > $(VENV)/runtime.txt
	@$(LOCKED) --requirement $(VENV)/runtime.txt
	@$(OURSELVES)
	@touch $@

$(VENV)/.everything: $(VENV)/.made requirements.lock pyproject.toml
	@echo 'installing what the gateway, its tests and its checks need'
	@$(LOCKED) --requirement requirements.lock
	@$(OURSELVES)
	@touch $(VENV)/.runtime $@
