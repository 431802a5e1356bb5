"""Acts of programs: each is done by its doers where the table of transitions says, and answered as promised.

Who may do which of them with whose item is asked in `tests/matrix`.
"""

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from guatu.api.operations.acts import ACTS, name_of
from guatu.http import uploads
from guatu.http.uploads import Kept
from guatu.ledgers.actions import items
from guatu.ledgers.events import Event
from guatu.ledgers.models import ClosingReport, Instruction, Item, Report, StandardCheck
from guatu.ledgers.transitions import BY_EVENT, TABLE
from tests.api.conftest import Program, Programs, SetDay, problem, token_of
from tests.beginnings import Begin
from tests.ledgers.doing import DOING, LATER, PARTS, Scene, doer, scene
from tests.ledgers.factories import DAY, PNG, County, fresh, make_county, make_items, photo, signed

State = Item.State
STATES = [state.value for state in State]
SOAK = bool(os.environ.get("GUATU_SOAK"))
REFUSED_ONE_IN = 4
"""Of the acts that a state refuses so few are asked, but for the long runs."""
BY_NAME = {name_of(act): act for act in ACTS}
NOT_SEEN_YET = (State.DRAFT, State.APPROVING)
IN_UNITS = ("liaison", "reviewer", "town", "other_town")
NO_PAGE = {
    Event.CLOSE_LAPSED, Event.DAYS_RECOUNTED, Event.IMPORT_CHANGED, Event.IMPORT_REVERTED, Event.REVISED,
    Event.LIT, Event.SITE_CHECK_DRAWN,
}  # fmt: skip
"""What happens by itself, or with many at once: an item has no operation for it."""
BASE = {"title": "改过的事项"}


@pytest.fixture
def _begun(begun: Begin, tmp_path: Path) -> Iterator[County]:
    with begun("stepwise", make_stepwise_county).entered(tmp_path) as county:
        yield county


def make_stepwise_county() -> County:
    """A county whose ledger goes through every optional step."""
    county = make_county(needs_approval=True, publicity_days=3)
    county.people["stranger"].unit.refresh_from_db()
    return county


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def word(it: Scene, who: str) -> str:
    """A file that somebody has sent for the item."""
    file = photo(230)
    kept = Kept(sha256=file.sha256, name="附件.png")
    return uploads.word_for(kept, person_id=it.county.people[who].pk, item_id=it.item.pk)


def row(it: Scene, who: str) -> int:
    """The duty that somebody acts on, or tries to."""
    return it.assignment(who).pk


def judged(it: Scene) -> list[dict[str, Any]]:
    lines = StandardCheck.objects.filter(version=it.item.standard, method="person")
    return [{"check_id": line.pk, "outcome": "met"} for line in lines]


