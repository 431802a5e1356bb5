"""Over a long walk of many people and nights, the stored lights are what the facts of every day say."""

from copy import copy
from datetime import date, timedelta
from random import Random

import pytest

from guatu.history.models import Event as Link
from guatu.history.timelines import PastDay
from guatu.ledgers import schedules
from guatu.ledgers.cases import Case
from guatu.ledgers.lights import nightly, relighting, spans
from guatu.ledgers.lights.in_force import in_force
from guatu.ledgers.models import Item, LightSpan
from guatu.ledgers.queries import trail
from tests.accounts.factories import moment
from tests.ledgers.factories import make_county
from tests.ledgers.walking import Walk

Lights = dict[int, str]


@pytest.mark.walk
def test_every_day_shows_what_its_facts_say_as_seen_and_as_corrected(db: None) -> None:
    seen: dict[date, Lights] = {}

    def night(day: date) -> None:
        seen[day - timedelta(days=1)] = stored()
        nightly.light_all(on=day, at=moment(day, 8))

    walked = Walk(make_county(), Random(20), at_night=night)  # noqa: S311 - chance that can be repeated
    walked.run(items=6, steps=320)
    seen[walked.day] = stored()

    assert walked.steps["earlier"] > 5
    assert len({tuple(sorted(set(lights.values()))) for lights in seen.values()}) > 2
    for day, lights in seen.items():
        assert shown(PastDay.as_seen(day)) == lights
        corrected = PastDay.as_corrected(day, today=walked.day)
        assert shown(corrected) == reckoned(corrected)
    assert any(
        shown(PastDay.as_seen(day)) != shown(PastDay.as_corrected(day, today=walked.day)) for day in seen
    ), "what was recorded late corrects a light"


def test_the_night_finds_nothing_to_do_where_acts_have_lit_everything(db: None) -> None:
    walked = Walk(make_county(), Random(5))  # noqa: S311
    walked.run(items=5, steps=120)
    nightly.light_all(on=walked.day, at=moment(walked.day, 20))
    spans_before, links = LightSpan.objects.count(), Link.objects.count()

    assert nightly.light_all(on=walked.day, at=moment(walked.day, 21)) == 0
    assert (LightSpan.objects.count(), Link.objects.count()) == (spans_before, links)
    assert stored() == reckoned(PastDay.as_seen(walked.day))


def stored() -> Lights:
    """What the items say themselves."""
    return dict(Item.objects.exclude(lit_since=None).values_list("pk", "light"))


def shown(past: PastDay) -> Lights:
    """What the spans say of a day."""
    found = spans.on_day(Item.objects.values_list("pk", flat=True), past)
    return {pk: one.light for pk, one in found.items() if one.regime}


def reckoned(past: PastDay) -> Lights:
    """What the facts of a day say, read from the events."""
    found: Lights = {}
    for item in Item.objects.all():
        then = trail.then(item.pk, past)
        if not then.knows(item):
            continue
        (old,) = then.put_back([copy(item)])
        case = Case(old, [], then.put_back(item.assignments.order_by("pk")))
        case.measures = then.put_back(item.measures.all())
        old.progress = case.progress()
        curve = schedules.curves([old], on=past.day).get(old.pk)
        lit = relighting.lit(case, in_force(past.day).of(item.ledger_id), past.day, curve)
        if lit.regime:
            found[item.pk] = lit.light
    return found
