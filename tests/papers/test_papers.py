"""Numbered papers: one after the other, in each office, kind and year; never changed, never taken back."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from guatu.accounts.models import Office
from guatu.history import rebuilding, store
from guatu.history.blanking import MARK
from guatu.history.chains import SYSTEM
from guatu.history.errors import EarlierWithoutReason
from guatu.history.models import Event
from guatu.papers import actions
from guatu.papers.models import Paper
from tests.accounts.factories import make_office, make_unit, moment
from tests.scratch import Scratch

DAY = date(2026, 3, 2)


def issue(office: Office, day: date = DAY, **values: Any) -> Paper:
    given: dict[str, Any] = {"kind": "custody_list", "title": "移交 2 个事项", "body": {"items": ["5G-001"]}}
    given |= {"by": SYSTEM, "at": moment(day), "on": day}
    return actions.issue(office=office, **given | values)


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


def test_papers_are_numbered_by_office_kind_and_year(office: Office) -> None:
    other = make_office("市督查室")
    assert [issue(office).number for _ in range(3)] == [1, 2, 3]
    assert issue(office, kind="dispatch_notice").number == 1
    assert issue(office, date(2027, 1, 4)).number == 1
    assert issue(other).number == 1
    assert issue(office).mark == "移交清单〔2026〕4号"


def test_a_paper_is_in_the_chain_with_its_words_beside_it(office: Office) -> None:
    paper = issue(office)
    assert paper.content == {"items": ["5G-001"]}
    event = Event.objects.latest("pk")
    assert (event.kind, event.subject_kind, event.subject_id) == ("paper.issued", "paper", paper.pk)
    assert b"5G-001" not in bytes(event.body)
    assert rebuilding.check().found == []


def test_a_number_that_was_not_used_is_free_again(office: Office) -> None:
    with pytest.raises(EarlierWithoutReason):
        actions.issue(
            office=office,
            kind="custody_list",
            title="x",
            body={},
            by=SYSTEM,
            at=moment(DAY),
            on=date(2026, 3, 1),
        )
    assert issue(office).number == 1


def test_a_long_title_is_cut(office: Office) -> None:
    assert len(issue(office, title="长" * 300).title) == 200


def refused(sentence: str, deed: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        deed()


def test_the_database_refuses_gaps_changes_and_deletion(office: Office) -> None:
    paper = issue(office)
    rows = Paper.objects.filter(pk=paper.pk)
    changes: list[dict[str, Any]] = [
        {"number": 2},
        {"year": 2025},
        {"kind": "closing_report"},
        {"title": "别的"},
        {"body": "{}"},
        {"issued_on": date(2026, 1, 1)},
        {"addressee": make_unit()},
        {"template": store.put(b"x", name="x", at=moment(DAY))},
        {"office": make_office("市督查室")},
    ]
    for values in changes:
        refused("不能修改", partial(rows.update, **values))
    refused("不能修改或删除", partial(rows._raw_delete, "default"))
    new: dict[str, Any] = {"office": office, "kind": "custody_list", "year": 2026, "issued_on": DAY}
    for number in (0, 1, 3):
        refused("连续编号|不能修改", partial(Paper.objects.create, number=number, **new))

    rows.update(title=MARK, body=MARK)  # redacted
    paper.refresh_from_db()
    assert paper.content == {}


def test_papers_issued_at_once_leave_no_gap(scratch: Scratch) -> None:
    office = make_office()

    def one(_: int) -> int:
        try:
            return issue(office).number
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as threads:
        numbers = sorted(threads.map(one, range(24)))
    assert numbers == list(range(1, 25))
