"""What held on a day, as known on a day: the facts agree with a naive recount of the events."""

import os
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from guatu.history import deeds
from guatu.history.chains import changes_of
from guatu.history.deeds import Deed
from guatu.history.errors import SupersededDay
from guatu.history.models import Enclosure, Event
from guatu.history.timelines import PastDay, as_of
from tests.history.making import BY
from tests.history.trials import Matter, MatterFacts

pytestmark = pytest.mark.django_db
FIRST = date(2026, 9, 1)
FIELDS = ("title", "state", "weight")
Values = tuple[object, ...]


def moment(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour - 8, tzinfo=UTC)


def day(number: int) -> date:
    return FIRST + timedelta(days=number - 1)


def step(matter: Matter, *, today: int, on: int | None = None) -> Deed:
    made = Deed("x", matter, chain="office-1", by=BY, at=moment(day(today)), on=day(on or today))
    return made if on in (None, today) else made.say(why_earlier="补记")


def opened(on: int = 1, today: int | None = None) -> Matter:
    matter = Matter(title="甲", state="open", weight=0)
    step(matter, today=today or on, on=on).add(matter).commit()
    return matter


def seen(matter: Matter, *, of: int, known: int) -> Values | None:
    """What the facts say of a day as known on a day."""
    facts = MatterFacts.objects.filter(as_of(PastDay(day(of), day(known))), matter=matter)
    found = list(facts.values_list(*FIELDS))
    assert len(found) <= 1
    return found[0] if found else None


def recounted(matter: Matter, *, of: date, known: date) -> Values | None:
    """What the events say: of those known then, the last that had happened by that day, field by field."""
    values: dict[str, object] = {}
    for event in Event.objects.filter(subject_id=matter.pk).order_by("number"):
        if localdate(event.recorded_at) > known or (not values and event.happened_on > of):
            if not values and event.happened_on > of:
                return None
            continue
        if event.happened_on <= of:
            values |= changes_of(event).get(matter.reference, {})
            texts = Enclosure.objects.filter(event=event, name__startswith=f"{matter.reference}.")
            values |= {name.split(".")[1]: text for name, text in texts.values_list("name", "text")}
    return tuple(values[field] for field in FIELDS) if values else None


def test_a_past_day_is_seen_as_it_was() -> None:
    matter = opened()
    step(matter, today=5).set(matter, state="closed").commit()

    assert seen(matter, of=4, known=9) == ("甲", "open", 0)
    assert seen(matter, of=5, known=9) == ("甲", "closed", 0)


def test_a_day_before_the_beginning_holds_nothing() -> None:
    matter = opened(on=3)

    assert seen(matter, of=2, known=9) is None


def test_a_late_record_is_seen_as_corrected_and_not_as_it_was_known() -> None:
    matter = opened()
    step(matter, today=8, on=3).set(matter, state="closed").commit()

    assert seen(matter, of=5, known=7) == ("甲", "open", 0)
    assert seen(matter, of=5, known=8) == ("甲", "closed", 0)
    assert seen(matter, of=2, known=8) == ("甲", "open", 0)


def test_the_last_change_of_a_day_counts() -> None:
    matter = opened()
    for weight in (1, 2, 3):
        step(matter, today=5).set(matter, weight=weight).commit()

    assert seen(matter, of=5, known=5) == ("甲", "open", 3)
    assert MatterFacts.objects.filter(matter=matter).count() == 2


def test_a_late_record_before_a_later_change_of_the_same_fact_is_refused_and_writes_nothing() -> None:
    matter = opened()
    step(matter, today=5).set(matter, state="closed").commit()
    before = list(MatterFacts.objects.values())

    with pytest.raises(SupersededDay, match="状态在 2026-09-05 已有更新的记录"), transaction.atomic():
        step(matter, today=8, on=3).set(matter, state="verifying").commit()

    assert list(MatterFacts.objects.values()) == before
    assert Event.objects.count() == 2


def test_a_late_record_of_another_fact_is_taken() -> None:
    matter = opened()
    step(matter, today=5).set(matter, state="closed").commit()
    step(matter, today=8, on=3).set(matter, weight=9).commit()

    assert seen(matter, of=4, known=8) == ("甲", "open", 9)
    assert seen(matter, of=6, known=8) == ("甲", "closed", 9)
    assert seen(matter, of=6, known=7) == ("甲", "closed", 0)


def test_deeds_of_several_days_in_one_batch_leave_what_was_known_between() -> None:
    matter = Matter(title="甲", state="open", weight=0)
    steps = [step(matter, today=1).add(matter)]
    deeds.commit(steps)
    deeds.commit(
        [
            step(matter, today=5).set(matter, weight=1),
            step(matter, today=8, on=3).set(matter, state="closed"),
            step(matter, today=9, on=3).set(matter, title="乙"),
        ]
    )

    for known in range(1, 11):
        for of in range(1, known + 1):
            assert seen(matter, of=of, known=known) == recounted(matter, of=day(of), known=day(known))


def test_a_clock_set_back_over_midnight_breaks_nothing() -> None:
    matter = opened(on=1, today=3)
    step(matter, today=2).set(matter, state="closed").commit()

    assert seen(matter, of=2, known=3) == ("甲", "closed", 0)


@pytest.mark.parametrize(("first", "last"), [("valid_from", "valid_to"), ("known_from", "known_to")])
def test_ranges_run_forward(first: str, last: str) -> None:
    opened()
    values = MatterFacts.objects.values().get()
    values |= {"id": None, last: values[first]}

    with pytest.raises(IntegrityError, match="ranges_run_forward"), transaction.atomic():
        MatterFacts.objects.create(**values)


def lived(seed: int) -> Iterator[tuple[Matter, int]]:
    """Random deeds on one matter over forty days; half come late, some are refused, as they must be."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    matter = opened(on=2, today=3)
    refused = 0
    for today in sorted(dice.choices(range(3, 40), k=40)):
        on = dice.randint(max(1, today - 12), today) if dice.random() < 0.5 else today
        values = {
            name: dice.choice(choices)
            for name, choices in (("title", "甲乙丙"), ("state", ("open", "closed")), ("weight", range(4)))
            if dice.random() < 0.4
        }
        values = {name: value for name, value in values.items() if getattr(matter, name) != value}
        must_refuse = any(superseded(matter, name, day(on), day(today)) for name in values)
        before = {name: getattr(matter, name) for name in values}
        try:
            with transaction.atomic():
                step(matter, today=today, on=on).set(matter, **values).commit()
        except SupersededDay:
            refused += 1
            assert must_refuse
            for name, value in before.items():
                setattr(matter, name, value)
        else:
            assert not must_refuse
    yield matter, refused


def superseded(matter: Matter, name: str, on: date, today: date) -> bool:
    """Does the fact change on a day after `on`, as known today?"""
    at, last, index = on, recounted(matter, of=on, known=today), FIELDS.index(name)
    while at < today:
        at += timedelta(days=1)
        now = recounted(matter, of=at, known=today)
        if now and last and now[index] != last[index]:
            return True
        last = now
    return False


@pytest.mark.parametrize("seed", range(6 if os.environ.get("GUATU_SOAK") else 3))
def test_any_day_as_known_on_any_later_day_agrees_with_a_recount(seed: int) -> None:
    ((matter, refused),) = lived(seed)
    dice = random.Random(seed)  # noqa: S311 - no secret

    pairs = [sorted(dice.choices(range(1, 45), k=2)) for _ in range(150)]
    for of, known in pairs:
        assert seen(matter, of=of, known=known) == recounted(matter, of=day(of), known=day(known))
    assert refused > 0
