"""The interface as an OpenAPI document: `python -m guatu.api.openapi` writes it, `--check` compares."""

import json
import sys
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).parents[2] / "docs" / "openapi.json"
PREFIX: Final = "/api/v1/"


def document() -> dict[str, Any]:
    """The document as plain values."""
    from guatu.api.interface import api

    made: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX)))
    del made["servers"]
    return made


def written() -> str:
    """The document as it stands in the file."""
    return json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main(args: list[str]) -> int:
    """Write the file, or say that it differs."""
    import django

    django.setup()
    if "--check" not in args:
        FILE.write_text(written(), encoding="utf-8")
        return 0
    if FILE.exists() and FILE.read_text(encoding="utf-8") == written():
        return 0
    sys.stderr.write("docs/openapi.json 与接口不符：请执行 .venv/bin/python -m guatu.api.openapi\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
