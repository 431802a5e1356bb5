"""Units and people from workbooks: shown before anything is done, then all or the good rows."""

import base64
import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from guatu.accounts.models import Person, Unit
from tests.accounts.workbooks import cells, workbook
from tests.ledgers.factories import County

SignIn = Callable[[str], Client]
UNITS = ["单位名称", "简称", "类型"]
PEOPLE = ["姓名", "所在单位", "用户名", "角色"]


def send(client: Client, page: str, data: bytes, **given: str) -> tuple[int, str]:
    """Send a workbook as the page does."""
    file = SimpleUploadedFile("名册.xlsx", data)
    answer = client.post(
        reverse(f"web:{page}-import"), {"file": file, **given}, headers={"hx-request": "true"}
    )
    return answer.status_code, answer.content.decode()


def shown_token(told: str) -> str:
    found = re.search(r'name="shown" value="([0-9a-f]+)"', told)
    assert found
    return found[1]


def handed_over(told: str, name: str) -> list[list[object]]:
    """The cells of a workbook that stands in the page."""
    found = re.search(rf'download="{name}\.xlsx" href="data:[^,]+,([^"]+)"', told)
    assert found
    return cells(base64.b64decode(found[1]))


def test_a_preview_shows_what_would_be_done_and_does_nothing(county: County, as_: SignIn) -> None:
    data = workbook(
        UNITS, ["县住建局", "住建局", "部门"], ["双桥镇", "双桥", "镇街"], ["县财政局", "", "衙门"]
    )

    status, told = send(as_("administrator"), "units", data)

    assert status == 200
    assert "新增" in told
    assert "<del>空</del> 改为 <ins>双桥</ins>" in told
    assert "第4行“类型”：" in told
    assert not Unit.objects.filter(name="县住建局").exists()


def test_all_rows_are_imported_once(county: County, as_: SignIn) -> None:
    data, client = workbook(UNITS, ["县住建局", "住建局", "部门"]), as_("administrator")
    token = shown_token(send(client, "units", data)[1])

    status, told = send(client, "units", data, go="all", shown=token, form_key="one")
    send(client, "units", data, go="all", shown=token, form_key="one")

    assert status == 200
    assert "新增 <b>1</b>" in told
    assert Unit.objects.get(name="县住建局").short_names.get().name == "住建局"


def test_wrong_rows_stop_all_or_come_back_as_a_sheet(county: County, as_: SignIn) -> None:
    data, client = workbook(UNITS, ["县住建局", "", "部门"], ["县财政局", "", "衙门"]), as_("administrator")
    preview = send(client, "units", data)[1]
    token = shown_token(preview)

    refused = send(client, "units", data, go="all", shown=token)
    assert refused[0] == 422
    assert not Unit.objects.filter(name="县住建局").exists()
    status, told = send(client, "units", data, go="good", shown=token)

    assert status == 200
    assert Unit.objects.filter(name="县住建局").exists()
    for page in (preview, told):
        rows = handed_over(page, "单位退回表")
        assert rows[1][0] == "县财政局"
        assert "衙门" in str(rows[1][-1])


def test_another_file_than_the_one_shown_is_not_imported(county: County, as_: SignIn) -> None:
    client = as_("administrator")
    token = shown_token(send(client, "units", workbook(UNITS, ["县住建局", "", "部门"]))[1])

    status, told = send(client, "units", workbook(UNITS, ["县财政局", "", "部门"]), go="all", shown=token)

    assert status == 422
    assert "重新预览" in told
    assert not Unit.objects.filter(name="县财政局").exists()


def test_new_people_get_passwords_in_a_workbook_that_is_given_once(county: County, as_: SignIn) -> None:
    client = as_("administrator")
    data = workbook(PEOPLE, ["新来的", "双桥镇", "newcomer", "联络员"])
    token = shown_token(send(client, "people", data)[1])

    told = send(client, "people", data, go="all", shown=token, form_key="one")[1]
    again = send(client, "people", data, go="all", shown=token, form_key="one")

    row = handed_over(told, "初始密码")[1]
    person = Person.objects.get(username="newcomer")
    assert row[:3] == ["双桥镇", "新来的", "newcomer"]
    assert person.check_password(str(row[3]))
    assert person.roles.get().kind == "liaison"
    assert "初始密码" not in again[1]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "还没有选文件"),
        (b"not a workbook", "不是 Excel 工作簿"),
        (workbook(["别的"], ["x"]), "表头缺少"),
        (workbook(UNITS), "没有可导入的行"),
    ],
)
def test_what_is_no_list_is_refused_with_its_cure(county: County, as_: SignIn, data: bytes, why: str) -> None:
    status, told = send(as_("administrator"), "units", data)

    assert status == 422
    assert why in told


def test_the_division_of_others_is_not_there(county: County, as_: SignIn) -> None:
    other = county.people["neighbour"].unit.division_id

    assert send(as_("administrator"), "units", workbook(UNITS, ["甲", "", ""]), division=str(other))[0] == 404


@pytest.mark.parametrize(("page", "head"), [("units", "单位名称*"), ("people", "姓名*")])
def test_the_template_is_a_workbook(county: County, as_: SignIn, page: str, head: str) -> None:
    answer = as_("administrator").get(reverse(f"web:{page}-template"))

    assert "attachment" in answer.headers["Content-Disposition"]
    assert cells(answer.content)[0][0] == head
