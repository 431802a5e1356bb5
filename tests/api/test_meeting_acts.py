"""Programs plan meetings, move them, hold them, file and read their minutes, and keep their agenda."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guatu.api.operations.meetings import MeetingWhole
from guatu.ledgers.models import Attendance, Draft, Meeting
from tests.api.conftest import Programs, problem
from tests.ledgers.factories import DAY, County, signed
from tests.ledgers.meeting_factories import filed, held, planned, put

SECOND = date(2026, 3, 9)


def plan(county: County, **values: Any) -> dict[str, Any]:
    given = {
        "office_id": county.office.pk,
        "kind": "dispatch",
        "name": "整改工作调度会",
        "meets_on": str(DAY),
        "chair": "分管副县长",
        "starts": "15:00",
        "unit_ids": [county.lead.pk, county.towns[0].pk],
    }
    return given | values


def moved(county: County, **values: Any) -> dict[str, Any]:
    return {"meets_on": str(SECOND), "chair": "县长", "unit_ids": [county.lead.pk]} | values


def came(county: County) -> list[dict[str, Any]]:
    return [
        {"unit_id": county.lead.pk, "status": "present", "post": "副总经理"},
        {"unit_id": county.towns[0].pk, "status": "leave"},
    ]


def minutes(name: str = "会议纪要.txt", text: str = "县供电公司月底前完成转改直。") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def test_a_meeting_is_planned_moved_and_called_off(county: County, program: Programs) -> None:
    one, key = program("coordinator"), {"idempotency-key": "plan"}
    made = one.post("/meetings", plan(county), **key)
    assert made.status_code == 201
    meeting = MeetingWhole.model_validate(made.json())
    assert [row.unit.name for row in meeting.attendances] == ["县供电公司", "双桥镇"]
    assert problem(one.post("/meetings", plan(county), **key)) == (422, "acted_already")

    where = f"/meetings/{meeting.id}"
    assert problem(one.post(f"{where}/changed", moved(county))) == (428, "revision_needed")
    seen = {"if-match": one.get(where)["etag"]}
    assert one.post(f"{where}/changed", moved(county), **seen).json()["meets_on"] == str(SECOND)
    assert problem(one.post(f"{where}/changed", moved(county), **seen)) == (412, "revision_passed")
    assert one.post(f"{where}/cancelled", {"reason": "改期另定"}).json()["remark"] == "改期另定"
    assert problem(one.post(f"{where}/cancelled", {"reason": "改期另定"})) == (409, "not_now")


def test_planning_is_refused_without_an_office_or_for_strange_units(
    county: County, program: Programs
) -> None:
    assert problem(program("verifier").post("/meetings", plan(county))) == (404, "absent")
    strange = plan(county, unit_ids=[987654])
    assert problem(program("coordinator").post("/meetings", strange)) == (422, "malformed")
    assert not Meeting.objects.exists()


def test_a_meeting_is_held_and_its_attendance_put_right(county: County, program: Programs) -> None:
    where, one = f"/meetings/{planned(county).pk}", program("coordinator")
    assert problem(one.post(f"{where}/held", {"came": came(county)[:1]})) == (422, "incomplete")
    told = one.post(f"{where}/held", {"came": came(county)}).json()
    assert (told["state"], [row["status"] for row in told["attendances"]]) == ("held", ["present", "leave"])

    right = {"came": [{"unit_id": county.towns[0].pk, "status": "absent"}], "reason": "没有请假"}
    seen = {"if-match": one.get(where)["etag"]}
    assert one.post(f"{where}/attendance", right, **seen).status_code == 200
    assert Attendance.objects.get(unit=county.towns[0]).status == "absent"


def test_minutes_are_filed_read_replaced_and_handed_out(county: County, program: Programs) -> None:
    where, one = f"/meetings/{held(county).pk}", program("coordinator")
    told = one.client.post(f"/api/v1{where}/minutes", {"file": minutes(), "is_read": "false"}).json()
    assert (told["state"], told["minutes"], told["draft_id"]) == ("filed", "会议纪要.txt", None)
    right = {"file": minutes("纪要.txt", "定稿"), "reason": "传错了文件"}
    assert one.client.post(f"/api/v1{where}/minutes/replaced", right).json()["minutes"] == "纪要.txt"
    assert b"".join(one.get(f"{where}/minutes")) == "定稿".encode()
    assert problem(program("town", "read").get(f"{where}/minutes")) == (404, "absent")

    read = one.post(f"{where}/minutes/read", {"ledger_id": county.ledger.pk})
    assert read.status_code == 202
    assert Draft.objects.get(pk=read.json()["id"]).ledger_id == county.ledger.pk
    assert one.get(where).json()["draft_id"] == read.json()["id"]


def test_minutes_can_be_filed_and_read_at_once(county: County, program: Programs) -> None:
    where, one = f"/meetings/{held(county).pk}", program("coordinator")
    told = one.client.post(f"/api/v1{where}/minutes", {"file": minutes()}).json()
    assert told["draft_id"] == Draft.objects.get().pk


def test_items_are_put_decided_and_withdrawn(county: County, program: Programs) -> None:
    meeting, first, second = held(county), signed(county), signed(county)
    where, one = f"/meetings/{meeting.pk}", program("coordinator")
    told = one.post(f"{where}/topics", {"item_ids": [first.pk, second.pk]}).json()
    topics = [row["id"] for row in told["topics"]]
    said, at = {"decision": "月底前办结"}, f"{where}/topics/{topics[0]}/decided"
    assert problem(one.post(at, said)) == (428, "revision_needed")
    told = one.post(at, said, **{"if-match": one.get(where)["etag"]}).json()
    assert told["topics"][0]["decision"] == "月底前办结"
    told = one.post(f"{where}/topics/{topics[1]}/withdrawn").json()
    assert [row["id"] for row in told["topics"]] == topics[:1]
    assert problem(one.post(f"{where}/topics/987654/withdrawn")) == (404, "absent")


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_the_list_of_a_meeting_is_taken_along(county: County, program: Programs, form: str) -> None:
    meeting = held(county)
    put(county, meeting)
    answer = program("coordinator").post(f"/meetings/{meeting.pk}/export", {"form": form})
    assert form in answer["content-disposition"]
    assert b"".join(answer)[:2] == b"PK"


def test_who_sees_a_meeting_does_not_keep_it(county: County, program: Programs) -> None:
    meeting, any_etag = filed(county), {"if-match": "*"}
    where, reason = f"/meetings/{meeting.pk}", {"reason": "x"}
    for name, answer in (("leader", (403, "not_yours")), ("stranger", (404, "absent"))):
        one = program(name)
        assert problem(one.post(f"{where}/cancelled", reason)) == answer
        assert problem(one.post(f"{where}/changed", moved(county), **any_etag)) == answer
        assert problem(one.post(f"{where}/topics", {"item_ids": [1]})) == answer
        assert problem(one.client.post(f"/api/v1{where}/minutes", {"file": minutes()})) == answer
    assert problem(program("coordinator", "read").post(f"{where}/cancelled", reason))[0] == 403
    assert problem(program("coordinator").post("/meetings/987654/cancelled", reason)) == (404, "absent")
