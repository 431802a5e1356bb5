"""Programs check the entries of a draft, mend them, and send them into a ledger."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoCaptureOnCommitCallbacks

from guatu.api.operations.documents import DraftWhole
from guatu.api.operations.sending import EntriesSent, Sheets, SignOffList
from guatu.ledgers.actions import ledgers
from guatu.ledgers.intake import reading
from guatu.ledgers.models import Draft, Item, Proposal
from tests.accounts.factories import moment
from tests.api.conftest import Program, Programs, problem
from tests.ledgers.factories import DAY, County

PLAN = """整改方案
一、关于公共停车场没有开放站址的问题
整改措施：公布可开放站址清单，不少于12处。
牵头单位：县供电公司。责任单位：双桥镇、石泉镇。
完成时限：2026年9月30日前。
二、关于充电桩故障长期不修的问题
整改措施：1.建立巡检制度，2026年4月底前印发。
2.修复故障充电桩18根，2026年6月底前完成。
责任单位：县供电公司。
"""
OTHERS = ("verifier", "leader", "administrator", "town", "stranger")


class Desk:
    """A draft before a program."""

    def __init__(self, one: Program, pk: int) -> None:
        self.one, self.path = one, f"/drafts/{pk}"
        self.read()

    def read(self) -> None:
        self.now: dict[str, Any] = self.one.get(self.path).json()
        DraftWhole.model_validate(self.now)

    def change(self, act: str, **given: Any) -> Any:
        return self.one.post(f"{self.path}/changes", {"revision": self.now["revision"], "act": act, **given})

    def done(self, act: str, **given: Any) -> None:
        answer = self.change(act, **given)
        assert answer.status_code == 200, answer.content.decode()
        self.now = answer.json()

    def entry(self, pk: int = 1) -> dict[str, Any]:
        entries: list[dict[str, Any]] = self.now["entries"]
        return next(one for one in entries if one["id"] == pk)

    def confirmed(self, *pks: int) -> "Desk":
        for pk in pks:
            self.done("set_due", entry=pk, deadline="2026-09-30")
            self.done("confirm", entry=pk)
        return self

    def send(self, county: County, **given: Any) -> Any:
        entries = [one["id"] for one in self.now["entries"] if one["status"] == "confirmed"]
        body = {"revision": self.now["revision"], "ledger_id": county.ledger.pk, "entries": entries, **given}
        return self.one.post(f"{self.path}/sent", body)


@pytest.fixture
def desk(
    county: County, program: Programs, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> Desk:
    one = program("coordinator")
    sent = one.send(
        "/drafts", office_id=str(county.office.pk), file=SimpleUploadedFile("方案.txt", PLAN.encode())
    )
    draft = Draft.objects.get(pk=sent.json()["id"])
    with django_capture_on_commit_callbacks(execute=True):
        reading.read_now(draft=draft, at=moment(DAY), on=DAY, isolated=False)
    return Desk(one, draft.pk)


def test_entries_are_mended_field_by_field(county: County, desk: Desk) -> None:
    desk.done("edit", entry=1, title="公布可开放站址", category="充电设施", lead_leader="周行之")
    desk.done("set_kind", entry=1, kind="finding")
    desk.done("set_due", entry=1, due_kind="long_term")
    assert desk.entry()["due"]["kind"] == "long_term"
    desk.done("set_due", entry=1, deadline="2026-09-15")
    desk.done("set_standard", entry=1, standard_id=county.standard.pk)
    desk.done("add_measure", entry=1, text="向社会公布")
    desk.done("edit_measure", entry=1, at=1, deadline="2026-08-01", target="3.5", quantity_unit="处")
    measure = desk.entry()["measures"][1]
    assert (measure["deadline"], measure["target"], measure["text"]) == ("2026-08-01", "3.5", "向社会公布")
    desk.done("edit_measure", entry=1, at=1, deadline=None)
    assert desk.entry()["measures"][1]["deadline"] is None
    desk.done("drop_measure", entry=1, at=1)

    entry = desk.entry()
    assert (entry["title"], entry["category"], entry["kind"]) == ("公布可开放站址", "充电设施", "finding")
    assert (entry["due"]["on"], entry["standard"]["version"]) == ("2026-09-15", county.standard.pk)
    desk.done("set_standard", entry=1)
    assert desk.entry()["standard"] is None
    desk.done("undo")
    assert desk.entry()["standard"] is not None


def test_units_of_an_entry_are_named_moved_and_dropped(county: County, desk: Desk) -> None:
    desk.done("edit", entry=2, title="修复充电桩")
    town = county.towns[0].pk
    known = len(desk.entry(2)["duties"])
    desk.done("add_unit", entry=2, unit_ids=[town], duty="cooperating")
    desk.done("set_duty", entry=2, at=known, duty="responsible")
    assert desk.entry(2)["duties"][known]["duty"] == "responsible"
    desk.done("assign", entry=2, at=known, unit_ids=[county.towns[1].pk])
    assert desk.entry(2)["duties"][known]["unit"] == "石泉镇"
    assert problem(desk.change("assign", entry=2, at=99, unit_ids=[town]))[0] == 422
    assert problem(desk.change("add_unit", entry=2, unit_ids=[10**6])) == (422, "malformed")
    desk.done("edit_measure", entry=1, at=0, target="12", quantity_unit="处")
    place = next(at for at, one in enumerate(desk.entry()["duties"]) if one["unit"] == "双桥镇")
    desk.done("set_share", entry=1, at=place, share="5")
    assert desk.entry()["duties"][place]["share"] == "5"
    desk.done("drop_unit", entry=2, at=known)
    assert len(desk.entry(2)["duties"]) == known


def test_entries_are_split_joined_moved_and_put_aside(desk: Desk) -> None:
    before = len(desk.now["entries"])
    desk.done("split", entry=2, by="measure")
    assert len(desk.now["entries"]) == before + 1
    last = desk.now["entries"][-1]["id"]
    desk.done("merge_up", entry=last)
    desk.done("keep_whole", entry=2)
    desk.done("move", entry=2, to=0)
    assert desk.now["entries"][0]["id"] == 2
    desk.done("add", title="另补一条")
    added = desk.now["entries"][-1]["id"]
    for act, status in (("drop", "dropped"), ("restore", "unchecked"), ("put_off", "later")):
        desk.done(act, entry=added)
        assert desk.entry(added)["status"] == status
    desk.done("confirm_all_sure")
    assert problem(desk.change("confirm", entry=added)) == (422, "entry_incomplete")
    assert problem(desk.change("confirm")) == (422, "malformed")
    assert problem(desk.change("confirm", entry=999))[0] == 422


def test_a_draft_that_moved_on_is_not_overwritten(desk: Desk) -> None:
    old = desk.now["revision"]
    desk.done("edit", entry=1, title="新名")
    body = {"revision": old, "act": "edit", "entry": 1, "title": "旧名"}
    assert problem(desk.one.post(f"{desk.path}/changes", body)) == (409, "draft_changed")


def test_only_coordinators_work_on_drafts(program: Programs, desk: Desk, county: County) -> None:
    for who in OTHERS:
        other = Desk.__new__(Desk)
        other.one, other.path, other.now = program(who), desk.path, desk.now
        assert problem(other.change("confirm", entry=1)) == (404, "absent"), who
        assert problem(other.send(county, entries=[1])) == (404, "absent"), who
        for path in ("units", "source", "sheets"):
            assert problem(other.one.get(f"{desk.path}/{path}")) == (404, "absent"), who
        assert problem(other.one.client.delete(f"/api/v1{desk.path}")) == (404, "absent"), who


def test_the_source_and_the_meaning_of_names_are_told(desk: Desk, county: County) -> None:
    assert "公共停车场" in str(desk.one.get(f"{desk.path}/source").json()["reading"])
    found = desk.one.get(f"{desk.path}/units", {"typed": "双桥"}).json()["units"]
    assert found[0]["unit"] == {"id": county.towns[0].pk, "name": "双桥镇"}
    assert problem(desk.one.client.delete(f"/api/v1{desk.path}")) == (409, "draft_not_ready")


def test_confirmed_entries_go_out_to_their_units(desk: Desk, county: County) -> None:
    desk.confirmed(1)
    sheets = Sheets.model_validate(desk.one.get(f"{desk.path}/sheets").json())
    assert {"县供电公司", "双桥镇", "石泉镇"} == {one.unit.name for one in sheets.sheets}
    assert problem(desk.send(county, ledger_id=999)) == (422, "malformed")
    sent = EntriesSent.model_validate(desk.send(county).json())

    item = Item.objects.get(pk=sent.items[0].id)
    assert (item.state, item.directive_id, sent.sign_off_id) == ("dispatched", desk.now["directive_id"], None)
    assert problem(desk.send(county)) == (409, "draft_changed")
    desk.read()
    assert desk.entry()["item"] == item.pk
    came = desk.one.get(f"/directives/{desk.now['directive_id']}").json()
    assert (came["items"], came["draft_id"]) == ([{"id": item.pk, "number": item.number}], desk.now["id"])


def test_entries_are_kept_as_drafts_where_that_is_asked(desk: Desk, county: County) -> None:
    desk.confirmed(1)
    sent = desk.send(county, dispatch=False).json()
    assert Item.objects.get(pk=sent["items"][0]["id"]).state == "draft"


def test_a_leader_signs_the_list_off_first(desk: Desk, county: County, program: Programs) -> None:
    ledgers.change(ledger=county.ledger, needs_sign_off=True, **county.when("coordinator"))
    desk.confirmed(1)
    assert problem(desk.send(county)) == (422, "leader_missing")
    sent = desk.send(county, leader_id=county.people["leader"].pk).json()
    path = f"/sign-offs/{sent['sign_off_id']}"
    told = SignOffList.model_validate(desk.one.get(path).json())
    assert (told.state, told.leader.name) == ("asked", "周行之")
    assert problem(desk.one.post(f"{path}/dispatched")) == (409, "sign_off_missing")
    act = f"/items/{sent['items'][0]['id']}/acts/sign_off_approved"
    assert program("leader").post(act, {"remark": "同意"}).status_code == 200
    assert problem(program("leader").post(f"{path}/dispatched")) == (403, "not_yours")
    assert problem(program("town").get(path)) == (404, "absent")
    assert problem(program("town").post(f"{path}/dispatched")) == (404, "absent")
    assert desk.one.post(f"{path}/dispatched").json()["state"] == "approved"
    assert Item.objects.get(pk=sent["items"][0]["id"]).state == "dispatched"
    assert problem(desk.one.post(f"{path}/dispatched")) == (409, "not_now")


def test_a_proposal_of_the_local_model_is_told_and_taken(desk: Desk, county: County) -> None:
    draft, unit = Draft.objects.get(), county.towns[0]
    given: dict[str, Any] = {"draft": draft, "entry": 1, "field": "units", "start": 3, "made_at": moment(DAY)}
    one = Proposal.objects.create(value=unit.name, unit=unit, quote=unit.name, **given)
    other = Proposal.objects.create(value="另一个", unit=county.towns[1], quote="另一个", **given)
    desk.read()
    assert [(each["id"], each["unit_id"]) for each in desk.now["proposals"]] == [
        (one.pk, unit.pk),
        (other.pk, county.towns[1].pk),
    ]
    desk.done("drop_unit", entry=1, at=1)
    before = desk.now["revision"]
    desk.done("dismiss", proposal_id=other.pk)
    assert desk.now["revision"] == before
    desk.done("take", proposal_id=one.pk)
    assert [duty["unit"] for duty in desk.entry()["duties"]].count(unit.name) == 1
    assert desk.now["proposals"] == []
    assert problem(desk.change("take", proposal_id=one.pk))[1] == "no_such_entry"
