"""A county of any size: filled by real events, verified, replayed, looked at page by page, put under load.

`python -m bench.county [--items 100000] [--folder DIR] [--parts PART …]`, parts in their order:
fill, verify, rebuild, night, pages, load, out, in, mixed;
in a folder the county stays there, and later runs may look at it again without filling it; the mixed load,
the last, adds to it, and the load some events. DATABASE_URL is honoured.
"""

import argparse
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from bench import imports, load, mixed, night

_PARTS = ("fill", "verify", "rebuild", "night", "pages", "load", "out", "in", "mixed")
_COMMANDS = {
    "fill": ("demo", "--no-serve"),
    "verify": ("verify",),
    "rebuild": ("rebuild", "--check"),
}
_PAGE = 500


def main() -> None:
    """Print every part that is asked for."""
    asked = _arguments()
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start")
    with TemporaryDirectory() as made:
        folder = asked.folder or Path(made)
        os.environ |= {"GUATU_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "guatu.settings"}
        for part, command in _COMMANDS.items():
            if part in asked.parts:
                _run(*command, *(("--items", str(asked.items)) if part == "fill" else ()))
        if "night" in asked.parts:
            night.show()
        if "pages" in asked.parts:
            show_pages(rounds=asked.rounds)
        if "load" in asked.parts:
            print("\n== Load", flush=True)
            load.show(folder, workers=2, seconds=asked.seconds, rounds=max(11, asked.rounds))
        if "out" in asked.parts:
            print("\n== Lists out", flush=True)
            imports.show_out(folder)
        if "in" in asked.parts:
            print("\n== Tables in, each into a small county of its own", flush=True)
            imports.show_in((1000, 10_000))
        if "mixed" in asked.parts:
            print("\n== Mixed", flush=True)
            sys.exit(1 if mixed.show(folder, connections=64, seconds=60 * asked.minutes) else 0)


def _run(*command: str) -> None:
    """One command as a stranger would give it: seconds on the clock, of the processor, and what it says."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    guatu = str(Path(sys.executable).with_name("guatu"))
    done = subprocess.run([guatu, *command], capture_output=True, text=True, check=False)  # noqa: S603
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"\n== guatu {' '.join(command)}: {perf_counter() - begun:.1f} s, {spent:.1f} s of processor time")
    print("\n".join(done.stdout.splitlines()[:1] + done.stdout.splitlines()[-1:]) + done.stderr, flush=True)
    if done.returncode:
        raise SystemExit(done.returncode)


def show_pages(*, rounds: int) -> None:
    """Medians of every page, as the server spends them: found anew after a deed, and asked for again."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from guatu.accounts.models import Person
    from guatu.history.models import Event
    from guatu.ledgers.models import Item
    from guatu.ledgers.queries.listing import memory

    settings.ALLOWED_HOSTS = ["testserver"]
    print(
        f"\n== Pages: {Item.objects.count():,} items, {Event.objects.count():,} events, {connection.vendor}"
    )
    print(f"{'page; ms on the clock (processor)':<34}{'anew':>12}{'again':>12}{'queries':>9}{'kB':>6}")
    for role, pages in _pages().items():
        client = Client()
        backend = "django.contrib.auth.backends.ModelBackend"
        client.force_login(Person.objects.get(username=role), backend)
        for name, path in pages.items():
            _show_page(client, name, path, memory.clear, rounds)


def _show_page(client: object, name: str, path: str, forget: Callable[[], None], rounds: int) -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    assert isinstance(client, Client)  # noqa: S101
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)  # noqa: S101
    spent: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    for _ in range(rounds):
        for is_new in (True, False):
            if is_new:
                forget()
            begun, worked = perf_counter(), process_time()
            client.get(path)
            spent[is_new].append((1000 * (perf_counter() - begun), 1000 * (process_time() - worked)))
    forget()
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    size = len(answer.content) / 1000
    figures = [
        f"{median(clock):.0f} ({median(processor):.0f})"
        for clock, processor in (zip(*spent[is_new], strict=True) for is_new in (True, False))
    ]
    print(f"{name:<34}{figures[0]:>12}{figures[1]:>12}{len(queries):>9}{size:>6.0f}", flush=True)


def _pages() -> Mapping[str, Mapping[str, str]]:
    """Who looks at which page of the largest ledger."""
    from django.db.models import Count
    from django.utils.timezone import localdate

    from guatu.ledgers.models import Item, Ledger
    from guatu.ledgers.queries.sorting import SORTS

    ledger = Ledger.objects.annotate(n=Count("items")).latest("n")
    some = Item.objects.filter(ledger=ledger, state="in_progress")[_PAGE]
    base, day = f"/ledgers/{ledger.pk}", localdate() - timedelta(days=90)
    narrow = f"state=open&due=overdue&lead={some.lead_unit_id}"
    lists = {
        "list": base,
        "list, filtered": f"{base}?{narrow}",
        "list, by a word": f"{base}?q={_word(some.title)}",
        "list, by a unit": f"{base}?unit={some.lead_unit_id}",
        f"list, page {_PAGE}": f"{base}?page={_PAGE}",
        **{f"list, grouped by {one}": f"{base}?group={one}" for one in ("lead", "state", "none")},
        **{f"list, sorted by {one}": f"{base}?group=none&sort={one}" for one in SORTS},
        "list as of 90 days ago": f"{base}?as_of={day}",
        "list as of 90 days ago, page 100": f"{base}?as_of={day}&page=100",
        "item": f"/items/{some.pk}",
        "search by number": f"/search?q={some.number}",
        "search by title": f"/search?q={_word(some.title)}",
        "ledgers": "/ledgers",
        "my work, coordinator": "/work",
    }
    return {
        "coordinator": lists,
        "liaison": {"my work, liaison": "/work"},
        "verifier": {"to verify": "/verify"},
        "leader": {"my work, leader": "/work"},
        "inspector": {"trail": "/trail"},
    }


def _word(title: str) -> str:
    return title[:4]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.county", description=__doc__)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="where the county is kept; without it, it is thrown away")
    parser.add_argument("--parts", nargs="+", choices=_PARTS, default=_PARTS)
    parser.add_argument("--rounds", type=int, default=9, help="turns of each page")
    parser.add_argument("--minutes", type=float, default=5, help="how long the mixed load lasts")
    parser.add_argument("--seconds", type=float, default=10, help="how long each page is under load")
    return parser.parse_args()


if __name__ == "__main__":
    main()
