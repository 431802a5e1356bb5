"""Programs lay a newer version beside the older one, and do what they choose of it, once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from guatu.api.operations.revising import Changes, Revised
from guatu.ledgers.actions import items
from guatu.ledgers.models import Item
from tests.api.conftest import Program, Programs, SetDay, problem
from tests.beginnings import Begin
from tests.ledgers.factories import County
from tests.ledgers.revisions.conftest import LATER, MakePlan, Plan, make_plan, make_two_versions

__all__ = ["make_plan"]


@pytest.fixture
def _begun(begun: Begin, tmp_path: Path) -> Iterator[Plan]:
    with begun("two versions", make_two_versions).entered(tmp_path) as plan:
        yield plan


@pytest.fixture
def county(_begun: Plan, db: None, day: SetDay) -> County:
    day(LATER)
    return _begun.county


@pytest.fixture
def plan(county: County, make_plan: MakePlan) -> Plan:
    return make_plan()


def path(plan: Plan, end: str = "changes") -> str:
    return f"/directives/{plan.directive.pk}/{end}"


def test_what_changed_is_told_line_by_line_with_what_can_be_done(plan: Plan, program: Programs) -> None:
    answer = program("coordinator").get(path(plan))

    told = answer.json()
    Changes.model_validate(told)
    assert told["counts"]["changed"] == 7
    line = next(one for one in told["lines"] if one["new"] and "基站转供电" in one["new"]["text"])
    due = next(one for one in line["items"][0]["edits"] if one["what"] == "due")
    assert (due["old"], due["new"], due["state"]) == ("2026-09-30", "2026-11-30", "open")


def test_what_is_chosen_is_done_and_done_again_changes_nothing(plan: Plan, program: Programs) -> None:
    one: Program = program("coordinator")
    body = {
        "edits": [plan.edit("supply", "due").key, plan.edit("gas", "enter").key],
        "ledger_id": plan.county.ledger.pk,
    }

    first, second = one.post(path(plan), body), one.post(path(plan), body)

    Revised.model_validate(first.json())
    assert [each["number"] for each in first.json()["changed"]] == [plan.items["supply"].number]
    assert len(first.json()["entered"]) == 1
    assert second.json() == {"changed": [], "entered": [], "passed_over": 2}
    assert Item.objects.filter(title="瓶装燃气安全检查流于形式").count() == 1


def test_one_key_is_done_once(plan: Plan, program: Programs) -> None:
    one: Program = program("coordinator")
    body = {"edits": [plan.edit("supply", "due").key]}

    one.post(path(plan), body, **{"idempotency-key": "a" * 20})
    again = one.post(path(plan), body, **{"idempotency-key": "a" * 20})

    assert again.headers["Idempotency-Replayed"] == "true"


def test_what_moved_on_is_refused_with_its_number(plan: Plan, program: Programs) -> None:
    due = plan.edit("supply", "due")
    items.suspend(pk=plan.items["supply"].pk, reason="等批复", **plan.when())

    answer = program("coordinator").post(path(plan), {"edits": [due.key]})

    assert problem(answer) == (409, "comparison_stale")
    missing = program("coordinator").post(path(plan), {"edits": [plan.edit("gas", "enter").key]})
    assert problem(missing) == (422, "wrong_choice")


def test_a_version_is_named_by_who_coordinates_the_office(plan: Plan, program: Programs) -> None:
    older = plan.older.directive_id
    for who in ("verifier", "leader", "administrator"):
        assert program(who).post(path(plan, "version"), {"replaces_id": older}).status_code == 403
    assert program("stranger").post(path(plan, "version"), {"replaces_id": older}).status_code == 404
    one: Program = program("coordinator")
    assert one.post(path(plan, "version"), {}).json()["replaces_id"] is None
    assert one.get(path(plan)).status_code == 409
    assert one.post(path(plan, "version"), {"replaces_id": older}).json()["replaces_id"] == older
    assert one.get(f"/directives/{plan.directive.pk}").json()["replaces_id"] == older
