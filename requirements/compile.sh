#!/bin/sh
# Pins every dependency by hash: one set of versions for all files. Run after a change in pyproject.toml.
set -eu
cd "$(dirname "$0")/.."
export UV_CACHE_DIR="$PWD/.cache/uv" UV_CUSTOM_COMPILE_COMMAND="requirements/compile.sh"
uv() { PYTHONPATH="$PWD/.cache/tools" "${PYTHON:-python3}" -m uv "$@"; }
pins=requirements/constraints.txt
pin() { uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --generate-hashes --constraints "$pins" "$@"; }

uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-annotate --all-extras \
  --group build --group assets --group demo --group dev --group bench --group peers --group tools pyproject.toml --output-file "$pins" "$@"
pin pyproject.toml --output-file requirements/core.txt
for extra in ocr fast spark; do pin pyproject.toml --extra "$extra" --output-file "requirements/$extra.txt"; done
for group in build assets demo dev bench peers tools; do pin --group "$group" --output-file "requirements/$group.txt"; done