Give = Callable[[Scene, str], dict[str, Any]]
GIVEN: Mapping[str, Give] = {
    "edited": lambda it, _: dict(BASE),
    "measure_added": lambda it, _: {"text": "再查一遍"},
    "measure_changed": lambda it, _: {
        "measure_id": it.item.measures.get().pk, "text": "完成 21 处改造", "target": "21",
    },
    "measure_dropped": lambda it, _: {"measure_id": it.item.measures.get().pk, "reason": "不再需要"},
    "sign_off_asked": lambda it, _: {"leader_id": it.county.people["leader"].pk},
    "sign_off_approved": lambda it, who: {"paper": word(it, who)},
    "sign_off_returned": lambda it, who: {"remark": "措施不具体", "paper": word(it, who)},
    "dispatched": lambda it, _: {},
    "assigned": lambda it, _: {"unit_id": it.county.people["stranger"].unit_id, "duty": "cooperating"},
    "released": lambda it, _: {"unit_id": it.county.towns[0].pk, "reason": "职责调整"},
    "handed_over": lambda it, _: {
        "giver_id": it.county.lead.pk,
        "taker_id": it.county.people["stranger"].unit_id,
        "reason": "职能划转",
    },
    "signed": lambda it, _: {},
    "reported": lambda it, who: {
        "assignment_id": row(it, who), "text": "在办", "achieved": "6", "progress": 60,
    },
    "report_released": lambda it, _: {"report_id": it.draft.pk},
    "report_declined": lambda it, _: {"report_id": it.draft.pk, "remark": "数字不符"},
    "report_returned": lambda it, _: {"report_id": it.report.pk, "remark": "缺照片，3 日内补"},
    "evidence_added": lambda it, who: {"files": [word(it, who)]},
    "evidence_judged": lambda it, _: {"evidence_id": it.evidence.pk, "verdict": "counts"},
    "urged": lambda it, _: {"words": "本周内报"},
    "paper_issued": lambda it, _: {"kind": "closing_report", "title": "办结报告", "text": "已办结"},
    "extension_asked": lambda it, who: {
        "assignment_id": row(it, who),
        "new_deadline": str(LATER),
        "reason": "停电窗口排不开",
        "progress_text": "已完成一半",
    },
    "extension_withdrawn": lambda it, _: {"extension_id": it.extension.pk},
    "extension_approved": lambda it, _: {"extension_id": it.extension.pk},
    "extension_refused": lambda it, _: {"extension_id": it.extension.pk, "remark": "不合理"},
    "deadline_changed": lambda it, who: {
        "new_deadline": str(LATER), "reason": "领导批示", "paper": word(it, who),
    },
    "schedule_set": lambda it, _: {
        "kind": "milestones",
        "milestones": [{"day": str(it.item.deadline or DAY), "name": "全部改造", "share": 100}],
    },
    "suspended": lambda it, _: {"reason": "等上级批复"},
    "resumed": lambda it, _: {},
    "long_term_set": lambda it, _: {"reason": "须长期坚持"},
    "long_term_ended": lambda it, _: {"deadline": str(LATER), "reason": "已成机制"},
    "merged": lambda it, _: {"into_id": it.other.pk, "reason": "同一问题"},
    "transferred": lambda it, _: {"ledger_id": it.ledger.pk, "reason": "归口管理"},
    "voided": lambda it, _: {"reason": "重复录入"},
    "close_asked": lambda it, _: {"statement": "全部改造完成"},
    "close_withdrawn": lambda it, _: {},
    "close_reviewed": lambda it, _: {},
    "close_not_reviewed": lambda it, _: {"remark": "照片不清"},
    "site_check_ordered": lambda it, _: {"words": "到石泉镇抽查 3 处"},
    "site_check_planned": lambda it, _: {"due_on": str(LATER), "words": "看表箱"},
    "site_check_done": lambda it, who: {
        "result": "matches", "finding": "3 处都已改造", "files": [word(it, who)],
    },
    "site_check_dropped": lambda it, _: {"reason": "汛期道路中断"},
    "close_verified": lambda it, _: {"judged": judged(it)},
    "close_by_meeting": lambda it, who: {
        "meeting_on": str(DAY), "attendees": "周行之、许听澜", "minutes": word(it, who),
    },
    "close_returned": lambda it, _: {"remark": "缺石泉镇照片"},
    "close_approved": lambda it, _: {},
    "close_declined": lambda it, _: {"remark": "效果不明显"},
    "close_objected": lambda it, _: {"words": "还有 2 处没改"},
    "close_published": lambda it, _: {},
    "look_back_planned": lambda it, _: {"due_on": str(LATER)},
    "look_back_dropped": lambda it, _: {"reason": "已并入专项核查"},
    "look_back_held": lambda it, _: {"finding": "没有反弹"},
    "reopened": lambda it, _: {"finding": "又有 2 处", "deadline": str(LATER)},
    "instructed": lambda it, _: {"words": "请抓紧办"},
    "closing_report_sent": lambda it, _: {"text": "已办结"},
    "closing_report_read": lambda it, _: {},
    "closing_report_answered": lambda it, _: {"answer": "很好"},
}  # fmt: skip
"""What each act is given; the files are those that the person sent."""


