"""Programs import units and people from workbooks, row by row."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from guatu.accounts.models import Person, Unit
from guatu.api.operations.importing import ImportDone, ImportSeen
from tests.accounts.workbooks import cells, workbook
from tests.api.conftest import Program, Programs, problem
from tests.ledgers.factories import County

UNITS = workbook(["单位名称", "简称"], ["县照明中心", "照明"], ["", "无名"])
PEOPLE = workbook(["姓名", "所在单位", "用户名"], ["吴一鸣", "县供电公司", "wuyiming"])


def send(one: Program, path: str, county: County, data: bytes, **given: str) -> Any:
    division = str(county.lead.division_id)
    return one.send(path, division_id=division, file=SimpleUploadedFile("名册.xlsx", data), **given)


def test_units_are_looked_at_and_then_imported(county: County, program: Programs) -> None:
    one = program("administrator")
    seen = ImportSeen.model_validate(send(one, "/imports/units/preview", county, UNITS).json())
    assert [(row.verdict, len(row.problems)) for row in seen.rows] == [("add", 0), ("refuse", 1)]
    all_or_none = send(one, "/imports/units", county, UNITS, shown=seen.shown)
    assert problem(all_or_none)[0] in (409, 422)
    assert problem(send(one, "/imports/units", county, UNITS, shown="old", good_only="true"))[0] in (409, 422)
    answer = send(one, "/imports/units", county, UNITS, shown=seen.shown, good_only="true")
    done = ImportDone.model_validate(answer.json())

    assert (done.counts["add"], done.counts["refuse"]) == (1, 1)
    assert done.rejects is not None
    assert Unit.objects.filter(name="县照明中心").exists()
    assert "单位名称" in str(cells(one.get("/imports/units/template").getvalue())[0])


def test_new_people_get_a_password_that_is_told_once(county: County, program: Programs) -> None:
    one = program("administrator")
    seen = send(one, "/imports/people/preview", county, PEOPLE).json()
    done = ImportDone.model_validate(send(one, "/imports/people", county, PEOPLE, shown=seen["shown"]).json())
    assert Person.objects.get(username="wuyiming").check_password(done.passwords[0].password)


def test_what_is_no_workbook_is_refused_and_others_find_nothing(county: County, program: Programs) -> None:
    path = "/imports/units/preview"
    assert problem(send(program("administrator"), path, county, b"no")) == (422, "not_a_workbook")
    for who in ("coordinator", "leader", "town", "stranger"):
        one = program(who)
        assert problem(one.get("/imports/units/template")) == (404, "absent"), who
        assert problem(send(one, path, county, UNITS)) == (404, "absent"), who
        assert problem(send(one, "/imports/units", county, UNITS, shown="x")) == (404, "absent"), who
