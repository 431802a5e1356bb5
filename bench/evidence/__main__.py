"""What the comparison of photographs finds and costs: `python -m bench.evidence [--places N] [--crowd N]`.

Places are rendered, spoiled in nine ways and compared as uploads are: index, marks, pixels. Then the same
copies are sought once more in a crowd of other photographs. DATABASE_URL is honoured; nothing is left behind.
"""

import argparse
import os
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from PIL import Image

from bench.evidence import scenes, spoiling

if TYPE_CHECKING:
    from guatu.ledgers.looking import Look
    from guatu.ledgers.models import Photograph

_OTHER_MOMENT = "same place, other moment"
_OTHER_PLACE = "another place of the kind"
_IN_CROWD = 12
"""Places whose copies are sought in the crowd."""
_AT_ONCE = 2_000
_CROWD, _FREQUENT = 9_000, 40
"""The places from whose words the crowd is made: none of those that are sought."""
_UNSEEN = 5_000
"""Places from here on were never looked at when bounds were set."""


@dataclass(slots=True)
class Copy:
    """A photograph to be tried, and of which place it is one photograph, if of any."""

    way: str
    place: str
    path: Path
    is_same: bool
    look: "Look | None" = None


def main() -> None:
    """Print precision and recall, then the cost in a crowd."""
    asked = _arguments()
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start", flush=True)
    with TemporaryDirectory() as name:
        folder = Path(name)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guatu.settings")
        os.environ |= {"GUATU_DATA": str(folder), "GUATU_SECRET_KEY": "bench"}
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        known, copies = _rendered(folder, asked.places)
        places = _known(known)
        _look(copies)
        if "quality" in asked.only:
            _show_quality(copies, places)
        if "crowd" in asked.only:
            _show_crowd(copies, places, asked.crowd)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.evidence", description=__doc__)
    parser.add_argument("--places", type=int, default=34)
    parser.add_argument(
        "--crowd", type=int, default=100_000, help="photographs among which copies are sought"
    )
    parser.add_argument("--only", nargs="+", choices=("quality", "crowd"), default=("quality", "crowd"))
    return parser.parse_args()


def _rendered(folder: Path, places: int) -> tuple[dict[str, Path], list[Copy]]:
    known: dict[str, Path] = {}
    copies: list[Copy] = []
    kinds = list(scenes.KINDS)
    for number in range(places):
        kind, of = kinds[number % len(kinds)], _UNSEEN + number // len(kinds)
        place = f"{kind}-{of}"
        first = scenes.photograph(kind, of)
        known[place] = _saved(first, folder / f"{place}.jpg", 90)
        others = [
            (_OTHER_MOMENT, scenes.photograph(kind, of, 1), False),
            (_OTHER_PLACE, scenes.photograph(kind, of + 1000), False),
        ]
        for at, (way, spoil) in enumerate(spoiling.WAYS.items()):
            others.append((way, spoil(first, Random(number * 100 + at)), True))  # noqa: S311
        for at, (way, image, is_same) in enumerate(others):
            path = _saved(image, folder / f"{place}-{at}.jpg", 88)
            copies.append(Copy(way, place, path, is_same))
    return known, copies


def _saved(image: Image.Image, path: Path, quality: int) -> Path:
    image.save(path, "JPEG", quality=quality)
    return path


def _known(known: dict[str, Path]) -> "dict[int, str]":
    """The first photograph of each place is in the index; key → place."""
    from guatu.history import store
    from guatu.ledgers.actions import photographs
    from guatu.ledgers.models import Photograph

    places = {}
    for place, path in known.items():
        target = store.path_of(place.rjust(64, "0"))
        target.parent.mkdir(parents=True, exist_ok=True)
        path.rename(target)
        photographs.look(target.name)
        places[Photograph.objects.get(sha256=target.name).pk] = place
    return places


def _look(copies: list[Copy]) -> None:
    from guatu.ledgers import looking

    begun = perf_counter()
    with ThreadPoolExecutor(2) as pool:
        for copy, found in zip(copies, pool.map(looking.look, [one.path for one in copies]), strict=True):
            copy.look = found
    print(f"look at a photograph in its process: {(perf_counter() - begun) / len(copies) * 2000:.0f} ms")


