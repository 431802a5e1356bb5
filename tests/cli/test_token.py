"""`guatu token`: made, shown once, listed, revoked."""

import re

import pytest
from click.testing import CliRunner, Result
from django.test import Client
from django.utils.timezone import localdate

from guatu.accounts.models import Token
from guatu.cli.token import token
from guatu.history.models import Event
from tests.accounts.factories import make_person

pytestmark = pytest.mark.django_db


def run(*args: str) -> Result:
    return CliRunner().invoke(token, list(args))


def key_of(result: Result) -> str:
    found = re.search(r"(guatu_\S+?)（只显示这一次", result.output)
    assert found, result.output
    return found[1]


def test_a_token_is_made_listed_and_revoked() -> None:
    make_person("王强", username="wang")
    key = key_of(run("wang", "--scope", "read", "--until", "2999-12-31"))
    headers = {"authorization": f"Bearer {key}"}

    made = Token.objects.get()
    assert (made.scope, str(made.last_day)) == ("read", "2999-12-31")
    assert Client().get("/api/v1/me", headers=headers).json()["name"] == "王强"
    assert f"{made.pk}\t只读\t{localdate()}\t2999-12-31\t{localdate()}\t有效" in run("wang").output
    assert f"已停用 王强 的 {made.pk} 号令牌" in run("--revoke", str(made.pk)).output
    assert Client().get("/api/v1/me", headers=headers).status_code == 401
    assert "停用" in run("wang").output
    assert list(Event.objects.order_by("-pk").values_list("kind", flat=True)[:2]) == [
        "token_revoked", "token_made",
    ]  # fmt: skip


def test_a_token_without_a_last_day_holds_on() -> None:
    make_person("王强", username="wang")
    assert "读写" in run("wang", "--scope", "write").output
    assert "长期" in run("wang").output
    assert "未用过" in run("wang").output


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("nobody", "--scope", "read"), "没有用户名“nobody”"),
        ((), "没有给出用户名"),
        (("--revoke", "99"), "没有 99 号令牌"),
        (("wang",), "没有令牌，用 guatu token wang --scope read 发放"),
    ],
)
def test_what_cannot_be_done_is_said(args: tuple[str, ...], said: str) -> None:
    make_person("王强", username="wang")
    assert said in run(*args).output
