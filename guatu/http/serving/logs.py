"""The log: one event a line, key=value or JSON, and nobody's name, number or words in it.

    at=2026-09-18T09:02:03+08:00 level=WARNING log=guatu.serving event="检查点没有办成：key_missing"

What a request asked for is told by the pattern of its address, never by the address. An exception is told by
its class and the places it came through: its words may hold what somebody typed. Refusals are told by codes.
"""

import json
import logging
import re
import traceback
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

_COUNTY: Final = ZoneInfo("Asia/Shanghai")
_PLACES: Final = 12
"""So many places of an exception are told, the innermost ones."""
_HOME: Final = Path(__file__).parents[3]
_QUERY: Final = re.compile(r"\?\S+")
_LONG_NUMBER: Final = re.compile(r"(?<![0-9a-zA-Z])\d{7,}[0-9Xx]?(?![0-9a-zA-Z])")
_PLAIN: Final = re.compile(r"[\w.:/<>+-]+", re.ASCII)
_FIELDS: Final = "facts"
"""`extra={"facts": {...}}` of a record: more keys of its line."""


class Line(logging.Formatter):
    """A record as key=value."""

    def format(self, record: logging.LogRecord) -> str:
        return " ".join(f"{key}={_quoted(value)}" for key, value in facts_of(record).items())


class Json(logging.Formatter):
    """A record as an object of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(facts_of(record), ensure_ascii=False)


def facts_of(record: logging.LogRecord) -> dict[str, str | int | float]:
    """What is told of a record."""
    facts: dict[str, str | int | float] = {
        "at": datetime.fromtimestamp(record.created, _COUNTY).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "log": record.name,
    }
    request = getattr(record, "request", None)
    if request is not None and hasattr(request, "path"):
        facts |= {
            "event": "request",
            "method": str(getattr(request, "method", "")),
            "route": route_of(request),
        }
        facts["status"] = getattr(record, "status_code", 0)
    else:
        facts["event"] = _clean(_message(record))
    facts |= getattr(record, _FIELDS, {})
    if record.exc_info and record.exc_info[1] is not None:
        facts |= {"error": _class(record.exc_info[1]), "places": places_of(record.exc_info[1])}
    return facts


def route_of(request: Any) -> str:
    """The pattern of an address, as `items/<int:pk>`; what leads nowhere has none."""
    match = getattr(request, "resolver_match", None)
    return "-" if match is None else (match.route or "/")


def places_of(error: BaseException) -> str:
    """Where an exception came through: file, line and function, without a value."""
    frames = traceback.extract_tb(error.__traceback__)[-_PLACES:]
    return " > ".join(f"{_short(one.filename)}:{one.lineno}:{one.name}" for one in frames)


def _short(name: str) -> str:
    path = Path(name)
    if path.is_relative_to(_HOME):
        return str(path.relative_to(_HOME)).partition("site-packages/")[2] or str(path.relative_to(_HOME))
    return "/".join(path.parts[-3:])


def _message(record: logging.LogRecord) -> str:
    """The record's words; an exception among them by its class or its code."""
    given = record.args
    if isinstance(given, tuple):
        record.args = tuple(_class(one) if isinstance(one, BaseException) else one for one in given)
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        return str(record.msg)


def _class(error: BaseException) -> str:
    return (
        str(getattr(error, "code", "") or type(error).__name__)
        if _is_refusal(error)
        else type(error).__name__
    )


def _is_refusal(error: BaseException) -> bool:
    return callable(getattr(error, "details", None))


def _clean(words: str) -> str:
    """One line without queries and long numbers, whoever wrote it."""
    line = " ".join(words.split())
    return _LONG_NUMBER.sub("…", _QUERY.sub("?…", line))


def _quoted(value: object) -> str:
    text = str(value)
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def unhandled_by_gunicorn() -> type:
    """gunicorn's own logger without handlers of its own: what it says comes to ours."""
    from gunicorn.glogging import Logger

    class Ours(Logger):  # type: ignore[misc] # gunicorn has no types
        """Says what it has to say to the root."""

        def setup(self, cfg: Any) -> None:
            self.error_log.handlers.clear()
            self.error_log.propagate = True
            self.error_log.setLevel(logging.WARNING)
            self.access_log.propagate = False

    return Ours
