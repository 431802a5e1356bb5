"""Programs look at a reporting period, urge the missing, end it, and take its summary along."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from guatu.api.operations.periods import PeriodTold, SummaryTold
from guatu.history.models import Event
from guatu.ledgers.actions import reports
from guatu.ledgers.actions.reports import NewReport
from guatu.ledgers.models import Item
from tests.api.conftest import Programs, SetDay, problem
from tests.ledgers.factories import County, ledger_with, signed

WEDNESDAY, FRIDAY = date(2026, 3, 4), date(2026, 3, 6)
OTHERS = ("verifier", "leader", "town")


@pytest.fixture
def item(county: County, day: SetDay) -> Item:
    """双桥镇 has reported on Wednesday, which it is; the two others owe theirs by Friday."""
    county.ledger = ledger_with(county, who="coordinator", cadence="weekly")
    found = signed(county)
    row = found.assignments.get(unit=county.towns[0])
    new = NewReport(text="换表 3 处", stuck="等停电", achieved=Decimal(3))
    reports.report(assignment=row.pk, new=new, **county.when("town", WEDNESDAY))
    day(WEDNESDAY)
    return found


@pytest.fixture
def path(county: County, item: Item) -> str:
    return f"/ledgers/{county.ledger.pk}/period"


def test_a_period_tells_who_reported(county: County, program: Programs, path: str, item: Item) -> None:
    one = program("coordinator", "read")
    told = PeriodTold.model_validate(one.get(path).json())

    assert (told.name, told.first, told.last, told.is_frozen) == (
        "2026年第10周", "2026-02-28", "2026-03-06", False,
    )  # fmt: skip
    assert told.counts == {"reported": 1, "awaiting": 0, "missing": 2}
    missing = one.get(path, {"standing": "missing", "limit": 1}).json()
    more = one.get(path, {"standing": "missing", "limit": 1, "after": missing["next"]}).json()
    assert [line["unit"]["name"] for line in missing["lines"] + more["lines"]] == ["县供电公司", "石泉镇"]
    assert more["next"] is None
    told = PeriodTold.model_validate(program("town", "read").get(path).json())
    own = [line for line in told.lines if line.unit.name == "双桥镇"]
    assert [(line.item.number, line.standing, line.progress) for line in own] == [
        (item.number, "reported", 50)
    ]
    assert problem(one.get(path, {"on": "2026-03-05"})) == (422, "malformed")
    assert problem(one.get(path, {"cadence": "monthly"})) == (422, "malformed")
    assert problem(program("stranger").get(path)) == (404, "absent")


def test_a_ledger_without_a_rhythm_has_no_period(county: County, program: Programs) -> None:
    answer = program("coordinator").get(f"/ledgers/{county.ledger.pk}/period")
    assert problem(answer) == (409, "not_now")


def test_who_is_missing_is_urged_in_one_act(
    county: County, program: Programs, path: str, item: Item, day: SetDay
) -> None:
    day(FRIDAY)
    words = {"words": "请于今天报来"}
    answer = program("coordinator").post(f"{path}/urged", words, **{"Idempotency-Key": "u"})

    assert answer.json() == {"urged": [{"id": item.pk, "number": item.number}]}
    rows = {row.unit.name: row.times_urged for row in item.assignments.select_related("unit")}
    assert rows == {"县供电公司": 1, "石泉镇": 1, "双桥镇": 0}
    again = program("coordinator").post(f"{path}/urged", words, **{"Idempotency-Key": "u"})
    assert problem(again) == (422, "acted_already")
    for who in OTHERS:
        assert problem(program(who).post(f"{path}/urged", words)) == (403, "not_yours"), who
    assert problem(program("stranger").post(f"{path}/urged", words)) == (404, "absent")


def test_a_period_ends_on_its_day_alone(county: County, program: Programs, path: str, day: SetDay) -> None:
    one = program("coordinator")
    assert problem(one.post(f"{path}/frozen")) == (409, "not_now")
    day(FRIDAY)
    for who in OTHERS:
        assert problem(program(who).post(f"{path}/frozen")) == (403, "not_yours"), who
    told = PeriodTold.model_validate(one.post(f"{path}/frozen").json())

    assert (told.is_frozen, told.frozen_on, told.counts["missing"]) == (True, "2026-03-06", 2)
    assert problem(one.post(f"{path}/frozen")) == (409, "not_now")
    assert problem(one.post(f"{path}/urged", {"words": "请报"})) == (409, "not_now")


def test_the_summary_is_told_and_taken_along(
    county: County, program: Programs, path: str, item: Item
) -> None:
    one = program("coordinator")
    told = SummaryTold.model_validate(one.get(f"{path}/summary").json())

    assert [(each.item.number, each.state) for each in told.changes] == [(item.number, "in_progress")]
    assert ("双桥镇", 0, 50, "等停电") in [
        (unit.unit.name, unit.before, unit.after, unit.stuck) for unit in told.changes[0].units
    ]
    assert [each.unit for each in told.missing] == ["县供电公司", "石泉镇"]
    for form, part in (("xlsx", "xl/workbook.xml"), ("docx", "word/document.xml")):
        assert part in names_in(one.post(f"{path}/export", {"form": form}))
    assert Event.objects.filter(kind="ledger.exported").count() == 2
    assert problem(program("stranger").get(f"{path}/summary")) == (404, "absent")
    assert problem(program("stranger").post(f"{path}/export", {"form": "xlsx"})) == (404, "absent")


def names_in(answer: Any) -> list[str]:
    """The parts of a file of an office program."""
    assert answer.status_code == 200
    with ZipFile(BytesIO(answer.getvalue())) as archive:
        return archive.namelist()
