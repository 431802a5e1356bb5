"""The interface as a whole: its name, its doors, its operations."""

import json
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.operation import Operation
from ninja.parser import Parser

from guatu.api import answers, openapi
from guatu.api.auth import BearerToken, SessionCookie
from guatu.api.operations import (
    acts,
    bulk,
    burdens,
    calendar,
    counting,
    documents,
    drafting,
    entering,
    grids,
    importing,
    inspecting,
    items,
    keeping,
    leading,
    ledgers,
    look_backs,
    looking,
    me,
    meeting_acts,
    meeting_topics,
    meetings,
    notices,
    papers,
    people_keeping,
    periods,
    proving,
    reaching,
    recurring,
    registry,
    revising,
    searching,
    sending,
    site_checks,
    staffing,
    standards,
    tabling,
    trails,
    unit_keeping,
    views,
    work,
)

_ABOUT: Final = (
    "页面能办的事，程序凭令牌同样能办，规则也一样：谁能做什么只看流转表。"
    "看不到的和不存在的一律答 404。时刻为 UTC，日期为 ISO，小数写成字符串。"
)


class _Parser(Parser):
    """JSON without what no database keeps."""

    def parse_body(self, request: HttpRequest) -> Any:
        if b"\\u0000" in request.body:
            raise ValueError
        return json.loads(request.body)


def _document(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document, for who got in."""
    return answers.answered(openapi.document())


class Interface(NinjaAPI):
    """Operations are called by the names of their functions."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return str(operation.view_func.__name__)


_OPERATIONS: Final = (
    me, work, leading, notices, reaching, ledgers, keeping, counting, views, items, looking, recurring,
    acts, entering, bulk, burdens, grids, periods, meetings, meeting_acts, meeting_topics, look_backs,
    site_checks, papers, registry, staffing, unit_keeping, people_keeping, standards, importing, trails,
    proving, inspecting, documents, drafting, sending, revising, calendar,
    searching, tabling,
)  # fmt: skip
"""In the order of the document. Those of one address share a router; a word in an address stands before the
number that could be meant there."""


def _made() -> Interface:
    made = Interface(
        title="挂图 Guatu",
        version="1",
        description=_ABOUT,
        openapi_url=None,
        docs_url=None,
        urls_namespace="api",
        auth=[BearerToken(), SessionCookie()],
        parser=_Parser(),
    )
    answers.listen(made)
    for router in dict.fromkeys(operations.router for operations in _OPERATIONS):
        made.add_router("", router)
    made.get("/openapi.json", include_in_schema=False)(_document)
    return made


api: Final = _made()
