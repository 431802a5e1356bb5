"""云桥县 as it stands when the demonstration begins."""

from collections import Counter
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from PIL import Image
from PIL.ExifTags import IFD, Base

from guatu.accounts.models import Office, Person, Unit
from guatu.accounts.queries import Acting, acting
from guatu.demo.county import registry
from guatu.history import store, verifying
from guatu.history.models import Chain, Checkpoint, Event
from guatu.ledgers.models import (
    Assignment,
    CheckResult,
    CloseOut,
    ClosingReport,
    Directive,
    Draft,
    Evidence,
    Extension,
    Instruction,
    Item,
    Ledger,
    LookBack,
    Meeting,
    Report,
    Schedule,
    SignOff,
)
from guatu.ledgers.queries import duties, meetings
from guatu.ledgers.queries.duty import When
from tests.demo.county.conftest import DAY, NOW
from tests.scratch import Scratch

pytestmark = pytest.mark.usefixtures("filled")
ROLES = ("coordinator", "liaison", "reviewer", "verifier", "leader", "inspector", "administrator")


def named(username: str) -> Acting:
    found = acting(Person.objects.get(username=username).pk, on=DAY)
    assert found is not None
    return found


def test_it_has_its_towns_units_offices_documents_and_items() -> None:
    kinds = Counter(Unit.objects.values_list("kind", flat=True))

    assert kinds["town"] == 12
    assert kinds["department"] - 1 + kinds["enterprise"] == 40  # one is the office's own body
    assert Office.objects.count() == 3
    assert Directive.objects.count() == 9
    assert Item.objects.filter(found_by=None).count() == 300  # and what checks without notice found
    assert sorted(Ledger.objects.values_list("prefix", flat=True)) == ["5G", "PS", "XJ", "YS"]


def test_no_two_items_have_one_title_but_for_the_one_handed_to_another_ledger() -> None:
    titles = Counter(Item.objects.filter(transferred_to=None).values_list("title", flat=True))

    assert max(titles.values()) == 1


def test_there_is_an_item_in_every_state_and_under_every_flag() -> None:
    assert {*Item.objects.values_list("state", flat=True)} == set(Item.State.values)
    assert Item.objects.filter(is_suspended=True).exists()
    assert Item.objects.filter(is_long_term=True).exists()
    assert Item.objects.exclude(merged_into=None).exists()
    assert Item.objects.exclude(transferred_to=None).exists()
    assert Item.objects.filter(times_returned__gt=0).exists()
    assert Item.objects.filter(times_reopened__gt=0).exists()
    assert Item.objects.overdue(on=DAY).filter(extensions=2).exists()


def test_some_long_matters_move_by_months_and_some_by_milestones() -> None:
    plans = Schedule.objects.filter(ended_on=None, item__state=Item.State.IN_PROGRESS)

    kinds = Counter(plans.values_list("kind", flat=True))
    assert kinds["months"] > 3
    assert kinds["milestones"] > 3


def test_everything_that_waits_for_somebody_waits() -> None:
    assert Assignment.objects.filter(state="awaiting_signature").exists()
    assert Assignment.objects.filter(state="returned").exists()
    assert Extension.objects.filter(state="asked").exists()
    assert SignOff.objects.filter(state="asked").exists()
    assert SignOff.objects.filter(state="returned").exists()
    assert ClosingReport.objects.filter(read_on=None).exists()
    assert ClosingReport.objects.exclude(answer="").exists()
    assert Instruction.objects.count() == 33
    assert {*LookBack.objects.values_list("state", flat=True)} == set(LookBack.State.values)
    assert LookBack.objects.filter(state="planned", due_on__lte=DAY).exists()
    assert CheckResult.objects.filter(outcome="doubtful").exists()


def test_a_dispatch_meeting_was_held_twice_and_is_to_be_held_again() -> None:
    first, second, to_come = Meeting.objects.order_by("meets_on")

    assert [one.state for one in (first, second, to_come)] == ["filed", "filed", "planned"]
    assert [one.number for one in (first, second, to_come)] == [1, 2, 3]
    assert to_come.meets_on > DAY >= second.meets_on
    assert Item.objects.filter(directive__meeting=first).count() == 4
    assert {row.status for row in second.attendances.all()} == {"present", "deputed", "leave", "absent"}
    heard = meetings.report_back(named("coordinator"), to_come, on=DAY)
    assert {one.meeting for one in heard} == {first, second}
    assert {one.stands.is_over for one in heard} == {True, False}


def test_twelve_months_have_their_events_and_none_lies_ahead() -> None:
    months = {f"{day:%Y-%m}" for day in Event.objects.values_list("happened_on", flat=True)}

    assert len(months) >= 12
    assert not Event.objects.filter(recorded_at__gt=NOW).exists()
    assert Checkpoint.objects.count() >= 12


