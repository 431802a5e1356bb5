"""Two administrators take a text or a file out; the chain stays whole and says that something went."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from guatu.history import blanking, redacting, store
from guatu.history.chains import Actor, changes_of
from guatu.history.errors import (
    AlreadyRedacted,
    HistoryRefusal,
    ReasonMissing,
    RedactionClosed,
    SecondPersonMissing,
)
from guatu.history.models import Enclosure, Event, Redaction
from tests.history.making import AT, changed, opened
from tests.history.trials import Matter, MatterFacts
from tests.scratch import Scratch

pytestmark = pytest.mark.django_db
FIRST, SECOND = Actor(person_id=1), Actor(person_id=2)
LATER = AT + timedelta(minutes=40)


class NoAdministrator(HistoryRefusal):
    pass


def administrator(actor: Actor) -> None:
    if actor.person_id not in (1, 2, 3):
        raise NoAdministrator


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: Settings) -> None:
    settings.FILES = tmp_path / "files"


def asked(*enclosures: Enclosure, by: Actor = FIRST) -> Redaction:
    return redacting.ask(list(enclosures), by=by, reason="误填身份证号", at=AT, check=administrator)


def confirmed(redaction: Redaction, by: Actor = SECOND) -> Redaction:
    return redacting.confirm(redaction, by=by, at=LATER, check=administrator)


def title_of(matter: Matter) -> Enclosure:
    return Enclosure.objects.get(name=f"{matter.reference}.title")


def test_asking_takes_nothing_away_and_is_recorded() -> None:
    matter = opened("张某某 3201")

    redaction = asked(title_of(matter))

    assert title_of(matter).text == "张某某 3201"
    event = Event.objects.last()
    assert event
    assert (event.kind, event.subject_kind) == ("redaction_asked", "redaction")
    assert event.enclosures.get(name=f"{redaction.reference}.reason").text == "误填身份证号"


def test_what_two_administrators_redact_is_gone_and_a_tombstone_stands_in_the_same_chain() -> None:
    matter = opened("张某某 3201")
    enclosure = title_of(matter)

    confirmed(asked(enclosure))

    enclosure.refresh_from_db()
    tombstone = enclosure.tombstone
    assert tombstone
    assert (enclosure.salt, enclosure.text, enclosure.file) == (None, None, None)
    assert (tombstone.kind, tombstone.chain_id) == ("redacted", enclosure.event.chain_id)
    assert changes_of(tombstone)["redacted"] == {enclosure.event.hash: [enclosure.name]}
    sealed = json.loads(bytes(enclosure.event.body))["sealed"]
    assert sealed[enclosure.name] == enclosure.digest


def test_the_row_and_its_facts_lose_the_text_too() -> None:
    matter = opened("张某某 3201")

    confirmed(asked(title_of(matter)))

    assert Matter.objects.get().title == "〔已删除〕"
    assert MatterFacts.objects.get().title == "〔已删除〕"


def test_a_row_that_says_something_else_by_now_keeps_it() -> None:
    matter = opened("张某某 3201")
    first = title_of(matter)
    changed(matter, title="张某某")

    confirmed(asked(first))

    assert Matter.objects.get().title == "张某某"


def test_where_no_two_rows_may_say_the_same_the_mark_bears_a_number() -> None:
    for title in ("甲", "乙"):
        matter = opened(title, nickname=f"绰号{title}")
        enclosure = Enclosure.objects.get(name=f"{matter.reference}.nickname")
        confirmed(asked(enclosure))
        assert Matter.objects.get(pk=matter.pk).nickname == f"〔已删除{enclosure.pk}〕"


def test_a_file_leaves_the_disk_when_nothing_holds_it_any_more(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    file = store.put(b"photo", name="1.jpg", at=AT)
    one, two = opened("甲", file=file), opened("乙", file=file)
    first, second = (Enclosure.objects.get(name=f"{matter.reference}.file") for matter in (one, two))

    with django_capture_on_commit_callbacks(execute=True):
        confirmed(asked(first))
    assert store.path_of(file.pk).exists()
    with django_capture_on_commit_callbacks(execute=True):
        confirmed(asked(second))

    assert not store.path_of(file.pk).exists()
    assert set(Matter.objects.values_list("file", flat=True)) == {None}


def test_all_that_holds_the_same_is_found() -> None:
    one, two = opened("张某某 3201"), opened("张某某 3201")
    changed(one, remark="张某某 3201")

    found = redacting.alike([title_of(one)])

    assert {enclosure.name for enclosure in found} == {
        f"{one.reference}.title",
        f"{two.reference}.title",
        "remark",
    }


def test_enclosures_of_two_chains_get_a_tombstone_in_each() -> None:
    one, two = opened("张某某 3201"), opened("张某某 3201", chain="office-2")

    confirmed(asked(title_of(one), title_of(two)))

    for matter in (one, two):
        enclosure = title_of(matter)
        assert enclosure.tombstone
        assert enclosure.tombstone.chain_id == enclosure.event.chain_id
    assert Matter.objects.filter(title="〔已删除〕").count() == 2


@pytest.mark.parametrize(
    ("asker", "confirmer"),
    [
        (FIRST, FIRST),
        (FIRST, Actor(person_id=2, principal_id=1)),
        (Actor(person_id=1, principal_id=2), SECOND),
        (Actor(person_id=1, principal_id=3), Actor(person_id=2, principal_id=3)),
        (FIRST, Actor(person_id=None)),
    ],
)
def test_one_person_alone_redacts_nothing(asker: Actor, confirmer: Actor) -> None:
    redaction = asked(title_of(opened("张某某 3201")), by=asker)

    with pytest.raises((SecondPersonMissing, NoAdministrator)):
        confirmed(redaction, by=confirmer)

    assert not Enclosure.objects.filter(tombstone__isnull=False).exists()


def test_whoever_is_no_administrator_is_refused() -> None:
    enclosure = title_of(opened())
    with pytest.raises(NoAdministrator):
        asked(enclosure, by=Actor(person_id=9))
    redaction = asked(enclosure)

    with pytest.raises(NoAdministrator):
        confirmed(redaction, by=Actor(person_id=9))


def test_a_reason_and_something_to_redact_must_be_given() -> None:
    enclosure = title_of(opened())

    for enclosures, reason in (([], "误填"), ([enclosure], " ")):
        with pytest.raises(ReasonMissing, match="写明理由"):
            redacting.ask(enclosures, by=FIRST, reason=reason, at=AT, check=administrator)


def test_nothing_is_redacted_twice() -> None:
    enclosure = title_of(opened())
    redaction, other = asked(enclosure), asked(enclosure)
    confirmed(redaction)
    enclosure.refresh_from_db()

    with pytest.raises(RedactionClosed, match="已经办结"):
        confirmed(redaction)
    with pytest.raises(AlreadyRedacted):
        confirmed(other)
    with pytest.raises(AlreadyRedacted):
        asked(enclosure)


def test_what_was_withdrawn_stays() -> None:
    matter = opened("张某某 3201")
    redaction = asked(title_of(matter))

    redacting.withdraw(redaction, by=SECOND, at=LATER, check=administrator)

    with pytest.raises(RedactionClosed):
        confirmed(redaction)
    assert title_of(matter).text == "张某某 3201"
    assert [event.kind for event in Event.objects.all()][-1] == "redaction_withdrawn"


def test_rooms_with_copies_of_their_own_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blanking, "_others", [])
    told: list[str | None] = []
    blanking.also(lambda contents: told.extend(content.text for content in contents))

    confirmed(asked(title_of(opened("张某某 3201"))))

    assert told == ["张某某 3201"]


@pytest.mark.parametrize(
    "values",
    [
        {"confirmed_by_id": 1, "confirmed_at": AT},
        {"confirmed_by_id": 2, "confirmed_for_id": 1, "confirmed_at": AT},
        {"asked_for_id": 2, "confirmed_by_id": 2, "confirmed_at": AT},
        {"asked_for_id": 3, "confirmed_by_id": 2, "confirmed_for_id": 3, "confirmed_at": AT},
        {"confirmed_by_id": 2},
        {"confirmed_at": AT},
        {"confirmed_for_id": 2},
        {"confirmed_by_id": 2, "confirmed_at": AT, "withdrawn_at": AT},
    ],
)
def test_the_database_knows_that_it_takes_two(values: dict[str, object]) -> None:
    with (
        pytest.raises(IntegrityError, match=r"redaction_(confirmed_by_somebody|by_two_persons)"),
        transaction.atomic(),
    ):
        Redaction.objects.create(asked_by_id=1, asked_at=AT, reason="x", **values)


def test_a_closed_redaction_is_not_reopened_and_none_is_deleted() -> None:
    redaction = confirmed(asked(title_of(opened())))

    with pytest.raises(IntegrityError, match="删除申请"), transaction.atomic():
        Redaction.objects.filter(pk=redaction.pk).update(reason="y")
    for rows in (Redaction.objects.all(), Redaction.enclosures.through.objects.all()):
        with pytest.raises(IntegrityError, match="删除申请"), transaction.atomic():
            rows._raw_delete("default")


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("guatu.sqlite3*"))


def test_a_redacted_text_is_in_no_byte_of_the_sqlite_files(scratch: Scratch) -> None:
    if scratch.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps old pages until VACUUM: see docs/trust.md")
    matter = opened("绝无仅有的一段话")
    assert "绝无仅有的一段话".encode() in bytes_of(scratch.folder)

    confirmed(asked(title_of(matter)))

    assert "绝无仅有的一段话".encode() not in bytes_of(scratch.folder)
