"""A deed writes rows, event and facts together, and the event says what became of the rows."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from guatu.history import chains, deeds
from guatu.history.canonical import digest, sealed
from guatu.history.chains import SYSTEM, Entry, changes_of
from guatu.history.deeds import Deed
from guatu.history.errors import EarlierWithoutReason, HappensLater
from guatu.history.models import Chain, Enclosure, Event, StoredFile
from tests.history.making import AT, BY, TODAY, changed, opened
from tests.history.trials import Matter, MatterFacts

pytestmark = pytest.mark.django_db


def stored(content: bytes = b"photo") -> StoredFile:
    sha256 = digest(content, "sha256")
    return StoredFile.objects.create(sha256=sha256, size=5, media_type="image/png", stored_at=AT)


def test_a_new_row_enters_the_chain_whole_with_its_texts_sealed_beside_it() -> None:
    values: dict[str, Any] = {"nickname": "一号", "weight": 3, "share": Decimal("0.50"), "secret": "abc"}
    matter = opened("河道垃圾", **values)

    event = Event.objects.get()
    body = json.loads(bytes(event.body))
    assert changes_of(event) == {
        f"matter:{matter.pk}": {"file": None, "share": "0.5", "state": "open", "weight": 3}
    }
    assert set(body["sealed"]) == {f"matter:{matter.pk}.title", f"matter:{matter.pk}.nickname"}
    title = Enclosure.objects.get(name=f"matter:{matter.pk}.title")
    assert title.text == "河道垃圾"
    assert (
        body["sealed"][title.name]
        == title.digest
        == sealed("河道垃圾".encode(), bytes(title.salt or b""), "sha256")
    )
    assert "河道垃圾" not in bytes(event.body).decode()
    assert digest(bytes(event.body), "sha256") == event.hash


def test_only_what_changed_enters_the_chain() -> None:
    matter = opened()

    event = changed(matter, state="closed", weight=0)

    assert changes_of(event) == {f"matter:{matter.pk}": {"state": "closed"}}
    assert Matter.objects.get().state == "closed"


def test_what_is_no_fact_changes_unseen_by_the_chain() -> None:
    matter = opened()

    event = changed(matter, secret="xyz")  # noqa: S106 - a word of a test

    assert changes_of(event) == {}
    assert not event.enclosures.exists()
    assert Matter.objects.get().secret == "xyz"  # noqa: S105 - a word of a test


def test_a_file_of_a_row_is_sealed_like_a_text() -> None:
    file = stored()

    event = changed(opened(), file=file)

    enclosure = event.enclosures.get()
    assert changes_of(event) == {}
    assert (enclosure.name.split(".")[1], enclosure.file) == ("file", file)
    assert enclosure.digest == sealed(bytes.fromhex(file.pk), bytes(enclosure.salt or b""), "sha256")


def test_files_attached_twice_under_one_name_are_both_kept() -> None:
    one, two, three = stored(b"1"), stored(b"2"), stored(b"3")
    matter = opened()

    step = Deed("matter_changed", matter, chain="office-1", by=BY, at=AT, on=TODAY)
    event = step.attach("photo", one, two).attach("photo", three).commit()

    kept = dict(event.enclosures.values_list("name", "file"))
    assert kept == {"photo": one.pk, "photo.2": two.pk, "photo.3": three.pk}


def test_a_new_row_may_be_changed_before_it_is_written() -> None:
    matter = Matter(title="河道垃圾")
    step = Deed("matter_opened", matter, chain="office-1", by=BY, at=AT, on=TODAY).add(matter)

    event = step.set(matter, state="closed").commit()

    assert changes_of(event)[matter.reference]["state"] == "closed"


def test_texts_are_kept_composed() -> None:
    matter = opened("e\u0301")

    assert Matter.objects.get().title == "\u00e9"
    assert Enclosure.objects.get(name=f"matter:{matter.pk}.title").text == "\u00e9"


def test_events_are_linked_in_their_chain_and_by_their_subject() -> None:
    first, second = opened(), opened("工地扬尘")
    third = changed(first, weight=1)
    elsewhere = changed(first, chain="registry", weight=2)
    events = list(Event.objects.filter(chain__code="office-1"))

    assert [event.number for event in events] == [1, 2, 3]
    assert [event.previous for event in events] == ["", events[0].hash, events[1].hash]
    assert [event.subject_previous for event in events] == ["", "", events[0].hash]
    assert (elsewhere.number, elsewhere.previous, elsewhere.subject_previous) == (1, "", "")
    assert [event.subject_id for event in events] == [first.pk, second.pk, first.pk]
    chain = Chain.objects.get(code="office-1")
    assert (chain.length, chain.head) == (3, third.hash)


def test_many_deeds_are_linked_as_if_each_came_alone() -> None:
    matters = [Matter(title=f"第{number}项") for number in range(1, 4)]
    steps = [
        Deed("matter_opened", matter, chain=f"office-{matter.title[1]}", by=BY, at=AT, on=TODAY).add(matter)
        for matter in [*matters]
    ]

    first, *_ = deeds.commit(steps)
    again = deeds.commit(
        [
            Deed("matter_changed", matters[0], chain="office-1", by=BY, at=AT, on=TODAY).set(
                matters[0], weight=weight
            )
            for weight in (1, 2)
        ]
    )

    assert [event.number for event in again] == [2, 3]
    assert [event.subject_previous for event in again] == [first.hash, again[0].hash]
    assert Matter.objects.get(pk=matters[0].pk).weight == 2


def test_a_refused_deed_writes_nothing() -> None:
    matter = opened("甲", nickname="一号")
    step = Deed("matter_opened", matter, chain="office-1", by=BY, at=AT, on=TODAY)
    step.add(Matter(title="乙")).set(matter, weight=5)

    with transaction.atomic():
        step.commit()
        transaction.set_rollback(True)

    assert Event.objects.count() == 1
    assert Matter.objects.get().weight == 0
    assert MatterFacts.objects.get().weight == 0


def test_nothing_happens_later_than_it_is_recorded() -> None:
    matter = opened()

    with pytest.raises(HappensLater, match="晚于今天 2026-09-18"):
        Deed("x", matter, chain="office-1", by=BY, at=AT, on=date(2026, 9, 19)).commit()


def test_today_is_the_day_of_the_county_not_of_greenwich() -> None:
    late = datetime(2026, 9, 17, 16, 30, tzinfo=UTC)  # half past midnight of the 18th in China

    opened(at=late)

    assert Event.objects.get().happened_on == TODAY


def test_an_earlier_day_needs_a_reason_which_enters_the_chain() -> None:
    matter = opened()
    step = Deed("x", matter, chain="office-1", by=BY, at=AT + timedelta(days=3), on=TODAY)

    with pytest.raises(EarlierWithoutReason, match="请写明补记原因"):
        step.commit()
    event = step.say(why_earlier="纸质材料晚到").commit()

    assert event.enclosures.get().text == "纸质材料晚到"


def test_the_chain_is_written_only_inside_a_transaction() -> None:
    entry = Entry(chain="office-1", subject=("matter", 1), kind="x", by=SYSTEM, at=AT, on=TODAY)

    connection = transaction.get_connection()
    connection.in_atomic_block = False
    try:
        with pytest.raises(RuntimeError, match="transaction of its deed"):
            chains.append([entry])
    finally:
        connection.in_atomic_block = True


def test_a_chain_may_be_hashed_by_sm3(settings: object) -> None:
    settings.DIGEST = "sm3"  # type: ignore[attr-defined]

    event = changed(opened(), weight=1)

    assert event.algorithm == "sm3"
    assert event.hash == digest(bytes(event.body), "sm3")