def test_the_chains_are_whole_and_run_forward_in_time() -> None:
    for chain in Chain.objects.all():
        moments = list(chain.events.order_by("number").values_list("recorded_at", flat=True))
        assert moments == sorted(moments)

    findings = verifying.verify(outside=None, key=None, contents=True)

    assert findings.is_whole, findings.found


def test_nobody_turns_the_second_key_of_what_he_did_himself() -> None:
    doers = {*Report.objects.values_list("item", "reported_by")} | {
        *Evidence.objects.values_list("item", "uploaded_by")
    }
    verified = {*CloseOut.objects.exclude(verified_by=None).values_list("item", "verified_by")}

    assert verified
    assert not doers & verified
    assert not CloseOut.objects.filter(verified_by=F("requested_by")).exists()


@pytest.mark.parametrize("role", ROLES)
def test_everybody_who_is_printed_can_sign_in(role: str) -> None:
    browser = Client()

    answer = browser.post(reverse("web:sign-in"), {"username": role, "password": registry.PASSWORD})

    assert answer.status_code == 302
    assert browser.session["_auth_user_id"] == str(Person.objects.get(username=role).pk)
    assert role in {held.kind for held in named(role).roles}


def test_the_liaison_has_three_things_today_four_soon_and_four_later() -> None:
    found = Counter(duty.when for duty in duties.of(named("liaison"), on=DAY))

    assert found == {When.TODAY: 3, When.SOON: 4, When.LATER: 4}


@pytest.mark.parametrize("role", ["coordinator", "reviewer", "verifier", "leader"])
def test_everybody_else_has_something_to_decide(role: str) -> None:
    assert len(duties.of(named(role), on=DAY)) >= 3


def test_photographs_open_are_small_and_bear_the_time_of_the_camera() -> None:
    photographs = [one for one in Evidence.objects.select_related("file") if one.is_photo]

    assert len(photographs) > 300
    assert len({one.perceptual_hash for one in photographs}) > 0.9 * len(photographs)
    for one in photographs[::25]:
        with store.open_file(one.file_id) as file:
            data = file.read()
        assert len(data) <= 30_000
        with Image.open(BytesIO(data)) as image:
            image.load()
            taken = image.getexif().get_ifd(IFD.Exif)[Base.DateTimeOriginal]
        assert one.taken_at is not None
        assert taken == f"{one.taken_at + timedelta(hours=8):%Y:%m:%d %H:%M:%S}"


def test_papers_are_among_the_proofs_and_every_file_is_there() -> None:
    media = Counter(Evidence.objects.values_list("file__media_type", flat=True))

    assert media["application/pdf"] > 5
    for sha256 in Evidence.objects.values_list("file_id", flat=True):
        assert store.path_of(sha256).is_file()


def test_one_photograph_proves_two_items() -> None:
    used = Counter(Evidence.objects.values_list("file_id", flat=True))

    assert max(used.values()) == 2


def test_items_of_two_ledgers_come_from_documents_and_know_their_sentence() -> None:
    from_documents = Item.objects.exclude(directive=None).select_related("directive", "ledger")

    assert {item.ledger.prefix for item in from_documents} >= {"5G", "XJ"}
    assert sum(item.source_start is not None for item in from_documents) > 25


def test_some_documents_are_still_on_the_desk() -> None:
    states = Counter(Draft.objects.values_list("state", flat=True))

    assert states["done"] >= 2
    assert states["ready"] >= 2
    assert not states["failed"]
    assert Directive.objects.filter(received_on__lte=DAY, issued_on__lte=DAY).count() == 9
    assert Directive.objects.exclude(issued_on__lt=date(2025, 9, 1)).count() == 9


def test_the_task_of_all_towns_was_reported_on_month_by_month() -> None:
    flagship = Item.objects.get(title__startswith="新建 5G 基站 360 座")
    towns = Report.objects.filter(item=flagship, unit__kind="town")

    assert {*towns.values_list("unit", flat=True)} == {
        *Unit.objects.filter(kind="town").values_list("pk", flat=True)
    }
    assert len({f"{day:%Y-%m}" for day in towns.values_list("reported_on", flat=True)}) >= 10


def test_what_is_late_near_and_in_time_is_there(filled: Scratch) -> None:
    late = Item.objects.overdue(on=DAY).count()
    near = Item.objects.open().filter(deadline__gte=DAY, deadline__lte=DAY + timedelta(days=7)).count()

    assert 15 <= late <= 60
    assert 15 <= near <= 60
    assert Item.objects.open().count() - late - near > 60
