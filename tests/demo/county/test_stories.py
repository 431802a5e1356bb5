"""The county as it is told: the same every time, and a crowd of any size beside it."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from guatu.demo.county import source
from guatu.demo.county.crowd import Crowd
from guatu.demo.county.days import Days
from guatu.demo.county.filling import SEED, books, chance, told
from guatu.demo.county.matters import Composer
from guatu.demo.county.stage import Do, Step
from guatu.kernel.working_days import WorkingCalendar

DAY = date(2026, 9, 18)
DAYS = Days(DAY, datetime(2026, 9, 18, 9, 0, tzinfo=UTC), WorkingCalendar.official())
TOWNS = [row["name"] for row in source.registry()["towns"]]


def steps(seed: int, days: Days = DAYS) -> list[tuple[Do, str, date, datetime, str]]:
    rng = chance(seed)
    agenda = told(days, rng, Composer(rng, TOWNS))
    return [(one.do, one.matter.title, one.on, one.at, one.unit) for one in agenda.steps()]


def crowd(size: int) -> list[Step]:
    rng = chance(SEED)
    found = Crowd(books(), DAYS, rng, Composer(rng, TOWNS), size)
    return [one for back in range(400, -1, -1) for one in found.coming(DAY - timedelta(days=back))]


def test_the_same_seed_and_day_tell_the_same_county() -> None:
    assert steps(SEED) == steps(SEED)
    assert steps(SEED) != steps(SEED + 1)


def test_nothing_is_told_of_a_day_to_come_or_of_a_later_hour() -> None:
    morning = Days(DAY, datetime(2026, 9, 18, 0, 40, tzinfo=UTC), WorkingCalendar.official())

    assert all(at <= morning.now for _, _, _, at, _ in steps(SEED, morning))


def test_a_sunday_and_the_first_of_january_can_be_the_day() -> None:
    for day in (date(2026, 9, 20), date(2026, 1, 1), date(2028, 2, 29)):
        days = Days(day, datetime(day.year, day.month, day.day, 9, 0, tzinfo=UTC), WorkingCalendar.official())

        assert all(on <= day for _, _, on, _, _ in steps(SEED, days))


def test_a_crowd_is_as_large_as_was_asked_and_each_has_five_events() -> None:
    each = Counter(one.matter.title for one in crowd(700))

    assert len(each) == 700
    assert min(each.values()) >= 5


def test_a_crowd_is_spread_over_the_year() -> None:
    months = Counter(f"{one.on:%Y-%m}" for one in crowd(700))

    assert len(months) >= 12


def test_no_crowd_is_no_step() -> None:
    assert crowd(0) == []
