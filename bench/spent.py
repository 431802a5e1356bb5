"""What pages that add up a county cost: right after an event, asked for again, and from nothing.

`python -m bench.spent --folder COPY [--rounds 11]` asks in this very process for pages of a folder that
`guatu demo` filled and prints processor time, medians. In each turn there is an event: a coordinator urges
the units of one item. DATABASE_URL is honoured. The events stay: give it a copy.
"""

import argparse
import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any, Final
from urllib.parse import quote

_LIST: Final = "/items/?state=in_progress"
PAGES: Final = (
    ("leader", "decisions", "/decisions"),
    ("leader", "my work", "/work"),
    ("leader", "list", _LIST),
    ("coordinator", "list", _LIST),
    ("coordinator", "list, by lead unit", f"{_LIST}&group=lead"),
    ("coordinator", "list, overdue", "/items/?due=overdue"),
    ("coordinator", "list, of a unit", "/items/?unit={unit}"),
    ("coordinator", "list, by a word", f"/items/?q={quote('停车')}"),
    ("coordinator", "list, as of 90 days ago", "/items/?as_of={day}"),
    ("coordinator", "counts of tabs, API", "/api/v1/items/counts"),
    ("coordinator", "ledgers", "/ledgers"),
    ("coordinator", "my work", "/work"),
    ("coordinator", "search, a common word", f"/search?q={quote('停车')}"),
    ("coordinator", "search, a rare word", f"/search?q={quote('YS-0123')}"),
    ("coordinator", "search, API", f"/api/v1/search?q={quote('停车')}"),
    ("liaison", "list", _LIST),
    ("liaison", "my work", "/work"),
    ("verifier", "to verify", "/verify"),
)
_STEP: Final = 997
"""From one item that is urged to the next: they lie far from each other."""


def show(folder: Path, *, rounds: int) -> None:
    """Print the medians of each page."""
    os.environ |= {"GUATU_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "guatu.settings"}
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.utils.timezone import localdate

    from guatu.ledgers.models import Item
    from guatu.ledgers.queries import listing, waiting

    settings.ALLOWED_HOSTS = ["testserver"]
    events, clients = _events(), {role: _client(role) for role, _, _ in PAGES}
    unit, day = Item.objects.latest("pk").lead_unit_id, localdate() - timedelta(days=90)

    def forget() -> None:
        listing.memory.clear()
        waiting.memory.clear()

    print(f"{Item.objects.count():,} items, {connection.vendor}, medians of {rounds}")
    print(f"{'ms of the processor':<44}{'after an event':>16}{'again':>8}{'from nothing':>14}")
    for role, name, path in PAGES:
        ask = _asking(clients[role], path.format(unit=unit, day=day))
        turns = [_turn(ask, lambda: next(events), forget) for _ in range(rounds)]
        after, again, anew = (1000 * median(times) for times in zip(*turns, strict=True))
        print(f"{f'{role}, {name}':<44}{after:>16.0f}{again:>8.0f}{anew:>14.0f}", flush=True)


def _turn(
    ask: Callable[[], float], happen: Callable[[], object], forget: Callable[[], None]
) -> tuple[float, float, float]:
    """From nothing, after an event, and again; what it costs to have them happen is not counted."""
    forget()
    anew = ask()
    happen()
    return ask(), ask(), anew


def _asking(client: Any, path: str) -> Callable[[], float]:
    def ask() -> float:
        begun = process_time()
        answer = client.get(path)
        spent = process_time() - begun
        assert answer.status_code == 200, (path, answer.status_code)  # noqa: S101
        return spent

    ask()
    return ask


def _client(role: str) -> Any:
    from django.test import Client

    from guatu.accounts.models import Person

    client = Client()
    client.force_login(Person.objects.get(username=role), "django.contrib.auth.backends.ModelBackend")
    return client


def _events() -> Iterator[object]:
    """An item is urged, then another one."""
    from django.utils import timezone

    from guatu.accounts.models import Person
    from guatu.accounts.queries import acting_of
    from guatu.ledgers.actions import reports
    from guatu.ledgers.models import Item

    on = timezone.localdate()
    by = acting_of(Person.objects.get(username="coordinator"), on=on)
    open_ones = Item.objects.open().filter(
        state=Item.State.IN_PROGRESS, is_suspended=False, ledger__office__in=by.offices("coordinator")
    )
    pks = list(open_ones.order_by("pk").values_list("pk", flat=True))
    at = 0
    while True:
        at = (at + _STEP) % len(pks)
        yield reports.urge(pks=[pks[at]], words="请按时限办结", by=by, at=timezone.now(), on=on)


def main() -> None:
    """Show it for a folder."""
    parser = argparse.ArgumentParser(prog="python -m bench.spent", description=__doc__)
    parser.add_argument(
        "--folder", type=Path, required=True, help="a copy of a folder that `guatu demo` filled"
    )
    parser.add_argument("--rounds", type=int, default=11, help="turns of each page")
    asked = parser.parse_args()
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start")
    show(asked.folder, rounds=asked.rounds)


if __name__ == "__main__":
    main()
