# These targets are all there is; the README gives the same in plain shell.
PYTHON ?= python3
PORT ?= $(or $(COOPER_PORT),8501)
BIN = .venv/bin
SERVE = $(BIN)/streamlit run app.py --server.port $(PORT)

.PHONY: run demo test bench bench-country withstand backup restore

run: .venv/run
	$(SERVE)

demo: export COOPER_DATABASE := $(or $(COOPER_DEMO_DATABASE),data/demo.sqlite3)
demo: export DATABASE_URL :=
demo: .venv/run
	$(BIN)/python -m db.demo
	$(SERVE)

# Files in the order of their names: the browser's few and slow tests then stand at the beginning, and not at the
# end, where one process would do the last of them alone.
test: .venv/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

bench: .venv/test
	$(BIN)/python -m tests.bench

# `make bench-country`, or `make bench-country SCALE=0.1` for a tenth of it.
bench-country: .venv/test
	$(BIN)/python -m tests.bench country $(SCALE)

withstand: .venv/test
	$(BIN)/python -m tests.withstand

# `make backup`, or `make backup TO=folder`.
backup: .venv/run
	$(BIN)/python -m db.backup $(if $(TO),"$(TO)")

# `make restore FROM=file TO=place`, a new file or the address of an empty PostgreSQL database.
restore: .venv/run
	$(BIN)/python -m db.restore "$(FROM)" "$(TO)" $(if $(filter yes,$(UPGRADE)),--upgrade)

# The environment is made anew only when what it must hold has changed.
.venv/run: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

.venv/test: requirements.txt tests/requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	touch .venv/run $@
