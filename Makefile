# Two commands: `make run` and `make test`. A machine needs Python 3.11 or newer (with venv) and make.

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/installed
TOOLS := .venv/tools
INPUTS := pyproject.toml hatch_build.py $(wildcard requirements/*.txt)
ASSETS := $(shell find assets -type f -not -path '*/node_modules/*')
CODE := tracker tests migrations hatch_build.py docs benchmarks

.DEFAULT_GOAL := help
.PHONY: help run test install tools check lint types imports templates unit holes walk coverage assets pictures lock wheel clean

help: ## list what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

run: install ## start on 127.0.0.1:8000 with its worker; the example city is loaded on the first start
	@$(BIN)/luoshi example --unless-filled
	@$(BIN)/luoshi work & worker=$$!; trap 'kill $$worker 2>/dev/null' EXIT INT TERM; $(BIN)/luoshi serve

install: $(INSTALLED) ## make .venv/ with the product in it

tools: $(TOOLS) ## the same with everything that the tests need

$(INSTALLED): $(INPUTS) $(ASSETS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed (set PYTHON=...)")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/runtime.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(TOOLS): $(INSTALLED)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

test: check unit ## everything that must hold

check: lint types imports templates ## what can be told without running it

lint: tools
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: tools
	$(BIN)/mypy

imports: tools
	$(BIN)/lint-imports

templates: tools
	$(BIN)/djlint --check --lint --quiet templates

unit: tools
	$(BIN)/pytest -n auto --dist loadfile --cov --cov-report= $(PYTEST)
	$(BIN)/coverage report --fail-under=95

holes: tools ## take every guard away in turn: each must turn its test red (tests/house/holes)
	LUOSHI_ALL_HOLES=1 $(BIN)/pytest -n auto tests/house/test_holes.py

walk: tools ## let a machine take 10,000 steps of assignments in every role, on both databases
	LUOSHI_WALK=10000 $(BIN)/pytest tests/workplan/tasks/test_walk.py

assets: install ## build the style sheet and the scripts again
	$(BIN)/python hatch_build.py

pictures: tools ## take the pictures of docs/pictures again
	$(BIN)/python docs/take_pictures.py
	mkdir -p docs/pictures/journey
	LUOSHI_PICTURES=docs/pictures/journey $(BIN)/pytest tests/journeys/test_from_report_to_review.py
	mkdir -p docs/pictures/counties
	LUOSHI_PICTURES=docs/pictures/counties $(BIN)/pytest tests/journeys/test_twelve_counties.py

lock: install ## write requirements/*.txt anew from pyproject.toml
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml -o requirements/runtime.txt
	$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-header --extra dev -c requirements/runtime.txt pyproject.toml -o requirements/dev.txt

wheel: tools ## build the wheel through the source distribution and try it in an empty environment
	sh tests/house/try_wheel.sh

clean: ## remove what was made, but no data
	rm -rf .venv build dist tracker/static/dist .mypy_cache .ruff_cache .pytest_cache
