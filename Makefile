# Everything a person or a machine does with Hejie. `make help` lists it.
# Variables: PORT=8000, FRESH=1 (demo); room=mediation, ACCEPT=1 (story).

VENV := .venv
PYTHON := $(VENV)/bin/python
PIP := $(VENV)/bin/pip
LIBRARIES := $(VENV)/.libraries
TEST_LIBRARIES := $(VENV)/.test-libraries
ASSETS := build/vendor/icons.svg
STATIC := build/static/staticfiles.json
PORT ?= 8000

# Any Python from 3.11 on; the machine's own, never one inside an active environment.
PYTHON3 := $(shell for name in python3.11 python3 python3.12 python3.13; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
PIP_INSTALL := $(PIP) --disable-pip-version-check install --quiet
CATALOGUES := $(patsubst %.po,%.mo,$(shell find locale hejie -path "*/LC_MESSAGES/*.po"))
OWN_STATIC := $(shell find hejie -path '*/static/*' -type f 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help setup demo test check story seed screenshots long lock fonts janus chromium

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: setup fonts $(STATIC) ## Install what is missing, start everything, seed what is empty; PORT=, FRESH=1
	@HEJIE_DEMO=1 HEJIE_PUBLIC_ADDRESS="$${HEJIE_PUBLIC_ADDRESS:-http://127.0.0.1:$(PORT)}" \
	  $(PYTHON) tools/demo.py --port $(PORT) $(if $(FRESH),--fresh)

test: chromium fonts janus check ## Install what is missing; run the gates and all tests, the browser's included
	@$(PYTHON) -m pytest -n 2 --durations=10

check: $(TEST_LIBRARIES) setup ## The fast gates: format, lint, types, directions of imports, migrations
	@$(VENV)/bin/ruff format --check
	@$(VENV)/bin/ruff check
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports
	@$(PYTHON) manage.py makemigrations --check --dry-run

story: $(TEST_LIBRARIES) setup ## Play the stories and compare their timelines; room=, ACCEPT=1 rewrites them
	@$(PYTHON) -m pytest $(if $(room),hejie/rooms/$(room),hejie/rooms) -k "story or stories" $(if $(ACCEPT),--accept)

seed: setup ## Play all stories into the database
	@HEJIE_DEMO=1 $(VENV)/bin/hejie seed

screenshots: $(TEST_LIBRARIES) setup fonts chromium $(STATIC) ## Take the pictures of the README and the guides anew
	@$(PYTHON) tools/screenshots.py

long: ## Print the ten longest modules and functions
	@$(PYTHON3) tools/long.py

setup: $(LIBRARIES) $(ASSETS) $(CATALOGUES) ## Install what an instance needs, nothing that runs

lock: $(TEST_LIBRARIES) ## Lock the newest versions that requirements/*.in allow
	@for name in base dev npm; do $(VENV)/bin/pip-compile --quiet --upgrade --strip-extras \
	  --allow-unsafe --generate-hashes --no-header --no-annotate --no-emit-index-url \
	  --no-emit-trusted-host --no-emit-find-links requirements/$$name.in || exit 1; done

fonts:
	@$(PYTHON3) tools/system.py fonts-noto-cjk --why "Papers cannot be set without Chinese fonts." || true

janus:
	@$(PYTHON3) tools/system.py janus --why "Forwarded video meetings cannot be tested without it." || true

chromium:
	@$(PYTHON3) tools/system.py chromium --why "The browser's tests cannot run without it."

$(PIP):
	@test -n "$(PYTHON3)" || { echo "Please install Python 3.11 or newer: sudo apt-get install python3" >&2; exit 1; }
	@$(PYTHON3) tools/system.py python3-venv --why "Hejie keeps its libraries in an environment of its own."
	@$(PYTHON3) -m venv $(VENV)

$(LIBRARIES): requirements/base.txt requirements/base.in pyproject.toml | $(PIP)
	@echo "Installing Python libraries …" >&2
	@$(PIP_INSTALL) --require-hashes -r requirements/base.txt
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(TEST_LIBRARIES): requirements/dev.txt $(LIBRARIES)
	@echo "Installing tools for tests …" >&2
	@$(PIP_INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@

$(ASSETS): package.json package-lock.json tools/assets.py | $(LIBRARIES)
	@echo "Fetching what the pages use …" >&2
	@$(PYTHON) tools/assets.py

$(STATIC): $(LIBRARIES) $(ASSETS) $(OWN_STATIC) config/settings.py
	@$(PYTHON) manage.py collectstatic --clear --no-input --verbosity 0

%.mo: %.po | $(LIBRARIES)
	@$(PYTHON) -c 'import polib, sys; polib.pofile(sys.argv[1]).save_as_mofile(sys.argv[2])' $< $@
