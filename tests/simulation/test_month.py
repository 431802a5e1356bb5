"""A month of an office, lived over the interface alone; each evening everything is as an oracle counts it."""

import os
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, Final

import pytest
from chinese_calendar import constants
from django.core.files.uploadedfile import SimpleUploadedFile

from guatu.history.verifying import verify
from guatu.http import requests
from guatu.kernel import working_days
from guatu.ledgers import ticking
from guatu.ledgers.intake import reading
from guatu.ledgers.models import Draft
from tests.accounts.factories import moment
from tests.scratch import Scratch
from tests.simulation.comparing import compare
from tests.simulation.desk import Desk, done, make_desk
from tests.simulation.life import Life
from tests.simulation.oracle import Book, Days, Month

ANNOUNCED: Final = date(2026, 4, 30)
"""The morning on which the holidays of the year are known at last: the day before the first of them."""
DECIDED: Final = ((date(2026, 4, 28), date(2026, 4, 29), False), (date(2026, 5, 7), date(2026, 5, 10), True))
"""On which day the county decides of which day that it is worked, or not."""
SEED: Final = 20260424


@dataclass(frozen=True)
class Shape:
    """How much of a month."""

    first: date
    days: int
    units: int
    items: int
    asked_anew: int
    """Of the items that bulk acts have touched, one in so many is asked for in full each evening."""


SHORT: Final = Shape(date(2026, 4, 24), days=10, units=6, items=14, asked_anew=4)
WHOLE: Final = Shape(date(2026, 4, 13), days=30, units=40, items=300, asked_anew=3)


NOTICES: Final = {name: dict(getattr(constants, name)) for name in ("holidays", "workdays")}
PLAN: Final = """整改方案
一、关于公共停车场没有开放站址的问题
整改措施：公布可开放站址清单，不少于12处。
牵头单位：{lead}。责任单位：{other}。
完成时限：2026年5月20日前。
二、关于充电桩故障长期不修的问题
整改措施：修复故障充电桩18根，2026年5月12日前完成。
牵头单位：{other}。
"""


