"""One item for a program: what its page shows, and no more than the person may see."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guatu.api.shapes.items import ItemTold, LinkTold, TrailTold
from guatu.ledgers.actions import items, ledgers
from guatu.ledgers.models import Evidence
from guatu.ledgers.transitions import TABLE, offered
from tests.api.conftest import Programs, SetDay, problem
from tests.ledgers.doing import IN_STATE, PARTS
from tests.ledgers.factories import DAY, PNG, County, asked, finished, fresh, ledger_with, make_items, signed


@pytest.mark.parametrize("state", [str(state) for state in IN_STATE])
def test_an_item_in_every_state_is_told_in_its_shape(program: Programs, county: County, state: str) -> None:
    county.ledger = ledger_with(county, needs_approval=True, publicity_days=3)
    item = next(make for name, make in IN_STATE.items() if str(name) == state)(county)
    answer = program("coordinator", "read").get(f"/items/{item.pk}")

    told = ItemTold.model_validate(answer.json(), strict=True)
    assert (told.id, told.state, told.revision) == (item.pk, item.state, item.revision)
    by_state = [line.event.value for line in offered(item, PARTS["coordinator"])]
    events = [f"item.{one.event}" for one in told.offered]
    assert events == [event for event in by_state if event in events]
    assert {one.event for one in told.closed}.isdisjoint(one.event for one in told.offered)


def test_an_item_is_told_with_measures_units_reports_proofs_and_requests(
    program: Programs, county: County
) -> None:
    item = asked(county)
    told = ItemTold.model_validate(program("verifier", "read").get(f"/items/{item.pk}").json())

    assert [(one.text, one.target, one.achieved) for one in told.measures] == [("完成 20 处改造", "20", "20")]
    assert [(one.unit.name, one.target_share, one.progress) for one in told.assignments] == [
        ("县供电公司", None, 0), ("双桥镇", "6", 100), ("石泉镇", "14", 100),
    ]  # fmt: skip
    assert [one.text for one in told.reports] == ["改造完成", "改造完成"]
    assert [one.measure_ids for one in told.evidence] == [[told.measures[0].id]] * 2
    assert [(one.state, one.statement) for one in told.close_outs] == [("verifying", "20 处全部改造完成")]
    assert [(one.text, one.is_met) for one in told.checks] == [
        ("各项措施都完成", True), ("现场照片", True), ("现场核对属实", None),
    ]  # fmt: skip
    assert told.standard is not None
    assert {one.event for one in told.offered} >= {"close_verified", "close_returned", "evidence_judged"}


def test_nothing_is_sent_again_until_something_may_have_changed(
    program: Programs, county: County, day: SetDay
) -> None:
    item, one = signed(county), program("coordinator")
    first = one.get(f"/items/{item.pk}")
    tag = first.headers["ETag"]

    again = one.get(f"/items/{item.pk}", **{"if-none-match": tag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert program("town").get(f"/items/{item.pk}", **{"if-none-match": tag}).status_code == 200
    ledgers.change(ledger=county.ledger, publicity_days=3, **county.when("administrator"))
    changed = one.get(f"/items/{item.pk}", **{"if-none-match": tag})
    assert changed.status_code == 200
    day(DAY + timedelta(days=1))
    tag = changed.headers["ETag"]
    assert one.get(f"/items/{item.pk}", **{"if-none-match": tag}).status_code == 200


def test_what_is_absent_and_what_is_forbidden_look_alike(program: Programs, county: County) -> None:
    draft = make_items(county)[0]
    item = finished(county)
    proof = Evidence.objects.filter(item=item)[0]
    for path in ("", "/trail", f"/evidence/{proof.pk}/content"):
        absent = program("coordinator").get(f"/items/999999{path}")
        assert problem(absent) == (404, "absent")
        assert program("stranger").get(f"/items/{item.pk}{path}").content == absent.content
        assert program("town").get(f"/items/{draft.pk}{path}").content == absent.content


def test_another_units_business_is_not_told_where_the_ledger_keeps_it_apart(
    program: Programs, county: County
) -> None:
    item = finished(county)
    ledgers.change(ledger=county.ledger, siblings_visible=False, **county.when("administrator"))
    told = ItemTold.model_validate(program("town", "read").get(f"/items/{item.pk}").json())

    assert [one.unit.name for one in told.assignments] == ["双桥镇"]
    assert [one.unit.name for one in told.reports] == ["双桥镇"]
    mine = [one.id for one in told.evidence]
    other = Evidence.objects.filter(item=item).exclude(pk__in=mine).get()
    assert problem(program("town").get(f"/items/{item.pk}/evidence/{other.pk}/content")) == (404, "absent")
    trail = TrailTold.model_validate(program("town", "read").get(f"/items/{item.pk}/trail").json())
    whole = program("coordinator", "read").get(f"/items/{item.pk}/trail").json()
    assert len(trail.links) < len(whole["links"])
    assert "石泉镇" not in {one.unit for one in trail.links}


def test_the_trail_is_read_back_link_by_link(program: Programs, county: County) -> None:
    item, one = finished(county), program("coordinator", "read")
    whole = TrailTold.model_validate(one.get(f"/items/{item.pk}/trail").json())

    assert whole.total == len(whole.links)
    assert whole.older == 0
    assert all(link.is_whole for link in whole.links)
    assert whole.links[-1].event == "item.added"
    found: list[LinkTold] = []
    before: dict[str, int] = {}
    while True:
        part = TrailTold.model_validate(one.get(f"/items/{item.pk}/trail", {"limit": 2, **before}).json())
        found += part.links
        if not part.older:
            break
        before = {"before": part.links[-1].id}
    assert found == whole.links


def test_a_proof_is_handed_out_as_it_came_and_never_run(program: Programs, county: County) -> None:
    item = finished(county)
    one = program("coordinator", "read").get(f"/items/{item.pk}").json()["evidence"][0]
    answer: Any = program("coordinator", "read").client.get(one["href"])

    assert b"".join(answer.streaming_content).startswith(PNG)
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_an_item_costs_the_same_with_few_rows_and_with_many(program: Programs, county: County) -> None:
    def cost(pk: int) -> int:
        with CaptureQueriesContext(connection) as done:
            assert one.get(f"/items/{pk}").status_code == 200
        return len(done)

    one = program("coordinator", "read")
    few, many = signed(county), asked(county)
    one.get("/me")
    assert cost(few.pk) == cost(few.pk)
    assert cost(many.pk) <= cost(few.pk) + 3


def test_every_line_of_the_table_has_a_name_in_addresses() -> None:
    assert all(line.event.value.startswith("item.") for line in TABLE)


def test_a_frozen_item_offers_nothing(program: Programs, county: County) -> None:
    item, other = make_items(county, 2)
    items.merge(pk=item.pk, into=other.pk, reason="同一问题", **county.when("coordinator"))
    told = program("coordinator", "read").get(f"/items/{item.pk}").json()
    assert (told["merged_into_id"], told["offered"], told["standing"]) == (other.pk, [], "gone")
    assert fresh(item).is_frozen


def test_a_past_day_is_told_as_it_was_seen_then(program: Programs, county: County, day: SetDay) -> None:
    item = signed(county)
    later = DAY + timedelta(days=3)
    items.suspend(pk=item.pk, reason="等批复", **county.when("coordinator", later))
    day(later)
    one, path = program("coordinator"), f"/items/{item.pk}"
    then = ItemTold.model_validate(one.get(path, {"as_of": str(DAY)}).json())

    assert (then.is_suspended, then.offered) == (False, [])
    assert one.get(path).json()["is_suspended"] is True
    assert one.get(path).headers["ETag"] != one.get(path, {"as_of": str(DAY)}).headers["ETag"]
    trail = TrailTold.model_validate(one.get(f"{path}/trail", {"as_of": str(DAY)}).json())
    assert "item.suspended" not in {link.event for link in trail.links}
    before = one.get(path, {"as_of": str(DAY - timedelta(days=1))})
    assert problem(before) == (404, "not_there_yet")
    act = one.client.post(f"/api/v1{path}/acts/resumed?as_of={DAY}", {}, content_type="application/json")
    assert problem(act) == (409, "past_day_shown")


def test_what_cannot_be_done_yet_is_told_with_its_reason(program: Programs, county: County) -> None:
    item = signed(county)
    told = ItemTold.model_validate(program("liaison", "read").get(f"/items/{item.pk}").json())
    assert ("close_asked", "现缺 2 项，见下") in [(one.event, one.why_not) for one in told.closed]
    assert {"close_asked", "signed"}.isdisjoint(one.event for one in told.offered)
    verifier = ItemTold.model_validate(program("verifier", "read").get(f"/items/{item.pk}").json())
    assert [(one.event, one.why_not) for one in verifier.closed] == [
        ("close_verified", "牵头单位还没有申请销号")
    ]
