"""Programs fill a ledger, hand out many items at once, and ask what somebody owes."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guatu.api.operations.bulk import Outcome
from guatu.api.operations.work import Duties
from guatu.api.shapes.items import ItemTold
from guatu.ledgers.models import Item, SignOff
from tests.api.conftest import Programs, problem
from tests.ledgers.factories import DAY, DEADLINE, PNG, County, dispatched, make_items, signed


def given(county: County, **values: Any) -> dict[str, Any]:
    """An item as a program sends it."""
    return {
        "title": "路灯不亮",
        "deadline": str(DEADLINE),
        "standard_id": county.standard.pk,
        "measures": [{"text": "修复 20 盏", "target": "20", "quantity_unit": "盏"}],
        "duties": [
            {"unit_id": county.lead.pk, "duty": "lead"},
            {"unit_id": county.towns[0].pk, "measure": 0, "target_share": "20"},
        ],
        **values,
    }


def test_an_item_is_entered_as_a_draft_or_handed_out_at_once(county: County, program: Programs) -> None:
    one, path = program("coordinator"), f"/ledgers/{county.ledger.pk}/items"
    draft = one.post(path, given(county))

    told = ItemTold.model_validate(draft.json())
    assert (draft.status_code, told.state, told.number, told.due_kind) == (201, "draft", "5G-001", "dated")
    assert draft.headers["Location"] == f"/api/v1/items/{told.id}"
    assert [(row.unit.name, row.duty, row.target_share) for row in told.assignments] == [
        ("县供电公司", "lead", None), ("双桥镇", "responsible", "20"),
    ]  # fmt: skip
    out = one.post(path, given(county, dispatch=True)).json()
    assert (out["state"], out["dispatched_on"]) == ("dispatched", str(DAY))
    refused = one.post(path, given(county, dispatch=True, duties=[]))
    assert problem(refused) == (422, "lead_missing")
    assert Item.objects.count() == 2


def test_an_item_that_is_sent_twice_is_entered_once(county: County, program: Programs) -> None:
    one, key = program("coordinator"), {"idempotency-key": "甲".encode().hex()}
    path = f"/ledgers/{county.ledger.pk}/items"
    assert one.post(path, given(county), **key).status_code == 201
    assert problem(one.post(path, given(county), **key)) == (422, "acted_already")
    assert Item.objects.count() == 1


def test_only_coordinators_of_the_office_enter(county: County, program: Programs) -> None:
    signed(county)
    for who in ("verifier", "leader", "inspector", "administrator", "liaison", "town", "stranger"):
        answer = program(who).post(f"/ledgers/{county.ledger.pk}/items", given(county))
        assert problem(answer) == (404, "absent"), who


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": ""}, "title"),
        ({"phase_id": 1}, "phase_id"),
        ({"standard_id": 999}, "standard_id"),
        ({"duties": [{"unit_id": 999}]}, "duties"),
        ({"duties": [{"unit_id": 1, "measure": 7}]}, "duties"),
        ({"measures": [{"text": ""}]}, "measures.0.text"),
    ],
)
def test_what_cannot_be_entered_is_refused_at_its_field(
    county: County, program: Programs, values: dict[str, Any], field: str
) -> None:
    answer = program("coordinator").post(f"/ledgers/{county.ledger.pk}/items", given(county, **values))
    assert problem(answer) == (422, "malformed")
    assert answer.json()["error"]["field"] == field


def test_a_leaders_words_become_an_item(county: County, program: Programs) -> None:
    one, ledger = program("coordinator"), f"/ledgers/{county.ledger.pk}"
    scan = one.send(f"{ledger}/files", file=SimpleUploadedFile("批示.png", PNG)).json()["file"]
    body = {
        "leader_id": county.people["leader"].pk,
        "given_on": str(DAY),
        "words": "请抓紧办理，月底前报结果",
        "deadline": str(DEADLINE),
        "duties": [{"unit_id": county.lead.pk, "duty": "lead"}],
        "scan": scan,
        "dispatch": True,
    }
    told = ItemTold.model_validate(one.post(f"{ledger}/slips", body).json())

    assert (told.kind, told.title, told.state) == ("instruction", "请抓紧办理，月底前报结果", "dispatched")
    assert told.instruction is not None
    assert told.instruction.leader.name == "周行之"
    wrong = body | {"leader_id": county.people["town"].pk}
    assert problem(one.post(f"{ledger}/slips", wrong)) == (422, "malformed")


def test_many_are_done_and_what_is_refused_stays(county: County, program: Programs) -> None:
    ready, bare = make_items(county)[0], make_items(county, duties=[])[0]
    path, one = f"/ledgers/{county.ledger.pk}/acts", program("coordinator")
    ids = {"item_ids": [ready.pk, bare.pk, 999]}

    out = Outcome.model_validate(one.post(f"{path}/dispatched", ids).json())
    assert [row.number for row in out.done] == [ready.number]
    assert [(row.number, row.error.code) for row in out.refused] == [(bare.number, "lead_missing")]
    urged = one.post(f"{path}/urged", {**ids, "words": "本周内报"}).json()
    assert [row["number"] for row in urged["done"]] == [ready.number]
    own = program("town").post(f"{path}/signed", {"item_ids": [ready.pk]}).json()
    assert [row["number"] for row in own["done"]] == [ready.number]
    again = program("town").post(f"{path}/signed", {"item_ids": [ready.pk]}).json()
    assert [row["error"]["code"] for row in again["refused"]] == ["not_now"]
    assert problem(program("town").post(f"{path}/urged", {**ids, "words": "快"})) == (404, "absent")
    assert problem(program("stranger").post(f"{path}/signed", ids)) == (404, "absent")


def test_many_get_a_new_day_by_one_paper_or_another_unit(county: County, program: Programs) -> None:
    pks = [dispatched(county).pk for _ in range(2)]
    ledger, one = f"/ledgers/{county.ledger.pk}", program("coordinator")
    paper = one.send(f"{ledger}/files", file=SimpleUploadedFile("依据.png", PNG)).json()["file"]
    body = {"item_ids": pks, "new_deadline": "2026-09-30", "reason": "会议研究", "paper": paper}

    assert len(one.post(f"{ledger}/acts/deadline_changed", body).json()["done"]) == 2
    assert set(Item.objects.values_list("deadline", flat=True).distinct()) == {
        Item.objects.get(pk=pks[0]).deadline
    }
    taker = county.people["stranger"].unit_id
    handed = {"item_ids": pks, "giver_id": county.lead.pk, "taker_id": taker, "reason": "职能划转"}
    assert len(one.post(f"{ledger}/acts/handed_over", handed).json()["done"]) == 2
    assert set(Item.objects.values_list("lead_unit", flat=True)) == {taker}


def test_many_drafts_go_to_a_leader_as_one_list(county: County, program: Programs) -> None:
    drafts, other = make_items(county, 2), signed(county)
    path, one = f"/ledgers/{county.ledger.pk}/acts/sign_off_asked", program("coordinator")
    body = {
        "item_ids": [*(item.pk for item in drafts), other.pk],
        "leader_id": county.people["leader"].pk,
    }
    out = one.post(path, body).json()

    assert len(out["done"]) == 2
    assert [row["error"]["code"] for row in out["refused"]] == ["not_now"]
    assert SignOff.objects.get().items.count() == 2


def test_everybody_is_told_what_he_owes(county: County, program: Programs) -> None:
    item = dispatched(county)
    told = Duties.model_validate(program("town", "read").get("/me/duties").json())

    assert [(one.event, one.item.id, one.when) for one in told.duties] == [("signed", item.pk, "today")]
    assert program("stranger").get("/me/duties").json() == {"duties": []}
