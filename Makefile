# 两条命令 / two commands: make demo, make check
.DEFAULT_GOAL := demo
PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= -n 2 --dist loadfile --no-loadscope-reorder
export TONGXIN_HOME ?= $(CURDIR)/.tongxin
# 几十个进程读同一份代码：编译一次 / dozens of processes import the same code: it is compiled once
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo rules check check-long test-fast costs lint types imports test lock facts schema words screenshots usable harvest clean

.venv/local: requirements/local.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "需要 Python 3.11 以上 / Python 3.11 or later is needed")'
	$(PYTHON) -m venv .venv || (echo "缺少 venv：apt-get install python3-venv / venv is missing"; exit 1)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements/local.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/check: .venv/local requirements/check.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements/check.txt
	@touch $@

# 别的程序，用来对照；只有 check-long 用 / another program to compare with; only for check-long
.venv/oracles: .venv/check requirements/oracles.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements/oracles.txt
	@touch $@

# 另一个区：make demo DISTRICT=110101，数据另放一处 / another district has a home of its own
demo: export TONGXIN_DISTRICT := $(DISTRICT)
demo: export TONGXIN_HOME := $(TONGXIN_HOME)$(if $(DISTRICT),/district-$(DISTRICT))
demo: .venv/local
	@$(BIN)/tongxin demo

# 规则改动后：一两秒，哪个文件、哪一行、为什么不对 / after a rule has changed: file, line, reason
rules: .venv/local
	@$(BIN)/python tools/rules.py

# 类型、风格和引用与测试并排跑：测试常在等数据库和浏览器 / beside the tests, which often wait for a database or a browser
check: .venv/check
	@$(MAKE) --no-print-directory -j2 test lint types imports

# 全部样例、以分钟计的测试 / every example, and what takes minutes
check-long: .venv/oracles
	TONGXIN_EXAMPLES=all $(BIN)/python -m pytest $(WORKERS) -m "long or not long"
	$(BIN)/python tools/mutants.py

# 不用数据库和浏览器的测试，一分钟以内 / what needs neither database nor browser, within a minute
test-fast: .venv/check
	$(BIN)/python -m pytest $(WORKERS) -q -m "not graph and not browser and not long"

# 最费处理器时间的文件和测试 / the files and tests that cost most processor time
costs: .venv/check
	$(BIN)/python -m pytest $(WORKERS) -q -m "not long" --costs 40

lint: .venv/check
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: .venv/check
	$(BIN)/mypy

imports: .venv/check
	$(BIN)/lint-imports --config .importlinter.toml --no-cache

test: .venv/check
	$(BIN)/python -m pytest $(WORKERS) -m "not long"

# knowledge/situation/facts.toml 改动后：写出 Situation 的类型，再打印模式 / after a fact has changed
facts: .venv/check
	$(BIN)/python tools/facts.py
	$(BIN)/tongxin schema > schema.graphql

schema: .venv/local
	$(BIN)/tongxin schema > schema.graphql

# 说法、事项名称或别名改动后：拟合理解自由文字的权重 / after phrasings, names or aliases of matters have changed
words: .venv/local
	$(BIN)/python tools/words.py

# 页面改动后：一个演示里每页三种宽度的图、高度、点几下、几秒 / after a page has changed: pictures and measures
screenshots: .venv/check
	$(BIN)/python tools/pages.py --readme

# 每页几秒可用，和 0.5 秒的目标并排；机器要空闲 / seconds until each page is usable, beside the bar; on an idle machine
usable: .venv/check
	$(BIN)/python tools/pages.py --usable

# 规则引用了新的条文后 / after a rule cites a new article
harvest: .venv/local
	$(BIN)/python tools/harvest.py ../shared/law/articles.jsonl

# 依赖改动后 / after a dependency has changed
lock: .venv/check
	for set in "service:" "local:--extra local" "check:--extra local --extra check"; do \
	  $(BIN)/uv pip compile -q pyproject.toml $${set#*:} --universal --python-version 3.11 \
	    --generate-hashes --no-header -o requirements/$${set%%:*}.txt; done
	$(BIN)/uv pip compile -q --group oracles -c requirements/check.txt --universal --python-version 3.11 \
	  --generate-hashes --no-header -o requirements/oracles.txt

clean:
	rm -rf .venv
