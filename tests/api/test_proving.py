"""Programs have the trail verified, take it along, look at its files, and ask that content be deleted."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from pytest_django import Settings

from guatu.api.operations.proving import Checkpoints, ContentsFound, Redactions, Verification
from guatu.history import checkpoints, keys
from guatu.http.verification import verify_trail
from guatu.ledgers.actions import deadlines, items, reports
from guatu.ledgers.models import Evidence
from tests.accounts.factories import make_person, moment
from tests.api.conftest import Program, Programs, problem, token_of
from tests.ledgers.factories import DAY, DEADLINE, County, asked, finished, make_items, photo, signed

OUTSIDERS = ("liaison", "town", "stranger")


def test_the_trail_is_verified_when_somebody_asks(county: County, program: Programs) -> None:
    for who in ("administrator", "inspector"):
        answer = program(who).post("/trail/verification")
        assert answer.status_code == 202
        assert Verification.model_validate(answer.json()).is_running
    told = Verification.model_validate(program("coordinator").get("/trail/verification").json())
    assert told.is_whole is None
    for who in ("coordinator", *OUTSIDERS):
        assert problem(program(who).post("/trail/verification")) == (404, "absent"), who
    for who in OUTSIDERS:
        assert problem(program(who).get("/trail/verification")) == (404, "absent"), who
        assert problem(program(who).get("/trail/checkpoints")) == (404, "absent"), who
    assert verify_trail.func()["is_whole"]


def test_checkpoints_are_read_on(
    county: County, program: Programs, settings: Settings, tmp_path: Path
) -> None:
    settings.SIGNING_KEY, settings.CHECKPOINTS = tmp_path / "keys" / "checkpoint.pem", tmp_path / "kept"
    keys.make_key()
    for hour in (9, 10):
        make_items(county)
        checkpoints.take(at=moment(DAY, hour=hour))
    one = program("inspector", "read")
    first = Checkpoints.model_validate(one.get("/trail/checkpoints", {"limit": 1}).json())
    more = Checkpoints.model_validate(one.get("/trail/checkpoints", {"before": first.next}).json())
    assert [each.number for each in first.checkpoints + more.checkpoints] == [2, 1]


def test_a_chain_is_taken_along_with_its_script(county: County, program: Programs) -> None:
    path = f"/trail/chains/{county.office.chain}/export"
    answer = program("inspector", "read").get(path)
    with ZipFile(BytesIO(answer.getvalue())) as package:
        assert {"events.jsonl", "verify_trail.py"} <= set(package.namelist())
    for who in ("coordinator", *OUTSIDERS):
        assert problem(program(who).get(path)) == (404, "absent"), who
    assert problem(program("inspector").get("/trail/chains/no-such/export")) == (404, "absent")


@pytest.fixture
def other(county: County) -> Program:
    """A second administrator."""
    county.people["other"] = make_person("高望舒", roles=[("administrator", county.office)])
    return Program(token_of(county, "other"))


def test_content_is_deleted_by_two_administrators(county: County, program: Programs, other: Program) -> None:
    item = make_items(county)[0]
    items.void(pk=item.pk, reason="误录了一个住址", **county.when("coordinator"))
    one = program("administrator")
    found = ContentsFound.model_validate(one.get("/trail/contents", {"q": "住址"}).json())
    body = {"enclosure_ids": [each.enclosure_id for each in found.contents], "reason": "个人信息"}
    asked = Redactions.model_validate(one.post("/trail/redactions", body).json()).redactions[0]

    assert (asked.state, asked.is_own, asked.asked_by) == ("asked", True, "何清源")
    path = f"/trail/redactions/{asked.id}"
    assert problem(one.post(f"{path}/confirmed"))[0] in (403, 409, 422)
    done = Redactions.model_validate(other.post(f"{path}/confirmed").json()).redactions[0]
    assert (done.state, done.confirmed_by) == ("confirmed", "高望舒")
    assert one.get("/trail/contents", {"q": "住址"}).json() == {"contents": []}
    assert problem(other.post(f"{path}/withdrawn"))[0] in (409, 422)
    assert problem(other.post("/trail/redactions/999/withdrawn")) == (404, "absent")


def test_a_request_to_delete_is_withdrawn(county: County, program: Programs) -> None:
    item = make_items(county)[0]
    items.void(pk=item.pk, reason="误录了一个住址", **county.when("coordinator"))
    one = program("administrator")
    pk = one.get("/trail/contents", {"q": "住址"}).json()["contents"][0]["enclosure_id"]
    one.post("/trail/redactions", {"enclosure_ids": [pk], "reason": "个人信息"})
    made = one.get("/trail/redactions").json()["redactions"][0]
    gone = one.post(f"/trail/redactions/{made['id']}/withdrawn").json()["redactions"]
    assert [each["state"] for each in gone] == ["withdrawn"]
    for who in ("coordinator", "inspector", *OUTSIDERS):
        other = program(who)
        assert problem(other.get("/trail/contents", {"q": "住址"})) == (404, "absent"), who
        assert problem(other.get("/trail/redactions")) == (404, "absent"), who
        body = {"enclosure_ids": [pk], "reason": "x"}
        assert problem(other.post("/trail/redactions", body)) == (404, "absent"), who
        for word in ("confirmed", "withdrawn"):
            assert problem(other.post(f"/trail/redactions/{made['id']}/{word}")) == (404, "absent"), who


def test_a_picture_is_handed_out_in_small(county: County, program: Programs) -> None:
    item = finished(county)
    path = f"/items/{item.pk}/evidence/{Evidence.objects.filter(item=item)[0].pk}/thumbnail"
    answer = program("town", "read").get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
    assert problem(program("stranger").get(path)) == (404, "absent")
    assert problem(program("town").get(f"/items/{item.pk}/evidence/999/thumbnail")) == (404, "absent")


def test_a_verifier_is_told_what_gives_pause(county: County, program: Programs) -> None:
    item, other = asked(county), signed(county)
    proof = item.evidence.order_by("pk")[0]
    reports.reuse(evidence=proof, pk=other.pk, unit=county.towns[0], **county.when("town"))

    told = program("verifier", "read").get(f"/items/{item.pk}/doubts").json()

    (first,) = told["proofs"]
    assert first["evidence_id"] == proof.pk
    assert [one["kind"] for one in first["doubts"]] == ["same_file", "widely_used"]
    assert told["words"] == []
    for who in ("coordinator", "liaison", "stranger"):
        assert problem(program(who).get(f"/items/{item.pk}/doubts")) == (404, "absent"), who
    assert problem(program("verifier").get(f"/items/{other.pk}/doubts")) == (404, "absent")


def test_the_paper_beside_an_event_is_handed_out(county: County, program: Programs) -> None:
    item = signed(county)
    by = county.when("coordinator")
    later = DEADLINE.replace(month=8)
    deadlines.change(pk=item.pk, new_deadline=later, reason="汛期", paper=photo(), **by)
    one = program("coordinator", "read")
    links = one.get(f"/items/{item.pk}/trail").json()["links"]
    file = next(each for link in links for each in link["files"])
    path = f"/items/{item.pk}/enclosures/{file['id']}/content"
    answer = one.get(path)
    assert (answer.status_code, len(answer.getvalue())) == (200, photo().size)
    assert problem(program("stranger").get(path)) == (404, "absent")
    assert problem(one.get(f"/items/{item.pk}/enclosures/999999/content")) == (404, "absent")
