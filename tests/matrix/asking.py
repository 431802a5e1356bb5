"""Asking what a row asks, as somebody, about the thing of a place; and what the answer comes to."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from guatu.accounts.models import Person
from tests.matrix import addresses, bodies
from tests.matrix.rows import LITERAL, Answer, Method, Row
from tests.matrix.world import Things, World

_ONE_TIME: Final = re.compile(r"\b[A-Za-z0-9]{64}\b")
"""What proves a form, made anew for every page."""
NO_NUMBER: Final = 2**31 - 7
"""A number that nothing has."""


class Asker:
    """Somebody at both doors: by a session at the pages, by a key where programs ask."""

    def __init__(self, world: World, code: str, *, is_proven: bool = True) -> None:
        self.code = code
        self.browser = Client(raise_request_exception=False, enforce_csrf_checks=not is_proven)
        self.session = _session(self.browser, world.people[code]) if code in world.people else None
        headers = {"authorization": f"Bearer {world.keys[code]}"} if code in world.keys else {}
        self.program = Client(headers=headers, raise_request_exception=False)

    def asks(self, row: Row, method: Method, things: Things, *, absent: bool = False) -> Any:
        """The answer to the row's question about the things of a place, or about what is not there."""
        named = [_named(one, things, absent=absent) for one in row.things]
        where = addresses.filled(row.address, tuple(named))
        query = _given(row.query, things)
        if not row.address.startswith("/"):
            return self._of_page(row, method, f"/{where}", query, things)
        return self._of_program(row, method, f"{addresses.PROGRAMS}{where}", query, things)

    def knocks(self, row: Row, method: str, things: Things) -> int:
        """The status of a method that the row does not name."""
        named = tuple(_named(one, things, absent=False) for one in row.things)
        where = addresses.filled(row.address, named)
        if row.address.startswith("/"):
            return self.program.generic(method, f"{addresses.PROGRAMS}{where}").status_code
        self._come_in()
        return self.browser.generic(method, f"/{where}").status_code

    def _come_in(self) -> None:
        """What signed out, or in as somebody else, is taken back."""
        self.browser.cookies.clear()
        if self.session:
            self.browser.cookies[settings.SESSION_COOKIE_NAME] = self.session

    def _of_page(self, row: Row, method: Method, url: str, query: Any, things: Things) -> Any:
        self._come_in()
        headers = {"hx-request": "true"} if row.is_part else {}
        if method == "GET":
            return self.browser.get(url, query, headers=headers)
        body = _given(row.body, things) | (_file() if row.case == "=file" else {})
        return self.browser.post(url, body, query_params=query)

    def _of_program(self, row: Row, method: Method, url: str, query: Any, things: Things) -> Any:
        if method == "GET":
            return self.program.get(url, query)
        kind, body = bodies.fitting(method, row.address, _given(row.body, things), things)
        headers = {"if-match": "*"}
        if kind == bodies.FORM:
            return self.program.post(url, body, query_params=query, headers=headers)
        send = self.program.delete if method == "DELETE" else self.program.post
        return send(url, body, content_type=bodies.JSON, query_params=query, headers=headers)


def _session(browser: Client, person: int) -> str:
    browser.force_login(Person.objects.get(pk=person))
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def _named(one: str, things: Things, *, absent: bool) -> object:
    if one.startswith(LITERAL):
        return one.removeprefix(LITERAL)
    return NO_NUMBER if absent else things[one]


def _given(values: Mapping[str, Any], things: Things) -> dict[str, Any]:
    return {name: _filled(value, things) for name, value in values.items()}


def _filled(value: str | Sequence[str], things: Things) -> Any:
    if not isinstance(value, str):
        return [_filled(one, things) for one in value]
    return things[value.removeprefix("$")] if value.startswith("$") else value


def _file() -> dict[str, Any]:
    return {"file": SimpleUploadedFile("现场.txt", "现场情况".encode())}


def came_to(answer: Any) -> Answer | str:
    """What an answer says about whether somebody may; anything else by its number."""
    status = answer.status_code
    if status == 401 or (status == 302 and answer.headers["location"].startswith("/sign-in")):
        return "sign_in"
    if status in (403, 404):
        return "absent" if status == 404 else "refused"
    return str(status) if status == 405 or status >= 500 else "open"


def content(answer: Any) -> str:
    """What an answer says, read to its end; a file says nothing."""
    made = b"".join(answer.streaming_content) if answer.streaming else answer.content
    is_read = "text" in answer["content-type"] or "json" in answer["content-type"]
    return _ONE_TIME.sub("", made.decode()) if is_read else ""


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
