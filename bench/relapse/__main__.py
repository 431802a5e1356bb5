"""What is found of problems that were struck off, and what it costs: `python -m bench.relapse [--crowd N]`.

Closed problems by hand and by code stand in the index; problems come back in other words, turn up elsewhere,
or only share words. Then the same among many more. DATABASE_URL is honoured; nothing is left behind.
"""

import argparse
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import process_time
from typing import TYPE_CHECKING, Final

from bench.relapse.texts import PLACES, Family, by_code, by_hand

if TYPE_CHECKING:
    from guatu.accounts.queries import Acting
    from guatu.ledgers.models import Ledger
    from guatu.ledgers.queries.similar import Similar

DAY: Final = date(2026, 3, 2)
_AT_ONCE: Final = 2_000


@dataclass(slots=True)
class County:
    """Where the problems were struck off: a coordinator, a ledger, units by the names of their places."""

    who: "Acting"
    ledger: "Ledger"
    units: dict[str, int]
    written: int = 0
    families: dict[int, int] = field(default_factory=dict)
    """Item → its family."""

    def strike_off(self, texts: Iterable[tuple[str, str]]) -> list[int]:
        """Enter problems with their places as items that came in struck off."""
        from guatu.ledgers.models import Item

        rows = []
        for place, text in texts:
            self.written += 1
            number = f"B-{self.written:06}"
            rows.append(
                Item(ledger=self.ledger, number=number, title=text, lead_unit_id=self.units[place],
                     state="closed", closed_before=True, closed_on=DAY, dispatched_on=DAY)
            )  # fmt: skip
        return [item.pk for item in Item.objects.bulk_create(rows, batch_size=_AT_ONCE)]


def main() -> None:
    """Print what is found among few and among many, and what a search costs."""
    parser = argparse.ArgumentParser(prog="python -m bench.relapse", description=__doc__)
    parser.add_argument("--crowd", type=int, default=100_000, help="closed problems among which is sought")
    asked = parser.parse_args()
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start", flush=True)
    with TemporaryDirectory() as folder:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guatu.settings")
        os.environ |= {"GUATU_DATA": folder, "GUATU_SECRET_KEY": "bench"}
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        families, apart = by_hand()
        county = _county(families)
        _enter(county, families, 300)
        _show(county, families, apart)
        _enter_crowd(county, asked.crowd - county.written)
        _show(county, families, apart)
        _show_costs(county, families)


def _county(families: Sequence[Family]) -> County:
    from guatu.accounts.queries import acting
    from guatu.ledgers.actions import ledgers
    from tests.accounts.factories import make_division, make_office, make_person, make_unit, moment

    division = make_division()
    office = make_office("县督查室", unit=make_unit("县督查办公室", division=division))
    person = make_person("林知远", roles=[("coordinator", office)])
    names = dict.fromkeys((*PLACES, *(one.place for one in families)))
    units = {name: make_unit(name, division=division).pk for name in names}
    who = acting(person.pk, on=DAY)
    assert who is not None  # noqa: S101 - just made
    ledger = ledgers.open_ledger(office=office, name="整改台账", prefix="B", by=who, at=moment(DAY), on=DAY)
    return County(who, ledger, units)


def _enter(county: County, families: Sequence[Family], others: int) -> None:
    from guatu.ledgers.actions import recurring

    own = county.strike_off((one.place, one.closed) for one in families)
    far = county.strike_off((_other(county, one), one.elsewhere) for one in families)
    county.families = {pk: at for those in (own, far) for at, pk in enumerate(those)}
    county.strike_off(_placed(by_code(others)))
    recurring.catch_up(most=10_000)


def _other(county: County, family: Family) -> str:
    return next(place for place in reversed(county.units) if place != family.place)


def _placed(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    for text in texts:
        yield next(place for place in PLACES if text.startswith(place)), text


def _enter_crowd(county: County, count: int) -> None:
    from django.db import connection

    from guatu.ledgers.actions import recurring

    county.strike_off(_placed(by_code(count)))
    began = process_time()
    taken = recurring.catch_up(most=count)
    print(f"\n{taken} more taken up: {(process_time() - began) / taken * 1000:.2f} ms of processor time each")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _show(county: County, families: Sequence[Family], apart: Sequence[str]) -> None:
    print(f"\namong {county.written} closed problems")
    for name, chosen in (("even", 0), ("odd", 1)):
        half = [at for at in range(len(families)) if at % 2 == chosen]
        _show_half(county, families, half, f"{name} families")
    alarms = [text for text in apart if _asked(county, text, None)]
    own = [text for text in apart if _asked(county, text, _nearest(county, families, text))]
    print(f"only sharing words: {len(apart)} asked, {len(alarms)} answered by another problem, ", end="")
    print(f"{len(own)} where the unit with the nearest problem asks", flush=True)


def _show_half(county: County, families: Sequence[Family], half: Sequence[int], name: str) -> None:
    again = {at: _asked(county, families[at].again, families[at].place) for at in half}
    moved = {at: _asked(county, families[at].moved("松岭乡"), "松岭乡") for at in half}
    found = sum(
        any(_is_of(county, one, at) and one.is_same_unit for one in shown) for at, shown in again.items()
    )
    first = sum(bool(shown) and _is_of(county, shown[0], at) for at, shown in again.items())
    there = sum(any(_is_of(county, one, at) for one in shown) for at, shown in moved.items())
    every = [(at, one) for those in (again, moved) for at, shown in those.items() for one in shown]
    right = sum(_is_of(county, one, at) for at, one in every)
    print(f"{name}: come back in other words {found} of {len(half)} found, {first} of them first; ", end="")
    print(f"told of another place {there} of {len(half)}; {right} of {len(every)} shown are of the kind")


def _is_of(county: County, one: "Similar", family: int) -> bool:
    return county.families.get(one.item.pk) == family


def _asked(county: County, text: str, place: str | None) -> "list[Similar]":
    from guatu.ledgers.queries import similar

    return similar.to_text(county.who, text, unit=county.units[place] if place else None)


def _nearest(county: County, families: Sequence[Family], text: str) -> str:
    from guatu.ledgers.recurring.grams import grams

    return max(families, key=lambda one: len(grams(text) & grams(one.closed))).place


def _show_costs(county: County, families: Sequence[Family]) -> None:
    asked = [(one.again, one.place) for one in families]
    asked += [(text, place) for place, text in _placed(by_code(200))]
    spent = []
    for text, place in asked:
        began = process_time()
        _asked(county, text, place)
        spent.append((process_time() - began) * 1000)
    late = quantiles(spent, n=20)[-1]
    print(f"a search: {median(spent):.1f} ms of processor time at the median, {late:.1f} at 95 %")


if __name__ == "__main__":
    main()
