# Two commands matter: `make run` and `make test`. Both set themselves up.
PYTHON := .venv/bin/python

help: ## what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1	\2/p' Makefile | expand -t 24

run: ## the whole system on this machine, with the worked example
	@python3 -m dev.setup stack
	@$(PYTHON) -m dev run

test: ## format, lint, types, imports, contracts and every test, on real servers
	@python3 -m dev.setup checks
	@$(PYTHON) -m dev.checks $(CHECKS)

day: ## show the business day of what runs, or move it: make day D=2563-08-30
	@$(PYTHON) -m dev day "$(D)"

status: ## what runs: processes, memory, addresses
	@$(PYTHON) -m dev status

stop: ## stop what runs, as Ctrl-C does; the data stay
	@$(PYTHON) -m dev stop

reset: ## stop what runs and delete its state; fetched servers are kept
	@$(PYTHON) -m dev reset

bench: ## measure, and write docs/performance.md and docs/performance.json; some alone: make bench ONLY="steps lists"
	@python3 -m dev.setup checks
	@$(PYTHON) -m tests.bench $(ONLY)

faults: ## kill every process twenty times and compare the ledger
	@python3 -m dev.setup checks
	@$(PYTHON) -m pytest -q tests/faults --kills=20

mutants: ## change the domains of cases and deadlines in small ways, and see whether the unit tests notice: docs/mutants.md
	@python3 -m dev.setup checks
	@nice $(PYTHON) -m tests.mutants cases deadlines

contracts-image: ## renew the image that contracts are compared with: only when a breaking change is meant
	@cd proto && ../.venv/bin/buf build -o image.binpb

lock: ## renew the locks in requirements/ (needs uv)
	@cd requirements && compile="uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url"; \
	  $$compile services.in -o services.txt && \
	  $$compile stack.in -o stack.txt -c services.txt && $$compile checks.in -o checks.txt -c stack.txt

.PHONY: help run test day status stop reset bench faults mutants contracts-image lock