def prepare(it: Scene, event: Event, day: SetDay) -> None:
    """What an event needs besides the state."""
    if event == Event.DISPATCHED and it.item.state == State.APPROVING:
        DOING[Event.SIGN_OFF_APPROVED](it, "leader")
    if event in (Event.MERGED, Event.CLOSING_REPORT_SENT):
        ClosingReport.objects.filter(pk=it.closing_report.pk).update(read_on=DAY)
    if event == Event.MERGED:
        Instruction.objects.filter(item=it.item).update(item=make_items(it.county)[0])
    if event in (Event.REPORT_RELEASED, Event.REPORT_DECLINED):
        Report.objects.filter(pk=it.draft.pk).update(review=Report.Review.AWAITING)
    of_check = (Event.SITE_CHECK_PLANNED, Event.SITE_CHECK_DONE, Event.SITE_CHECK_DROPPED)
    if event in of_check and it.item.state == State.VERIFYING:
        DOING[Event.SITE_CHECK_ORDERED](it, "verifier")
    if event == Event.CLOSE_PUBLISHED and (last := it.item.close_outs.last()) and last.publicity_to:
        day(last.publicity_to + timedelta(days=1))


def tell(one: Program, it: Scene, name: str, who: str) -> Any:
    """Ask for an act as it should be asked."""
    return one.post(f"/items/{it.item.pk}/acts/{name}", GIVEN[name](it, who), **{"if-match": "*"})


@pytest.fixture
def programs(county: County) -> Mapping[str, Program]:
    """A program for everybody."""
    return {name: Program(token_of(county, name)) for name in PARTS}


def may_see(who: str, state: str) -> bool:
    """Whom the county's ledger shows an item to: the office always, units what was dispatched to them."""
    if who in IN_UNITS:
        return state not in NOT_SEEN_YET
    return who != "stranger"


def test_every_event_that_people_bring_about_has_an_operation() -> None:
    assert {act.event for act in ACTS} == {line.event for line in TABLE} - NO_PAGE
    assert GIVEN.keys() == BY_NAME.keys()


def is_spared(at: int, state: str, sources: Collection[str]) -> bool:
    """Where time is short an act is done in the first state that allows it, and in every second other one."""
    allowed = [one for one in STATES if one in sources]
    if state not in allowed:
        return at % REFUSED_ONE_IN > 0
    place = allowed.index(state)
    return place > 0 and (place + at) % 2 > 0


@pytest.mark.parametrize("state", STATES)
def test_acts_of_their_doers_succeed_where_the_table_says_and_are_refused_elsewhere(
    county: County, programs: Mapping[str, Program], day: SetDay, state: str
) -> None:
    it = scene(county, state)
    for at, (name, act) in enumerate(BY_NAME.items()):
        line, who = BY_EVENT[act.event], doer(act.event)
        if not SOAK and is_spared(at, state, line.sources):
            continue
        day(DAY)
        with undone():
            prepare(it, act.event, day)
            answer = tell(programs[who], it, name, who)
            if state in line.sources and not line.if_flag and name != "measure_dropped":
                assert answer.status_code == 200, (name, answer.content.decode())
                assert answer.json()["revision"] > it.item.revision, name
            elif not may_see(who, state):
                assert problem(answer) == (404, "absent"), name
            elif state not in line.sources:
                assert answer.status_code in (403, 409, 422), (name, answer.content.decode())
                assert fresh(it.item).revision == it.item.revision, name


def test_rows_of_another_item_cannot_be_acted_on(county: County, programs: Mapping[str, Program]) -> None:
    it, other = scene(county, "in_progress"), scene(county, "in_progress")
    cases = {
        "report_returned": ("coordinator", {"report_id": other.report.pk, "remark": "缺照片"}),
        "extension_approved": ("coordinator", {"extension_id": other.extension.pk}),
        "measure_changed": ("coordinator", {"measure_id": other.item.measures.get().pk, "text": "改"}),
        "reported": ("town", {"assignment_id": row(other, "town"), "text": "在办", "achieved": "1"}),
        "evidence_added": ("town", {"files": [word(other, "town")]}),
    }
    for name, (who, body) in cases.items():
        answer = programs[who].post(f"/items/{it.item.pk}/acts/{name}", body, **{"if-match": "*"})
        assert answer.status_code == 422, (name, answer.content.decode())
        assert answer.json()["error"]["code"] in ("malformed", "file_refused"), name


