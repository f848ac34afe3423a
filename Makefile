# `make demo` maps the sample article; `make test` runs every check. Both need only Python 3.11+, git and make.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

.PHONY: demo test setup lint types imports tests notebooks wheel clean

demo: $(VENV)/.installed
	$(BIN)/dateline map notebooks/articles/border-clash.txt --date 2022-09-14 -o out/map.html -o out/incidents.geojson
	@echo "Open out/map.html in a browser; the data is in out/incidents.geojson"

test: setup lint types imports tests notebooks wheel
	@echo "All checks passed"

setup: $(VENV)/.installed-dev

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -e .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet -e '.[dev]'
	touch $@

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

imports: setup
	$(BIN)/lint-imports

tests: setup
	$(BIN)/python -m pytest -q -n auto

notebooks: setup
	$(BIN)/python .ci/notebooks.py

wheel: setup
	$(BIN)/python .ci/wheel.py

clean:
	rm -rf $(VENV) out dist .mypy_cache .ruff_cache .pytest_cache
