# `make help` lists the targets. PYTHON may name another interpreter: make serve PYTHON=python3.12

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help serve test chaos lint format model manner bench check clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

serve: $(VENV)/serve.done ## install the service and serve the sample bank on http://127.0.0.1:8080
	$(RUN)/advisor serve

test: $(VENV)/test.done ## install what the tests need and run them all, on two cores
	$(RUN)/python -m pytest -n 2 --dist loadfile

chaos: $(VENV)/test.done ## kill real servers again and again, and look for what was lost
	$(RUN)/python -m pytest -m chaos tests/server

lint: $(VENV)/lint.done ## style, types and import rules
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/lint-imports

format: $(VENV)/lint.done ## put the code into the house's form
	$(RUN)/ruff check --fix .
	$(RUN)/ruff format .

model: $(VENV)/serve.done ## train the sample bank's model anew, replace the shipped one, write its card
	$(RUN)/advisor train --no-store --default
	@find models -mindepth 1 -maxdepth 1 -type d -name '2*' \
	    ! -name "$$(sed -n 's/.*"version": "\(.*\)".*/\1/p' models/live.json)" -exec rm -r {} +

manner: $(VENV)/serve.done ## fit the head that hears danger, abuse, distress, confusion and the wish for a person
	$(RUN)/python -m training.manner

bench: $(VENV)/serve.done ## measure accuracy and speed; BENCH='--banking77 FOLDER --clinc FOLDER' adds public data
	$(RUN)/advisor bench all $(BENCH)

check: $(VENV)/serve.done ## check the sample catalogues: scripts, labelled calls, golden calls
	$(RUN)/advisor catalogue check catalogues/bank
	$(RUN)/advisor catalogue check catalogues/town_hall

clean: ## remove the virtual environment and what it made
	rm -rf $(VENV) var build *.egg-info

$(VENV)/made: deploy/venv.py
	$(PYTHON) deploy/venv.py $(VENV)
	@touch $@

$(VENV)/serve.done: $(VENV)/made pyproject.toml
	$(RUN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/test.done: $(VENV)/serve.done
	$(RUN)/python -m pip install --quiet --editable '.[test]'
	@touch $@

$(VENV)/lint.done: $(VENV)/test.done
	$(RUN)/python -m pip install --quiet --editable '.[lint]'
	@touch $@
