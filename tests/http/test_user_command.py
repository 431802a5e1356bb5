"""`guatu user`: the first administrator, and what only the keeper of the server can put right."""

import re

import pytest
from click.testing import CliRunner, Result
from django.test import Client

from guatu.accounts.errors import AlreadyFounded, LastAdministrator, UsernameTaken
from guatu.accounts.models import Office, Person, Role
from guatu.cli.user import user
from guatu.history.models import Event
from tests.accounts.factories import PASSWORD, make_person

FOUND = [
    *("add", "wang", "--name", "王强", "--division", "云桥县", "--code", "350199"),
    *("--unit", "云桥县人民政府办公室", "--office", "县政府督查室"),
]


def run(*args: str) -> Result:
    return CliRunner().invoke(user, list(args))


def initial(result: Result) -> str:
    found = re.search(r"初始密码 (\S+?)（只显示这一次", result.output)
    assert found, result.output
    return found[1]


def test_the_first_administrator_comes_with_division_unit_and_office_and_signs_in(
    client: Client, db: None
) -> None:
    result = run(*FOUND)

    role = Role.objects.get()
    assert (role.kind, str(role.office), role.person.name) == ("administrator", "县政府督查室", "王强")
    client.post("/sign-in", {"username": "wang", "password": initial(result)})
    assert client.get("/work").headers["Location"] == "/password?next=/work"
    assert set(Event.objects.values_list("actor_id", flat=True)) == {None}


def test_a_server_is_founded_once(db: None) -> None:
    run(*FOUND)

    assert isinstance(run(*FOUND).exception, AlreadyFounded)
    assert Office.objects.count() == 1


def test_more_people_are_added_to_what_stands(db: None) -> None:
    run(*FOUND)

    assert "已添加 李静" in run("add", "li", "--name", "李静", "--unit", "云桥县人民政府办公室").output
    assert "已添加 赵明" in run("add", "zhao", "--name", "赵明", "--office", "县政府督查室").output
    assert Role.objects.filter(kind="administrator").count() == 2
    assert isinstance(
        run("add", "li", "--name", "李静", "--unit", "云桥县人民政府办公室").exception, UsernameTaken
    )


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (("password",), "没有给出用户名"),
        (("disable", "nobody"), "没有用户名“nobody”"),
        (("add", "li", "--name", "李静"), "没有给出单位"),
        (("add", "li", "--name", "李静", "--unit", "县无此局"), "没有名为“县无此局”的单位"),
        (("add", "li", "--name", "李静", "--office", "无此办"), "没有办公室“无此办”"),
    ],
)
def test_what_is_missing_is_said_in_chinese(db: None, args: tuple[str, ...], sentence: str) -> None:
    result = run(*args)

    assert result.exit_code == 2
    assert sentence in result.output


def test_a_new_password_lifts_the_lock(client: Client, person: Person) -> None:
    for _ in range(5):
        client.post("/sign-in", {"username": "zhouning", "password": "wrong"})
    made = initial(run("password", "ZhouNing"))

    assert client.post("/sign-in", {"username": "zhouning", "password": PASSWORD}).status_code == 422
    assert client.post("/sign-in", {"username": "zhouning", "password": made}).status_code == 200


def test_a_disabled_person_is_out_and_the_last_administrator_stays(signed_in: Client, office: Office) -> None:
    make_person(username="admin", roles=[("administrator", office)])

    assert "已停用 周宁" in run("disable", "zhouning").output
    assert signed_in.get("/work").status_code == 302
    assert isinstance(run("disable", "admin").exception, LastAdministrator)


def test_the_list_says_who_is_what(person: Person) -> None:
    output = run("list").output

    assert "zhouning\t周宁" in output
    assert "启用\t县督查室领导" in output
    assert "已解除 周宁 的动态口令" in run("reset-code", "zhouning").output


def test_an_empty_server_says_how_to_begin(db: None) -> None:
    assert "guatu user add" in run("list").output