def test_a_change_names_what_was_looked_at(county: County, program: Programs) -> None:
    item, one = signed(county), program("coordinator")
    path = f"/items/{item.pk}"
    tag = one.get(path).headers["ETag"]

    assert problem(one.post(f"{path}/acts/edited", BASE)) == (428, "revision_needed")
    done = one.post(f"{path}/acts/edited", BASE, **{"if-match": tag})
    assert (done.status_code, done.json()["title"]) == (200, "改过的事项")
    late = one.post(f"{path}/acts/edited", {"title": "别的"}, **{"if-match": tag})
    assert problem(late) == (412, "revision_passed")
    assert problem(one.post(f"{path}/acts/urged", {"words": "快"}, **{"if-match": tag}))[0] == 412
    assert problem(one.post(f"{path}/acts/urged", {"words": "快"}, **{"if-match": '"x"'}))[0] == 412
    again = one.post(f"{path}/acts/edited", {"goal": "全部完成"}, **{"if-match": done.headers["ETag"]})
    assert (again.json()["title"], again.json()["goal"]) == ("改过的事项", "全部完成")
    assert one.get(path).headers["ETag"] == again.headers["ETag"]


def test_an_item_is_given_a_place_and_loses_it(county: County, program: Programs) -> None:
    item, one = signed(county), program("coordinator")
    path, any_ = f"/items/{item.pk}/acts/edited", {"if-match": "*"}
    assert (item.place, one.get(f"/items/{item.pk}").json()["coordinates"]) == ("", None)
    assert problem(one.post(path, {"coordinates": "0,0"}, **any_)) == (422, "unknown_coordinates")
    told = one.post(path, {"place": "粮站", "coordinates": "104.1,30.5"}, **any_).json()
    assert (told["place"], told["coordinates"]) == ("粮站", "30.5,104.1")
    assert one.post(path, {"goal": "完成"}, **any_).json()["coordinates"] == "30.5,104.1"
    assert one.post(path, {"coordinates": ""}, **any_).json()["coordinates"] is None


def test_what_is_sent_twice_is_done_once(county: County, program: Programs) -> None:
    item, one = signed(county), program("coordinator")
    path, key = f"/items/{item.pk}/acts/urged", {"idempotency-key": "一二三".encode().hex()}
    first, second = (one.post(path, {"words": "本周内报"}, **key) for _ in range(2))

    assert first.json() == second.json()
    assert (first.headers.get("Idempotency-Replayed"), second.headers["Idempotency-Replayed"]) == (
        None,
        "true",
    )
    assert item.assignments.get(unit=county.lead).times_urged == 1
    assert one.post(path, {"words": "本周内报"}, **{"idempotency-key": "b"}).status_code == 200
    assert item.assignments.get(unit=county.lead).times_urged == 2
    refused = {"idempotency-key": "c"}
    assert problem(one.post(f"/items/{item.pk}/acts/resumed", {}, **refused))[0] == 409
    items.suspend(pk=item.pk, reason="等批复", **county.when("coordinator"))
    assert one.post(f"/items/{item.pk}/acts/resumed", {}, **refused).status_code == 200


