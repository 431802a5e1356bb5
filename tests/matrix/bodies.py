"""What a program sends: the least that fits the document, with the numbers of a place's things in it."""

from collections.abc import Mapping
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.matrix import addresses
from tests.matrix.world import Things

JSON: Final = "application/json"
FORM: Final = "multipart/form-data"
_NAMED: Final[Mapping[str, str]] = {
    "item_ids": "item",
    "enclosure_ids": "words",
    "parent_id": "division",
    "giver_id": "unit",
    "taker_id": "unit",
    "successor_id": "unit",
    "delegate_id": "colleague",
    "into_id": "dispatched",
    "leader_id": "leader",
    "standard_id": "version",
    "person_id": "person",
    "measure_id": "measure",
    "assignment_id": "assignment",
    "evidence_id": "evidence",
    "report_id": "report",
}
"""What a name in a body stands for, where it is not the name of the thing with `_id` behind it."""


def fitting(method: str, address: str, given: Mapping[str, Any], things: Things) -> tuple[str, Any]:
    """The kind of body that the operation asks for, and one that has all it needs."""
    asked = addresses.of_programs()[method, address].get("requestBody")
    if asked is None:
        return JSON, {}
    kind = next(iter(asked["content"]))
    made = _least(asked["content"][kind]["schema"], things) | dict(given)
    return kind, made


def _least(schema: Mapping[str, Any], things: Things) -> dict[str, Any]:
    shape = _shape(schema)
    return {name: _value(name, shape["properties"][name], things) for name in shape.get("required", ())}


def _shape(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    return addresses.shape(schema["$ref"].rpartition("/")[2]) if "$ref" in schema else schema


def _value(name: str, schema: Mapping[str, Any], things: Things) -> Any:
    """A value of the field: the number of what it names, else the first that fits its kind."""
    schema = _shape(schema)
    thing = _NAMED.get(name, name.removesuffix("_id"))
    if name.endswith(("_id", "_ids")) and thing in things:
        return [things[thing]] if schema.get("type") == "array" else things[thing]
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [""])[0])
    if "anyOf" in schema:
        return _value(name, schema["anyOf"][0], things)
    if schema.get("type") == "array":
        return [_value(name, schema["items"], things)]
    if schema.get("type") == "object":
        return _least(schema, things)
    return _plain(schema)


def _plain(schema: Mapping[str, Any]) -> Any:
    if schema.get("format") == "binary":
        return SimpleUploadedFile("附件.txt", "附件内容".encode())
    if schema.get("type") == "string":
        return "2026-03-02" if schema.get("format") == "date" else "某某"
    return {"integer": max(schema.get("minimum", 1), 1), "number": 1, "boolean": False}[schema["type"]]