def _show_quality(copies: list[Copy], places: dict[int, str]) -> None:
    """Precision and recall, by what was done to the photograph."""
    told: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    spent = []
    for copy in copies:
        begun = perf_counter()
        found = _compared(copy)
        spent.append(perf_counter() - begun)
        line = told[copy.way]
        line[0] += 1
        line[1] += any(places.get(one.pk) == copy.place for one in found) if copy.is_same else 0
        line[2] += sum(not copy.is_same or places.get(one.pk) != copy.place for one in found)
    pairs = sum(line[0] for line in told.values())
    print(f"\n{pairs} labelled pairs, and each against all places: {len(places) * len(copies):,}")
    print(f"{'':<28}{'pairs':>7}{'found':>7}{'recall':>9}{'wrong':>7}")
    for way, (count, right, wrong) in told.items():
        recall = f"{right / count:.1%}" if way not in (_OTHER_MOMENT, _OTHER_PLACE) else "-"
        print(f"{way:<28}{count:>7}{right:>7}{recall:>9}{wrong:>7}")
    right, wrong = sum(line[1] for line in told.values()), sum(line[2] for line in told.values())
    same = sum(copy.is_same for copy in copies)
    print(f"recall {right / same:.1%}, precision {right / max(1, right + wrong):.1%}")
    print(f"index and comparison of one photograph: {median(spent) * 1000:.0f} ms at the median", flush=True)


def _compared(copy: Copy) -> "list[Photograph]":
    from guatu.history import store
    from guatu.ledgers import looking
    from guatu.ledgers.queries import likenesses

    if copy.look is None:
        return []
    found = likenesses.candidates(copy.look.sought)
    known = [looking.Known(store.path_of(one.sha256), bytes(one.marks)) for one in found]
    same = looking.compare(copy.path, copy.look, known)
    return [one for one, is_same in zip(found, same, strict=True) if is_same]


def _show_crowd(copies: list[Copy], places: dict[int, str], crowd: int) -> None:
    """The same copies among many photographs: are they among those that are compared, and how fast."""
    from django.db import connection

    from guatu.ledgers.models import PhotographWord
    from guatu.ledgers.queries import likenesses

    begun = perf_counter()
    _fill(crowd)
    print(f"\n{crowd:,} photographs, {PhotographWord.objects.count():,} words, {connection.vendor}", end="")
    print(f", filled in {perf_counter() - begun:.0f} s")
    plan = PhotographWord.objects.filter(word__in=range(400)).values_list("word", "photograph_id", "turn")
    print(plan.explain())
    told: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    clock, processor = [], []
    for copy in copies[: _IN_CROWD * (len(spoiling.WAYS) + 2)]:
        if copy.look is None or not copy.is_same:
            continue
        at, used = perf_counter(), process_time()
        found = likenesses.candidates(copy.look.sought)
        clock.append(perf_counter() - at)
        processor.append(process_time() - used)
        told[copy.way][0] += 1
        told[copy.way][1] += any(places.get(one.pk) == copy.place for one in found)
    for way, (count, among) in told.items():
        print(f"{way:<28}{among:>5} of {count} among the {likenesses.MOST} that are compared")
    late = quantiles(clock, n=20)[-1] * 1000
    print(f"candidates: {median(clock) * 1000:.0f} ms at the median, {late:.0f} ms at 95 %, ", end="")
    print(f"{median(processor) * 1000:.0f} ms of processor time", flush=True)


def _words_of(number: int) -> list[int]:
    from guatu.ledgers.likeness import marking, words

    kinds = list(scenes.KINDS)
    image = scenes.photograph(kinds[number % len(kinds)], number)
    return [words.word(mark) for mark in marking.marks(marking.prepared(image), words.INDEXED)]


def _fill(crowd: int) -> None:
    """Photographs whose words are as frequent as those of other rendered places, each changed in two bits."""
    from django.db import connection, transaction

    from guatu.ledgers.likeness.words import INDEXED, LENGTH
    from guatu.ledgers.models import Photograph

    rng = Random(1)  # noqa: S311 - the same crowd each time
    frequent = [word for number in range(_FREQUENT) for word in _words_of(_CROWD + number)]
    for start in range(0, crowd, _AT_ONCE):
        with transaction.atomic():
            rows = [
                Photograph(sha256=f"{number:064x}", width=1, height=1, marks=b"")
                for number in range(start, min(start + _AT_ONCE, crowd))
            ]
            made = Photograph.objects.bulk_create(rows)
            values = [
                (
                    row.pk,
                    rng.choice(frequent) ^ 1 << rng.randrange(LENGTH) ^ 1 << rng.randrange(LENGTH),
                    rng.randrange(256),
                )
                for row in made
                for _ in range(INDEXED)
            ]
            with connection.cursor() as cursor:
                cursor.executemany(
                    "INSERT INTO ledgers_photographword (photograph_id, word, turn) VALUES (%s, %s, %s)",
                    values,
                )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
