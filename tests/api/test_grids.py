"""Programs save many changes of a ledger at one press, on what they looked at: all of it, or nothing."""

from typing import Any

from guatu.ledgers.models import Item
from tests.api.conftest import Programs, problem
from tests.ledgers.factories import County, fresh, make_items, signed

NOVEMBER = "2026-11-30"


def test_changes_and_new_items_are_saved_together(county: County, program: Programs) -> None:
    draft, item, one = make_items(county)[0], signed(county), program("coordinator")
    measure, where = item.measures.get(), f"/ledgers/{county.ledger.pk}"
    changed = {"measure_id": measure.pk, "text": "完成 20 处并验收"}
    body: dict[str, Any] = {
        "edits": [
            {"item_id": draft.pk, "revision": draft.revision, "title": "改了名", "deadline": NOVEMBER},
            {"item_id": item.pk, "revision": item.revision, "measures": [changed, {"text": "再做一条"}]},
        ],
        "new": [{"title": "新的一项", "duties": [{"unit_id": county.lead.pk, "duty": "lead"}]}],
    }
    told = one.post(f"{where}/grid", body, **{"idempotency-key": "g"})
    assert [row["id"] for row in told.json()["edited"]] == [draft.pk, item.pk]
    made = Item.objects.get(pk=told.json()["new"][0]["id"])
    assert (fresh(draft).title, str(fresh(draft).deadline), made.title) == ("改了名", NOVEMBER, "新的一项")
    assert [row.text for row in item.measures.order_by("pk")] == ["完成 20 处并验收", "再做一条"]
    assert problem(one.post(f"{where}/grid", body, **{"idempotency-key": "g"})) == (422, "acted_already")


def test_what_changed_meanwhile_undoes_all(county: County, program: Programs) -> None:
    first, second = make_items(county, 2)
    rows = [
        {"item_id": first.pk, "revision": first.revision, "title": "改了名"},
        {"item_id": second.pk, "revision": second.revision + 1, "title": "也改"},
    ]
    answer = program("coordinator").post(f"/ledgers/{county.ledger.pk}/grid", {"edits": rows})
    assert problem(answer) == (409, "line_refused")
    assert answer.json()["error"]["details"]["item"] == second.pk
    assert fresh(first).title == first.title


def test_a_deadline_after_dispatch_needs_its_reason_and_paper(county: County, program: Programs) -> None:
    item, one = signed(county), program("coordinator")
    row = {"item_id": item.pk, "revision": item.revision, "deadline": NOVEMBER}
    where = f"/ledgers/{county.ledger.pk}"
    assert problem(one.post(f"{where}/grid", {"edits": [row]})) == (422, "line_refused")
    gone = row | {"deadline": None}
    assert problem(one.post(f"{where}/grid", {"edits": [gone]})) == (422, "malformed")


def test_only_who_fills_the_ledger_saves(county: County, program: Programs) -> None:
    item = make_items(county)[0]
    row = {"item_id": item.pk, "revision": item.revision, "title": "x"}
    where = f"/ledgers/{county.ledger.pk}/grid"
    for name in ("leader", "town", "stranger"):
        assert problem(program(name).post(where, {"edits": [row]})) == (404, "absent")
    one = program("coordinator")
    assert problem(one.post(where, {"edits": [row, row]})) == (422, "malformed")
    assert problem(one.post(where, {"edits": [row | {"item_id": 987654}]})) == (422, "malformed")
    assert problem(one.post(where, {"edits": [row | {"lead_unit_id": 987654}]})) == (422, "malformed")
    assert problem(one.post(where, {"new": [{"title": "x", "dispatch": True}]})) == (422, "malformed")
