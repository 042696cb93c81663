# Everything a person or a machine does with Hejie. `make help` lists it.
# Variables: PORT=8000, FRESH=1 (demo); room=mediation, ACCEPT=1 (story); MATTERS="1000 10000",
# SECONDS_A_PART=10, KEEP=FILE (bench).

VENV := .venv
PYTHON := $(VENV)/bin/python
PIP := $(VENV)/bin/pip
LIBRARIES := $(VENV)/.libraries
TEST_LIBRARIES := $(VENV)/.test-libraries
SPARK_LIBRARIES := $(VENV)/.spark-libraries
ASSETS := build/vendor/icons.svg
STATIC := build/static/staticfiles.json
PORT ?= 8000
MATTERS ?= 10000 100000
SECONDS_A_PART ?= 10

# Any Python from 3.11 on; the machine's own, never one inside an active environment.
PYTHON3 := $(shell for name in python3.11 python3 python3.12 python3.13; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
PIP_INSTALL := $(PIP) --disable-pip-version-check install --quiet
CATALOGUES := $(patsubst %.po,%.mo,$(shell find locale hejie -path "*/LC_MESSAGES/*.po"))
STYLE := build/vendor/tabler.min.css
OWN_PAGES := $(shell find hejie \( -name '*.html' -o -name '*.js' -o -name '*.py' \) -not -path '*/tests/*' 2>/dev/null)
OWN_STATIC := $(shell find hejie -path '*/static/*' -type f 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help setup demo test crowd spark check faults hosts dispatch story seed screenshots long audit lock fonts janus chromium bench plots

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: setup fonts $(STATIC) ## Install what is missing, start everything, seed what is empty; PORT=, FRESH=1
	@HEJIE_DEMO=1 HEJIE_PUBLIC_ADDRESS="$${HEJIE_PUBLIC_ADDRESS:-http://127.0.0.1:$(PORT)}" \
	  $(PYTHON) tools/demo.py --port $(PORT) $(if $(FRESH),--fresh)

test: chromium fonts janus check ## Install what is missing; run the gates and all tests, the browser's included
	@$(PYTHON) -m pytest -n 2 --dist worksteal -m "not crowd and not slow" --durations=10

crowd: chromium setup $(TEST_LIBRARIES) ## Six browsers in one meeting, which takes a whole quiet machine; no part of test
	@$(PYTHON) -m pytest -m crowd -s

spark: $(SPARK_LIBRARIES) ## The province's reports on a Spark cluster of two; 450 MB to install, no part of test
	@$(PYTHON3) tools/system.py openjdk-17-jre-headless --why "Spark does not start without Java 17."
	@$(PYTHON) -m pytest hejie/statistics/tests/test_on_spark.py -m slow

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

faults: setup fonts $(STATIC) ## Kill parts of an instance of its own 200 times under load, and more; figures as JSON
	@$(PYTHON) tools/faults.py

hosts: setup $(STATIC) ## Two hosts as network namespaces, the way between them cut while people work; root only; JSON
	@PYTHONPATH=. $(PYTHON) tools/hosts.py

dispatch: setup ## Look up units for places with the whole country loaded; figures as JSON
	@PYTHONPATH=. $(PYTHON) tools/dispatch.py

bench: setup $(STATIC) ## Measure an instance of its own, filled, served and loaded; MATTERS=, SECONDS_A_PART=, KEEP=
	@$(VENV)/bin/hejie bench all $(MATTERS) --seconds $(SECONDS_A_PART) $(if $(KEEP),--keep "$(KEEP)")

plots: setup ## Draw what `make bench KEEP=docs/speed.json` kept, for docs/speed.md
	@$(VENV)/bin/hejie bench plot docs/speed.json docs/images

long: ## Print the ten longest modules and functions
	@$(PYTHON3) tools/long.py

audit: $(TEST_LIBRARIES) setup ## Check the locked packages against known advisories; needs the network, is no part of test
	@$(PYTHON) tools/audit.py

setup: $(LIBRARIES) $(STYLE) $(CATALOGUES) ## Install what an instance needs, nothing that runs

lock: $(TEST_LIBRARIES) ## Lock the newest versions that requirements/*.in allow
	@for name in base dev spark npm; do $(VENV)/bin/pip-compile --quiet --upgrade --strip-extras \
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

$(SPARK_LIBRARIES): requirements/spark.txt $(TEST_LIBRARIES)
	@echo "Installing Spark …" >&2
	@$(PIP_INSTALL) --require-hashes --no-build-isolation -r requirements/spark.txt
	@touch $@

$(ASSETS): package.json package-lock.json tools/assets.py | $(LIBRARIES)
	@echo "Fetching what the pages use …" >&2
	@$(PYTHON) tools/assets.py

$(STYLE): $(ASSETS) $(OWN_PAGES)
	@$(PYTHON) tools/assets.py style

$(STATIC): $(LIBRARIES) $(STYLE) $(OWN_STATIC) config/settings.py
	@$(PYTHON) manage.py collectstatic --clear --no-input --verbosity 0

%.mo: %.po | $(LIBRARIES)
	@$(PYTHON) -c 'import polib, sys; polib.pofile(sys.argv[1]).save_as_mofile(sys.argv[2])' $< $@
