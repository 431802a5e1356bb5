"""The log tells what happened on one line, and nothing of anybody."""

import json
import logging
import sys

import pytest
from django.http import HttpRequest
from django.test import Client

from guatu.history.errors import ChainUnknown
from guatu.http.serving.logs import Json, Line

NAME, PHONE = "王小梅", "13912345678"


def record(message: str, *args: object, **extra: object) -> logging.LogRecord:
    made = logging.LogRecord("guatu.serving", logging.WARNING, __file__, 1, message, args, None)
    made.__dict__.update(extra)
    return made


def broken() -> logging.LogRecord:
    try:
        raise ValueError(f"duplicate key (name)=({NAME})")
    except ValueError:
        made = record("%s没有办成", "检查点")
        made.exc_info = sys.exc_info()
        return made


def test_an_event_is_one_line_of_keys_and_values() -> None:
    line = Line().format(record("检查点\n没有办成"))

    assert line.startswith("at=20")
    assert line.endswith(' level=WARNING log=guatu.serving event="检查点 没有办成"')


def test_json_holds_the_same() -> None:
    told = json.loads(Json().format(broken()))

    assert (told["level"], told["event"], told["error"]) == ("WARNING", "检查点没有办成", "ValueError")
    assert told["places"].endswith(":broken")
    assert "tests/http/serving/test_logs.py:" in told["places"]


def test_the_words_of_an_exception_are_not_told() -> None:
    assert NAME not in Line().format(broken())
    assert "\n" not in Line().format(broken())


def test_a_refusal_is_told_by_its_code() -> None:
    assert "chain_unknown" in Line().format(record("%s没有办成：%s", "导出", ChainUnknown(NAME)))
    assert NAME not in Line().format(record("%s没有办成：%s", "导出", ChainUnknown(NAME)))


@pytest.mark.parametrize(
    "words",
    [
        f"GET /items?q={NAME}",
        f"电话 {PHONE}",
        "证件 35018119900101123X",
        f"Error handling request /x?p={PHONE}",
    ],
)
def test_queries_and_long_numbers_are_struck_out(words: str) -> None:
    line = Line().format(record(words))

    assert not any(one in line for one in (NAME, PHONE, "35018119900101123X"))


def test_a_request_is_told_by_the_pattern_of_its_address() -> None:
    request = HttpRequest()
    request.method, request.path = "GET", f"/items/{NAME}"

    line = Line().format(record("Not Found: %s", request.path, request=request, status_code=404))

    assert line.endswith("event=request method=GET route=- status=404")


def test_what_somebody_asked_for_does_not_reach_the_log(
    client: Client, db: None, capfd: pytest.CaptureFixture[str]
) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Line())
    logging.getLogger().addHandler(handler)
    try:
        client.get(f"/nowhere/{NAME}?phone={PHONE}")
        client.post(f"/sign-in?q={NAME}", {"username": NAME, "password": PHONE})
    finally:
        logging.getLogger().removeHandler(handler)

    told = capfd.readouterr().err
    assert "status=404" in told
    assert not any(word in told for word in (NAME, PHONE))