def test_ten_days_of_an_office(scratch: Scratch, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = live(SHORT, monkeypatch)
    assert {"entered", "signed", "reported", "urged", "extension_asked", "close_asked"} <= tried.keys()


@pytest.mark.skipif(not os.environ.get("GUATU_SOAK"), reason="a long run")
def test_a_month_of_an_office(scratch: Scratch, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = live(WHOLE, monkeypatch)
    assert {"extension_asked too late", "edited", "close_objected", "reopened", "voided"} <= tried.keys()


@pytest.mark.skipif(not os.environ.get("GUATU_SOAK"), reason="a long run")
@pytest.mark.parametrize("announced", [date(2026, 5, 1), date(2026, 5, 2), date(2026, 5, 3)])
def test_holidays_that_are_known_when_they_have_begun(
    scratch: Scratch, monkeypatch: pytest.MonkeyPatch, announced: date
) -> None:
    live(SHORT, monkeypatch, announced=announced)


def live(shape: Shape, monkeypatch: pytest.MonkeyPatch, *, announced: date = ANNOUNCED) -> dict[str, int]:
    """Each day: the round, what people do, and the comparison; how often each thing was done."""
    hold_back_notice(monkeypatch, 2026)
    desk = make_desk(shape.units, on=shape.first)
    set_day(monkeypatch, shape.first)
    life = opened(desk, Random(SEED))  # noqa: S311 - chance that is the same each time
    per_day = -(-shape.items // max(1, shape.days - 4))
    for number in range(shape.days):
        on = shape.first + timedelta(days=number)
        set_day(monkeypatch, on)
        if on == announced:
            announce(monkeypatch, life.month.days, 2026)
        go_round(life.month, on)
        if number == 0:
            take_in_plan(life, on)
        left = shape.items - len(life.month.matters)
        life.live(on, min(per_day, left))
        decide(desk, life.month.days, on)
        compare(desk, life.month, on, life.touched, asked_anew=shape.asked_anew)
        assert verify(contents=False).is_whole, on
    compare(desk, life.month, on, dict.fromkeys(life.month.matters), asked_anew=shape.asked_anew)
    return life.tried


def set_day(monkeypatch: pytest.MonkeyPatch, on: date) -> None:
    """The clock at the door."""
    monkeypatch.setattr(requests, "now", lambda: moment(on, hour=10))


def go_round(month: Month, on: date) -> None:
    """The morning's round does what the oracle says that the clock must do."""
    expected = month.round(on)
    (row,) = ticking.tick_missed(on=on, at=moment(on, hour=8))
    assert (row.periods, row.published, row.recounted, row.refused) == (
        expected.periods, expected.published, expected.recounted, [],
    ), on  # fmt: skip


def hold_back_notice(monkeypatch: pytest.MonkeyPatch, year: int) -> None:
    """The notice of a year has not come yet: the package of notices does not hold it."""
    for name in ("holidays", "workdays"):
        kept = {day: what for day, what in getattr(constants, name).items() if day.year != year}
        monkeypatch.setattr(constants, name, kept)
    _read_notices_anew()


def announce(monkeypatch: pytest.MonkeyPatch, days: Days, year: int) -> None:
    """It has come: the server was updated over night."""
    for name, is_working in (("holidays", False), ("workdays", True)):
        monkeypatch.setattr(constants, name, NOTICES[name])
        days.said = {day: is_working for day in NOTICES[name] if day.year == year} | days.said
    _read_notices_anew()


def _read_notices_anew() -> None:
    working_days._official.cache_clear()  # as in a process that has just begun


def decide(desk: Desk, days: Days, on: date) -> None:
    """The county decides of a day; running limits follow with the next round."""
    for decided_on, day, is_working in DECIDED:
        if decided_on == on:
            body = {"day": str(day), "is_working": is_working, "note": f"示例政办 {on} 号"}
            done(desk("administrator").post("/calendar/days", body))
            days.said[day] = is_working


def opened(desk: Desk, chance: Random) -> Life:
    """Two ledgers that go their way differently, and the standard of both."""
    one, office = desk("coordinator"), desk.office.pk
    weekly: dict[str, Any] = {"cadence": "weekly", "publicity_days": 2, "look_back_after": 4}
    halves: dict[str, Any] = {
        "cadence": "half_monthly", "needs_report_review": True, "needs_approval": True, "look_back_after": 0,
    }  # fmt: skip
    books = {}
    for name, prefix, settings in (("每周", "ZB", weekly), ("半月", "BY", halves)):
        body = {"office_id": office, "name": f"{name}台账", "prefix": prefix, **settings}
        pk = done(one.post("/ledgers", body), 201)["id"]
        books[name] = Book(
            pk,
            is_weekly=settings is weekly,
            publicity=settings.get("publicity_days", 0),
            look_back_after=settings["look_back_after"],
            is_reviewed=settings is halves,
        )
    checks = [
        {"text": "有现场照片", "method": "photo_count"},
        {"text": "各单位报过", "method": "each_unit_reported"},
        {"text": "现场核对属实"},
    ]
    body = {"office_id": office, "name": "通用", "checks": checks}
    version = done(one.post("/standards", body), 201)["versions"][0]
    month = Month(Days(), books, sign_within=2, answer_within=5)
    return Life(desk, month, chance, version["id"], version["checks"][-1]["id"])


def take_in_plan(life: Life, on: date) -> None:
    """A plan comes in, is read, checked, and goes out."""
    one, (lead, other, *_) = life.desk("coordinator"), life.desk.units
    text = PLAN.format(lead=life.desk.names[lead], other=life.desk.names[other])
    file = SimpleUploadedFile("整改方案.txt", text.encode())
    life.on = on
    pk = done(one.send("/drafts", office_id=str(life.desk.office.pk), file=file), 202)["id"]
    reading.read_now(draft=Draft.objects.get(pk=pk), at=moment(on), on=on, isolated=False)
    told = done(one.get(f"/drafts/{pk}"))
    days = (date(2026, 5, 20), date(2026, 5, 12))
    for entry, day in zip(told["entries"], days, strict=True):
        standard = {"standard_id": life.standard}
        for act, given in (
            ("set_due", {"deadline": str(day)}), ("set_standard", standard), ("confirm", {}),
        ):  # fmt: skip
            body = {"revision": told["revision"], "act": act, "entry": entry["id"], **given}
            told = done(one.post(f"/drafts/{pk}/changes", body))
    entries = [entry["id"] for entry in told["entries"]]
    body = {"revision": told["revision"], "ledger_id": life.month.books["每周"].pk, "entries": entries}
    for item, day in zip(done(one.post(f"/drafts/{pk}/sent", body))["items"], days, strict=True):
        whole = done(one.get(f"/items/{item['id']}"))
        life.entered(whole, "每周", day, goes_out=True)
