"""What no view and no gate could answer: garbled requests, errors of ours, a database that does not answer.

Pages are told on a page that needs neither a person nor the database, programs in the one shape of errors.
"""

import sqlite3
import sys
from typing import Final

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from guatu.http import refusals
from guatu.http.errors import DatabaseAway, Garbled, ServerFault
from guatu.kernel.errors import Refusal

_SECONDS: Final = 5
"""After which a program may ask again: as long as a database takes to stand again."""
_BUG: Final = sqlite3.SQLITE_ERROR
"""SQLite's word for a statement that is wrong in itself, as one about a table that is not there."""


def garbled(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be taken apart."""
    return _told(request, Garbled())


def fault(request: HttpRequest) -> HttpResponse:
    """An error that nobody caught, which Django has logged."""
    if not _is_away(sys.exception()):
        return _told(request, ServerFault())
    response = _told(request, DatabaseAway())
    response.headers["Retry-After"] = str(_SECONDS)
    return response


def _is_away(error: BaseException | None) -> bool:
    """Is it the database that does not answer, or holds others back for too long?"""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    return getattr(error.__cause__, "sqlite_errorcode", None) != _BUG


def _told(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    if refusals.wants_json(request):
        return refusals.for_program(refusal)
    page = render_to_string(refusals.TEMPLATE, {"problem": refusal})
    return HttpResponse(page, status=refusals.status_of(refusal))
