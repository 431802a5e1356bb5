"""Programs draw papers up, issue them, sign for them, print them, and change their templates."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guatu.api.operations.papers import PaperProposed, Papers, PaperWhole, Templates
from guatu.ledgers.models import Item
from guatu.papers.layout.shipped import shipped
from tests.api.conftest import Programs, problem
from tests.ledgers.factories import County, signed

OTHERS = ("verifier", "leader", "administrator", "town", "stranger")


@pytest.fixture
def body(county: County) -> dict[str, Any]:
    """A letter to the lead unit about an item in progress."""
    item = signed(county)
    return {"kind": "letter", "item_ids": [item.pk], "unit_id": county.lead.pk}


def test_a_letter_is_proposed_issued_signed_and_printed(
    county: County, program: Programs, body: dict[str, Any]
) -> None:
    one = program("coordinator")
    proposed = PaperProposed.model_validate(one.post("/papers/proposed", body).json())
    assert proposed.title.startswith("关于督办")
    assert {each.name for each in proposed.units} == {"县供电公司", "双桥镇", "石泉镇"}
    made = PaperWhole.model_validate(one.post("/papers", {**body, "text": "请抓紧办理。"}).json())

    assert (made.mark, made.is_waiting, made.fields["正文"]) == ("督办函〔2026〕1号", True, "请抓紧办理。")
    assert [each.id for each in made.items] == body["item_ids"]
    assert Item.objects.get(pk=body["item_ids"][0]).assignments.get(unit=county.lead).times_urged == 1
    path = f"/papers/{made.id}"
    with ZipFile(BytesIO(one.get(f"{path}/file").getvalue())) as file:
        assert "word/document.xml" in file.namelist()
    assert problem(one.post(f"{path}/received")) == (403, "not_addressee")
    got = PaperWhole.model_validate(program("liaison").post(f"{path}/received").json())
    assert got.receipt is not None
    assert (got.receipt.received_by.name, got.is_waiting) == ("沈若川", False)
    assert problem(program("liaison").post(f"{path}/received"))[0] == 409


def test_papers_are_listed_for_who_sees_them(county: County, program: Programs, body: dict[str, Any]) -> None:
    one = program("coordinator")
    for kind in ("letter", "reminder"):
        assert one.post("/papers", {**body, "kind": kind}).status_code == 201
    first = Papers.model_validate(one.get("/papers", {"limit": 1}).json())
    more = Papers.model_validate(one.get("/papers", {"limit": 1, "before": first.next}).json())
    assert [each.kind for each in first.papers + more.papers] == ["reminder", "letter"]
    assert more.next is None
    assert [each["kind"] for each in one.get("/papers", {"kind": "letter"}).json()["papers"]] == ["letter"]
    assert len(program("liaison").get("/papers").json()["papers"]) == 2
    assert program("town").get("/papers").json()["papers"] == []
    for path in ("", "/file"):
        assert problem(program("town").get(f"/papers/{first.papers[0].id}{path}")) == (404, "absent")
    assert problem(program("town").post(f"/papers/{first.papers[0].id}/received")) == (404, "absent")


def test_only_coordinators_draw_papers_up(county: County, program: Programs, body: dict[str, Any]) -> None:
    for who in OTHERS:
        for path in ("/papers/proposed", "/papers"):
            assert problem(program(who).post(path, body)) == (404, "absent"), (who, path)
    one = program("coordinator")
    assert problem(one.post("/papers", {**body, "item_ids": [999]})) == (404, "absent")
    assert problem(one.post("/papers", {**body, "unit_id": 999})) == (422, "malformed")
    assert problem(one.post("/papers", {**body, "unit_id": None})) == (422, "incomplete")
    assert problem(one.post("/papers/proposed", {**body, "kind": "close_out_sheet"}))[0] in (409, 422)


def test_templates_are_changed_and_restored(county: County, program: Programs) -> None:
    one, path = program("coordinator"), f"/offices/{county.office.pk}/templates"
    told = Templates.model_validate(one.get(path).json())
    assert {each.is_shipped for each in told.templates} == {True}
    own = one.get(f"{path}/letter").getvalue()
    assert own == shipped("letter")

    changed = one.send(f"{path}/letter", file=SimpleUploadedFile("督办函.docx", own))
    assert {each["kind"]: each["version"] for each in changed.json()["templates"]}["letter"] == 1
    back = one.post(f"{path}/letter/restored").json()["templates"]
    assert {each["kind"]: (each["version"], each["is_shipped"]) for each in back}["letter"] == (2, True)
    wrong = one.send(f"{path}/letter", file=SimpleUploadedFile("督办函.docx", b"no template"))
    assert problem(wrong) == (422, "template_refused")
    assert problem(one.get(f"{path}/no_such")) == (404, "absent")
    for who in ("verifier", "leader", "town", "stranger"):
        other = program(who)
        assert problem(other.get(path)) == (404, "absent"), who
        assert problem(other.get(f"{path}/letter")) == (404, "absent"), who
        assert problem(other.post(f"{path}/letter/restored")) == (404, "absent"), who
        sent = other.send(f"{path}/letter", file=SimpleUploadedFile("x.docx", own))
        assert problem(sent) == (404, "absent"), who
