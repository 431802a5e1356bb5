"""What no view answers is told in words, to people and to programs, with whether to ask again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from tests.scratch import Scratch

PAGES, PROGRAMS = "/work", "/api/v1/me"


@pytest.fixture
def asking(scratch: Scratch) -> Client:
    """Somebody who holds a session, and is answered where the server fails."""
    return Client(raise_request_exception=False, headers={"Cookie": "sessionid=of-some-day"})


@pytest.fixture
def away(scratch: Scratch) -> Iterator[None]:
    """The database does not answer."""
    connection.close()
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = "/nowhere/at/all"
    yield
    connection.close()
    connection.settings_dict["NAME"] = before


@pytest.mark.usefixtures("away")
def test_a_database_that_is_away_may_be_asked_again(asking: Client) -> None:
    program = asking.get(PROGRAMS, headers={"Authorization": "Bearer x"})
    assert (program.status_code, program.headers["Retry-After"]) == (503, "5")
    assert program.json()["error"]["code"] == "database_away"

    page = asking.get(PAGES, headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert "数据库暂时没有应答，请稍后再试" in page.content.decode()


def test_a_table_that_is_not_there_is_an_error_of_ours(asking: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE http_session RENAME TO elsewhere")

    program = asking.get(PROGRAMS)
    assert (program.status_code, program.json()["error"]["code"]) == (500, "server_fault")
    page = asking.get(PAGES, headers={"Accept": "text/html"})
    assert page.status_code == 500
    assert "系统出错，已记下出错的情形" in page.content.decode()
    assert "Retry-After" not in page.headers


def test_a_form_that_cannot_be_taken_apart_is_told_so(asking: Client, tmp_path: Path) -> None:
    kind = "multipart/form-data; boundary="
    page = asking.post("/sign-in", b"--x", content_type=kind, headers={"Accept": "text/html"})
    assert page.status_code == 400
    assert "请求内容不是合法的 JSON 或表单" in page.content.decode()
