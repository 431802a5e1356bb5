"""How the door answers: JSON in one shape of error, moments in UTC, days in ISO, decimals as strings."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ObjectDoesNotExist, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from guatu.http import errors as doors
from guatu.http import refusals
from guatu.kernel.errors import Refusal
from guatu.ledgers.checking import figure
from guatu.ledgers.errors import ChangedSince
from guatu.ledgers.queries.item_page import NotThereYet

JSON: Final = "application/json; charset=utf-8"
IF_MATCH: Final = "If-Match"


def moment(at: datetime | None) -> str | None:
    """A moment in UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def day(on: date | None) -> str | None:
    return on.isoformat() if on else None


def decimal(value: Decimal | None) -> str | None:
    """A figure without zeros behind it."""
    return None if value is None else figure(value)


def answered(data: object, *, status: int = 200, etag: str = "") -> HttpResponse:
    """An answer made of plain values."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    response = HttpResponse(body, status=status, content_type=JSON)
    if etag:
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = "private, no-cache"
    return response


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The one shape of error; a clash with what If-Match named is a failed precondition."""
    if isinstance(refusal, ChangedSince) and request.headers.get(IF_MATCH):
        refusal = doors.RevisionPassed(str(refusal))
    status = 404 if isinstance(refusal, NotThereYet) else refusals.status_of(refusal)
    response = answered(refusals.payload(refusal), status=status)
    if response.status_code == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _absent(request: HttpRequest, _: Exception) -> HttpResponse:
    return refused(request, doors.Absent())


def _unparted(request: HttpRequest, _: Exception) -> HttpResponse:
    """A form of several parts that ends nowhere, or whose parts say nothing of themselves."""
    return refused(request, doors.Garbled())


def _garbled(request: HttpRequest, error: HttpError) -> HttpResponse:
    return refused(request, doors.Garbled() if error.status_code < 500 else doors.TooLarge())


def _too_large(request: HttpRequest, _: Exception) -> HttpResponse:
    return refused(request, doors.TooLarge())


def _malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return refused(request, doors.Malformed(dict(_told(one) for one in reversed(error.errors))))


def _told(one: dict[str, Any]) -> tuple[str, str]:
    """Where something is wrong, and what: the place as a path of names, the reason in Chinese."""
    source, *rest = [str(step) for step in one["loc"]]
    place = ".".join(rest[1:] if source != "path" and len(rest) > 1 else rest) or source
    return place, _why(str(one["type"]), one.get("ctx", {}))


def _why(kind: str, context: dict[str, Any]) -> str:
    if kind in _WHY:
        return _WHY[kind].format(**context)
    return "格式不对" if kind.endswith(("_type", "_parsing", "_from_date_parsing")) else "不合要求"


_WHY: Final = {
    "missing": "没有给出",
    "extra_forbidden": "是多余的",
    "literal_error": "只能是 {expected}",
    "enum": "只能是 {expected}",
    "string_too_long": "最多 {max_length} 字",
    "string_too_short": "不能是空的",
    "too_long": "最多 {max_length} 个",
    "too_short": "至少 {min_length} 个",
    "greater_than_equal": "不能小于 {ge}",
    "greater_than": "要大于 {gt}",
    "less_than_equal": "不能大于 {le}",
    "less_than": "过大",
    "decimal_max_digits": "位数过多",
    "decimal_max_places": "最多 {decimal_places} 位小数",
    "date_from_datetime_parsing": "请写成 2026-09-30 这样的日期",
    "date_parsing": "请写成 2026-09-30 这样的日期",
}


def listen(api: NinjaAPI) -> None:
    """Let every error of the interface take the one shape."""
    handlers: dict[type[Exception], Any] = {
        Refusal: refused,
        Http404: _absent,
        ObjectDoesNotExist: _absent,
        HttpError: _garbled,
        MultiPartParserError: _unparted,
        ValidationError: _malformed,
        SuspiciousOperation: _too_large,
    }
    for error, handler in handlers.items():
        api.add_exception_handler(error, handler)
