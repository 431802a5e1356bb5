#!/bin/sh
# Pins every dependency by hash: one set of versions for all files. Run after a change in pyproject.toml.
set -eu
cd "$(dirname "$0")/.."
export UV_CACHE_DIR="$PWD/.cache/uv" UV_CUSTOM_COMPILE_COMMAND="requirements/compile.sh"
uv() { PYTHONPATH="$PWD/.cache/tools" "${PYTHON:-python3}" -m uv "$@"; }
pins=requirements/constraints.txt
pin() { uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --generate-hashes --constraints "$pins" "$@"; }

uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-annotate --all-extras \
  --group build --group assets --group demo --group dev --group bench --group tools pyproject.toml --output-file "$pins" "$@"
pin pyproject.toml --output-file requirements/core.txt
pin pyproject.toml --extra ocr --output-file requirements/ocr.txt
for group in build assets demo dev bench tools; do pin --group "$group" --output-file "requirements/$group.txt"; done
