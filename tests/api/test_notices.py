"""What a program reads of the notices of its person, and the receipts that it gives for him."""

import pytest

from guatu.api.operations.notices import Notices
from guatu.ledgers.actions import assignments, reports
from guatu.ledgers.models import Item
from guatu.notices.models import Notice
from tests.api.conftest import Programs
from tests.ledgers.factories import County, signed
from tests.ledgers.meeting_factories import planned

PATH = "/me/notices"


@pytest.fixture
def item(county: County) -> Item:
    item = signed(county)
    reports.urge(pks=[item.pk], unit=county.towns[0], words="三日内报", **county.when("coordinator"))
    return item


def test_what_waits_is_read_and_signed_for_once(program: Programs, item: Item) -> None:
    told = Notices.model_validate(program("town").get(PATH, {"waiting": "true"}).json())
    one = told.notices[0]
    assert (told.waiting, told.next, one.kind, one.words) == (1, None, "urged", "三日内报")
    assert one.item is not None
    assert (one.item.id, one.seen_at, one.needs_receipt) == (item.pk, None, True)

    given = program("town").post(f"{PATH}/{one.id}/receipt").json()

    assert (given["waits"], given["receipt_at"] is not None) == (False, True)
    assert program("town").post(f"{PATH}/{one.id}/receipt").status_code == 409
    assert program("town").get(PATH, {"waiting": "true"}).json()["notices"] == []


def test_nobody_reads_or_signs_for_another(program: Programs, item: Item) -> None:
    pk = Notice.objects.get(kind="urged").pk
    told = program("other_town").get(PATH).json()["notices"]
    assert pk not in [one["id"] for one in told]
    assert program("other_town").post(f"{PATH}/{pk}/receipt").status_code == 404
    assert program("town", "read").post(f"{PATH}/{pk}/receipt").status_code == 403


def test_what_is_out_of_sight_has_no_item_and_no_words(program: Programs, county: County, item: Item) -> None:
    assignments.release(pk=item.pk, unit=county.towns[0], reason="不归镇里", **county.when("coordinator"))
    for one in program("town").get(PATH).json()["notices"]:
        assert (one["item"], one["words"], one["is_over"] or not one["waits"]) == (None, "", True)


def test_the_list_is_read_on(program: Programs, item: Item) -> None:
    told = program("town").get(PATH).json()["notices"]
    older = program("town").get(PATH, {"before": told[0]["id"]}).json()["notices"]
    assert older == told[1:]
    assert program("town").get(PATH, {"wating": "true"}).status_code == 422


def test_all_of_it_is_taken_as_seen_but_receipts_go_on_waiting(program: Programs, item: Item) -> None:
    one = program("town")
    new = [row for row in one.get(PATH).json()["notices"] if row["waits"] and row["seen_at"] is None]
    assert one.post(f"{PATH}/seen").json() == {"seen": len(new)}
    assert [row["kind"] for row in one.get(PATH, {"waiting": "true"}).json()["notices"]] == ["urged"]
    assert program("town", "read").post(f"{PATH}/seen").status_code == 403


def test_a_meeting_is_told_by_its_number(program: Programs, county: County) -> None:
    meeting = planned(county)
    told = Notices.model_validate(program("town").get(PATH).json()).notices[0]
    assert (told.kind, told.meeting_id, told.item) == ("meeting_planned", meeting.pk, None)