def test_a_report_with_evidence_is_sent_as_on_a_phone(county: County, program: Programs) -> None:
    item, one = signed(county), program("town")
    sent = one.send(f"/items/{item.pk}/files", file=SimpleUploadedFile("现场.png", PNG + b"1"))
    assert (sent.status_code, sent.json()["name"], sent.json()["seen_before"]) == (200, "现场.png", None)
    told = one.get(f"/items/{item.pk}").json()
    mine = next(each for each in told["assignments"] if each["is_own"])
    body = {
        "assignment_id": mine["id"],
        "text": "完成 3 处",
        "achieved": "3",
        "stuck": "等审批",
        "files": [sent.json()["file"]],
    }
    done = one.post(f"/items/{item.pk}/acts/reported", body).json()

    told = [(each["achieved"], each["progress"], each["stuck"]) for each in done["reports"]]
    assert told == [("3", 50, "等审批")]
    assert [(each["name"], each["measure_ids"]) for each in done["evidence"]] == [
        ("现场.png", [mine["measure_id"]])
    ]
    again = one.send(f"/items/{item.pk}/files", file=SimpleUploadedFile("又.png", PNG + b"1"))
    assert again.json()["seen_before"] == {"on": str(DAY), "is_here": True}
    late = body | {"happened_on": str(DAY - timedelta(days=1)), "files": []}
    assert one.post(f"/items/{item.pk}/acts/reported", late).status_code == 422


def test_a_report_says_when_its_device_wrote_it(county: County, program: Programs) -> None:
    item, one = signed(county), program("town")
    path = f"/items/{item.pk}/acts/reported"
    body = {"assignment_id": item.assignments.get(unit=county.towns[0]).pk, "text": "在办", "achieved": "1"}

    done = one.post(path, body | {"written_at": "2026-03-02T08:15:00+08:00"}).json()
    assert [each["written_at"] for each in done["reports"]] == ["2026-03-02T00:15:00Z"]
    for claim in ("2026-03-02T23:00:00+08:00", "2025-03-02T08:00:00+08:00", "2026-03-02T08:15:00"):
        assert one.post(path, body | {"written_at": claim}).status_code == 422, claim


def test_files_are_held_to_the_rules_of_the_page(county: County, program: Programs) -> None:
    item, one = signed(county), program("town")
    path = f"/items/{item.pk}/files"

    assert problem(one.send(path, file=SimpleUploadedFile("空.png", b""))) == (422, "file_refused")
    marked = SimpleUploadedFile("机密★.txt", "秘密★1年 内部资料".encode())
    assert problem(one.send(path, file=marked))[0] == 422
    assert problem(one.post(path, {}))[0] == 422
    inspector = program("inspector").send(path, file=SimpleUploadedFile("a.png", PNG))
    assert problem(inspector) == (403, "not_yours")
    stranger = program("stranger").send(path, file=SimpleUploadedFile("a.png", PNG))
    assert problem(stranger) == (404, "absent")


def test_a_session_acts_only_with_its_proof(county: County) -> None:
    item = signed(county)
    path = f"/api/v1/items/{item.pk}/acts/urged"
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(county.people["coordinator"])
    body = {"words": "本周内报"}
    assert problem(strict.post(path, body, content_type="application/json")) == (403, "unproven")
    strict.cookies["csrftoken"] = "a" * 32
    answer = strict.post(path, body, content_type="application/json", headers={"x-csrftoken": "a" * 32})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "words"),
        ({"words": ""}, "words"),
        ({"words": "快", "unit": 3}, "unit"),
        ({"words": "快", "unit_id": 2**63}, "unit_id"),
        ({"words": "长" * 2001}, "words"),
        ([], "body"),
    ],
)
def test_a_body_is_refused_at_its_field(county: County, program: Programs, body: object, field: str) -> None:
    item = signed(county)
    answer = program("coordinator").post(f"/items/{item.pk}/acts/urged", body)
    assert problem(answer) == (422, "malformed")
    assert answer.json()["error"]["field"] == field


@pytest.mark.parametrize("body", [b"{", b"\xff", b'{"words": "a\\u0000"}'])
def test_what_cannot_be_read_is_said_so(county: County, program: Programs, body: bytes) -> None:
    one = program("coordinator").client
    answer = one.post(f"/api/v1/items/{signed(county).pk}/acts/urged", body, content_type="application/json")
    assert problem(answer) == (400, "garbled")
