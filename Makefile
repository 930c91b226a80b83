# Two commands are enough: `make demo` to look, `make test` to check. Both make the virtual environment themselves.
PYTHON ?= python3
PY = .venv/bin/python
ADDRESS ?= 127.0.0.1:8000

.PHONY: demo run test lint bench screenshots messages coverage setup dev long

setup: .venv/runtime

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make demo PYTHON=python3.11")'
	$(PYTHON) -m venv .venv

.venv/runtime: requirements.lock | .venv/bin/python
	@echo "Installing what Proofsheet needs (once) ..."
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

dev: .venv/dev

.venv/dev: requirements-dev.lock | .venv/bin/python
	@echo "Installing what Proofsheet and its tests need (once) ..."
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ .venv/runtime

.venv-bench/ready: requirements-bench.lock
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch $@

demo: setup
	@$(PY) manage.py demo --address $(ADDRESS)

run: setup
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py work --web $(ADDRESS)

test: dev
	$(PY) -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder $(PYTEST)

coverage:
	$(MAKE) test PYTEST="--cov --cov-report=term:skip-covered"

lint: dev
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy extraction evaluation portal
	.venv/bin/lint-imports

bench: .venv-bench/ready
	.venv-bench/bin/python -m tests.benchmarks.bench_pages
	.venv-bench/bin/python -m tests.benchmarks.bench_workbooks
	.venv-bench/bin/python -m tests.benchmarks

screenshots: dev
	$(PY) -m docs.make_screenshots

# New and changed words into the catalogues, and the catalogues into the form that is read; needs gettext.
messages: dev
	$(PY) manage.py makemessages -l de -l ru --no-wrap --no-obsolete --add-location file $(addprefix -i ,tests samples docs var .venv .venv-bench)
	$(PY) manage.py compilemessages --ignore .venv --ignore .venv-bench
