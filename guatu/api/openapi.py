"""The interface as an OpenAPI document: `python -m guatu.api.openapi` writes it, `--check` compares."""

import json
import sys
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).parents[2] / "docs" / "openapi.json"
PREFIX: Final = "/api/v1/"
_SHAPES: Final = "#/components/schemas/"


def document() -> dict[str, Any]:
    """The document as plain values."""
    from guatu.api.interface import api

    made: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX)))
    del made["servers"]
    _tell_refusals(made)
    return made


def _tell_refusals(made: dict[str, Any]) -> None:
    """Every answer of an operation that is not told otherwise is an error, and errors have one shape."""
    from guatu.api.shapes.base import Error

    told = Error.model_json_schema(ref_template=f"{_SHAPES}{{model}}")
    made["components"]["schemas"] |= {**told.pop("$defs"), "Error": told}
    shape = {"application/json": {"schema": {"$ref": f"{_SHAPES}Error"}}}
    operations = (operation for path in made["paths"].values() for operation in path.values())
    answers = (answer for operation in operations for answer in operation["responses"].items())
    for status, answer in answers:
        if status >= "400":
            answer["content"] = shape


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
